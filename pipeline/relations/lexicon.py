"""The words and patterns of relations, ready for use."""

import re
from functools import cache
from typing import Literal

from pipeline.lexicon import Matcher, load_lexicon

Trigger = Literal["carry", "use", "join", "pay", "issue", "drafting", "found", "elsewhere"]
_TRIGGERS: tuple[Trigger, ...] = ("carry", "use", "join", "pay", "issue", "drafting", "found", "elsewhere")


@cache
def triggers() -> Matcher[frozenset[Trigger]]:
    """Every verb with what it may do; a shield does nothing."""
    lexicon = load_lexicon("pipeline.relations", "words")
    found: dict[str, frozenset[Trigger]] = dict.fromkeys(lexicon["shields"].split(), frozenset())
    for trigger in _TRIGGERS:
        for word in lexicon[trigger].split():
            found[word] = found.get(word, frozenset()) | {trigger}
    return Matcher(found)


@cache
def pattern(name: str) -> re.Pattern[str]:
    """A pattern of frames.yaml, or the negations of words.yaml."""
    return re.compile(load_lexicon("pipeline.relations", "words" if name == "negations" else "frames")[name])
