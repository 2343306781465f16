"""Ways from one page of a list to the next. Each gives candidates; only new links where they lead confirm one."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from crawl.families.records import Ask, ListPage, Rules
from crawl.families.rows import clean_url

CALL = re.compile(r"(?<!function )createPageHTML\s*\(([^()]*)\)")
COUNTED = re.compile(r"(?:countPage|pageCount|totalPage|total_page)[\"']?\s*[=:]\s*[\"']?(\d+)", re.I)
OF = re.compile(r"(?<![\d/])(\d{1,4})\s*/\s*(\d{1,4})(?![\d/])")
NEXT_TEXT = re.compile(r"^[\s>›»]*(下一?页|后一?页|next)[\s>›»]*$", re.I)
PAGE_KEYS = ("pageindex", "page", "currpage", "curpage", "pageno", "pn", "p", "currentpage", "page_index")
LS_COLUMN = re.compile(r"/content/column/(\d+)|\blist-(\d{4,})\b|columnId[\"']?\s*[:=]\s*[\"']?(\d{4,})")


def createpage(page: ListPage, _: Rules) -> Iterator[Ask]:
    """``createPageHTML``: (total, cur0, name, ext…), ('id', total, cur1, name, ext…) or ('id', total, …).

    The call does not tell whether page 2 is ``_1`` or ``_2``. The lower number is asked first: where it is page 1
    again, or missing, the next is tried; the other way round a page would be lost.
    """
    for call in CALL.finditer(page.text):
        arguments = [part.strip().strip("\"'") for part in call[1].split(",")]
        numbers = [int(part) for part in arguments if part.isdigit()]
        words = [part for part in arguments if re.fullmatch(r"[A-Za-z][\w-]*", part)]
        if not numbers or page.number >= numbers[0]:
            continue
        ext = next((word for word in words if word.lower() in ("html", "htm", "shtml", "jhtml")), None)
        stem = words[words.index(ext) - 1] if ext is not None and words.index(ext) else _stem(page.start)
        yield from _either(page, stem, f".{ext or _ext(page.start)}", "createpage")


def counted(page: ListPage, _: Rules) -> Iterator[Ask]:
    """A page count in a script or attribute and static pages beside the list: name_1 or name_2 for the second."""
    found = COUNTED.search(page.text)
    if found and page.number < int(found[1]):
        yield from _either(page, _stem(page.start), f".{_ext(page.start)}", "counted")


def link(page: ListPage, _: Rules) -> Iterator[Ask]:
    """The link that says 下一页."""
    for node in LexborHTMLParser(page.text).css("a[href]"):
        if NEXT_TEXT.match(node.text(strip=True)) or NEXT_TEXT.match(node.attributes.get("title") or ""):
            url = clean_url(page.url, node.attributes.get("href") or "")
            if url and url != page.url:
                yield Ask(url, "link", page.number + 1)


def query(page: ListPage, _: Rules) -> Iterator[Ask]:
    """A page number in the list's own query: ?pageIndex=1 → ?pageIndex=2."""
    parts = urlsplit(page.start)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    for at, (key, value) in enumerate(pairs):
        if key.lower() in PAGE_KEYS and value.isdigit():
            changed = [*pairs[:at], (key, str(int(value) + page.number)), *pairs[at + 1 :]]
            yield Ask(parts._replace(query=urlencode(changed)).geturl(), "query", page.number + 1)
            return


def template(page: ListPage, rules: Rules) -> Iterator[Ask]:
    """The family's or site's own: {n} is ``start`` on page 2 and grows by ``step``; {stem}, {ext} are the list's."""
    if rules.template:
        number = str(rules.start + (page.number - 1) * rules.step)
        path = rules.template.replace("{stem}", _stem(page.start)).replace("{ext}", _ext(page.start))
        yield _ask(page, path.replace("{n}", number), "template")


def falling(page: ListPage, _: Rules) -> Iterator[Ask]:
    """Static pages whose numbers fall: zwyw.htm of 11 pages goes on at zwyw/10.htm."""
    total = next((int(b) for a, b in OF.findall(page.text) if int(a) == page.number < int(b)), None)
    if total is not None:
        yield _ask(page, f"{_stem(page.start)}/{total - page.number}.{_ext(page.start)}", "falling")


def ls(page: ListPage, _: Rules) -> Iterator[Ask]:
    """``Ls.pagination``: further pages of a pretty address are /content/column/<id>?pageIndex=N."""
    found = COUNTED.search(page.text)
    column = LS_COLUMN.search(page.start) or LS_COLUMN.search(page.text)
    if column and (found is None or page.number < int(found[1])):
        number = next(group for group in column.groups() if group)
        yield Ask(urljoin(page.start, f"/content/column/{number}?pageIndex={page.number + 1}"), "ls", page.number + 1)


def frame(page: ListPage, rules: Rules) -> Iterator[Ask]:
    """The frames of a page that is only a frame around its list."""
    for node in LexborHTMLParser(page.text).css("iframe[src], frame[src]"):
        url = clean_url(page.url, node.attributes.get("src") or "")
        if url and urlsplit(url).netloc in (urlsplit(page.url).netloc, *rules.hosts):
            yield Ask(url, "frame", 1)


def _either(page: ListPage, stem: str, ext: str, pager: str) -> Iterator[Ask]:
    for offset in (0, 1):
        yield _ask(page, f"{stem}_{page.number + offset}{ext}", f"{pager}:{offset}")


def _ask(page: ListPage, relative: str, pager: str) -> Ask:
    return Ask(urljoin(page.start, relative), pager, page.number + 1)


def _file(url: str) -> str:
    return urlsplit(url).path.rpartition("/")[2]


def _stem(url: str) -> str:
    return _file(url).rpartition(".")[0] or "index"


def _ext(url: str) -> str:
    return _file(url).rpartition(".")[2] or "html"
