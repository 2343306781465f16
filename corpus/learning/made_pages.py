"""Pages made of sentences with names in them, which are put together anew from surnames and the characters of names."""

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import exp
from typing import Any

import yaml

from corpus.learning.sheets import CORPUS
from pipeline.privacy.name_stretches import doubles, elements, letters, ranks, surname_score
from pipeline.privacy.sorts import sorts

SENTENCES, OTHERS = 16, 12
"""Of a page: those that name persons and those that name none."""
ODD, DOUBLE, BY_RANK, COMMON, LONG, AGAIN, KNOWN, JOINED = 0.08, 0.03, 0.5, 0.93, 0.75, 0.25, 0.9, 0.5
"""How often a name begins with no known surname; a surname has two characters or is drawn by its rank; a given name's
character is a common one; a given name has two; a name stands on the page already; a county is known to the reader; a
sentence goes on in its line."""
WORD, FOREIGN = 0.25, 0.2
"""How often a name is a word of prose (海棠, 向前), alone or behind a surname, and one without a surname."""
_SLOT = re.compile(r"(\{[NFVCPQ]\}[村镇]?)")
_HAN = (0x4E00, 0x9FA5)


@dataclass(frozen=True)
class MadePage:
    """A text, where its names stand, and where names of places that the reader knows stand."""

    text: str
    names: frozenset[tuple[int, int]]
    held: tuple[tuple[int, int], ...]


def made_page(seed: int) -> MadePage:
    """A page; the same number gives the same page."""
    chance, kinds = random.Random(seed), sentences()
    lines = chance.sample(kinds["persons"], SENTENCES) + chance.sample(kinds["others"], OTHERS)
    chance.shuffle(lines)
    text = ""
    known: list[str] = []
    names: set[tuple[int, int]] = set()
    held: list[tuple[int, int]] = []
    for line in lines:
        for piece in _SLOT.split(line):
            word = _word(piece, known, chance)
            span = (len(text), len(text) + len(word))
            if piece in ("{N}", "{F}"):
                names.add(span)
            elif (piece[:3] == "{C}" and chance.random() < KNOWN) or (piece[:3] == "{V}" and piece != "{V}"):
                held.append(span)
            text += word
        text += "" if line.endswith("。") and chance.random() < JOINED else "\n"
    return MadePage(text, frozenset(names), tuple(held))


def _word(piece: str, known: list[str], chance: random.Random) -> str:
    """What stands in a sentence's slot; other pieces as they are."""
    rest = piece[3:]
    match piece[:3]:
        case "{N}" | "{F}":
            if known and chance.random() < AGAIN:
                return chance.choice(known)
            known.append(_name(chance) if piece == "{N}" else _without_surname(chance))
            return known[-1]
        case "{P}":
            return _name(chance)
        case "{Q}":
            return _without_surname(chance).replace("·", "")
        case "{V}":
            return f"{chance.choice(sentences()['villages'])}{rest}"
        case "{C}":
            return f"{chance.choice(sentences()['counties'])}{rest}"
    return piece


def drawn(chance: random.Random) -> str:
    """A name: with a surname mostly, some a word of prose, some without a surname."""
    sort = chance.random()
    if sort < WORD:
        return (chance.choice(sorted(ranks())) if chance.random() < JOINED else "") + chance.choice(_words())
    return _without_surname(chance) if sort < WORD + FOREIGN else _name(chance)


def _name(chance: random.Random) -> str:
    surnames, weights = _surnames()
    if chance.random() < ODD:
        return "".join(chance.choice(_sounds()) for _ in range(3 if chance.random() < LONG else 2))
    sort = chance.random()
    if sort < DOUBLE:
        surname = chance.choice(sorted(doubles()))
    else:
        surname = chance.choices(surnames, weights)[0] if sort < BY_RANK else chance.choice(surnames)
    return surname + "".join(_given(chance) for _ in range(2 if chance.random() < LONG else 1))


def _given(chance: random.Random) -> str:
    common = chance.random() < COMMON
    return chance.choice(sorted(letters("given"))) if common else chr(chance.randrange(*_HAN))


def _without_surname(chance: random.Random) -> str:
    parts, sort = sorted(elements()), chance.random()
    name: str = chance.choice(parts) + (chance.choice(parts) if sort < JOINED else "")
    return f"{name}·{chance.choice(parts)}" if sort > LONG else name


@cache
def _words() -> list[str]:
    """Words of two characters that persons may bear as names."""
    return sorted(word for word, sort in sorts().items() if len(word) == 2 and sort in "navt")


@cache
def _sounds() -> list[str]:
    """Characters of given names, and those that names of other languages are written with."""
    return sorted(letters("given") | letters("foreign"))


@cache
def _surnames() -> tuple[list[str], list[float]]:
    known: Mapping[str, int] = ranks()
    return list(known), [exp(surname_score(rank)) for rank in known.values()]


@cache
def sentences() -> Mapping[str, Any]:
    """The sentences and the names of places that go into them."""
    loaded: dict[str, Any] = yaml.safe_load((CORPUS / "persons" / "made.yaml").read_text("utf-8"))
    return loaded
