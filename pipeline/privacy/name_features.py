"""What is to be known of a stretch that may be a name: how it is written, what stands before and behind, how often."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence

from pipeline.features import Group, Names, Part, Texts, called, names_of
from pipeline.places.words import is_common
from pipeline.privacy.name_lists import Listed
from pipeline.privacy.name_stretches import Kind, Stretch, elements, letters, ranks
from pipeline.privacy.name_surroundings import COMMON, Surroundings, counties
from pipeline.privacy.sorts import sorts

SORTS: Mapping[Kind, str] = {
    **{"two": "short", "three": "long", "double": "long", "parted": "long"},
    **{"foreign": "foreign", "dotted": "dotted", "odd": "odd"},
}
GAINS = (-4, -2, 0, 2, 4, 6, 8, 10, 13, 16, 20, 25)
RANKS = (10, 30, 100, 200, 400)
FREQUENT, RARE = -10.0, -15.0
"""Log probabilities from which on words of prose are told apart, beside ``COMMON``."""
_LIES = ("word across start", "word across end", "held within", "county", "role within")
_BLANKS = re.compile(r"\s")
MOST = 5
"""Other places of the same characters that are looked at."""


def features(stretch: Stretch, at: Surroundings) -> Names:
    """The names of a stretch's features."""
    return names_of(groups(stretch, at))


def groups(stretch: Stretch, at: Surroundings) -> Part:
    """A stretch's features."""
    start, end, kind = stretch.start, stretch.end, stretch.kind
    sort, name = SORTS[kind], at.text[start:end]
    left, right = at.left(start), at.right(end)
    more: Names = (*left.more, *right.more)
    found: list[Group] = [
        (_gaining, kind, sort, bisect_right(GAINS, stretch.gain)),
        (_written, name, kind),
        _placed(stretch, name, at),
        (_sided, sort, left.sort, right.sort),
        (_LEFTS, left.word, f"{left.beyond} {left.sort}"),
        (_RIGHTS, right.word, f"{right.sort} {right.beyond}"),
        *((called, name) for name in more),
    ]
    if kind == "foreign":
        found.append((_foreign, name, at.minority))
    elif kind == "odd":
        found.append((_odd, name, at.minority))
    own = "" if kind in ("dotted", "parted") else _own(name)
    if own:
        found.append((_word_itself, kind, own, left.sort, right.sort))
    if (listed := at.lists.around(start, end)) is not None:
        found.append((_listed, sort, listed))
    if at.often[name] > 1:
        found += [(called, word) for word in _elsewhere(name, start, at)]
    before, behind = at.text[max(0, start - 2) : start], at.text[end : end + 2]
    found.append((_BESIDE, before[-1:], before, behind[:1], behind))
    return tuple(found)


_LEFTS = Texts("left word ", "left ")
_RIGHTS = Texts("right word ", "right ")
"""The word on a side, and what stands beyond it."""


def _listed(sort: str, among: Listed) -> Names:
    """Among what it stands in a list."""
    return (
        f"list of {among.size}",
        f"list closes {among.closing}",
        f"list opens {among.opening}",
        f"list fills {among.fills}",
        f"list words {among.words}",
        f"{sort} list fills {among.fills}",
        f"{sort} list words {among.words}",
    )


def _own(name: str) -> str:
    """The sort of a name that is a word too."""
    return sorts().get(name) or ("common" if is_common(name, COMMON) else "")


def _word_itself(kind: Kind, own: str, left: str, right: str) -> Names:
    return (
        f"own {own}",
        f"{kind} own {own}",
        f"own {own} | {right}",
        f"{left} | own {own}",
        f"own | {right}",
        f"{left} | own",
        f"{left} | own | {right}",
    )


def _elsewhere(name: str, start: int, at: Surroundings) -> set[str]:
    """What stands beside the same characters elsewhere on the page."""
    found = set[str]()
    for a, b in at.places.get(name, ())[:MOST]:
        if a != start:
            found |= {f"elsewhere left {at.left(a).sort}", f"elsewhere right {at.right(b).sort}"}
    return found


def _gaining(kind: Kind, sort: str, steps: int) -> Names:
    gains = [(f"gain {least}", f"{sort} gain {least}") for least in GAINS[:steps]]
    return (f"kind {kind}", *(name for pair in gains for name in pair))


