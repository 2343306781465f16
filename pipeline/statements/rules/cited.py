"""The passage that bears a fact: its clause, with the clause before it where that only sets the time or place."""

import re

from pipeline.text.figures import Figure
from pipeline.text.sentences import Clause, Sentence

SETTING_LENGTH = 12
"""Characters of an opening clause that is quoted with the next (2023年, · 截至目前, · 在红星镇,)."""
_SETTING = re.compile(r"(?:.*(?:年|月|日|季度|目前|以来|期间|同时|之后|今年|去年|度|底|来)|[在截].*)$")


def passage(text: str, sentence: Sentence, clause: Clause, figure: Figure) -> tuple[int, int]:
    """Start and end of the fact's passage in the text."""
    start = clause.start
    at = sentence.clauses.index(clause)
    if at:
        opening = sentence.clauses[at - 1]
        words = text[opening.start : opening.end]
        if len(words) <= SETTING_LENGTH and _SETTING.match(words):
            start = opening.start
    return start, max(clause.end, figure.end)
