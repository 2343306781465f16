"""What people correct by hand: ``corrections.yaml`` in the data folder, read and checked.

An entry rejects a statement, merges a name into another one, or gives a page another home, and says why, by whom and
when. ``flows/store/corrected`` applies the entries to what shards say.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as day
from pathlib import Path
from typing import Annotated, Any, Literal, get_args
from urllib.parse import unquote

import yaml
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError
from rdflib import DCTERMS, RDF, RDFS, URIRef
from rdflib import Literal as Text

from flows.settings import SettingError
from flows.store.state import State
from ontology.concepts import load
from ontology.iris import XT, Iris, is_code, is_plain, segment
from pipeline.graph.written import ntriples
from pipeline.places import gazetteer

FILE = "corrections.yaml"
"""Its name in the data folder."""
GRAPH = "corrections"
"""The name of the graph that says in releases what they are, for ``Iris.graph``; in the store the history does."""
STATEMENTS = ("fact", "relation")
MERGED = ("program", "org", "place", "document")
"""What the IRIs of things begin with whose names can be merged."""
Kind = Literal["reject", "merge", "home"]
Said = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class CorrectionError(SettingError):
    """What is wrong with the corrections: a line each, with the file, the entry and what to do."""


class Entry(BaseModel):
    """What every entry says: why, who and when."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)

    reason: Said
    by: Said
    date: day


class Reject(Entry):
    """A statement that is wrong, by its IRI or id."""

    fact: Said

    def ends(self, iris: Iris) -> tuple[str, str | None]:
        """The IRI that is corrected, and the one in its place. Raises ValueError."""
        key = key_of(self.fact, iris)
        key = key if "/" in key else f"fact/{key}"
        if key.partition("/")[0] not in STATEMENTS:
            raise ValueError(f"{self.fact!r} is no fact; give the address or the id that its page in the explorer has")
        return iris.base + key, None


class Merge(Entry):
    """A name that is another name of the one kept, both by IRI or by what follows the base in it."""

    name: Said
    into: Said

    def ends(self, iris: Iris) -> tuple[str, str | None]:
        """The IRI that is corrected, and the one in its place. Raises ValueError."""
        name, into = (key_of(text, iris) for text in (self.name, self.into))
        kind = name.partition("/")[0]
        if kind not in MERGED or kind != into.partition("/")[0]:
            raise ValueError(f"{name} and {into} are not of one kind; both begin with one of {', '.join(MERGED)}")
        if name == into:
            raise ValueError(f"{name} is merged into itself; remove the entry")
        if is_listed(name):
            raise ValueError(f"{name} is of the list of divisions or programmes, which stays; merge into it instead")
        if is_listed(into) and not is_known(into):
            raise ValueError(f"{into} is in no list; look for its address in the explorer")
        return iris.base + name, iris.base + into


class Home(Entry):
    """The division that a page, given by its address or IRI, is about."""

    page: Said
    place: Said

    def ends(self, iris: Iris) -> tuple[str, str | None]:
        """The IRI that is corrected, and the one in its place. Raises ValueError."""
        code = key_of(self.place, iris).removeprefix("place/")
        if not is_known(f"place/{code}"):
            raise ValueError(f"{self.place!r} is no division's code; 'xiangtu query' and the explorer tell it")
        page = self.page if self.page.startswith(iris.pages) else iris.page(self.page)
        return str(page), iris.base + f"place/{code}"


