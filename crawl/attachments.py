"""Tables and texts that hang on an article: which links lead to them, and whether an answer is one."""

import re
from urllib.parse import parse_qsl, unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawl.families.links import FILE, base_of, clean_url

NAME_KEYS = ("filename", "fileurl", "file", "name")
MOST = 20
"""Attachments of one page; more are a download area, not an article."""
LOGIN = re.compile(r"download\.jsp|wbfileid=", re.I)
"""Addresses that may ask for a captcha: left alone."""


def attachment_links(text: str, url: str) -> list[str]:
    """Addresses of a page's attachments, by the file name in the address, in its query or in what the link says.

    In order, once each.
    """
    tree = LexborHTMLParser(text)
    base = base_of(tree, url)
    found: dict[str, None] = {}
    for node in tree.css("a[href]"):
        target = clean_url(base, node.attributes.get("href") or "")
        if target is not None and not LOGIN.search(target) and (_is_file(target) or _says_file(node)):
            found.setdefault(target)
    return list(found)[:MOST]


def _is_file(url: str) -> bool:
    parts = urlsplit(url)
    names = [unquote(parts.path), *(value for key, value in parse_qsl(parts.query) if key.lower() in NAME_KEYS)]
    return any(FILE.search(name) for name in names)


def _says_file(node: LexborNode) -> bool:
    names = (node.attributes.get("download"), node.attributes.get("title"), node.text(strip=True)[:200])
    return any(FILE.search(name.strip()) for name in names if name)


def is_page(content_type: str, body: bytes) -> bool:
    """Whether an answer to an attachment's address is an HTML page instead: expired, moved, or a wall."""
    return "html" in content_type.lower() or body[:200].lstrip().lower().startswith((b"<!doctype html", b"<html"))
