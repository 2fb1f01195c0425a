"""Which addresses a request may leave to: the global ones, and those that the deployment allows.

No single published list is complete (five guards disagreed on 28 of 51 addresses), so this one is their union, on top
of what the standard library calls global.
"""

import socket
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

from yarl import URL

from events.errors import UsedWrongly

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address
HTTPS_PORT: Final = 443
PRIVILEGED_PORTS: Final = 1_024

_DENIED_V4: Final = (
    "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 168.63.129.16/32 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 "
    "192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 "
    "198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4"
)
_DENIED_V6: Final = (
    "::/96 ::1/128 64:ff9b::/96 64:ff9b:1::/48 100::/64 100:0:0:1::/64 2001::/23 2001:db8::/32 2002::/16 "
    "2620:4f:8000::/48 3fff::/20 5f00::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8"
)
DENIED: Final[tuple[Network, ...]] = tuple(ip_network(text) for text in f"{_DENIED_V4} {_DENIED_V6}".split())
"""Loopback, private, link-local, shared, multicast, documentation, benchmarking, cloud platforms' own, reserved, and
every prefix that carries another address inside (mapped, translated, 6to4, Teredo)."""


class WrongNetwork(UsedWrongly):
    """An allowed network is no CIDR; the text names it."""


@dataclass(frozen=True, slots=True)
class Guard:
    """Judges concrete addresses. `allowed`: networks that receivers may have besides global addresses."""

    allowed: tuple[Network, ...] = ()

    @classmethod
    def of(cls, cidrs: Sequence[str]) -> "Guard":
        """A guard from CIDRs as settings hold them; raises `WrongNetwork`."""
        try:
            return cls(tuple(ip_network(cidr) for cidr in cidrs))
        except ValueError as error:
            raise WrongNetwork(f"TOCSIN_ALLOWED_ADDRESSES: {error}") from None

    def allows(self, address: Address) -> bool:
        """Whether the deployment allows it by name; this alone opens plain http."""
        return _holds(self.allowed, canonical(address))

    def permits(self, address: Address) -> bool:
        """Whether a request may go there by https."""
        plain = canonical(address)
        return _holds(self.allowed, plain) or (plain.is_global and not _holds(DENIED, plain))


def canonical(address: Address) -> Address:
    """The address itself: an IPv4 address in IPv6 clothes (::ffff:127.0.0.1) is the IPv4 address."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return address if mapped is None else mapped


def _holds(networks: Sequence[Network], address: Address) -> bool:
    return any(address.version == network.version and address in network for network in networks)


def address_of(host: str) -> Address:
    """The address in a socket's address, whatever zone it names; raises `ValueError`."""
    return ip_address(host.partition("%")[0])


@lru_cache(maxsize=4_096)
def url_fault(url: str, guard: Guard) -> str | None:
    """Why a receiver's URL cannot be taken, as one sentence; None where it can.

    Judged is what can be judged without asking anybody: the form, and hosts that are addresses in any spelling. A
    name is judged each time at the socket: what it means today says nothing about tomorrow, and an answer here would
    tell who asks what our resolver knows.
    """
    try:
        parsed = URL(url)
        host, port = parsed.host, parsed.port
    except ValueError:
        return "is no URL"
    if not url.isascii() or any(c.isspace() or not c.isprintable() or c == "\\" for c in url):
        return "must be printable ASCII without spaces (write names in punycode)"
    if parsed.scheme not in {"http", "https"} or not host or port is None:
        return "must be an absolute https URL"
    if parsed.user is not None or parsed.password is not None:
        return "must not hold a user or password"
    if parsed.fragment:
        return "must not hold a fragment"
    return _host_fault(parsed.scheme, host, port, guard)


def _host_fault(scheme: str, host: str, port: int, guard: Guard) -> str | None:
    if "%" in host or host.endswith("."):
        return "must not name a zone or end its host in a dot"
    address = _spelt(host)
    if scheme == "http":
        allowed = bool(guard.allowed) if address is None else guard.allows(address)
        return None if allowed else "must be https (http is for addresses that TOCSIN_ALLOWED_ADDRESSES names)"
    if address is not None and not guard.permits(address):
        return "must be at a global address, or at one that TOCSIN_ALLOWED_ADDRESSES names"
    if port != HTTPS_PORT and port < PRIVILEGED_PORTS:
        return f"must be at port {HTTPS_PORT} or at one from {PRIVILEGED_PORTS} on"
    return None


def _spelt(host: str) -> Address | None:
    """The address that a host spells, in any way the resolver reads without asking (127.1, 0x7f000001); else None."""
    if host == "localhost" or host.endswith(".localhost"):
        return IPv4Address("127.0.0.1")
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return None
    return address_of(str(found[0][4][0]))