def _foreign(name: str, minority: bool) -> Names:
    return (
        f"foreign {min(len(name), 5)}",
        "minority" if minority else "no minority",
        "elements" if _is_made(name) else "letters",
    )


def _odd(name: str, minority: bool) -> Names:
    """How a name is written that is looked at for its place alone."""
    found = (
        f"odd {len(name)}",
        "odd surname" if name[0] in ranks() else "odd opening",
        f"odd foreign {sum(c in letters('foreign') for c in name)}",
        f"odd given {sum(c in letters('given') for c in name[1:])}",
        "minority" if minority else "no minority",
    )
    return found if letters("never").isdisjoint(name) else (*found, "odd never")


def _written(name: str, kind: Kind) -> Names:
    """How a name is written, by its characters and by the words that it is written like."""
    if kind in ("two", "three"):
        return (*_wordlike(name, kind), *_surnamed(name, kind), *_spelt(name))
    return _spelt(_BLANKS.sub("", name)) if kind == "parted" else _wordlike(name, kind)


def _surnamed(name: str, kind: Kind) -> Names:
    """How a name with a surname of one character is written."""
    rank, given = ranks().get(name[0]), name[1:]
    found = [f"surname {next((f'<{r}' for r in RANKS if rank <= r), 'rare') if rank else 'unknown'}"]
    if not rank:
        found.append(f"{kind} surname unknown")
    if name[0] in letters("homographs"):
        found.append(f"{kind} homograph")
    if not letters("seldom").isdisjoint(given):
        found.append(f"seldom {kind}")
    usual = letters("given")
    return (*found, f"{kind} odd {sum([c not in usual for c in given])}")


def _spelt(name: str) -> Names:
    """The characters themselves, each where it stands in a name."""
    if len(name) == 2:
        return (f"surname {name[0]}", f"alone {name[1]}")
    if len(name) > 3:
        return ()
    return (f"surname {name[0]}", f"first {name[1]}", f"second {name[2]}", f"given {name[1:]}")


_BESIDE = Texts("1 before ", "2 before ", "1 behind ", "2 behind ")
"""The characters before a name and behind it."""
_COMMONNESS = ((RARE, "rare"), (COMMON, "common"), (FREQUENT, "frequent"))


def _wordlike(name: str, kind: Kind) -> Names:
    """How common the words are that a name and its parts are written like."""
    if kind == "dotted":
        return ()
    size = kind if kind in ("foreign", "odd") else len(name)
    parts = [("whole", name)]
    if len(name) > 2:
        parts += [("head", name[:2]), ("tail", name[-2:]), ("given", name[1:])]
    found = []
    for label, part in parts:
        for least, word in _COMMONNESS:
            if not is_common(part, least):
                break
            found.append(f"{size} {label} {word}")
    return tuple(found)


def _placed(stretch: Stretch, name: str, at: Surroundings) -> Group:
    """How it lies to words, names and roles around it, and how often it stands on the page."""
    text, start, end = at.text, stretch.start, stretch.end
    lies = (
        is_common(text[max(0, start - 1) : start + 1], COMMON),
        is_common(text[end - 1 : end + 1], COMMON),
        at.held.over(start, end) == "within",
        name in counties() and at.before.get(start) != "role",
        at.role_cover[end] > at.role_cover[start],
    )
    return (_lying, lies, min(at.often[name], 3), stretch.kind)


def _lying(lies: Sequence[bool], often: int, kind: Kind) -> Names:
    found = [name for name, holds in zip(_LIES, lies, strict=True) if holds]
    if often > 1:
        found += ["twice", f"twice {kind}"]
    return (*found, "often") if often > 2 else tuple(found)


def _sided(sort: str, left: str, right: str) -> Names:
    """What stands on both sides."""
    return (f"left {left}", f"right {right}", f"{left} | {right}", f"{sort} left {left}", f"{sort} right {right}")


def _is_made(name: str) -> bool:
    """Whether parts of such names make up a name, with at most one character more."""
    rest, at, odd = len(name), 0, 0
    while at < rest:
        length = next((n for n in (5, 4, 3, 2) if name[at : at + n] in elements() and at + n <= rest), 0)
        odd += not length
        at += length or 1
    return odd <= 1 and odd < rest - 1
