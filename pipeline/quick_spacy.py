"""What is used of spaCy, imported without its command line.

``import spacy`` brings the whole of ``spacy.cli`` along for one function, ``spacy.info``: with what that downloads,
draws and asks the web by, two fifths of the import's time. That function imports it here when it is called.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

_COMMAND = "spacy.cli.info"


def _info(*args: Any, **options: Any) -> Any:
    from spacy.cli.info import info

    return info(*args, **options)


@contextmanager
def _without_command_line() -> Iterator[None]:
    """Let ``spacy`` find a module in the place of its command's, which any later import finds again itself."""
    if "spacy" in sys.modules:
        yield
        return
    sys.modules[_COMMAND] = ModuleType(_COMMAND)
    sys.modules[_COMMAND].__dict__["info"] = _info
    try:
        yield
    finally:
        del sys.modules[_COMMAND]


with _without_command_line():
    from spacy import util
    from spacy.language import Language
    from spacy.tokens import Doc, Span, SpanGroup
    from spacy.vocab import Vocab

registry = util.registry

__all__ = ["Doc", "Language", "Span", "SpanGroup", "Vocab", "registry", "util"]
