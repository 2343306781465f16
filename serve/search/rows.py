"""What the index keeps of a graph, as rows: told from N-Triples alone, so that the store need not be asked.

Keys are what follows the graph's base in an IRI.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter

from rdflib import PROV, RDF, RDFS, SDO, SKOS

from ontology.iris import XT
from ontology.units import measuring
from serve.search.forms import normal, pairs
from serve.search.ids import number

LEVELS = {"Province": 1, "Prefecture": 2, "County": 3, "Township": 4, "Village": 5, "Group": 6, "Place": 6}
BY_DIGITS = {2: 1, 4: 2, 6: 3, 9: 4, 12: 5}
"""A division's level by the digits of its code."""
KINDS = {"place": "place", "program": "program", "indicator": "indicator", "org": "org", "document": "document",
         "site": "site"}  # fmt: skip
"""What the keys of things begin with, and their kinds."""
RELATIONS = {f"<{XT[name]}>": name.lower() for name in ("Adoption", "Participation", "Issuance", "Affiliation")}
UNSURE = {"about": (0.9, 1.1), "over": (1.0, 1e30), "under": (-1e30, 1.0)}
"""Between which multiples of a number what is meant may lie (as the question ``contradictions`` has it)."""
A, LABEL, QUOTED, DERIVED, MENTIONS, QUOTE = (
    f"<{term}>" for term in (RDF.type, RDFS.label, PROV.wasQuotedFrom, PROV.wasDerivedFrom, SDO.mentions, XT.quote)
)
PARENTS = tuple(f"<{term}>" for term in (XT.within, SDO.location, SKOS.broader))
NAMES = tuple(f"<{term}>" for term in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, XT.number))
FACT, PLANNED = f"<{XT.Fact}>", str(XT.planned)
(
    AS_OF,
    BASE_UNIT,
    BASE_VALUE,
    CLAIM,
    CONFIDENCE,
    ENDED,
    FIRST_SEEN,
    HOME,
    INDICATOR,
    LAST_CHECKED,
    MODALITY,
    PER,
    PLACE,
    PROGRAM,
    QUALIFIER,
    QUANTITY_KIND,
    START,
    UNIT_TEXT,
    VALUE,
    VALUE_MAX,
    WHAT,
    WHEN,
) = (
    f"<{XT[name]}>"
    for name in [
        "asOf",
        "baseUnit",
        "baseValue",
        "claim",
        "confidence",
        "ended",
        "firstSeen",
        "home",
        "indicator",
        "lastChecked",
        "modality",
        "per",
        "place",
        "program",
        "qualifier",
        "quantityKind",
        "start",
        "unitText",
        "value",
        "valueMax",
        "what",
        "when",
    ]
)
TOLD, STANDS = (
    tuple(f"<{term}>" for term in terms)
    for terms in ((SDO.url, SDO.headline, SDO.datePublished), (SDO.isPartOf, XT.home))
)
ENDS = tuple(f"<{XT[name]}>" for name in ("place", "program", "organisation", "document"))
_END = " .\n"
"""Of a line of N-Triples; within one a line feed is escaped."""
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")
_PLAIN = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}

Said = dict[str, dict[str, list[str]]]
"""A graph as subject → predicate → objects, as N-Triples write them."""
Row = tuple[str | int | float | None, ...]
Told = tuple[int, int, int, float | None]
Turn = tuple[int, str]
"""Whether it is the page itself that began or ended, and the day."""
DAY = len("2024-06-01")
CLAIM_AT = 15
"""Where a fact's row has its claim."""


@dataclass(frozen=True, slots=True)
class PageRows:
    """What the index keeps of what a page says: its own row, the things that it mentions, its passages (first and last
    character, what they are found by) in their order, its facts and relations with their numbers at the end, and what
    it says of things."""

    page: str
    own: tuple[str | None, ...]
    """Address, title, time, site, home."""
    mentions: tuple[str, ...]
    passages: tuple[tuple[int, int, str], ...]
    facts: tuple[Row, ...]
    relations: tuple[Row, ...]
    told: tuple[Told, ...]
    """All that it states, by number: where it first stands, and how probably it is right."""
    runs: tuple[tuple[str, str], ...]
    """Places and the programmes that they run (as the question ``programs`` has it)."""
    things: tuple[tuple[str, str], ...]

    @property
    def claims(self) -> list[int]:
        """The numbers of the claims that its facts make."""
        return [int(row[CLAIM_AT] or 0) for row in self.facts]


@dataclass(frozen=True, slots=True)
class Times:
    """What the index keeps of a page's times."""

    checked: str | None
    """The day on which it was last asked for; None where it has ended, or nothing is said of that."""
    turns: tuple[Turn, ...]
    """The days on which it, or what it said once, began or ended."""


