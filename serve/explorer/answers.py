"""The answer of a question as people read it: a table whose cells are written out and linked, and a chart of it."""

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ontology.iris import Iris
from serve.explorer import charts
from serve.explorer.graph import Graph
from serve.explorer.reader import Reader, link
from serve.explorer.tables import Cell, Table, table
from serve.explorer.view import Figure

DRAWN, LONG = 15, 40
ASKED_AT_ONCE = 500
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?")
CODES = {"about", "modality", "qualifier", "otherQualifier", "level", "kind", "missing", "change", "by", "verdict",
         "told"}  # fmt: skip
"""Columns of codes, which have words."""
QUALIFIERS, EXACT = ("qualifier", "otherQualifier"), "exact"
"""Of numbers without a word like "over" nothing is shown."""
UNITS = ("unit", "currency", "measuredIn")
TIMES = {"when", "due", "published", "since", "year", "first", "last", "lastSeen", "lastChecked", "moment", "doneIn",
         "plannedFor", "originalPublished", "gone"}  # fmt: skip
NAMES = {"where": "place", "county": "place", "village": "place", "province": "place", "home": "place",
         "program": "program", "organisation": "org", "issuer": "org", "document": "document"}  # fmt: skip
"""Columns of names, each with the kind of thing that a search for one finds."""
SAYS = ("what", "name", "title")
"""Columns that say what a row is about."""
ADDED = ("sentence", "url")
"""What the chart's table has of a row's source."""
QUOTES = {"sentence", "doneSentence", "otherSentence"}
ADDRESSES = {"url": "sentence", "doneUrl": "doneSentence", "otherUrl": "otherSentence"}
"""Columns of pages' addresses, each with the column of the sentence that stands there."""

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """The columns and the rows of an answer; ``numeric`` are the columns of numbers, ``pages`` the keys of the pages
    that the graph has, by address."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    numeric: frozenset[str]
    pages: Mapping[str, str]


def read(graph: Graph, answer: bytes) -> Answer:
    """An answer from SPARQL JSON; one without columns of nothing."""
    if not answer:
        return Answer((), (), frozenset(), {})
    data = json.loads(answer)
    columns = tuple(data["head"]["vars"])
    found = data["results"]["bindings"]
    rows = tuple({name: value["value"] for name, value in row.items()} for row in found)
    numeric = frozenset(c for c in columns if c not in TIMES and is_numeric(rows, c))
    return Answer(columns, rows, numeric, pages_of(graph, rows))


def pages_of(graph: Graph, rows: Sequence[Row]) -> Mapping[str, str]:
    """The keys of the pages whose addresses stand in an answer, as far as the graph has them."""
    iris = Iris(graph.base)
    keys = {graph.key(str(iris.page(row[c]))): row[c] for row in rows for c in ADDRESSES if row.get(c)}
    wanted, found = list(keys), dict[str, str]()
    for at in range(0, len(wanted), ASKED_AT_ONCE):
        group = wanted[at : at + ASKED_AT_ONCE]
        sql = f"SELECT page FROM pages WHERE page IN ({', '.join('?' * len(group))})"
        found.update((keys[row["page"]], row["page"]) for row in graph.rows(sql, *group))
    return found


def answer_table(graph: Graph, reader: Reader, name: str, answer: Answer) -> Table:
    """An answer as a table."""
    line = " ".join(f"{'#' if c in answer.numeric else ''}{c}" for c in answer.columns)
    return table(name, line, (answer_row(graph, reader, answer, row) for row in answer.rows))


def answer_row(graph: Graph, reader: Reader, answer: Answer, row: Row) -> tuple[Cell, ...]:
    """A row of that table."""
    told = {ADDRESSES[c]: link(answer.pages[row[c]]) for c in ADDRESSES if row.get(c) in answer.pages}
    return tuple(
        Cell(row.get(c, ""), told[c], is_quote=True)
        if c in told
        else answer_cell(graph, reader, c, row.get(c, ""), numeric=c in answer.numeric)
        for c in answer.columns
    )


def answer_cell(graph: Graph, reader: Reader, column: str, value: str, *, numeric: bool) -> Cell:
    """A value of an answer: a number or a time written out, a code in words, a name or an address as a link."""
    if not value:
        return Cell()
    if numeric:
        return Cell(reader.number(value), raw=float(value) if "." in value else int(value))
    if value.startswith(graph.base):
        key = graph.key(value)
        kind = f"kind.{key.partition('/')[0]}"
        return Cell(reader.say(kind) if reader.says(kind) else key, link(key), raw=value)
    if value.startswith(("http://", "https://")):
        return Cell(reader.say("original_page"), value, raw=value)
    inner = value[1:-1] if value.startswith("[") and value.endswith("]") else ""
    if column in TIMES:
        return Cell(reader.period(inner or value), raw=value, tags=("undated",) if inner else ())
    if value == EXACT and column in QUALIFIERS:
        return Cell(raw=value)
    if column in CODES:
        return Cell(reader.value(value), raw=value)
    if column in UNITS:
        return Cell(reader.unit(value), raw=value)
    if column in NAMES:
        href = link("search", q=inner or value, kind=NAMES[column])
        return Cell(inner or value, href, raw=value, tags=("home",) if inner else ())
    return Cell(value, is_quote=column in QUOTES or len(value) > LONG)


def is_numeric(rows: Sequence[Row], column: str) -> bool:
    """Whether a column holds numbers only, and no codes with leading zeros."""
    values = [row[column] for row in rows if row.get(column)]
    return bool(values) and all(_NUMBER.fullmatch(value) for value in values)


def answer_figure(graph: Graph, reader: Reader, answer: Answer) -> Figure | None:
    """The greatest of an answer's first numbers as bars, those of the commonest unit, with their sentences.

    None where the answer has no names or no numbers, or a single row.
    """
    number = next((c for c in answer.columns if c in answer.numeric and any(map(positive(c), answer.rows))), "")
    told = [c for c in answer.columns if c in SAYS]
    names = [*[c for c in answer.columns if c in NAMES][: 1 if told else 2], *told][:2]
    measure = next((c for c in UNITS if c in answer.columns), "")
    rows = [row for row in answer.rows if row.get(number)]
    units = Counter(row.get(measure, "") for row in rows)
    if not number or not names or len(rows) <= 1:
        return None
    unit = units.most_common(1)[0][0]
    drawn = sorted((row for row in rows if row.get(measure, "") == unit), key=lambda row: -float(row[number]))[:DRAWN]
    items = [answer_item(reader, answer, row, names, number) for row in drawn]
    chart = charts.bars(items)
    if chart is None:
        return None
    word = f"col.{number}"
    title = (reader.say(word) if reader.says(word) else number) + (f" ({reader.unit(unit)})" if unit else "")
    sources = [c for c in ADDED if c in answer.columns]
    cells = (
        (Cell(item.name), Cell(item.shown, raw=item.value),
         *(answer_cell(graph, reader, c, row.get(c, ""), numeric=False) for c in sources))
        for item, row in zip(items, drawn, strict=True)
    )  # fmt: skip
    return Figure(title, chart, table("chart", " ".join(("name", f"#{number}", *sources)), cells), "")


def positive(column: str) -> Callable[[Row], bool]:
    """Whether a row has a number above nothing in this column."""
    return lambda row: float(row.get(column) or 0) > 0


def answer_item(reader: Reader, answer: Answer, row: Row, names: Sequence[str], number: str) -> charts.Item:
    """A row as a bar: its first names, its number, and the page that says it."""
    name = " · ".join(dict.fromkeys(row[c].strip("[]") for c in names if row.get(c)))
    page = answer.pages.get(row.get("url", ""), "")
    tags = [row.get(c, "") for c in ("qualifier", "modality")]
    said = "".join(f"{reader.say(f'tag.{tag}')} " for tag in tags if tag in ("planned", "over", "under", "about"))
    kind, shown = "planned" if "planned" in tags else "", f"{said}{reader.number(row[number])}"
    return charts.Item(name, float(row[number]), shown, link(page) if page else "", kind)
