"""What a page stated when, from all that was captured of it: its times, and its statements' where they differ.

A page's captures fall into runs in which it said the same. What it states in a quote appears with a run, lasts while
the runs after it still have statement and quote, wherever in the text, and ends with the first that has them no more,
or with an answer that the page is gone. Of nearly all statements that is as long as the page itself: these have no
appearance of their own. The others have one, and beside it stands what the page said of them.
One page is held at a time, of it one run's graph; nothing depends on the order in which captures came in.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field

from flows.store.state import Event, Past
from ontology.iris import XT, Iris

DERIVED, MENTIONS = b"<http://www.w3.org/ns/prov#wasDerivedFrom>", b"<https://schema.org/mentions>"
QUOTE, ENDED, FIRST_SEEN = (f"<{term}>".encode() for term in (XT.quote, XT.ended, XT.firstSeen))
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
TIME = "http://www.w3.org/2001/XMLSchema#dateTime"
SECOND = len("2024-05-01T00:00:00")
TIMES = ("firstSeen", "lastSeen", "lastChecked", "ended")
"""What is said of a page's times, by local name."""

Said = tuple[bytes, bytes]
"""A statement's IRI, empty where a passage only mentions things, and a quote, as N-Quads write them."""
Triple = tuple[bytes, bytes, bytes]
"""Subject, predicate, object as N-Triples write them."""
END = b" .\n"
Lines = Callable[[str], Iterable[bytes]]
"""Gives the N-Triples of a page's graph when it said this (a hash)."""


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
    def seen(self) -> list[Run]:
        """The runs in which the page was there."""
        return [run for run in self.runs if run.said is not None]

    @property
    def ended(self) -> str | None:
        """When the page was found gone, if it is gone now."""
        return self.runs[-1].first if self.runs[-1].said is None else None

    @property
    def whole(self) -> "Appearance":
        """The time of the page itself."""
        return Appearance(self.seen[0].first, self.seen[-1].last, (), self.ended)


@dataclass(slots=True)
class Appearance:
    """When a page stated something; ``mentions`` only where the quote states nothing."""

    first: str
    last: str
    mentions: tuple[bytes, ...]
    ended: str | None = None

    @property
    def times(self) -> tuple[str, str, str | None]:
        """The first and the last sight, and the end."""
        return self.first, self.last, self.ended


@dataclass(slots=True)
class Version:
    """A page's graph taken apart."""

    says: dict[Said, tuple[bytes, ...]] = field(default_factory=dict)
    """What it states and, of quotes that state nothing, mentions."""
    about: dict[bytes, list[Triple]] = field(default_factory=lambda: defaultdict(list))
    """What it says of each thing that is no passage."""


def history(
    page: str, past: Past, lines: Lines, iris: Iris, rejected: Collection[bytes] = ()
) -> tuple[list[bytes], list[bytes]]:
    """A page's times, and the appearances that differ from these with what they state: N-Triples, each sorted.

    ``lines`` gives those of the page's graph when it said this (a hash); a page that always said the same needs none,
    unless there are statements ``rejected`` by hand: these stand here alone.
    """
    course = course_of(past.events)
    times = sorted(told_of_page(page, course))
    if len(course.seen) == 1 and not rejected:
        return times, []
    found = {
        said: appearance
        for said, appearance in appearances(course, past, lines)
        if appearance.times != course.whole.times or said[0] in rejected
    }
    out = set[bytes]()
    for (statement, quote, first), appearance in found.items():
        iri = iris.appearance(page, statement.decode()[1:-1], quote.decode(), second(first))
        out.update(told(iri, page, (statement, quote), appearance))
    wanted = {said[:2] for said in found}
    for version in {run.said for run in course.seen} & past.members.keys() if wanted else ():
        out.update(described(taken_apart(lines(str(version))), wanted, page))
    return times, sorted(out)


