"""What a page stated when: the graph of its history, from all that was captured of it.

A page's captures fall into runs in which it said the same. What it states in a quote appears with a run, lasts while
the runs after it still have statement and quote, wherever in the text, and ends with the first that has them no more,
or with an answer that the page is gone. What the page's own graph no longer says of what it stated stands here too.
One page is held at a time, of it one run's graph; nothing depends on the order in which captures came in.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from rdflib import PROV, RDF, SDO, XSD

from flows.store.state import Event, Past
from ontology.iris import XT, Iris

DERIVED, MENTIONS, QUOTE, ENDED = (
    f"<{term}>".encode() for term in (PROV.wasDerivedFrom, SDO.mentions, XT.quote, XT.ended)
)
SECOND = len("2024-05-01T00:00:00")

Said = tuple[bytes, bytes]
"""A statement's IRI, empty where a passage only mentions things, and a quote, as N-Quads write them."""
Quad = tuple[bytes, bytes, bytes, bytes]
"""Subject, predicate, object and the whole line."""


@dataclass(slots=True)
class Run:
    """Captures, one after the other, that say the same (a hash); None where the page was gone."""

    said: str | None
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Course:
    """A page's runs, and when the web last said anything of it."""

    runs: list[Run]
    checked: str

    @property
    def ended(self) -> str | None:
        """When the page was found gone, if it is gone now."""
        return self.runs[-1].first if self.runs[-1].said is None else None


@dataclass(slots=True)
class Appearance:
    """When a page stated something; ``mentions`` only where the quote states nothing."""

    first: str
    last: str
    mentions: tuple[bytes, ...]
    ended: str | None = None


@dataclass(slots=True)
class Version:
    """A page's graph taken apart."""

    says: dict[Said, tuple[bytes, ...]] = field(default_factory=dict)
    """What it states and, of quotes that state nothing, mentions."""
    about: dict[bytes, list[Quad]] = field(default_factory=lambda: defaultdict(list))
    """What it says of each thing that is no passage."""


def history(page: str, past: Past, lines: Callable[[str], Iterable[bytes]], iris: Iris) -> list[bytes]:
    """The N-Quads of a page's history, sorted. ``lines`` gives those of the page's graph when it said this (a hash)."""
    course = course_of(past.events)
    found = dict[str, tuple[Said, Appearance]]()
    live = dict[Said, Appearance]()
    graph = f" <{iris.history(page)}> .\n".encode()
    out = set[bytes]()

    def close(said: Said, ended: str | None) -> None:
        appearance = live.pop(said)
        appearance.ended = ended
        statement, quote = (term.decode() for term in said)
        found[iris.appearance(page, statement[1:-1], quote, second(appearance.first))] = said, appearance

    @cache
    def kept() -> frozenset[bytes]:
        return frozenset(taken_apart(lines(past.newest)).about) if past.newest else frozenset()

    for run in course.runs:
        if run.said is None:
            says = dict[Said, tuple[bytes, ...]]()
        elif run.said in past.members:
            version = taken_apart(lines(run.said))
            says = version.says
            if run.said != past.newest:
                old = lost(version, kept() | {f"<{page}>".encode()})
                out.update(line[: line.rindex(b" <")] + graph for line in old)
        else:  # read by an older pipeline, whose archive is gone
            continue
        for said in [said for said in live if said not in says]:
            close(said, run.first)
        for said, mentions in says.items():
            appearance = live.setdefault(said, Appearance(run.first, run.last, mentions))
            appearance.last, appearance.mentions = run.last, mentions
    for said in list(live):
        close(said, None)
    for iri, (said, appearance) in found.items():
        out.update(line + graph for line in told(iri, page, said, appearance))
    out.update(line + graph for line in told_of_page(page, course))
    return sorted(out)


