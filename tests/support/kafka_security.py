"""How clients log in to a broker of the tests: in the clear, by TLS, by SASL, or by both.

Between the nodes nothing is encrypted: they talk over loopback, and what is tested is our own client.
"""

import datetime as dt
import ipaddress
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

Protocol = Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"]
Mechanism = Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"]

LOGIN_MODULES = {
    "PLAIN": "org.apache.kafka.common.security.plain.PlainLoginModule",
    "SCRAM-SHA-256": "org.apache.kafka.common.security.scram.ScramLoginModule",
    "SCRAM-SHA-512": "org.apache.kafka.common.security.scram.ScramLoginModule",
}


@dataclass(frozen=True, slots=True)
class Identity:
    """A certificate with its key, both as PEM text."""

    certificate: str
    key: str


@dataclass(frozen=True, slots=True)
class Authority:
    """A certificate authority of its own, made for one test and trusted by nobody else."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(Encoding.PEM).decode()

    def trust(self) -> ssl.SSLContext:
        """A client's context that trusts this authority and no other."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(cadata=self.pem)
        return context

    def identity(self, name: str) -> Identity:
        """A certificate for `name` that also stands for 127.0.0.1 and localhost."""
        key = ec.generate_private_key(ec.SECP256R1())
        hosts = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.IPv4Address("127.0.0.1"))]
        usage = [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
        certificate = (
            _certificate(name, self.certificate.subject, key)
            .add_extension(x509.SubjectAlternativeName(hosts), critical=False)
            .add_extension(x509.ExtendedKeyUsage(usage), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
            .sign(self.key, hashes.SHA256())
        )
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        return Identity(certificate.public_bytes(Encoding.PEM).decode(), pem)


def new_authority() -> Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name("Tocsin tests")
    usage = x509.KeyUsage(
        digital_signature=True,
        key_cert_sign=True,
        crl_sign=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        _certificate("Tocsin tests", name, key)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return Authority(certificate, key)


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _certificate(subject: str, issuer: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    now = dt.datetime.now(dt.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(days=1))
    )


@dataclass(frozen=True, slots=True)
class Security:
    """The door for clients. TLS wants an authority; SASL a mechanism and users (name → password)."""

    protocol: Protocol = "PLAINTEXT"
    mechanism: Mechanism = "SCRAM-SHA-256"
    users: Mapping[str, str] = field(default_factory=dict, repr=False)
    authority: Authority | None = field(default=None, repr=False)
    client_certificates: bool = False  # refuse clients without a certificate of the authority

    def properties(self, folder: Path) -> dict[str, str]:
        """The lines of server.properties about it."""
        lines = {
            "listener.security.protocol.map": f"CLIENT:{self.protocol},PEER:PLAINTEXT,CONTROLLER:PLAINTEXT",
        }
        return lines | self._sasl() | self._tls(folder)

    def _sasl(self) -> dict[str, str]:
        if "SASL" not in self.protocol:
            return {}
        listener = f"listener.name.client.{self.mechanism.lower()}.sasl.jaas.config"
        known = "".join(f' user_{name}="{password}"' for name, password in self.users.items())
        users = known if self.mechanism == "PLAIN" else ""
        return {
            "listener.name.client.sasl.enabled.mechanisms": self.mechanism,
            listener: f"{LOGIN_MODULES[self.mechanism]} required{users};",
        }

    def _tls(self, folder: Path) -> dict[str, str]:
        if "SSL" not in self.protocol:
            return {}
        client = "listener.name.client.ssl"
        return {
            f"{client}.keystore.type": "PEM",
            f"{client}.keystore.location": str(folder / "broker.pem"),
            f"{client}.truststore.type": "PEM",
            f"{client}.truststore.location": str(folder / "authority.pem"),
            f"{client}.client.auth": "required" if self.client_certificates else "none",
        }

    def scram_users(self) -> list[str]:
        """The users as the storage tool takes them; they are written into the metadata at format time."""
        if "SASL" not in self.protocol or self.mechanism == "PLAIN":
            return []
        return [f"{self.mechanism}=[name={name},password={password}]" for name, password in self.users.items()]

    def write(self, folder: Path) -> None:
        """Writes broker.pem (key and certificate) and authority.pem where the broker looks for them."""
        if self.authority is None:
            return
        broker = self.authority.identity("broker")
        (folder / "broker.pem").write_text(broker.key + broker.certificate)
        (folder / "authority.pem").write_text(self.authority.pem)


NO_SECURITY = Security()