def said_in(triples: str) -> Said:
    """N-Triples by subject and predicate."""
    said: Said = {}
    before, of = "", dict[str, list[str]]()
    for line in triples.removesuffix(_END).split(_END) if triples else ():
        subject, predicate, value = line.split(" ", 2)
        if subject != before:  # lines come sorted, mostly
            before, of = subject, said.setdefault(subject, {})
        if predicate in of:
            of[predicate].append(value)
        else:
            of[predicate] = [value]
    return said


def page_rows(page: str, triples: str, base: str) -> PageRows:
    """The rows of a page (its IRI) that its graph (N-Triples), or the part of the store that is its, gives."""
    said, reader = said_in(triples), Reader(base)
    passages, mentions = list[tuple[int, int, str]](), set[str]()
    facts, relations, told, runs = list[Row](), list[Row](), list[Told](), set[tuple[str, str]]()
    things = tuple(reader.things(said))
    prefix = f"<{page}#"
    levels = {f"<{base}{key}>": json.loads(told)[3] for key, told in things}
    own = said.get(f"<{page}>", {})
    about = reader.key(own, HOME) or ""
    small = (level_of(about, levels.get(f"<{base}{about}>")) or 0) >= BY_DIGITS[6]
    for subject, has in said.items():
        if QUOTED in has:
            passages.append((*span(subject), value(has[QUOTE][0])))
            mentions.update(spoken := has.get(MENTIONS, ()))
            if named := [key for key in map(reader.local, spoken) if key.startswith("program/")]:
                low = [key for key in map(reader.local, spoken) if is_low(key, levels.get(f"<{base}{key}>"))]
                run_in = (*low, about) if small and all(together(key, about) for key in low) else low
                runs.update((place, program) for place in run_in for program in named)
        elif DERIVED in has:
            kinds = has.get(A, ())
            if FACT in kinds:
                facts.append(reader.fact(subject, has, levels))
            elif kind := next((RELATIONS[kind] for kind in kinds if kind in RELATIONS), None):
                relations.append(reader.relation(subject, has, kind))
            else:
                continue
            here = min(span(passage) for passage in has[DERIVED] if passage.startswith(prefix))
            sure = max((float(value(end)) for end in has.get(CONFIDENCE, ())), default=None)
            told.append((number(subject[1:-1].removeprefix(base)), *here, sure))
    mentions.update(own.get(MENTIONS, ()))
    return PageRows(
        page.removeprefix(base),
        (*(one(own, term) for term in TOLD), *(reader.key(own, term) for term in STANDS)),
        tuple(sorted(value(thing).removeprefix(base) for thing in mentions)),
        tuple((first, last, " ".join(pairs(normal(quote)))) for first, last, quote in sorted(passages)),
        numbered(facts),
        numbered(relations),
        tuple(sorted(told)),
        tuple(sorted(runs | set(run_by(facts, relations)))),
        things,
    )


