"""One form for characters that mean the same, so that every rule is written once. Lengths and offsets stay."""

from pipeline.lexicon import load_lexicon

_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_ALIKE = {ord(char): to for to, chars in load_lexicon(__package__, "characters").items() for char in chars}
_TABLE = _FULL_WIDTH | _ALIKE


def normalise(text: str) -> str:
    """Full-width ASCII, dashes, blanks and quote marks in one form each; a character for a character."""
    return text.translate(_TABLE)
