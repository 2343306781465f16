"""The names of the features by which places are told apart, each group by what it depends on."""

from decimal import Decimal
from functools import cache

from pipeline.features import Names, Texts

LARGEST = 11
"""The power of ten from which on figures are alike."""


_NEARNESS = tuple(
    f"{'later' if later else 'first'} of its level, {'finer' if finer else 'nothing finer'} nearer"
    for later in (False, True)
    for finer in (False, True)
)


def nearness(is_later: bool, is_finer: bool) -> str:
    """Whether a place of its level, and one of a finer level, was named nearer to the figure."""
    return _NEARNESS[2 * is_later + is_finer]


def standing(scope: str, own: str, rank: int, nearness: str, word: str) -> Names:
    """How near a place was last named or referred to, and what of its level and below it was nearer."""
    return (
        scope,
        f"{scope} at {rank}",
        f"{scope} {own}",
        f"{scope} {nearness}",
        f"{own} {nearness}",
        f"{scope} {word}",
    )


def in_list(its: str, size: int, scope: str) -> Names:
    """Whether a member's turn has come."""
    return (f"member {its}", f"member {its} of {size}", f"member {its} {scope}")


def shared(fit: str, its: bool, again: bool, share: int, lead: str, to_rule: str) -> Names:
    """Whether the figures behind a list come out even, and whether this one is the member's."""
    own = f"member's {fit} {'own' if its else 'other'}"
    return (
        own,
        f"{own} {'again' if again else 'not again'} by {share}",
        f"{own} led by {lead}",
        f"{own} {to_rule} rule",
    )


def words(of: str, text: str) -> Names:
    """The pairs of characters of a text."""
    return tuple(dict.fromkeys(f"{of} {text[at : at + 2]}" for at in range(len(text) - 1)))


def behind(scope: str, rank: int, kind: str, own: str, before: str, after: str) -> Names:
    """How a place is named behind the figure."""
    return (
        scope,
        f"{scope} at {rank}",
        f"{scope} {kind}",
        f"{scope} after {before[-1:]}",
        f"{scope} after {before}",
        f"{scope} before {after}",
        f"{scope} {own}",
    )


def led(lead: str, relation: str) -> Names:
    """How a place lies to one that leads the figure."""
    return (f"{relation} {lead}" if relation else lead,)


def following(relation: str, scope: str) -> str:
    """How a place lies to the next that the paragraph turns to, in a word."""
    return f"{relation} the next in its {scope}" if relation else "no next"


def lying(own: str, to_home: str, to_rule: str, way: str, finest: str) -> Names:
    """How a place lies to the page's home and to the rules' answer."""
    return (
        f"{to_home} home",
        f"{to_home} home {own}",
        f"{to_rule} rule",
        f"{to_rule} rule {to_home} home",
        f"{to_rule} rule {way}",
        f"{to_rule} rule {way}, {to_home} home",
        f"{to_rule} rule {way}, {finest} {own}",
        f"{finest} {own}",
    )


def named(to_home: str, count: int, is_titled: bool, places: int, block: str) -> Names:
    """How often the page names a place, and where."""
    return (
        f"named {count} times",
        f"named {count} times {to_home} home",
        f"titled {to_home} home" if is_titled else "not titled",
        f"{to_home} home in a {block}",
        f"{to_home} home of {places} places",
    )


def among(own: str, alike: int) -> Names:
    """How many places of that level there are."""
    return (f"{own} of {alike}",)


@cache
def counting(own: str) -> Texts:
    """What is counted at a place of that level: the end of its name, twice, and its unit."""
    return Texts(*[f"{own} for "] * 2, f"{own} for unit ")


def of_size(own: str, to_home: str, to_rule: str, unit: str, kind: str, size: int) -> Names:
    """How large the figure is: a village has no thousand million yuan."""
    return (
        f"{own} of {unit} by {size}",
        f"{own} of {kind} by {size}",
        f"{to_home} home of {kind} by {size}",
        f"{to_rule} rule of {kind} by {size}",
    )


def magnitude(value: Decimal) -> int:
    """The power of ten of a value, from 0 on."""
    return min(max(value.adjusted(), 0), LARGEST) if value else 0


def in_paragraph(own: str, to_rule: str, named: int, places: int, below: int, alike: int) -> Names:
    """How often the figure's paragraph names a place and what lies in it, among how many."""
    times = f"{named} in its paragraph"
    return (
        f"{times} of {places}",
        f"{times} {own}",
        f"{times}, {below} below",
        f"{times} {to_rule} rule",
        f"{own} of {alike} in its paragraph",
    )


def followed(relation: str, scope: str, to_rule: str, to_nearest: str) -> Names:
    """How a place lies to the next that the paragraph turns to."""
    to_next = following(relation, scope)
    return (to_next, f"{to_next}, {to_rule} rule", f"{to_next}, {to_nearest} the nearest")


@cache
def leading(role: str) -> Texts:
    """What leads to the figure, by how its place was named: the last character, the last two, and the unit."""
    return Texts(*[f"{role} led by "] * 2, f"{role} unit ")


def ruled(role: str, scope: str, own: str, to_rule: str, relation: str, next_in: str) -> Names:
    """How a place was named, beside what the rules answer and what follows."""
    to_next = following(relation, next_in)
    return (f"{role} {scope} {to_rule} rule", f"{role} {own} {to_rule} rule", f"{role} {to_next}")


def past(role: str, scope: str, own: str, commas: int, stops: int) -> Names:
    """How much the text has said since."""
    return (
        f"{scope} over {commas} commas {stops} stops",
        f"{role} over {commas} commas",
        f"{own} {role} over {stops} stops",
    )


def told(role: str, told: int, whole: int) -> Names:
    """How many figures stand between, of how many to the end of the sentence."""
    return (f"{role} told {told}", f"{role} told {told} of {whole}")
