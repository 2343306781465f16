"""Which addresses the crawler may connect to: public ones, and the networks that the user opened."""

import ipaddress
import socket
from collections.abc import Iterable, Sequence

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
PRIVATE = ("0.0.0.0/0", "::/0")
"""The networks opened by allow_private=True: all."""


def open_networks(allow_private: bool | Iterable[str]) -> tuple[str, ...]:
    """The networks that a run may reach besides the public ones. Raises ValueError for what is no network."""
    if isinstance(allow_private, bool):
        return PRIVATE if allow_private else ()
    return tuple(str(ipaddress.ip_network(network)) for network in allow_private)


def is_allowed(address: str, networks: Sequence[Network]) -> bool:
    """Whether an IP address is public, or in one of the networks."""
    ip = ipaddress.ip_address(address)
    mapped = getattr(ip, "ipv4_mapped", None)
    ip = mapped or ip
    public = ip.is_global and not ip.is_multicast
    return public or any(ip.version == network.version and ip in network for network in networks)


def literal_address(host: str) -> str | None:
    """The address that a host name already is, in any of the spellings that systems take (127.1, 0x7f000001)."""
    try:
        return str(ipaddress.ip_address(host.strip("[]").partition("%")[0]))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except (OSError, UnicodeEncodeError):
        return None
