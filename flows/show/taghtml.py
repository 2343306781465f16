"""Readings as one HTML page to check by eye: the text with its spans coloured, and beside each line what it states.

Lines and cards are drawn by the template of the explorer's pages, with its styles. No script and nothing loaded: what
is pointed at shows its reading, and a fact or a relation and its words light up together, by CSS.
"""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from pipeline.records import (
    Amount,
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
from serve.explorer.lines import Card, Line, Span, cut, linked

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


@cache
def _templates() -> Environment:
    loader = ChoiceLoader([PackageLoader("flows.show", "pages"), PackageLoader("serve.explorer")])
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def page_start() -> str:
    """The head of the page, its styles and its legend."""
    static = files("serve.explorer").joinpath("static")
    styles = "".join(static.joinpath(name).read_text("utf-8") for name in ("style.css", "lines.css"))
    return _templates().get_template("start.html").render(styles=styles, kinds=KINDS)


def page_end() -> str:
    """The end of the page."""
    return "</main></body></html>\n"


def article_html(name: str, reading: Reading, number: int = 0) -> str:
    """One page's reading as an HTML article; ``number`` tells the articles of one file apart."""
    article = reading.article
    home = f"属地 home {reading.home}" if reading.home else ""
    counted = (f"{len(reading.facts)} 条事实 facts", f"{len(reading.relations)} 条关系 relations")
    said = (article.published, article.source, "、".join(article.authors), home, *counted)
    meta = " · ".join(part for part in said if part)
    return _templates().get_template("article.html").render(name=name, meta=meta, lines=lines_of(reading, f"a{number}"))


def lines_of(reading: Reading, key: str = "a0") -> Iterator[Line]:
    """Each block of the text with what is read in it, and the cards of the statements that stand there."""
    blocks = reading.article.blocks
    spans = [
        Span(m.start, m.end, kind, f"{kind}: {gloss(m)}", rank)
        for rank, kind in enumerate(KINDS)
        for m in getattr(reading, kind)
    ]
    stated = sorted(
        [(f.number[0], f"{key}f{i}", f) for i, f in enumerate(reading.facts)]
        + [(r.end - 1, f"{key}r{i}", r) for i, r in enumerate(reading.relations)],
        key=lambda entry: entry[:2],
    )
    cards, following = list[list[Card]](), 0
    for block in blocks:
        own = list[Card]()
        while following < len(stated) and stated[following][0] < block.end:
            _, card_key, statement = stated[following]
            spans += words_of(statement, len(own))
            own.append(card_of(statement, len(own), card_key))
            following += 1
        cards.append(own)
    cut_lines = cut(reading.article.text, [(block.start, block.end) for block in blocks], spans)
    for block, line, own in zip(blocks, cut_lines, cards, strict=True):
        yield Line(line, tuple(own), block.kind)


def words_of(statement: Fact | Relation, number: int) -> list[Span]:
    """The words of a statement, and its number or what it ties, in the line where it is the how manyeth."""
    words = Span(statement.start, statement.end, linked("w", number))
    if isinstance(statement, Fact):
        return [words, Span(*statement.number, linked("n", number))]
    ends = (end for end in (statement.organisation, statement.program, statement.document) if end)
    return [words, *(Span(end.start, end.end, linked("n", number)) for end in ends)]


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


def card_of(statement: Fact | Relation, number: int, key: str) -> Card:
    """A statement as a card."""
    css = f"{statement.modality} {linked('c', number)}"
    where = f"{statement.where.name} {statement.where.code or ''}".strip() if statement.where else ""
    rows = {"地点 where": where, "时间 when": statement.when or ""}
    tags = ((statement.modality, _MODALITY[statement.modality]),)
    if isinstance(statement, Relation):
        ends = " · ".join(end.text for end in (statement.organisation, statement.document, statement.program) if end)
        return Card(
            f"relation {css}", _RELATIONS[statement.kind], ends, "", tags, listed(rows), key=key, quote=statement.quote
        )
    values = fact(statement)
    value = f"{values['value']:,}" + (f"–{values['value_max']:,}" if "value_max" in values else "")
    measure = f"{_SIGNS[statement.qualifier]}{value} {statement.unit}" + (
        f" / {statement.per}" if statement.per else ""
    )
    rows |= {
        "项目 programme": statement.program.text if statement.program else "",
        "指标 indicator": statement.indicator or "",
    }
    return Card(f"fact {css}", "", statement.what, measure, tags, listed(rows), key=key, quote=statement.quote)


def listed(rows: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """The rows that say something."""
    return tuple((label, text) for label, text in rows.items() if text)
