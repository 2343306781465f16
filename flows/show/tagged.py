"""What is read on pages, as text to be written: JSON lines, an HTML page, or why it was read so."""

import json
from collections.abc import Callable
from typing import NamedTuple

from flows.show.taghtml import article_html, page_end, page_start
from pipeline.records import Reading
from pipeline.statements.why import as_text, explain
from pipeline.tag import as_json


class Form(NamedTuple):
    """What is written first, of each page (its name, its reading, the how manyeth it is), and last."""

    start: str
    page: Callable[[str, Reading, int], str]
    end: str


def form(html: bool, why: bool) -> Form:
    """The form that the options ask for."""
    if html:
        return Form(page_start(), article_html, page_end())
    if why:
        return Form("", lambda name, reading, _: f"{name}\n\n{as_text(explain(reading))}", "")
    return Form(
        "", lambda name, reading, _: json.dumps(as_json(reading) | {"page": name}, ensure_ascii=False) + "\n", ""
    )
