"""Readings as one HTML page: the text its spans highlighted, and a table of the facts. No script, nothing loaded."""

from collections.abc import Iterable, Iterator
from html import escape
from importlib.resources import files
from itertools import pairwise

from pipeline.records import Amount, Block, Date, Fact, Mention, Place, Program, Quantity, Reading
from pipeline.tag import amount, date, fact, quantity

KINDS = ("places", "organisations", "programs", "documents", "amounts", "quantities", "dates")


def page_start() -> str:
    """The head of the page, its styles and its legend."""
    style = files("flows").joinpath("tag.css").read_text("utf-8")
    legend = " ".join(f'<span class="m {kind}">{kind}</span>' for kind in KINDS)
    return (
        '<!doctype html>\n<html lang="zh-Hans"><head><meta charset="utf-8"><title>xiangtu tag</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>\n{style}</style></head><body>\n<p class=legend>{legend}</p>\n"
    )


def page_end() -> str:
    """The end of the page."""
    return "</body></html>\n"


def article_html(name: str, reading: Reading) -> str:
    """One page's reading as an HTML article."""
    article = reading.article
    said = (article.published, article.source, "、".join(article.authors), reading.home and f"home {reading.home}")
    lines = "".join(f"<p class={block.kind}>{line}</p>\n" for block, line in highlighted(reading))
    facts = "".join(fact_row(f) for f in reading.facts)
    head = "".join(f"<th>{c}</th>" for c in ("value", "unit", "what", "where", "when", "programme", "", "sentence"))
    return (
        f"<article>\n<p class=name>{escape(name)}</p>\n<p class=meta>{escape(' · '.join(s for s in said if s))}</p>\n"
        f"{lines}" + (f"<table>\n<tr>{head}</tr>\n{facts}</table>\n" if facts else "") + "</article>\n"
    )


def highlighted(reading: Reading) -> Iterator[tuple[Block, str]]:
    """Each block of the text with its line as HTML; where mentions overlap, a stretch bears the classes of all."""
    mentions = [(m, kind) for kind in KINDS for m in getattr(reading, kind)]
    edges = sorted({at for m, _ in mentions for at in (m.start, m.end)})
    for block in reading.article.blocks:
        inside = [(m, kind) for m, kind in mentions if m.start < block.end and m.end > block.start]
        cuts = [block.start, *(at for at in edges if block.start < at < block.end), block.end]
        yield block, "".join(stretch(reading, a, b, inside) for a, b in pairwise(cuts))


def stretch(reading: Reading, start: int, end: int, mentions: Iterable[tuple[Mention, str]]) -> str:
    """A stretch of text that no mention begins or ends in."""
    text = escape(reading.article.text[start:end])
    over = [(m, kind) for m, kind in mentions if m.start <= start and end <= m.end]
    if not over:
        return text
    title = escape("\n".join(f"{kind}: {gloss(m)}" for m, kind in over))
    return f'<span class="m {" ".join(dict.fromkeys(kind for _, kind in over))}" title="{title}">{text}</span>'


def gloss(mention: Mention) -> str:
    """What a mention was read as, in a few words."""
    match mention:
        case Place():
            return f"{mention.level} {mention.name} {mention.code or f'in {mention.within}'}"
        case Program():
            return f"{mention.kind} {mention.concept or mention.text}"
        case Amount():
            values = amount(mention)
        case Quantity():
            values = quantity(mention)
        case Date():
            values = date(mention)
        case _:
            return mention.text
    return " ".join(str(value) for value in values.values())


def fact_row(f: Fact) -> str:
    """A fact as a row of the table."""
    f_json = fact(f)
    value = f"{f_json['value']:,}" + (f"–{f_json['value_max']:,}" if "value_max" in f_json else "")
    where = (f.where.name + (f" {f.where.code}" if f.where.code else "")) if f.where else ""
    program = f.program.text if f.program else ""
    sign = {"exact": "", "about": "≈ ", "over": "> ", "under": "< "}[f.qualifier]
    cells = (
        sign + value,
        f.unit + (f"/{f.per}" if f.per else ""),
        f.what,
        where,
        f.when or "",
        program,
        f.modality,
        f.quote,
    )
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>\n"
