"""The lexicons of names, loaded once and made ready for matching."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import cast

from ontology.concepts import Concept, load
from pipeline.lexicon import Matcher, load_lexicon
from pipeline.names.view import QUOTE_MARKS
from pipeline.records import ProgramKind


@dataclass(frozen=True, slots=True)
class National:
    """A label of the scheme of programmes; ``marked`` ones are ordinary words unless quoted or before a head noun."""

    concept: Concept
    label: str
    kind: ProgramKind
    marked: bool = False


@cache
def nationals() -> dict[str, National]:
    """Every label of the scheme, without quote marks, with its concept."""
    found: dict[str, National] = {}
    for concept in load("programs"):
        hidden = [value for name, value in concept.notes if name == "hiddenLabel"]
        everywhere, kind = concept.note("marked") != "true", kind_of(concept)
        for label in (concept.zh, *concept.alt, *hidden):
            plain = label.translate(QUOTE_MARKS)
            found.setdefault(plain, National(concept, plain, kind, label in hidden or not everywhere))
    return found


@cache
def pattern(name: str) -> re.Pattern[str]:
    """A pattern of programs.yaml."""
    return re.compile(load_lexicon("pipeline.names", "programs")[name])


@cache
def national_matcher() -> Matcher[National]:
    """The labels of the scheme as one automaton."""
    return Matcher(nationals())


_NARROWER = 8


@cache
def policy_matcher() -> Matcher[National]:
    """The preferred labels of the great policies: the top concepts of the scheme that hold eight others or more."""
    narrower = Counter(broader for concept in load("programs") for broader in concept.broader)
    great = [c for c in load("programs") if not c.broader and narrower[c.slug] >= _NARROWER]
    return Matcher({c.zh: nationals()[c.zh] for c in great})


def kind_of(concept: Concept) -> ProgramKind:
    """The kind a concept states. Raises ValueError where the scheme states none."""
    kind = concept.note("kind")
    if kind is None:
        raise ValueError(f"programs.ttl: {concept.slug} has no xt:kind")
    return cast(ProgramKind, kind)


@cache
def words(name: str, *path: str) -> tuple[str, ...]:
    """A list of words of a lexicon: ``words("programs", "introducers", "strong")``."""
    node = load_lexicon("pipeline.names", name)
    for key in path:
        node = node[key]
    return tuple(cast(Iterable[str], node))
