"""Which addresses belong to a site."""

import re
from collections.abc import Iterable
from urllib.parse import quote, urlsplit

USER = re.compile(r"^([a-z][a-z0-9+.-]*://)[^/?#]*@", re.I)
"""Before a host: name:password@"""


def owns(hosts: Iterable[str], url: str) -> bool:
    """Whether a URL is on one of the hosts; an entry with a port means that port only."""
    parts = urlsplit(url)
    return bool(parts.hostname) and any(host.lower() in (parts.hostname, parts.netloc.lower()) for host in hosts)


def netloc_of(url: str) -> str:
    """A URL's host, with its port if it states one."""
    return urlsplit(url).netloc


def without_user(url: str) -> str:
    """A URL without the name and password that it may hold, which are nobody's to keep."""
    return USER.sub(r"\1", url, count=1)


def with_query_in(url: str, encoding: str) -> str:
    """A URL as a browser asks for it from a page in an encoding: in it the query is written, whatever the path is in.

    What the encoding lacks is sent as a numeric character reference (WHATWG URL, percent-encode after encoding).
    """
    path, mark, query = url.partition("?")
    if not mark or query.isascii():
        return url
    sent = "".join(c if c.isascii() else quote(c.encode(encoding, "xmlcharrefreplace")) for c in query)
    return f"{path}?{sent}"


def key_of(url: str) -> str:
    """What makes two addresses the same page: not the scheme, not www before the host."""
    parts = urlsplit(url)
    host = parts.netloc.lower().rpartition("@")[2].removeprefix("www.")
    for port in (":80", ":443"):
        host = host.removesuffix(port)
    return f"{host}{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
