"""Ways from one page of a list to the next that stand on the page: links, forms, frames."""

import re
from collections.abc import Iterator
from urllib.parse import urlencode, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawl.families.links import ADDRESS, base_of, clean_url, target_of
from crawl.families.pagers import PAGE_KEYS
from crawl.families.records import Ask, ListPage, Rules

NEXT_TEXT = re.compile(r"^[\s>›»\[【(]*(下一?[页頁]|后一?[页頁]|后翻|next( page)?)[\s>›»\])】]*$", re.I)
NEXT_CLASS = re.compile(r"(^|[\s_-])next(page)?($|[\s_-])", re.I)
PAGE_TEXT = re.compile(r"^[\[第\s]*(\d{1,4})[\s页\]]*$")
POSTBACK = re.compile(r"__doPostBack\(\s*['\"]([^'\"]*)['\"]\s*,\s*['\"]([^'\"]*)['\"]")
FORM = (("Content-Type", "application/x-www-form-urlencoded"),)
FRAMES = 4
"""Frames of one page that are looked into."""


def link(page: ListPage, _: Rules) -> Iterator[Ask]:
    """The link that says 下一页, by its text, title, picture or class; where there is none, the next page's number."""
    tree = LexborHTMLParser(page.text)
    base = base_of(tree, page.url)
    links = tree.css("a, link[rel=next], [onclick], option[value]")
    wanted = [node for node in links if _says_next(node)] or [
        node for node in links if (number := PAGE_TEXT.match(_text(node))) and int(number[1]) == page.number + 1
    ]
    for node in wanted:
        url = _option(node, base) if node.tag == "option" else target_of(node, base)
        if url and url != page.url:
            yield Ask(url, "link", page.number + 1)


def form(page: ListPage, _: Rules) -> Iterator[Ask]:
    """A form that pages: ASP.NET's postback, or a field with the page's number, sent as the form says."""
    tree = LexborHTMLParser(page.text)
    ways = [node for node in tree.css("a, [onclick]") if _says_next(node)]
    if not ways:
        return
    base = base_of(tree, page.url)
    for node in tree.css("form"):
        fields = {
            name: field.attributes.get("value") or ""
            for field in node.css("input, select")
            if (name := field.attributes.get("name")) and field.attributes.get("type") not in ("submit", "button")
        }
        turned = _postback(fields, ways) or _turned(fields, page.number)
        address = clean_url(base, node.attributes.get("action") or page.url)
        if turned is None or address is None:
            continue
        if (node.attributes.get("method") or "get").lower() == "post":
            yield Ask(address, "form", page.number + 1, "POST", urlencode(turned).encode(), FORM)
        else:
            url = urlsplit(address)._replace(query=urlencode(turned)).geturl()
            yield Ask(url, "form", page.number + 1)


def frame(page: ListPage, rules: Rules) -> Iterator[Ask]:
    """The frames of a page that is only a frame around its list."""
    tree = LexborHTMLParser(page.text)
    base = base_of(tree, page.url)
    hosts = (urlsplit(page.url).netloc, *rules.hosts)
    for node in tree.css("iframe[src], frame[src]")[:FRAMES]:
        url = clean_url(base, node.attributes.get("src") or "")
        if url and url != page.url and urlsplit(url).netloc in hosts:
            yield Ask(url, "frame", 1)


def _postback(fields: dict[str, str], ways: list[LexborNode]) -> dict[str, str] | None:
    if "__VIEWSTATE" not in fields:
        return None
    for node in ways:
        script = f"{node.attributes.get('href') or ''} {node.attributes.get('onclick') or ''}"
        if found := POSTBACK.search(script):
            return fields | {"__EVENTTARGET": found[1], "__EVENTARGUMENT": found[2]}
    return None


def _turned(fields: dict[str, str], number: int) -> dict[str, str] | None:
    """A form's fields for the next page; its page field may count from 0, or be filled in by script."""
    for name, value in fields.items():
        if name.rpartition(".")[2].lower() in PAGE_KEYS and (value == "" or value.isdigit()):
            return fields | {name: str(int(value) + 1 if value else number + 1)}
    return None


def _says_next(node: LexborNode) -> bool:
    attributes = node.attributes
    if node.tag == "option":
        return False
    if node.tag == "link" or (attributes.get("rel") or "").lower() == "next":
        return True
    picture = node.css_first("img")
    pictured = (picture.attributes.get("alt") or picture.attributes.get("title") or "") if picture is not None else ""
    words = (_text(node), attributes.get("title") or "", pictured)
    if any(NEXT_TEXT.match(text) for text in words):
        return True
    return NEXT_CLASS.search(attributes.get("class") or "") is not None and len(_text(node)) <= 3


def _option(node: LexborNode, base: str) -> str | None:
    value = node.attributes.get("value") or ""
    return clean_url(base, value) if ADDRESS.search(value) else None


def _text(node: LexborNode) -> str:
    return node.text(strip=True)[:40] if node.tag in ("a", "span", "li", "button", "option", "div", "td") else ""