def numbered(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Rows in the order of their keys, each with its number at the end."""
    return tuple((*row, number(str(row[0]))) for row in sorted(rows, key=itemgetter(0)))


def times_in(page: str, triples: str) -> Times:
    """The times of a page (its IRI), by what is said of them and of what it said once (N-Triples)."""
    said = said_in(triples)
    own = said.get(f"<{page}>", {})
    turns = {
        (int(subject == f"<{page}>"), value(moment)[:DAY])
        for subject, has in said.items()
        for term in (FIRST_SEEN, ENDED)
        for moment in has.get(term, ())
    }
    return Times(None if ENDED in own else (one(own, LAST_CHECKED) or "")[:DAY] or None, tuple(sorted(turns)))


def run_by(facts: Iterable[Row], relations: Iterable[Row]) -> Iterator[tuple[str, str]]:
    """Places and the programmes that statements tell of them."""
    ends = [(row[1], row[4]) for row in facts] + [(row[2], row[3]) for row in relations if row[1] == "adoption"]
    yield from ((str(place), str(program)) for place, program in ends if place and program)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads what is said of a subject as rows, under a base."""

    base: str

    def local(self, term: str) -> str:
        """The key of an IRI, as N-Triples write it."""
        return value(term).removeprefix(self.base)

    def key(self, has: Mapping[str, list[str]], term: str) -> str | None:
        """The key of what a property leads to."""
        end = one(has, term)
        return end.removeprefix(self.base) if end else None

    def fact(self, subject: str, has: Mapping[str, list[str]], levels: Mapping[str, int | None]) -> Row:
        """A fact's row: key, place, its level, indicator, programme, year, marks, measure, as numbers what it may
        contradict and its claim, what its sentence says, and whether it is of money and its unit misfits."""
        said = {term: value(ends[0]) for term, ends in has.items()}.get
        key, place, when = subject[1:-1].removeprefix(self.base), said(PLACE), said(WHEN)
        where, known, program, claim = (
            end and end.removeprefix(self.base)
            for end in (place or said(HOME), *map(said, (INDICATOR, PROGRAM, CLAIM)))
        )
        least, most, start, kind = float(said(VALUE) or 0), said(VALUE_MAX), said(START), said(QUANTITY_KIND)
        amount = float(said(BASE_VALUE) or least)
        top = amount * float(most) / least if most and least else amount
        qualifier = (said(QUALIFIER) or "").removeprefix(XT)
        low, high = UNSURE.get(qualifier, (1.0, 1.0))
        year, planned = (start or said(AS_OF) or "")[:4], said(MODALITY) == PLANNED
        fitting = measuring(known.removeprefix("indicator/")) if known else frozenset[str]()
        unit, per = said(BASE_UNIT) or said(UNIT_TEXT), said(PER)
        same = (place, when, said(INDICATOR) or said(WHAT), unit, per, program, planned)
        return (
            key,
            where,
            level_of(where, levels.get(f"<{self.base}{where}>")),
            known,
            program,
            int(year) if year.isdigit() else None,
            int(bool(start)),
            int(place is None),
            int(planned),
            amount,
            top * high,
            amount * low,
            unit,
            per,
            number("|".join(map(str, same))) if place and when else None,
            number(claim or key),
            said(WHAT) or "",
            said(VALUE) or "",
            most,
            said(UNIT_TEXT) or "",
            qualifier,
            when,
            int(kind == "money"),
            int(bool(fitting) and kind not in fitting),
        )

    def relation(self, subject: str, has: Mapping[str, list[str]], kind: str) -> Row:
        """A row of a statement without a number."""
        ends = (self.key(has, term) for term in ENDS)
        start = one(has, START)
        planned = int(one(has, MODALITY) == PLANNED)
        key, year = subject[1:-1].removeprefix(self.base), int(start[:4]) if start else None
        return key, kind, *ends, start, year, planned, one(has, WHEN)

    def things(self, said: Said) -> Iterator[tuple[str, str]]:
        """What a graph says of things, by key: kind, name (null where it says none), English name, level, parent and
        all wordings, as JSON."""
        prefix = f"<{self.base}"
        for subject, has in said.items():
            if A in has and subject.startswith(prefix):
                key = subject[len(prefix) : -1]
                if kind := KINDS.get(key.partition("/")[0]):
                    yield key, json.dumps(self._thing(key, kind, has), ensure_ascii=False)

    def _thing(self, key: str, kind: str, has: Mapping[str, list[str]]) -> list[object]:
        host = key.removeprefix("site/") if kind == "site" else None
        labels = sorted(map(value, has.get(LABEL, ())))
        names = [name for term in NAMES for name in has.get(term, ())]
        english = min((value(name) for name in names if name.endswith("@en")), default=None)
        wordings = {*labels, *(value(name) for name in names if not name.endswith("@en")), *filter(None, [host])}
        classes = (name[1:-1].removeprefix(XT) for name in has[A])
        level = min((LEVELS.get(name, 6) for name in classes), default=6) if kind == "place" else None
        parent = min(
            (value(end).removeprefix(self.base) for term in PARENTS for end in has.get(term, ())), default=None
        )
        return [kind, labels[0] if labels else None, english, level, parent, sorted(wordings)]


def span(passage: str) -> tuple[int, int]:
    """Where a passage begins and ends on its page."""
    first, _, last = passage[:-1].partition("#char=")[2].partition(",")
    return int(first), int(last)


def one(has: Mapping[str, list[str]], term: str) -> str | None:
    """The value of a property, of several the first; None where there is none."""
    ends = has.get(term)
    return value(ends[0]) if ends else None


def level_of(place: str | None, said: int | None) -> int | None:
    """The level of a place: of a division by its code, else as the page says."""
    if place is None:
        return None
    code = place.removeprefix("place/")
    return BY_DIGITS.get(len(code)) if code.isascii() and code.isdigit() else said


def is_low(key: str, said: int | None) -> bool:
    """Whether a thing is a township or lies in one."""
    return key.startswith("place/") and (level_of(key, said) or 0) >= BY_DIGITS[9]


def together(place: str, other: str) -> bool:
    """Whether one of two places lies in the other, or they are the same: keys lead from the widest place down."""
    return place.startswith(other) or other.startswith(place)


def value(term: str) -> str:
    """What a term of N-Triples says, without its type or language."""
    if term[0] == "<":
        return term[1:-1]
    text = term[1 : term.rindex('"')]
    return _ESCAPE.sub(_unescaped, text) if "\\" in text else text


def _unescaped(found: re.Match[str]) -> str:
    what = found[1]
    return chr(int(what[1:], 16)) if len(what) > 1 else _PLAIN.get(what, what)
