"""What a case is: a server that pages as a family does, and what is to come of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.crawl.web import ARTICLE, Answer


@dataclass
class Case:
    """A server, its list, the articles that are to be captured, and the list pages that it is asked for at most."""

    family: str
    list: str
    expected: set[str]
    answer: Callable[[str], Answer | None]
    most: int
    keys: dict[str, Any] = field(default_factory=dict)


def static(lists: dict[str, str]) -> Callable[[str], Answer | None]:
    """Lists by path, articles for the rest, 404 for what looks like another list page."""

    def answer(path: str) -> Answer | None:
        if path in lists:
            return lists[path]
        name = path.rpartition("/")[2]
        missing = name.startswith(("index", "list", "8060")) or (name.removesuffix(".html").isdigit() and len(name) < 9)
        return None if missing else ARTICLE

    return answer
