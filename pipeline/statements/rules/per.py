"""What one number is for: 人均, 户均, 每亩, 亩产."""

import re
from functools import cache

from pipeline.lexicon import load_lexicon


def per(text: str, start: int, end: int) -> str | None:
    """The unit that the words between start and end spread the number at ``end`` over; the last one counts."""
    found = [match.group(match.lastindex or 0) for match in _pattern().finditer(text, start, end)]
    return found[-1] if found else None


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(load_lexicon("pipeline.text", "phrases")["per"])
