"""What looks like a name and is none where it stands: a class that is counted, a figure of speech, a reference."""

from functools import lru_cache

from pipeline.names.clauses import Clauses
from pipeline.names.heads import tails
from pipeline.names.view import View
from pipeline.names.words import nationals, pattern, words

_LEAD = 30
"""Characters behind a name in which its line says that a list follows."""
_TITLE = 200
"""Characters of a title at the most: a longer first line is none."""
_COUNT, _TURN = 8, 18
"""Characters before a name in which a count of it stands, or what it is a figure of speech for."""


def is_common(seen: View, edges: Clauses, start: int, end: int) -> bool:
    """Whether a stretch of a view is no name whatever it looks like."""
    quoted = any(start <= quote.start < end for quote in seen.quotes)
    text = seen.text
    if quoted and is_figure(text, start):
        return True
    plain = not quoted and (_refers(text[start:end]) or _is_of_list(text, start, end))
    return plain or _is_class(text, edges, start, end)


def _refers(name: str) -> bool:
    """Whether a stretch ends in a word that only refers to a programme (通过本项目)."""
    head = next((h for h in tails(name) if h.end == len(name)), None)
    return head is not None and name[: head.start].endswith(words("programs", "referring"))


def is_figure(text: str, start: int) -> bool:
    """Whether a quote is what something has become for someone: 成了村民的“X”."""
    return pattern("turning").search(text, max(0, start - _TURN), start) is not None


def _is_class(text: str, edges: Clauses, start: int, end: int) -> bool:
    """Whether a name without place or policy is counted (建成示范园3个, “爱心食堂”2处)."""
    body = text[start:end]
    if not body.endswith(words("programs", "counted_heads")) or body in nationals() or edges.placed(start, end):
        return False
    counted = pattern("counted_behind").match(text, end)
    if body.endswith(words("programs", "measured_heads")):
        counted = counted or pattern("measured_behind").match(text, end)
    return bool(counted or pattern("counted_before").search(text, max(0, start - _COUNT), start))


def _is_of_list(text: str, start: int, end: int) -> bool:
    """Whether a title's words, or those that lead into a list (现将…公示如下), are what the page lists projects of."""
    title = _title_of_list(text)
    if title is None:
        return False
    body, line = text[start:end], text[end : min(len(text), end + _LEAD)].partition("\n")[0]
    if body.endswith(words("programs", "listed_funds")):
        return end <= len(title) and text.startswith(words("programs", "listed_heads"), end)
    if not body.endswith(words("programs", "listed_heads")) or body in nationals():
        return False
    return body in title or pattern("lead_ends").search(line) is not None


@lru_cache(maxsize=1)
def _title_of_list(text: str) -> str | None:
    """The title of a page that lists or counts its projects, looked at once for all names of a page."""
    title = text[: max(0, text.find("\n", 0, _TITLE))]
    return title if pattern("lists_projects").search(text, len(title)) else None