class Entries(BaseModel):
    """The file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reject: tuple[Reject, ...] = ()
    merge: tuple[Merge, ...] = ()
    home: tuple[Home, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """An entry as the graph has it: its IRI, what it corrects, what stands in its place, and why, who and when."""

    iri: str
    kind: Kind
    thing: str
    to: str | None
    reason: str
    by: str
    date: day

    def line(self) -> str:
        """It in a few words."""
        return f"{self.kind} {self.thing}" + (f" → {self.to}" if self.to else "")


@dataclass(frozen=True, slots=True)
class Corrections:
    """All entries of a file."""

    entries: tuple[Correction, ...] = ()

    @property
    def digest(self) -> str:
        """A hash of what they say, empty where there are none; comments and blanks have no part in it."""
        return hashlib.sha256(repr(self.entries).encode()).hexdigest() if self.entries else ""

    def lines(self) -> list[str]:
        """The N-Triples that say what they are."""
        return ntriples(
            triple
            for entry in self.entries
            for it in [URIRef(entry.iri)]
            for triple in (
                (it, RDF.type, XT.Correction),
                (it, XT.corrects, URIRef(entry.thing)),
                *([(it, XT.correctedTo, URIRef(entry.to))] if entry.to else []),
                (it, RDFS.comment, Text(entry.reason)),
                (it, DCTERMS.creator, Text(entry.by)),
                (it, DCTERMS.date, Text(entry.date)),
            )
        )


def read_corrections(path: Path, iris: Iris) -> Corrections:
    """The corrections of a file; none where there is no file. Raises CorrectionError, OSError."""
    if not path.exists():
        return Corrections()
    try:
        text = path.read_text("utf-8")
        node, found = yaml.compose(text, yaml.SafeLoader), yaml.safe_load(text)
        entries = Entries.model_validate({} if found is None else found)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise CorrectionError(f"{path}: not YAML: {' '.join(str(error).split())}") from None
    except ValidationError as error:
        raise CorrectionError("\n".join(told(path, node, e["loc"], explained(e)) for e in error.errors())) from None
    return checked(path, node, entries, iris)


def applied(folder: Path, state: State, iris: Iris) -> Corrections:
    """The corrections that the store was made with. Raises CorrectionError where the file says something else now."""
    found = read_corrections(folder / FILE, iris)
    if found.digest != (state.get("corrections") or ""):
        raise CorrectionError(f"{folder / FILE}: changed since the store was made; run 'xiangtu build' first")
    return found


def quads(corrections: Corrections, iris: Iris) -> Iterator[bytes]:
    """What corrections are, as lines of N-Quads in a graph of their own."""
    end = f" <{iris.graph(GRAPH)}> .\n"
    for line in corrections.lines():
        yield line.replace(" .\n", end).encode()


def checked(path: Path, node: yaml.Node | None, entries: Entries, iris: Iris) -> Corrections:
    """The entries with their IRIs, where these are sound and none contradicts another. Raises CorrectionError."""
    made, wrong = dict[tuple[Kind, str], Correction](), list[str]()
    for kind in get_args(Kind):
        for at, entry in enumerate(getattr(entries, kind)):
            try:
                thing, to = entry.ends(iris)
            except ValueError as error:
                wrong.append(told(path, node, (kind, at), str(error)))
                continue
            if (kind, thing) in made:
                wrong.append(told(path, node, (kind, at), f"{thing} has an entry already; leave one of them"))
            iri = iris.correction({"kind": kind, "corrects": thing, "to": to or ""})
            made[kind, thing] = Correction(str(iri), kind, thing, to, entry.reason, entry.by, entry.date)
    merged = {entry.thing for entry in made.values() if entry.kind == "merge"}
    wrong += [
        f"{path}: {entry.line()}: the name kept is merged away by another entry; merge both into the last one"
        for entry in made.values()
        if entry.kind == "merge" and entry.to in merged
    ]
    if wrong:
        raise CorrectionError("\n".join(wrong))
    return Corrections(tuple(made.values()))


def key_of(text: str, iris: Iris) -> str:
    """What follows the base in an IRI, spelt as IRIs are, however it was written."""
    return "/".join(
        part if all(is_plain(c) or c == "%" for c in part) else segment(unquote(part))
        for part in text.removeprefix(iris.base).strip("/").split("/")
    )


def is_listed(key: str) -> bool:
    """Whether a thing is of the divisions' list or the programmes' scheme, not named by pages."""
    return key.startswith(("place/", "program/")) and key.count("/") == 1


def is_known(key: str) -> bool:
    """Whether it is there."""
    kind, _, name = key.partition("/")
    if kind == "place":
        return is_code(name) and gazetteer.get(name) is not None
    return any(concept.slug == name for concept in load("programs"))


def explained(problem: Any) -> str:
    """What pydantic found, and what to do."""
    models: dict[str, type[BaseModel]] = {"reject": Reject, "merge": Merge, "home": Home}
    kind = problem["loc"][0] if problem["loc"] else ""
    fields = models[kind].model_fields if kind in models else Entries.model_fields
    match problem["type"]:
        case "extra_forbidden":
            return f"unknown key; take one of {', '.join(fields)}"
        case "missing":
            return "is missing; add it"
        case "model_type" | "tuple_type" | "model_attributes_type":
            return f"a mapping of {', '.join(fields)} is needed" if len(problem["loc"]) != 1 else "a list is needed"
        case _:
            return str(problem["msg"])


def told(path: Path, node: yaml.Node | None, loc: tuple[str | int, ...], what: str) -> str:
    """A fault in a line: the file with the line, the entry counted from one, the key."""
    line = next(reversed(list(_marks(node, loc))), 1)
    name = " ".join(str(part + 1) if isinstance(part, int) else part for part in loc) or "the file"
    return f"{path}:{line}: {name}: {what}"


def _marks(node: yaml.Node | None, loc: tuple[str | int, ...]) -> Iterator[int]:
    """The lines of the nodes on the way to a place in the file, as far as there are any."""
    for part in loc:
        if isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if key.value == part), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
        else:
            return
        if node is not None:
            yield node.start_mark.line + 1
