"""HTML to a draft: the article's container, its lines in order, and what stands around it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.clean import meta
from pipeline.clean.brand import Brand, brand_of
from pipeline.clean.chrome import is_site
from pipeline.clean.container import find_container, has_monster, html_words, is_too_deep
from pipeline.clean.credits import Credits, clean_source, is_credits, read_credits
from pipeline.clean.dump import column_of
from pipeline.clean.flattened import find_tables
from pipeline.clean.frame import Frame, find_frame
from pipeline.clean.headline import bare_title
from pipeline.clean.labels import find_labels
from pipeline.clean.lines import Draft, Item, Line
from pipeline.clean.marks import is_hijacked, is_partial, is_repost, is_taken
from pipeline.clean.markup import Plain, read_lines
from pipeline.clean.refuse import max_lines, refuse_length, refuse_page
from pipeline.clean.script import plainer
from pipeline.clean.stamps import first_until, read_date
from pipeline.records import RawPage, Refusal, Site

STRIPPED = ["script", "style", "noscript", "template", "svg", "iframe", "textarea", "select"]
TELLING = re.compile(
    r"来\s*源|稿源|时间|日期|发布|发表|作\s*者|记者|责编|编辑|浏览|点击|\d{4}\s*[-年/.]\s*\d{1,2}|位置|首页|主页|正文|[>»›]"
)
BOX = re.compile(r"^\s*(\d{1,2})\s*((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*月?\s*$")
"""A box with the day above its month."""
UP = 12
"""How many ancestors of the container are asked for what stands before it."""
SHORT = 150
BELOW = 12
"""How many later siblings are asked for credits below the article."""
SIBLING_MAX = 3000
"""Characters: a sibling with more is a menu or another article."""


def read_html(page: RawPage, text: str, site: Site | None, utf8: bytes | None = None) -> Draft | Refusal:
    """The draft of a page of markup; ``utf8`` is its text in UTF-8 where that is at hand, which spares encoding it."""
    if is_too_deep(text):
        return Refusal(page.url, "too-deep", f"tags nested more than {html_words()['max_depth']} deep")
    if has_monster(text):
        return Refusal(page.url, "too-deep", f"a tag with more than {html_words()['max_attributes']} attributes")
    tree = LexborHTMLParser(text if utf8 is None else utf8)
    facts = meta.read_meta(tree, text)
    tree.strip_tags(STRIPPED)
    container = find_container(tree, site.body if site else None)
    if container is None:
        return Refusal(page.url, "no-article", "no text in the page")
    shown = container.text(separator="\n")
    plain, marks = plainer(shown, facts.get("title", ""))
    body = list(islice(read_lines(container, plain), max_lines() + 1))
    if refusal := refuse_length(page, len(body)):
        return refusal
    body = find_tables(body)
    before = _before(container, plain, facts)
    taken = is_taken(plain(facts.get("title", "")))
    brand = brand_of(text, page.url, plain, foreign=taken)
    near = [i.text for i in (*before, *body[:6]) if isinstance(i, Line)]
    frame = _framed(before, body, *meta.title(tree, facts, plain, near, brand), brand)
    credits = frame.credits
    if credits.published is None or credits.source is None:
        credits = credits | _credits_below(container, plain)
    if credits.published is None or credits.source is None:
        credits = credits | _marked_credits(tree, plain, credits)
    source = None if brand.credits(credits.source) else credits.source
    credits = replace(credits, published=first_until(page.fetched, credits.published), source=source)
    credits = meta.reconcile(facts, credits, plain, shown + "\n".join(frame.head))
    name = meta.site_name(facts, plain)
    marks += ("hijacked",) if taken or is_hijacked(text, frame.title, frame.head) else ()
    marks += ("repost",) if is_repost(credits.source, site, name) else ()
    marks += ("partial",) if is_partial((line.text for line in body if isinstance(line, Line)), text) else ()
    if refusal := refuse_page(page, tree, container, frame.body, plain):
        return refusal
    return Draft(
        title=bare_title(frame.title, credits.published),
        body=frame.body,
        published=first_until(page.fetched, credits.published) or _told_elsewhere(page, text, facts, credits),
        source=credits.source,
        authors=credits.authors,
        site_name=None if taken else name,
        site_code=None if taken else meta.site_code(facts),
        column=meta.column(facts, plain) or column_of(frame.head),
        keywords=meta.keywords(facts, plain),
        marks=marks,
    )


def _framed(before: Sequence[Line], body: Sequence[Item], title: str, confirmed: bool, brand: Brand) -> Frame:
    """The article within its lines, by the title that the head names if it is confirmed or nothing tells better."""
    frame = find_frame([*before, *body], title if confirmed else None, len(before), brand)
    if confirmed or (frame.title and (is_site(title) or (frame.anchored and not is_site(frame.title)))):
        return frame
    return find_frame([*before, *body], title or None, len(before), brand)


def _told_elsewhere(page: RawPage, text: str, facts: meta.Facts, credits: Credits) -> str | None:
    """When a page was published, where neither its line of credits nor its head says so."""
    days = (meta.scripted_date(text), credits.updated, meta.url_date(page.url), meta.led_date(facts))
    return first_until(page.fetched, *days)


def _before(container: LexborNode, plain: Plain, facts: meta.Facts) -> list[Line]:
    """The lines before the container that may tell of it: those of its ancestors' earlier siblings, in page order.

    A sibling counts where it names a time, a source, a place on the site, or the title.
    """
    groups: list[list[Line]] = []
    title = (facts.get("articletitle") or facts.get("title") or "")[:6].strip()
    node: LexborNode | None = container
    for _ in range(UP):
        if node is None or node.tag in {"body", "html"}:
            break
        group: list[Line] = []
        size = 0
        sibling = node.prev
        while sibling is not None and size < SIBLING_MAX:
            text = sibling.text() or "" if sibling.is_element_node else sibling.text_content or ""
            if text.strip() and _tells(text, title):
                size += len(text)
                group = [*_lines_of(sibling, plain), *group]
            sibling = sibling.prev
        groups.append(group)
        node = node.parent
    return [line for group in reversed(groups) for line in group]


def _credits_below(container: LexborNode, plain: Plain) -> Credits:
    """What the labelled lines right below the container credit."""
    credits = Credits()
    node: LexborNode | None = container
    for _ in range(UP):
        if node is None or node.tag in {"body", "html"}:
            break
        sibling = node.next
        for _ in range(BELOW):
            if sibling is None:
                break
            text = (sibling.text() or "") if sibling.is_element_node else ""
            if 4 < len(text) < 2 * SHORT and TELLING.search(text):
                for line in _lines_of(sibling, plain):
                    if is_credits(line.text) and find_labels(line.text):
                        credits = credits | read_credits(line.text)
            sibling = sibling.next
        node = node.parent
    return credits


def _tells(text: str, title: str) -> bool:
    """Whether a stretch before the article may be its title or its credits."""
    if len(text) <= SHORT:
        return True
    return len(text) < SIBLING_MAX and (TELLING.search(text) is not None or bool(title and title in text))


def _lines_of(node: LexborNode, plain: Plain) -> list[Line]:
    if not node.is_element_node:
        text = plain(" ".join((node.text_content or "").split()))
        return [Line(text)] if text and not node.is_comment_node else []
    return [line for line in read_lines(node, plain, everything=True) if isinstance(line, Line)]


def _marked_credits(tree: LexborHTMLParser, plain: Plain, known: Credits) -> Credits:
    """Time and source of a page without labels, where not known yet, from elements named for them."""
    words = html_words()
    published, source = known.published, known.source
    for node in tree.css(words["time_selectors"])[:12] if published is None else ():
        text = node.attributes.get("datetime") or plain(node.text() or "")[:80]
        published = published or read_date(text) or read_date(BOX.sub(r"\2-\3-\1", text))
    for node in tree.css(words["source_selectors"])[:6] if source is None else ():
        text = plain(" ".join((node.text() or "").split()))
        source = source or (
            clean_source(re.sub(r"^\S{0,4}来源\s*[:：]?", "", text))
            if len(text) <= 30 and not re.search(r"\d\s*[-:：]\s*\d", text)
            else None
        )
    return Credits(published, source)
