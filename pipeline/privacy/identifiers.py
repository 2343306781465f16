"""Numbers of persons in running text: masked before anything is stored (columns of tables: ``personal_columns``)."""

import re
from functools import cache

from pipeline.lexicon import load_lexicon
from pipeline.places.words import is_common

MASK = "***"
BARE = ("identity", "account", "landline", "mobile", "identity_old")
"""Patterns that tell a number by its form alone, those that hold others first."""
NAMED = ("asked", "phoned", "chat", "qq", "mail", "plate")
"""Patterns that tell it by the words beside it."""
MAYBE = re.compile(r"\d{4}|\d{3}[ 　.·-]|[@＠信]|[Vv][Xx]|[A-Za-z][·•.]?\w{4}", re.A)
"""What a text has that holds any of them: most lines are passed over by it."""
BORN = ("born_on", "born_before")
"""Dates of birth, masked where the line tells of hardship."""
BEFORE = 12
"""Characters before a number in which its unit may stand in brackets."""


def mask(text: str) -> str:
    """The text with identity, telephone, account, chat, mail and plate numbers masked; figures with a unit are none.

    Dates of birth go where the text, a line or a cell, tells of illness or poverty too.
    """
    if not MAYBE.search(text):
        return text
    for name in (*NAMED, *(BORN if _pattern("hardship").search(text) else ())):
        text = _pattern(name).sub(_without_number, text)
    return _bare().sub(lambda m: m[0] if _is_figure(text, m) else MASK, text)


def _without_number(match: re.Match[str]) -> str:
    start, end = match.start("number") - match.start(), match.end("number") - match.start()
    return match[0][:start] + MASK + match[0][end:]


def _is_figure(text: str, match: re.Match[str]) -> bool:
    """Whether a unit, as a word of its own, stands behind the digits, or before them in brackets."""
    if _pattern("money_before").search(text[max(0, match.start() - BEFORE) : match.start()]):
        return True
    unit = _pattern("units").match(text, match.end())
    if unit is None:
        return False
    across = text[unit.end() - 1 : unit.end() + 1]
    return len(across) < 2 or not is_common(across)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(load_lexicon("pipeline.privacy", "identifiers")[name].strip())


@cache
def _bare() -> re.Pattern[str]:
    lexicon = load_lexicon("pipeline.privacy", "identifiers")
    either = "|".join(lexicon[name] for name in BARE)
    return re.compile(rf"(?<!\d)(?<!\d\.)(?:{either})(?![\d%％])(?!\.\d)")
