"""Rows out of list pages: which links are this column's articles."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import compress
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawl.families.dates import row_date
from crawl.families.links import FILE, clean_url, targets
from crawl.families.records import Found, ListPage, Row, Rules
from crawl.families.wrapped import unwrap
from crawl.urls import owns

ARTICLE_LIKE = re.compile(
    r"(\d{4,}|[0-9a-f]{16,}|/\d+)[^/]*\.(s?html?|jhtml|thtml|aspx?|jsp|php|do)(\?.*)?$|[/_-]\d{4,}/?$"
    r"|[?&](id|\w*(news|info|article|content|doc|art)_?id|aid|nid)=[\w-]+",
    re.I,
)
LIST_LIKE = re.compile(r"/(index|list|node|cols?|default|more\w*|column|channel|menu)[-_]?\d*(\.\w+)?$", re.I)
TITLE = 6
"""Characters of the shortest title of a row without a date; menus are shorter."""
OWN_SHARE = 3
"""Where one row in so many bears the column's mark, those that bear another are tickers."""
BLANKS = re.compile(r"\s+")
PINNED = re.compile(r"^\W*(置顶|顶|top)\W*$|^\s*[\[【（(](置顶|顶|top)[\])】）]", re.I)
CLIMB = 4
"""Ancestors of a link that may be its row."""
SIBLINGS = 3
ROW_TEXT, PIECES = 2000, 40
"""Characters and pieces of text of a row that are looked at."""
MANY = ""
Told = tuple[str | None, bool]


def read_html(page: ListPage, rules: Rules) -> Found:
    """The rows of a list, whether HTML or JSON around it: the column's own, in order, once each.

    With ``rules.row``, only links within those elements; with ``rules.article``, only URLs that match it, else URLs
    that look like an article's and rows with a date. Where rows bear the column's mark (``rules.column``), those of
    other columns are left out.
    """
    piece = unwrap(page.text)
    if piece.rows:
        return own_rows(_records(piece.rows, page, rules), page, rules)
    return own_rows(read_links(piece.html, page.url, rules), page, rules)


def read_json(page: ListPage, rules: Rules) -> Found:
    """The rows of a JSON list; none on a page around it, whose links are a menu."""
    return own_rows(_records(unwrap(page.text).rows, page, rules), page, rules)


def read_links(text: str, url: str, rules: Rules) -> Found:
    """All article links of a piece of HTML, whatever their column."""
    tree = LexborHTMLParser(text)
    if rules.row is None and rules.usual_row is not None:
        found = _read(tree, url, rules, rules.usual_row)
        if found.rows:
            return found
    return _read(tree, url, rules, rules.row)


def _read(tree: LexborHTMLParser, url: str, rules: Rules, within: str | None) -> Found:
    pattern = re.compile(rules.article) if rules.article else None
    links = [
        (node, kept)
        for node, target in targets(tree, url, within)
        if (kept := _kept(target, pattern)) is not None and kept != url and (pattern or not _title(node).isdigit())
    ]
    owners = _owners(links)
    rows: dict[str, Row] = {}
    offsite: set[str] = set()
    told: dict[int, Told] = {}
    for node, target in links:
        top = _top(node, target, owners)
        if top.mem_id not in told:
            told[top.mem_id] = _tell(node, top, owners)
        date, pinned = told[top.mem_id]
        row = Row(target, _title(node), date, pinned, is_file(target))
        if not _is_row(row, pattern is not None):
            continue
        if not owns(rules.hosts, target):
            offsite.add(target)
        elif (old := rows.get(target)) is None:
            rows[target] = row
        else:
            title = max(old.title, row.title, key=len)
            rows[target] = replace(old, title=title, date=old.date or row.date, pinned=old.pinned or row.pinned)
    return Found(tuple(rows.values()), len(offsite))


def _kept(url: str, pattern: re.Pattern[str] | None) -> str | None:
    """The address to fetch; None where it is no article's. A query that decorates a static page is left out."""
    path, _, query = url.partition("?")
    if pattern is None:
        listed = LIST_LIKE.search(urlsplit(url).path) and not ARTICLE_LIKE.search("?" + query)
        return None if listed and not is_file(url) else url
    if pattern.search(url) or is_file(url):
        return url
    return path if query and pattern.search(path) else None