def course_of(events: Iterable[Event]) -> Course:
    """The runs of a page's captures and checks, which come in the order of time; at least one is a capture."""
    runs = list[Run]()
    reads = dict[str, str]()
    checked = ""
    for event in events:
        checked = event.moment
        if event.what == "read":
            reads[event.moment[:SECOND]] = said = event.said
        elif event.what == "gone":
            said = None
        elif event.since:
            said = reads.get(event.since[:SECOND], "")
        else:
            said = runs[-1].said or "" if runs else ""
        if said == "" and event.what == "unchanged":
            continue
        if runs and runs[-1].said == said:
            runs[-1].last = event.moment
        elif runs or said is not None:
            runs.append(Run(said, event.moment, event.moment))
    return Course(runs, checked)


def taken_apart(lines: Iterable[bytes]) -> Version:
    """A page's graph as what it states and what it says of things."""
    version = Version()
    quotes, mentions, derived = dict[bytes, bytes](), defaultdict[bytes, set[bytes]](set), set[tuple[bytes, bytes]]()
    for quad in map(quad_of, lines):
        subject, predicate, value, _ = quad
        if predicate == DERIVED:
            derived.add((subject, value))
        elif b"#char=" not in subject:
            version.about[subject].append(quad)
        elif predicate == QUOTE:
            quotes[subject] = value
        elif predicate == MENTIONS:
            mentions[subject].add(value)
    stating = {passage for _, passage in derived}
    named = defaultdict[Said, set[bytes]](set)
    for passage in quotes.keys() - stating:
        named[b"", quotes[passage]] |= mentions[passage]
    version.says = {said: tuple(sorted(things)) for said, things in named.items()}
    version.says |= {(statement, quotes[passage]): () for statement, passage in derived}
    return version


def quad_of(line: bytes) -> Quad:
    """A line's subject, predicate and object, and the line."""
    subject, predicate, rest = line.split(b" ", 2)
    return subject, predicate, rest.rsplit(b" ", 2)[0], line


def lost(version: Version, kept: Iterable[bytes]) -> Iterator[bytes]:
    """The lines in which an older graph says what it stated and mentioned, and what that points to, but for what is
    kept elsewhere."""
    seen = set(kept)
    waiting = [thing for (statement, _), mentions in version.says.items() for thing in (statement, *mentions)]
    while waiting:
        thing = waiting.pop()
        if thing not in seen:
            seen.add(thing)
            for _, _, value, line in version.about.get(thing, ()):
                yield line
                waiting.append(value)


def told(iri: str, page: str, said: Said, appearance: Appearance) -> Iterator[bytes]:
    """An appearance's triples."""
    statement, quote = said
    subject = f"<{iri}>".encode()
    yield subject + f" <{RDF.type}> <{XT.Appearance}>".encode()
    yield subject + f" <{XT.onPage}> <{page}>".encode()
    yield subject + f" <{XT.quote}> ".encode() + quote
    if statement:
        yield subject + f" <{XT.states}> ".encode() + statement
    for thing in appearance.mentions:
        yield subject + f" <{SDO.mentions}> ".encode() + thing
    yield from times(iri, firstSeen=appearance.first, lastSeen=appearance.last, ended=appearance.ended)


def told_of_page(page: str, course: Course) -> Iterator[bytes]:
    """When the page was first and last seen, when it was last asked for, and whether it has ended."""
    seen = [run for run in course.runs if run.said is not None]
    first, last = seen[0].first, seen[-1].last
    yield from times(page, firstSeen=first, lastSeen=last, lastChecked=course.checked, ended=course.ended)


def times(iri: str, **moments: str | None) -> Iterator[bytes]:
    """Triples with times, to the second."""
    for name, moment in moments.items():
        if moment:
            yield f'<{iri}> <{XT[name]}> "{second(moment)}"^^<{XSD.dateTime}>'.encode()


def ended_in(lines: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """The appearances, and the page, that ended by a page's history, each with the time."""
    for subject, predicate, value, _ in map(quad_of, lines):
        if predicate == ENDED:
            yield subject[1:-1], value[1 : value.rindex(b'"')]


def second(moment: str) -> str:
    """A moment of the state (ISO 8601, UTC) as the graph has it."""
    return f"{moment[:SECOND]}Z"
