"""Rows out of list pages: which links are this column's articles."""

import re
from urllib.parse import urldefrag, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawl.families.records import ListPage, Row, Rules
from crawl.urls import owns

DATE = re.compile(r"(20\d\d|19\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
ARTICLE_LIKE = re.compile(
    r"(\d{4,}|[0-9a-f]{16,}|/\d+)[^/]*\.(s?html?|jhtml|thtml|aspx?|jsp|php)(\?.*)?$|/\d{4,}/?$", re.I
)
LIST_LIKE = re.compile(r"/(index|list|node|col|default|more\w*|column)?(_?\d{1,3})?\.(s?html?|jhtml|aspx?|jsp)$", re.I)
BLANKS = re.compile(r"\s+")


def read_html(page: ListPage, rules: Rules) -> tuple[tuple[Row, ...], int]:
    """Links of an HTML list that are articles on the site's hosts, in order, once each; and how many were elsewhere.

    With ``rules.row``, only links within those elements; with ``rules.article``, only URLs that match it, else URLs
    that look like an article's and links whose text is longer than a menu's. Where most rows bear the column's mark
    (``rules.column``), the others are tickers of other columns and left out.
    """
    rows, offsite = read_links(page.text, page.url, rules)
    return own_rows(rows, page.start, rules), offsite


def read_links(text: str, url: str, rules: Rules) -> tuple[tuple[Row, ...], int]:
    """All article links of a piece of HTML, whatever their column."""
    tree = LexborHTMLParser(text)
    base = url
    if (node := tree.css_first("base[href]")) is not None:
        base = urljoin(url, node.attributes.get("href") or "")
    pattern = re.compile(rules.article) if rules.article else None
    rows: dict[str, Row] = {}
    offsite = 0
    for link in tree.css(", ".join(f"{part} a[href], {part} area[href]" for part in (rules.row or "body").split(","))):
        target = clean_url(base, link.attributes.get("href") or "")
        if target is None or target == url or not _is_article(target, link, pattern):
            continue
        if not owns(rules.hosts, target):
            offsite += 1
            continue
        row = Row(target, _title(link), _date(link))
        if target not in rows or len(row.title) > len(rows[target].title):
            rows[target] = row
    return tuple(rows.values()), offsite


def own_rows(rows: tuple[Row, ...], start: str, rules: Rules) -> tuple[Row, ...]:
    """The rows of the list's own column, where its mark is known and most rows bear it."""
    key = re.search(rules.column, start) if rules.column else None
    if key is None:
        return rows
    mark = re.compile(rules.own.replace("{}", re.escape(key[1])))
    own = tuple(row for row in rows if mark.search(row.url))
    return own if len(own) * 2 >= len(rows) else rows


def clean_url(base: str, href: str) -> str | None:
    """An absolute http(s) URL without its fragment; None for other schemes and what is no URL."""
    try:
        url = urldefrag(urljoin(base, href.strip())).url
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def _is_article(url: str, link: LexborNode, pattern: re.Pattern[str] | None) -> bool:
    if pattern is not None:
        return bool(pattern.search(url))
    return bool(ARTICLE_LIKE.search(url)) and not LIST_LIKE.search(urlsplit(url).path) and len(_title(link)) >= 6


def _title(link: LexborNode) -> str:
    text = link.attributes.get("title") or link.text(strip=True)
    return BLANKS.sub(" ", text).strip()[:300]


def _date(link: LexborNode) -> str | None:
    """The date in the link's row: the nearest of its three ancestors that holds one date only."""
    node: LexborNode | None = link
    for _ in range(4):
        if node is None:
            return None
        found = {f"{y}-{int(m):02}-{int(d):02}" for y, m, d in DATE.findall(node.text()[:2000])}
        if len(found) == 1:
            return found.pop()
        if found:
            return None
        node = node.parent
    return None
