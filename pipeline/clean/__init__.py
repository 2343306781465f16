"""From a raw page to its article: ``clean`` is the only door.

bytes → decode → (HTML: tree, container, lines | dump: lines) → frame → draft → article; a page that has none is
refused with its reason. Text layout: the title on the first line, then a line a block. A page of a single
line has a title and no body.
"""

import re
from codecs import BOM_UTF8
from dataclasses import replace

from pipeline.clean.dump import read_dump
from pipeline.clean.html import read_html
from pipeline.clean.layout import lay_out
from pipeline.clean.normalise import normalise, unescape_dump
from pipeline.clean.refuse import refuse_bytes, refuse_draft, refuse_length, refuse_lines, refuse_text
from pipeline.clean.script import plainer
from pipeline.decode import decode_page, repair
from pipeline.records import Article, RawPage, Refusal, Site

TAG = re.compile(
    r"</?(?:html|head|body|meta|div|p|table|tr|td|span|font|center|article|section|br|img|a|h[1-6]|ul|li|script|style|b|strong)"
    r"\b[^<>]{0,400}>",
    re.I,
)
OPENING = re.compile(r"<(?:!doctype|!--|\?xml|[a-z][a-z0-9]{0,15}[\s/>])", re.I)


def clean(page: RawPage, site: Site | None = None) -> Article | Refusal:
    """The article of a page, HTML or a plain-text dump of one (told by content), or why there is none. Never raises."""
    if refusal := refuse_bytes(page):
        return refusal
    text, encoding = decode_page(page.body, page.headers)
    text, mended = repair(text)
    if refusal := refuse_text(page, text):
        return refusal
    markup = is_html(text)
    if markup:
        whole = encoding == "utf-8" and not mended and "\ufffd" not in text and not page.body.startswith(BOM_UTF8)
        draft = read_html(page, text, site, page.body if whole else None)
        if isinstance(draft, Refusal):
            return draft
    else:
        text = normalise(unescape_dump(text))
        plain, marks = plainer(text)
        if refusal := refuse_length(page, text.count("\n")):
            return refusal
        text = plain(text)
        draft = read_dump(text, page.fetched, site, marks)
        if refusal := refuse_lines(page, draft, text.split("\n")):
            return refusal
    if refusal := refuse_draft(page, draft, markup=markup):
        return refusal
    article = lay_out(draft, page.url, encoding)
    return article if not mended else _marked(article, "mojibake")


def is_html(text: str) -> bool:
    """Whether a text is markup: it opens with a tag, or holds several among its first 20,000 characters."""
    head = text[:20_000].lstrip("\ufeff \t\r\n")
    if OPENING.match(head):
        return True
    return len(TAG.findall(head)) >= 4


def _marked(article: Article, mark: str) -> Article:
    return replace(article, marks=(*article.marks, mark))
