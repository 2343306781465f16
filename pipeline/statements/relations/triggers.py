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
    lexicon = load_lexicon("pipeline.statements.relations", "words")
    found: dict[str, frozenset[Trigger]] = dict.fromkeys(lexicon["shields"].split(), frozenset())
    for trigger in _TRIGGERS:
        for word in lexicon[trigger].split():
            found[word] = found.get(word, frozenset()) | {trigger}
    return Matcher(found)


@cache
def pattern(name: str) -> re.Pattern[str]:
    """A pattern of frames.yaml, or of words.yaml."""
    lexicon = load_lexicon("pipeline.statements.relations", "frames")
    return re.compile(
        lexicon[name] if name in lexicon else load_lexicon("pipeline.statements.relations", "words")[name]
    )
