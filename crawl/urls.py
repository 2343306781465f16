"""Which addresses belong to a site."""

from collections.abc import Iterable
from urllib.parse import urlsplit


def owns(hosts: Iterable[str], url: str) -> bool:
    """Whether a URL is on one of the hosts; an entry with a port means that port only."""
    parts = urlsplit(url)
    return bool(parts.hostname) and any(host.lower() in (parts.hostname, parts.netloc.lower()) for host in hosts)


def netloc_of(url: str) -> str:
    """A URL's host, with its port if it states one."""
    return urlsplit(url).netloc


def key_of(url: str) -> str:
    """What makes two addresses the same page: not the scheme, not www before the host."""
    parts = urlsplit(url)
    host = parts.netloc.lower().rpartition("@")[2].removeprefix("www.")
    for port in (":80", ":443"):
        host = host.removesuffix(port)
    return f"{host}{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
