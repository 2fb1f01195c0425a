"""How a cluster is spoken to: log-in and encryption. No client is imported here."""

from dataclasses import dataclass, field
from typing import Final, Literal

Mechanism = Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"]


@dataclass(frozen=True, slots=True)
class Security:
    """The secrets are never part of a text that is printed.

    `mechanism`: of SASL, None: nobody logs in. `tls`: whether the connection is encrypted; `ca`: file of the
    authorities to be trusted instead of the system's; `certificate` and `key`: files by which this client is known.
    """

    mechanism: Mechanism | None = None
    username: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    tls: bool = False
    ca: str | None = None
    certificate: str | None = None
    key: str | None = None


UNSECURED: Final = Security()
