"""Where the links of a list page lead, written as links or as scripts."""

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urldefrag, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawl.urls import without_user

LINKS = "a, area, [onclick]:not(a):not(area)"
MOST = 20_000
"""Links of one page that are looked at: some lists hold all their thousands of rows; what holds more is no list."""
SCRIPT = re.compile(r"^\s*(javascript:|#|$)", re.I)
QUOTED = re.compile(r"""['"]([^'"\s<>]{2,500})['"]""")
ADDRESS = re.compile(r"^(https?://|//|\.{0,2}/\w)|\.(s?html?|jhtml|thtml|jsp|aspx?|php)([?#]|$)", re.I)
SESSION = re.compile(r";jsessionid=[^?#/]*", re.I)
DEFAULT_PORTS = {"http": 80, "https": 443}
FILE = re.compile(r"\.(xlsx?|docx?|wps|et|csv|pdf|ofd)$", re.I)
"""Names of tables and documents."""


def base_of(tree: LexborHTMLParser, url: str) -> str:
    """What a page's relative links are relative to."""
    node = tree.css_first("base[href]")
    return urljoin(url, (node.attributes.get("href") or "").strip()) if node is not None else url


def targets(tree: LexborHTMLParser, url: str, within: str | None = None) -> Iterator[tuple[LexborNode, str]]:
    """Each link and where it leads, in the page's order; with ``within``, only those of elements that it selects."""
    base = base_of(tree, url)
    for node in islice(_links(tree, within), MOST):
        if (target := target_of(node, base)) is not None:
            yield node, target


def _links(tree: LexborHTMLParser, within: str | None) -> Iterator[LexborNode]:
    if within is None:
        yield from tree.css(LINKS)
        return
    for element in tree.css(within):
        if element.tag in ("a", "area") or "onclick" in element.attributes:
            yield element
        yield from element.css(LINKS)


def target_of(node: LexborNode, base: str) -> str | None:
    """Where a link leads: its address, else the address in its script (javascript:open('/a.html'), onclick)."""
    href = node.attributes.get("href") or ""
    if not SCRIPT.match(href):
        return clean_url(base, href)
    for script in (href, node.attributes.get("onclick") or ""):
        for found in QUOTED.finditer(script):
            if ADDRESS.search(found[1]):
                return clean_url(base, found[1])
    return None


def clean_url(base: str, href: str) -> str | None:
    """An absolute http(s) URL as a browser would ask for it, without its fragment, session, default port, and without
    the name and password that it may hold: they are nobody's to keep.

    None for other schemes and what is no URL.
    """
    path, mark, rest = href.strip().partition("?")
    try:
        parts = urlsplit(urldefrag(urljoin(base, path.replace("\\", "/") + mark + rest)).url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    parts = urlsplit(without_user(parts.geturl()))
    if port == DEFAULT_PORTS[parts.scheme] and parts.netloc.endswith(f":{port}"):
        parts = parts._replace(netloc=parts.netloc.removesuffix(f":{port}"))
    return SESSION.sub("", parts.geturl())
