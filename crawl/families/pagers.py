"""Ways from one page of a list to the next by the form of its address.

Each gives candidates; only new links where they lead confirm one. How many pages a list says it has is not believed:
a confirmed way is gone on until a page brings nothing new.
"""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from crawl.families.records import Ask, ListPage, Rules

CALL = re.compile(r"(?<!function )createPageHTML\s*\(([^()]*)\)")
COUNTED = re.compile(r"(?:countPage|pageCount|totalPages?|total_page|pagecount)[\"']?\s*[=:]\s*[\"']?(\d+)", re.I)
TOTAL = re.compile(r"<totalpage>\s*(\d+)\s*</totalpage>", re.I)
OF = re.compile(r"(?<![\d/])(\d{1,4})\s*/\s*(\d{1,4})(?![\d/])")
NUMBERED = re.compile(r"_(\d+)(\.\w+)$")
EXTENSIONS = ("html", "htm", "shtml", "jhtml")
PAGE_KEYS = frozenset({"page", "p", "pn", "pageindex", "page_index", "pageno", "page_no", "pagenum", "pagenumber"})
PAGE_KEYS |= {"currpage", "curpage", "currentpage", "nowpage"}
LS_COLUMN = re.compile(r"/content/column/(\d+)|\blist-(\d{4,})\b|columnId[\"']?\s*[:=]\s*[\"']?(\d{4,})")
LS_DISCLOSURE = re.compile(r"/public/column/(\d+)")
LS_SITE = re.compile(r"\bsiteId[\"']?\s*[:=]\s*[\"']?(\d+)", re.I)
VSB_TREE = re.compile(r"wbtreeid=(\d+)")


def declared_pages(text: str) -> int:
    """How many pages a list says it has; 0 where it does not."""
    calls = (int(number) for call in CALL.findall(text) for number in re.findall(r"\b\d+\b", call)[:1])
    counts = (int(number) for pattern in (COUNTED, TOTAL) for number in pattern.findall(text))
    return max((*calls, *counts, *(int(b) for a, b in OF.findall(text) if 0 < int(a) <= int(b))), default=0)


def createpage(page: ListPage, _: Rules) -> Iterator[Ask]:
    """``createPageHTML``: (total, cur0, name, ext…), ('id', total, cur1, name, ext…) or ('id', total, …).

    The call does not tell whether page 2 is ``_1`` or ``_2``. The lower number is asked first: where it is page 1
    again, or missing, the next is tried; the other way round a page would be lost.
    """
    if page.number > 1:
        yield from _numbered(page)
        return
    for call in CALL.finditer(page.text):
        arguments = [part.strip().strip("\"'") for part in call[1].split(",")]
        numbers = [int(part) for part in arguments if part.isdigit()]
        words = [part for part in arguments if re.fullmatch(r"[A-Za-z][\w-]*", part)]
        if numbers and numbers[0] < 2:
            continue
        ext = next((word for word in words if word.lower() in EXTENSIONS), None)
        stem = words[words.index(ext) - 1] if ext is not None and words.index(ext) else _stem(page.start)
        yield from _either(page, stem, f".{ext or _ext(page.start)}", "createpage")


def counted(page: ListPage, _: Rules) -> Iterator[Ask]:
    """A page count in a script or attribute and static pages beside the list: name_1 or name_2 for the second."""
    if page.number > 1:
        yield from _numbered(page)
    elif any(int(number) > 1 for number in COUNTED.findall(page.text)):
        yield from _either(page, _stem(page.start), f".{_ext(page.start)}", "counted")


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


def tree(page: ListPage, _: Rules) -> Iterator[Ask]:
    """vsb's lists out of a script: list.jsp?…&wbtreeid=1082 goes on at …&a1082p=2."""
    if (number := VSB_TREE.search(page.start)) is not None:
        key = f"a{number[1]}p"
        parts = urlsplit(page.start)
        pairs = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != key]
        url = parts._replace(query=urlencode([*pairs, (key, str(page.number + 1))])).geturl()
        yield Ask(url, "tree", page.number + 1)


def ls(page: ListPage, _: Rules) -> Iterator[Ask]:
    """``Ls.pagination``: further pages of a pretty address are /content/column/<id>?pageIndex=N."""
    column = LS_COLUMN.search(page.start) or LS_COLUMN.search(page.text) or LS_COLUMN.search(page.ask.url)
    if column:
        number = next(group for group in column.groups() if group)
        yield Ask(urljoin(page.start, f"/content/column/{number}?pageIndex={page.number + 1}"), "ls", page.number + 1)


def ls_label(page: ListPage, _: Rules) -> Iterator[Ask]:
    """The rows of a disclosure column (/public/column/<organ>?catId=…), which its page fetches by script."""
    organ = LS_DISCLOSURE.search(page.start)
    if organ is None:
        return
    if page.number > 1:
        asked = dict(parse_qsl(urlsplit(page.ask.url).query, keep_blank_values=True))
    elif site := LS_SITE.search(page.text):
        given = dict(parse_qsl(urlsplit(page.start).query, keep_blank_values=True))
        asked = {
            "labelName": "publicInfoList",
            "siteId": site[1],
            "organId": organ[1],
            "catId": given.get("catId", ""),
            "type": given.get("type", "4"),
            "pageIndex": "0",
            "pageSize": "20",
            "isDate": "true",
            "dateFormat": "yyyy-MM-dd",
        }
    else:
        return
    fields = urlencode(asked | {"pageIndex": str(int(asked["pageIndex"]) + 1)})
    yield Ask(f"{urljoin(page.start, '/site/label/8888')}?{fields}", "ls_label", page.number + 1)


def _numbered(page: ListPage) -> Iterator[Ask]:
    """The page after one that was found by its number."""
    found = NUMBERED.search(page.ask.url)
    if found is not None:
        url = f"{page.ask.url[: found.start()]}_{int(found[1]) + 1}{found[2]}"
        yield Ask(url, page.ask.pager, page.number + 1)


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