def appearances(course: Course, past: Past, lines: Lines) -> Iterator[tuple[tuple[bytes, bytes, str], Appearance]]:
    """All that a page ever stated, by statement, quote and when that was first seen."""
    live = dict[Said, Appearance]()
    for run in course.runs:
        if run.said is None:
            says = dict[Said, tuple[bytes, ...]]()
        elif run.said in past.members:
            says = taken_apart(lines(run.said)).says
        else:  # read by an older pipeline, whose archive is gone
            continue
        for said in [said for said in live if said not in says]:
            live[said].ended = run.first
            yield (*said, live[said].first), live.pop(said)
        for said, mentions in says.items():
            appearance = live.setdefault(said, Appearance(run.first, run.last, mentions))
            appearance.last, appearance.mentions = run.last, mentions
    for said, appearance in live.items():
        yield (*said, appearance.first), appearance


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
    for triple in map(triple_of, lines):
        subject, predicate, value = triple
        if predicate == DERIVED:
            derived.add((subject, value))
        elif b"#char=" not in subject:
            version.about[subject].append(triple)
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


def triple_of(line: bytes) -> Triple:
    """The subject, predicate and object of a line of N-Triples as we write them."""
    subject, predicate, rest = line.split(b" ", 2)
    return subject, predicate, rest[: -len(END)]


def described(version: Version, wanted: Collection[Said], page: str) -> Iterator[bytes]:
    """What a graph says of the statements among the wanted, of what their quotes mention, and of all these point to."""
    seen = {f"<{page}>".encode()}
    waiting = [
        thing
        for (statement, quote), mentions in version.says.items()
        if (statement, quote) in wanted
        for thing in (statement, *mentions)
    ]
    while waiting:
        thing = waiting.pop()
        if thing not in seen:
            seen.add(thing)
            for triple in version.about.get(thing, ()):
                yield b" ".join(triple) + END
                waiting.append(triple[2])


def told(iri: str, page: str, said: Said, appearance: Appearance) -> Iterator[bytes]:
    """An appearance's triples."""
    statement, quote = said
    subject = f"<{iri}>".encode()
    yield subject + f" <{TYPE}> <{XT.Appearance}> .\n".encode()
    yield subject + f" <{XT.onPage}> <{page}> .\n".encode()
    yield subject + f" <{XT.quote}> ".encode() + quote + END
    if statement:
        yield subject + f" <{XT.states}> ".encode() + statement + END
    for thing in appearance.mentions:
        yield subject + b" " + MENTIONS + b" " + thing + END
    yield from times(iri, firstSeen=appearance.first, lastSeen=appearance.last, ended=appearance.ended)


def told_of_page(page: str, course: Course) -> Iterator[bytes]:
    """When the page was first and last seen, when it was last asked for, and whether it has ended."""
    first, last, ended = course.whole.times
    yield from times(page, firstSeen=first, lastSeen=last, lastChecked=course.checked, ended=ended)


def times(iri: str, **moments: str | None) -> Iterator[bytes]:
    """Triples with times, to the second."""
    for name, moment in moments.items():
        if moment:
            yield f'<{iri}> <{XT}{name}> "{second(moment)}"^^<{TIME}> .\n'.encode()


def ended_in(lines: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """The appearances, and the page, that ended by a page's history, each with the time."""
    for line in lines:  # of N-Triples or N-Quads
        subject, predicate, value = line.split(b" ", 2)
        if predicate == ENDED:
            yield subject[1:-1], value[1 : value.index(b'"', 1)]


def told_times(times: Iterable[bytes], appearances: Iterable[bytes]) -> list[bytes]:
    """A page's times, and when each of its appearances began and ended."""
    return [*times, *(line for line in appearances if line.split(b" ", 2)[1] in (FIRST_SEEN, ENDED))]


def second(moment: str) -> str:
    """A moment of the state (ISO 8601, UTC) as the graph has it."""
    return f"{moment[:SECOND]}Z"
