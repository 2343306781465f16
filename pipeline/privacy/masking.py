"""A name masked in place: 张某某 for three characters, so that offsets stand."""

from collections.abc import Iterable

LETTER = "某"
"""What stands for each character of a given name."""


def masked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with all but the first character of each span masked."""
    pieces: list[str] = []
    at = 0
    for start, end in spans:
        pieces += (text[at : start + 1], LETTER * (end - start - 1))
        at = end
    return "".join([*pieces, text[at:]])
