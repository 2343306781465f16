"""Ways from one page of a list to the next. Each gives candidates; only new links where they lead confirm one."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from crawl.families.records import Ask, ListPage, Rules
from crawl.families.rows import clean_url

Pager = Callable[[ListPage, Rules], Iterator[Ask]]

CALL = re.compile(r"(?<!function )createPageHTML\s*\(([^()]*)\)")
COUNTED = re.compile(r"(?:countPage|pageCount|totalPage|total_page)\s*[=:]\s*[\"']?(\d+)")
NEXT_TEXT = re.compile(r"^[\s>›»]*(下一?页|后一?页|next)[\s>›»]*$", re.I)


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
    """A page count in a script and static pages beside the list: name_1 or name_2 for the second."""
    found = COUNTED.search(page.text)
    if found and page.number < int(found[1]):
        yield from _either(page, _stem(page.start), f".{_ext(page.start)}", "counted")


def link(page: ListPage, _: Rules) -> Iterator[Ask]:
    """The link that says 下一页."""
    tree = LexborHTMLParser(page.text)
    for node in tree.css("a[href]"):
        if NEXT_TEXT.match(node.text(strip=True)) or NEXT_TEXT.match(node.attributes.get("title") or ""):
            url = clean_url(page.url, node.attributes.get("href") or "")
            if url and url != page.url:
                yield Ask(url, "link", page.number + 1)


def template(page: ListPage, rules: Rules) -> Iterator[Ask]:
    """The site's own template: page 2 has number ``rules.start``."""
    if rules.template:
        yield _ask(page, rules.template.replace("{n}", str(page.number - 1 + rules.start)), "template")


def _either(page: ListPage, stem: str, ext: str, pager: str) -> Iterator[Ask]:
    for offset in (0, 1):
        yield _ask(page, f"{stem}_{page.number + offset}{ext}", f"{pager}:{offset}")


def _ask(page: ListPage, relative: str, pager: str) -> Ask:
    return Ask(urljoin(page.start or page.url, relative), pager, page.number + 1)


def _file(url: str) -> str:
    return urlsplit(url).path.rpartition("/")[2]


def _stem(url: str) -> str:
    return _file(url).rpartition(".")[0] or "index"


def _ext(url: str) -> str:
    return _file(url).rpartition(".")[2] or "html"


PAGERS: dict[str, Pager] = {"createpage": createpage, "counted": counted, "link": link, "template": template}
