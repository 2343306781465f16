"""What is to be known of a stretch that may be a name: how it is written, what stands before and behind, how often."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

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
        *_wordlike(name, kind),
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
    elif kind in ("two", "three"):
        found.append(_surname(name, kind))
        found += _spelt(name)
    elif kind == "parted":
        found += _spelt(_BLANKS.sub("", name))
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


def _surname(name: str, kind: Kind) -> Group:
    """How a name with a surname of one character is written."""
    given = name[1:]
    odd = sum([c not in letters("given") for c in given])
    seldom = not letters("seldom").isdisjoint(given)
    return (_surnamed, kind, _rank(name[0]), name[0] in letters("homographs"), seldom, odd)


def _rank(surname: str) -> str:
    """How often it is borne, in steps."""
    rank = ranks().get(surname)
    return next((f"<{r}" for r in RANKS if rank <= r), "rare") if rank else "unknown"


def _surnamed(kind: Kind, rank: str, homograph: bool, seldom: bool, odd: int) -> Names:
    found = [f"surname {rank}"]
    if rank == "unknown":
        found.append(f"{kind} surname unknown")
    if homograph:
        found.append(f"{kind} homograph")
    if seldom:
        found.append(f"seldom {kind}")
    return (*found, f"{kind} odd {odd}")


_TWO = Texts("surname ", "alone ")
_THREE = Texts("surname ", "first ", "second ", "given ")
_BESIDE = Texts("1 before ", "2 before ", "1 behind ", "2 behind ")
"""The characters of names of that many, each where it stands; those before a name and behind it."""


def _spelt(name: str) -> Part:
    if len(name) == 2:
        return ((_TWO, name[0], name[1]),)
    return ((_THREE, name[0], name[1], name[2], name[1:]),) if len(name) == 3 else ()


_COMMONNESS = ((RARE, "rare"), (COMMON, "common"), (FREQUENT, "frequent"))


def _wordlike(name: str, kind: Kind) -> Iterator[Group]:
    """How common the words are that a name and its parts are written like."""
    if kind in ("dotted", "parted"):
        return
    size = kind if kind in ("foreign", "odd") else str(len(name))
    parts = [("whole", name)]
    if len(name) > 2:
        parts += [("head", name[:2]), ("tail", name[-2:]), ("given", name[1:])]
    for label, part in parts:
        if is_common(part, RARE):
            yield _common, size, label, is_common(part, COMMON) + is_common(part, FREQUENT)


def _common(size: str, label: str, steps: int) -> Names:
    return tuple(f"{size} {label} {word}" for _, word in _COMMONNESS[: steps + 1])


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
