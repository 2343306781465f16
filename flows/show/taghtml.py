"""Readings as one HTML page to check by eye: the text with its spans coloured, and beside each line what it states.

No script and nothing loaded: what is pointed at shows its reading, and a fact or a relation and its words light up
together, by CSS.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from itertools import pairwise

from pipeline.records import (
    Amount,
    Block,
    Date,
    Document,
    Fact,
    Mention,
    Organisation,
    Place,
    Program,
    Quantity,
    Reading,
    Relation,
)
from pipeline.tag import amount, date, fact, quantity

KINDS = {
    "places": "地点",
    "organisations": "组织",
    "programs": "项目做法",
    "documents": "文件",
    "amounts": "金额",
    "quantities": "数量",
    "dates": "日期",
}
"""The kinds of mentions with their Chinese names; where two overlap, the later one's colour shows."""

_SIGNS = {"exact": "", "about": "≈ ", "over": "> ", "under": "< "}
_RELATIONS = {
    "adoption": "推行 adoption",
    "participation": "参与 participation",
    "issuance": "发文 issuance",
    "affiliation": "归属 affiliation",
}
_MODALITY = {"actual": "已然 actual", "planned": "计划 planned"}


@dataclass(frozen=True, slots=True)
class _Span:
    """A stretch to mark: the classes of its element and, of a mention, what it was read as."""

    start: int
    end: int
    css: str
    gloss: str = ""


def page_start() -> str:
    """The head of the page, its styles and its legend."""
    style = files("flows.show").joinpath("tag.css").read_text("utf-8")
    legend = " ".join(f'<span class="m {kind}">{zh} {kind}</span>' for kind, zh in KINDS.items())
    return (
        '<!doctype html>\n<html lang="zh-Hans"><head><meta charset="utf-8"><title>xiangtu tag 乡图</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>\n{style}</style></head><body>\n<p class=legend>{legend}</p>\n"
    )


def page_end() -> str:
    """The end of the page."""
    return "</body></html>\n"


def article_html(name: str, reading: Reading, number: int = 0) -> str:
    """One page's reading as an HTML article; ``number`` tells the articles of one file apart."""
    article = reading.article
    home = f"属地 home {reading.home}" if reading.home else ""
    counted = (f"{len(reading.facts)} 条事实 facts", f"{len(reading.relations)} 条关系 relations")
    said = (article.published, article.source, "、".join(article.authors), home, *counted)
    key = f"a{number}"
    cards = [(f.number[0], f"{key}f{i}", card(f, f"{key}f{i}")) for i, f in enumerate(reading.facts)]
    cards += [(r.end - 1, f"{key}r{i}", relation_card(r, f"{key}r{i}")) for i, r in enumerate(reading.relations)]
    rows = []
    for block, line in highlighted(reading, key):
        own = "".join(shown for at, _, shown in sorted(cards) if block.start <= at < block.end)
        rows.append(f"<div class=line><p class={block.kind}>{line}</p><div class=facts>{own}</div></div>\n")
    return (
        f"<article>\n<style>{''.join(together(card_id) for _, card_id, _ in cards)}</style>\n"
        f"<p class=name>{escape(name)}</p>\n<p class=meta>{escape(' · '.join(s for s in said if s))}</p>\n"
        f"{''.join(rows)}</article>\n"
    )


def together(fact_id: str) -> str:
    """The style rules by which the card of a fact or a relation and its words light up when either is pointed at."""
    return (
        f"article:has(#{fact_id}:hover) .{fact_id},article:has(#{fact_id}:focus) .{fact_id}{{background:var(--lit)}}"
        f"article:has(.n{fact_id}:hover) #{fact_id}{{border-color:var(--edge);background:var(--lit)}}\n"
    )


