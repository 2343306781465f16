"""What a page says about itself in its head: one function a field, each checked against what the page shows."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from html import unescape
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from pipeline.clean.brand import Brand
from pipeline.clean.bylines import read_names
from pipeline.clean.chrome import NET, is_site, is_spam, without_site
from pipeline.clean.credits import Credits, clean_source
from pipeline.clean.lines import closed, key
from pipeline.clean.normalise import normalise
from pipeline.clean.stamps import BEIJING, DATE, read_date
from pipeline.lexicon import load_lexicon

Plain = Callable[[str], str]
Facts = dict[str, str]
LEFTOVER = re.compile(r"\s*(?:null|undefined|none|nan|\{\{.*\}\}|\$\{.*\}|<%.*%>|\[.{0,20}名称.{0,20}\])\s*", re.I)
LED = re.compile(
    r"^[\[(（【]?(?:19|20)\d{2}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?[\])）】]?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?[\s_|-]*"
)
"""A date that opens a title."""
SEPARATOR = re.compile(r"\s*(?:[|｜_]|\s[-—–]+\s?|(?!(?<=\d)[-—–]{1,2}\d)[-—–]{1,2}(?=[^-]{2,30}$)|>>|»)\s*")
SHORT = 8
"""Characters below which a title may be the name of a column instead."""
TIMES = (
    *(
        "pubdate",
        "publishdate",
        "firstpublishedtime",
        "publish-date",
        "publish_date",
        "publishtime",
        "publish_time",
        "publish-time",
        "pubtime",
    ),
    *("article:published_time", "og:published_time", "og:release_date", "releasedate", "datepublished", "dateupdate"),
    *("weibo:article:create_at", "bytedance:published_time", "apub:time", "ld:datePublished", "date", "time:datetime"),
)
TITLES = ("articletitle", "og:title", "ld:headline", "script:title", "title")
SCRIPTED = re.compile(r"document\.title\s*=\s*([\"'])((?:(?!\1)[^\n\\]){4,200})\1")
"""The title that a script puts in place of <title>: on sites that were taken over the article's own."""
PAPER = re.compile(r"<!--\s*enpproperty.{0,3000}?-->", re.S)
"""What Founder's newspapers say of an article, in a comment."""
VALUE_MAX = 2000
FIGURE = re.compile(r"(?<=\d)\s+(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])\s+(?=\d)")
"""The blanks that some put around figures."""
MIDNIGHT = re.compile(r"T00:00(?::00)?$")
WRITTEN = re.compile(r"document\.write(?:ln)?\(\s*[\"']([^\"'<>]{8,40})[\"']")
LABELLED = re.compile(r"(?:时间|日期)\s*[:：](?:&nbsp;|\s|<[^<>]{0,200}>){0,8}$")
KEPT = re.compile(
    r"(?:pubtime|pubTime|pubdate|pubDate|publishtime|publishTime|publish_time|publishDate|publish_date|docPubTime"
    r"|docRelTime|createTime|releaseTime|fbsj)[\"']?\s*[:=]\s*[\"'](20[^\"'<>]{7,24})[\"']"
)
STAMP = re.compile(r"var (?:ct|oriCreateTime) = [\"'](1[0-9]{9})[\"']")
"""Dates in scripts: written behind a label, kept in a variable of the page, as seconds since 1970."""
URL_DATES = (
    re.compile(r"/t(20\d{2})(\d{2})(\d{2})_"),
    re.compile(r"[/_-](20\d{2})[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"/(20\d{2})/(\d{1,2})/(\d{1,2})/"),
)


def read_meta(tree: LexborHTMLParser, html: str) -> Facts:
    """The meta tags by lower-case name, first non-empty wins; JSON-LD under ``ld:``, <title> as ``title``.

    Standard tags (ArticleTitle, PubDate …) are told from SEO tags of the same letters (keywords) by their capitals.
    """
    facts: Facts = {}
    head = tree.head
    nodes = head.css("meta") if head is not None else []
    for node in nodes if len(nodes) > 3 or html.rfind("<meta") < html.find("</head") else tree.css("meta"):
        attributes = node.attributes
        name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop")
        value = normalise((attributes.get("content") or "")[:VALUE_MAX]) if name else ""
        if name and value and not LEFTOVER.fullmatch(value):
            name = name.strip()
            seo = name in {"keywords", "description", "author"}
            facts.setdefault(f"seo:{name}" if seo else name.lower(), value)
    for node in (head.css if head is not None else tree.css)('script[type="application/ld+json"]')[:5]:
        for name, value in _json_ld(node.text() or ""):
            facts.setdefault(f"ld:{name}", value)
    if "<time" in html and (time := tree.css_first("time[datetime]")) is not None:
        facts["time:datetime"] = (time.attributes.get("datetime") or "")[:40]
    if page := PAPER.search(html, 0, 8000):
        for name, value in re.findall(r"<(title|date|author)>([^<]{2,90})</", page[0]):
            facts.setdefault({"title": "articletitle", "date": "pubdate"}.get(name, "seo:author"), normalise(value))
    if "document.title" in html and (scripted := SCRIPTED.search(html)):
        facts["script:title"] = without_site(" ".join(normalise(unescape(scripted[2])).split()))
    found = tree.css_first("title")
    if found is not None:
        facts["title"] = " ".join(normalise((found.text() or "")[:VALUE_MAX]).split())
    return facts


def title(tree: LexborHTMLParser, facts: Facts, plain: Plain, shown: list[str], brand: Brand) -> tuple[str, bool]:
    """The article's title, and whether the page shows it where its head names it; a head that it doesn't show loses,
    and the name of the site is none.
    """
    head = [h for name in TITLES if (h := _text(facts.get(name), plain)) and not brand.is_name(h)]
    heads = [key(h) for h in head]
    names = {key(_text(facts.get(name), plain)) for name in ("sitename", "columnname", "og:site_name")}
    selectors = load_lexicon("pipeline.clean", "html")["title_selectors"]

    def confirmed(texts: list[str], instead: str = "") -> str | None:
        for i, text in enumerate(texts):
            found = key(text)
            known = found not in names and any(_agrees(found, h) for h in heads) and not _is_site(text, brand)
            if known and not (instead and not _outdoes(found, key(instead), heads)) and not DATE.fullmatch(text):
                return _without_badge(_joined(texts[i : i + 3], head), head)
        return None

    headings = _shown(tree, selectors[0], plain)
    lines = [" ".join(text.split()) for text in shown if 6 <= len(key(text)) <= 120]
    if found := confirmed(headings) or confirmed(lines) or confirmed(_shown(tree, ", ".join(selectors[1:]), plain)):
        if len(found) < SHORT and (longer := confirmed(headings, found) or confirmed(lines, found)):
            return longer, True
        return found, True
    near = {key(text) for text in lines}
    if heading := next((h for h in headings if len(h) >= 6 and key(h) in near and not _is_site(h, brand)), None):
        return heading, True
    value = head[0] if head else next((h for h in headings if not brand.is_name(h)), "")
    return (_headline(value, brand) if head[:1] == [_text(facts.get("title"), plain)] else value), False


def _headline(head: str, brand: Brand) -> str:
    """The title in a <title>: the first part that is no site's name, the date before it left out."""
    head = LED.sub("", head)
    parts = [part.strip() for part in SEPARATOR.split(head) if part.strip()]
    own = [part for part in parts if not (_is_site(part, brand) or NET.fullmatch(part))] or parts
    first = next(iter(own), "")
    # a column before the title is short (要闻|…)
    return next((part for part in own if len(part) > 2 * len(first)), first) if len(first) < SHORT else first


def _outdoes(found: str, short: str, heads: list[str]) -> bool:
    """Whether a head has a text beside the short one that was taken for the title: a column's name (乡镇动态_某村…)."""
    return len(found) >= SHORT and short not in found and any(short in h and found in h for h in heads)


def reconcile(facts: Facts, shown: Credits, plain: Plain, text: str) -> Credits:
    """Head and visible line together: a head that the page contradicts loses; the more precise of two equals wins."""
    published, source = _published(facts, shown), _source(facts, shown, plain, text)
    return Credits(published, source, _authors(facts, shown, plain), updated=shown.updated)


def site_name(facts: Facts, plain: Plain) -> str | None:
    """SiteName, else Open Graph's."""
    return _text(facts.get("sitename") or facts.get("og:site_name"), plain) or None


def site_code(facts: Facts) -> str | None:
    """SiteIDCode: ten characters, the division's six digits first (``bm`` and eight for ministries)."""
    value = facts.get("siteidcode", "")
    return value if re.fullmatch(r"\d{10}|bm\d{8}", value) else None


def column(facts: Facts, plain: Plain) -> str | None:
    """ColumnName; of several the last."""
    value = _text(facts.get("columnname"), plain)
    return re.split(r"[,，;；>]", value)[-1].strip() or None if value else None


def keywords(facts: Facts, plain: Plain) -> tuple[str, ...]:
    """Keywords of the standard tag, else of the SEO tag."""
    value = _text(facts.get("keywords") or facts.get("seo:keywords"), plain)
    return tuple(dict.fromkeys(k for k in re.split(r"[,，;；、|\s]+", value) if 1 < len(k) <= 20))[:20]


def url_date(url: str) -> str | None:
    """The date in a URL, the last resort: it is that of the upload."""
    for pattern in URL_DATES:
        if (found := pattern.search(url)) and (date := read_date("-".join(found.groups()))):
            return date
    return None


def led_date(facts: Facts) -> str | None:
    """The date that a <title> opens with."""
    led = LED.match(facts.get("title", ""))
    return read_date(led[0]) if led else None


def scripted_date(html: str) -> str | None:
    """The date that a page's script writes behind a label or keeps under a telling name, where it is but one day."""
    written = (w for w in WRITTEN.finditer(html) if LABELLED.search(html, max(w.start() - 400, 0), w.start()))
    found = [read_date(w[1]) for w in (*written, *KEPT.finditer(html))]
    stamps = (datetime.fromtimestamp(int(s), BEIJING).strftime("%Y-%m-%dT%H:%M:%S") for s in STAMP.findall(html))
    known = [date for date in (*found, *stamps) if date]
    return max(known, key=len) if len({date[:10] for date in known}) == 1 else None


def _published(facts: Facts, shown: Credits) -> str | None:
    for name in TIMES:
        head = read_date(facts.get(name, ""))
        if head is None:
            continue
        head = MIDNIGHT.sub("", head)
        if shown.published is None:
            return head
        if head[:10] == shown.published[:10]:
            return (
                max(head, shown.published, key=len)
                if head[11:16] in {"", shown.published[11:16], "00:00"} or len(shown.published) == 10
                else shown.published
            )
        return shown.published
    return shown.published


def _source(facts: Facts, shown: Credits, plain: Plain, text: str) -> str | None:
    for name in ("contentsource", "source", "article:source", "og:article:source"):
        head = clean_source(_text(facts.get(name), plain))
        if head and (shown.source is None or key(head) in key(text)):
            return head if shown.source is None or key(shown.source) not in key(head) else shown.source
    return shown.source


def _authors(facts: Facts, shown: Credits, plain: Plain) -> tuple[str, ...]:
    if shown.authors:
        return shown.authors
    for name in ("author", "article:author", "og:article:author", "ld:author"):
        names = read_names(_text(facts.get(name), plain))
        known = key(facts.get("title", "") + facts.get("og:site_name", "") + facts.get("sitename", ""))
        if names and all(len(n) <= 4 and n not in known and n != shown.source for n in names):
            return names
    return ()


def _text(value: str | None, plain: Plain) -> str:
    value = re.sub(r"<br\s*/?>|</?\w+[^<>]*>", " ", value or "")
    return closed(plain(" ".join(value.split())))


def _shown(tree: LexborHTMLParser, selector: str, plain: Plain) -> list[str]:
    """The texts of the elements that a title may stand in."""
    texts = (_text(normalise((node.text() or "")[:VALUE_MAX]), plain) for node in tree.css(selector)[:20])
    return list(dict.fromkeys(text for text in texts if 4 <= len(text) <= 120))


def _joined(lines: list[str], head: list[str]) -> str:
    """The first of some lines with those below it, as far as a head has them in one piece."""
    whole = lines[0]
    head = [FIGURE.sub("", h) for h in head]
    for line in lines[1:]:
        if not any(FIGURE.sub("", whole + line) in h for h in head):
            break
        whole += line
    return whole


def _without_badge(shown: str, head: list[str]) -> str:
    """A shown title without what a badge glues before it (原创, 置顶), as the head has it."""
    for h in head:
        at = shown.find(h)
        if 0 < at <= 4 and shown.endswith(h):
            return h
    return shown


def _is_site(text: str, brand: Brand) -> bool:
    return is_site(text) or is_spam(text) or brand.is_name(text)


def _agrees(shown: str, head: str) -> bool:
    """Whether one key contains the other, and it is long enough to mean something."""
    return len(shown) >= 4 and (shown in head or (head in shown and len(head) * 2 > len(shown)))


def _json_ld(text: str) -> Iterator[tuple[str, str]]:
    try:
        data: Any = json.loads(text)
    except (ValueError, RecursionError):
        return
    todo = [data]
    for _ in range(200):
        if not todo:
            return
        item = todo.pop(0)
        if isinstance(item, list):
            todo += item[:20]
        elif isinstance(item, dict):
            for name in ("headline", "datePublished", "pubDate", "title"):
                if isinstance(item.get(name), str):
                    yield {"pubDate": "datePublished", "title": "headline"}.get(name, name), normalise(item[name])
            author = item.get("author")
            author = author[0] if isinstance(author, list) and author else author
            if isinstance(author, dict) and isinstance(author.get("name"), str):
                yield "author", normalise(author["name"])
            todo += [v for v in (item.get("@graph"),) if v]