def _is_row(row: Row, matched: bool) -> bool:
    if row.file:
        return row.date is not None
    if matched:
        return True
    if row.date is not None:
        return len(row.title) >= TITLE or bool(ARTICLE_LIKE.search(row.url))
    return len(row.title) >= TITLE and bool(ARTICLE_LIKE.search(row.url))


def is_file(url: str) -> bool:
    """Whether an address itself names a table or a document."""
    return FILE.search(unquote(urlsplit(url).path)) is not None


def _owners(links: Iterable[tuple[LexborNode, str]]) -> dict[int, str]:
    """For each element above links: the one address that all of them have, or MANY. Linear in the number of links."""
    owners: dict[int, str] = {}
    for link, target in links:
        node: LexborNode | None = link
        for _ in range(CLIMB + 1):
            if node is None:
                break
            if owners.setdefault(node.mem_id, target) != target:
                owners[node.mem_id] = MANY
            node = node.parent
    return owners


def _top(link: LexborNode, target: str, owners: dict[int, str]) -> LexborNode:
    """A link's row: its highest ancestor without a link that leads elsewhere."""
    node = link
    for _ in range(CLIMB):
        if node.parent is None or node.parent.tag in ("body", "html") or owners.get(node.parent.mem_id) != target:
            break
        node = node.parent
    return node


def _tell(link: LexborNode, top: LexborNode, owners: dict[int, str]) -> Told:
    """The date of a row and whether it is pinned, from its pieces of text and those that stand after it."""
    links = [link] if top.mem_id == link.mem_id else top.css("a")
    title = [piece for node in links[:PIECES] for piece in _texts(node)]
    pieces = [*_texts(top), *_beside(top, owners)]
    return row_date(pieces, title), any(PINNED.search(piece) for piece in (*pieces, *title))


def _beside(node: LexborNode, owners: dict[int, str]) -> Iterator[str]:
    following = node.next
    for _ in range(SIBLINGS):
        if following is None or following.mem_id in owners or following.tag == node.tag != "dd":
            break
        yield from _texts(following)
        following = following.next


def _texts(node: LexborNode) -> list[str]:
    """The first pieces of text in a node."""
    text = node.text_content if node.tag == "-text" else node.text(separator="\n")
    return [piece for line in (text or "")[:ROW_TEXT].split("\n") if (piece := line.strip())][:PIECES]


def _title(link: LexborNode) -> str:
    text = link.attributes.get("title") or link.text(strip=True)
    return BLANKS.sub(" ", text).strip()[:300]


def _records(rows: Iterable[Row], page: ListPage, rules: Rules) -> Found:
    """Rows of a JSON list; their addresses are relative to the page that the list stands on."""
    kept: dict[str, Row] = {}
    offsite = 0
    for row in rows:
        url = clean_url(page.start, row.url)
        if url is not None and owns(rules.hosts, url):
            kept[url] = replace(row, url=url, file=is_file(url))
        elif url is not None:
            offsite += 1
    return Found(tuple(kept.values()), offsite)


def own_rows(found: Found, page: ListPage, rules: Rules) -> Found:
    """The rows of the list's own column, where its mark is known and rows bear it."""
    key = re.search(rules.column, page.start) if rules.column else None
    if key is None:
        return found
    is_own = [_is_own(row.url, key[1], rules) for row in found.rows]
    if not page.strict and (not any(is_own) or sum(is_own) * OWN_SHARE < len(is_own)):
        return found
    own = tuple(compress(found.rows, is_own))
    others = tuple(row.url for row, ours in zip(found.rows, is_own, strict=True) if not ours)
    return Found(own, found.offsite, others, strict=True)


def _is_own(url: str, key: str, rules: Rules) -> bool:
    if rules.mark is None:
        return re.search(rules.own.replace("{}", re.escape(key)), url) is not None
    borne = re.search(rules.mark, url)
    return borne is None or key in borne.groups()