def highlighted(reading: Reading, key: str = "a0") -> Iterator[tuple[Block, str]]:
    """Each block of the text with its line as HTML; a stretch bears the classes of all that lies over it."""
    spans = [_Span(m.start, m.end, kind, f"{kind}: {gloss(m)}") for kind in KINDS for m in getattr(reading, kind)]
    for i, f in enumerate(reading.facts):
        spans += [_Span(f.start, f.end, f"{key}f{i}"), _Span(*f.number, f"n{key}f{i}")]
    for i, r in enumerate(reading.relations):
        ends = [end for end in (r.organisation, r.program, r.document) if end]
        spans += [_Span(r.start, r.end, f"{key}r{i}"), *(_Span(e.start, e.end, f"n{key}r{i}") for e in ends)]
    order = list(KINDS)
    spans.sort(key=lambda s: s.start)
    following = 0
    open_spans: list[_Span] = []
    for block in reading.article.blocks:
        while following < len(spans) and spans[following].start < block.end:
            open_spans.append(spans[following])
            following += 1
        open_spans = [s for s in open_spans if s.end > block.start]
        cuts = {block.start, block.end, *(at for s in open_spans for at in (s.start, s.end))}
        line, over, waiting = [], list[_Span](), open_spans[::-1]
        for a, b in pairwise(sorted(at for at in cuts if block.start <= at <= block.end)):
            over = [s for s in over if s.end > a]
            while waiting and waiting[-1].start <= a:
                over.append(waiting.pop())
            over.sort(key=lambda s: order.index(s.css) if s.css in KINDS else -1)
            line.append(stretch(reading.article.text[a:b], over))
        yield block, "".join(line)


def stretch(text: str, over: list[_Span]) -> str:
    """A stretch of text in which nothing begins or ends, under all that lies over it."""
    if not over:
        return escape(text)
    classes = " ".join(dict.fromkeys(s.css for s in over))
    glosses = "\n".join(dict.fromkeys(s.gloss for s in over if s.gloss))
    if not glosses:
        return f'<span class="{classes}">{escape(text)}</span>'
    return f'<span class="m {classes}" tabindex=0 data-reading="{escape(glosses)}">{escape(text)}</span>'


def gloss(mention: Mention) -> str:
    """What a mention was read as, in a few words."""
    match mention:
        case Place():
            return f"{mention.level} {mention.name} {mention.code or f'in {mention.within}'}"
        case Organisation():
            return f"{mention.kind} {mention.name}" + (f" {mention.place}" if mention.place else "")
        case Program():
            return f"{mention.kind} {mention.concept or mention.text}" + (
                f" < {mention.broader}" * bool(mention.broader)
            )
        case Document():
            return " ".join(part for part in (mention.text, mention.number, mention.issuer) if part)
        case Amount():
            values = amount(mention)
        case Quantity():
            values = quantity(mention)
        case Date():
            values = date(mention)
        case _:
            return mention.text
    return " ".join(str(value) for value in values.values())


def card(f: Fact, fact_id: str) -> str:
    """A fact as a card: the measured thing with its value, then where, when, whether done, programme and indicator."""
    values = fact(f)
    value = f"{values['value']:,}" + (f"–{values['value_max']:,}" if "value_max" in values else "")
    measure = f"{_SIGNS[f.qualifier]}{value} {f.unit}" + (f" / {f.per}" if f.per else "")
    where = f"{f.where.name} {f.where.code or ''}".strip() if f.where else ""
    rows = {
        "地点 where": where,
        "时间 when": f.when or "",
        "项目 programme": f.program.text if f.program else "",
        "指标 indicator": f.indicator or "",
    }
    said = "".join(f"<dt>{label}</dt><dd>{escape(text)}</dd>" for label, text in rows.items() if text)
    return (
        f'<div class="fact {f.modality}" id={fact_id} tabindex=0 data-reading="{escape(f.quote)}">'
        f"<p><b>{escape(f.what)}</b> {escape(measure)} <i>{_MODALITY[f.modality]}</i></p><dl>{said}</dl></div>"
    )


def relation_card(r: Relation, card_id: str) -> str:
    """A relation as a card: what it is of what, then where, when and whether it is so."""
    ends = " · ".join(end.text for end in (r.organisation, r.document, r.program) if end)
    where = f"{r.where.name} {r.where.code or ''}".strip() if r.where else ""
    rows = {"地点 where": where, "时间 when": r.when or ""}
    said = "".join(f"<dt>{label}</dt><dd>{escape(text)}</dd>" for label, text in rows.items() if text)
    return (
        f'<div class="relation {r.modality}" id={card_id} tabindex=0 data-reading="{escape(r.quote)}">'
        f"<p>{_RELATIONS[r.kind]} <b>{escape(ends)}</b> <i>{_MODALITY[r.modality]}</i></p><dl>{said}</dl></div>"
    )
