"""The weights by which persons' names are told: from annotated pages, from made ones, and from pages that name nobody.

    python -m corpus.learning persons

Learns from ``corpus/persons`` but ``b…``, ``d…`` and ``f…``, which nothing learns from, and from copies of its pages
under other names (``renamed``), from sentences with names that are put together anew (``made_pages``), from newspapers
whose names are marked (``news``), and from the pages of ``corpus/read`` that may be read, which name no private person.
The figures are of each hand's pages by weights learnt without them.
"""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

from corpus import persons
from corpus.learning.fit import Questions
from corpus.learning.learnt import Learnt
from corpus.learning.made_pages import made_page
from corpus.learning.news import news_pages
from corpus.learning.renamed import Marked, renamed
from corpus.learning.sheets import CORPUS, Sheet
from pipeline.privacy import name_scores
from pipeline.privacy.name_features import features
from pipeline.privacy.name_guesses import guesses
from pipeline.privacy.name_stretches import Stretch, stretches
from pipeline.privacy.name_surroundings import Held, Span, Surroundings, joints
from pipeline.records import Reading

SHIPPED = "pipeline/privacy/data/weights.json"
HANDS = "ace"
"""The hands whose pages are learnt from, by the first letter of the pages' names."""
COPIES = 3
"""Of each annotated page, under other names."""
MADE = 200
NEWS = 4
"""Each so many-th page of the newspaper."""
OF_NEWS = ("two", "three", "double")
"""What is learnt of newspapers: their names without a surname are foreigners', spelt otherwise than those at home."""
PENALTY, FEWEST_PAGES = 0.3, 3
"""By hands: a third or three times as much is no better; 300 made pages neither."""
SMALLEST = 0.02
"""Weights nearer to nothing are not kept."""
OFFICE = re.compile(r"书记|[县镇乡旗局部]长|主席|理事长|委员")
CREDIT = re.compile(r"(?:记者|通讯员|作者|编辑)[：: ]*[\u4e00-\u9fff]{2,4}")
NAME = re.compile(r"[\u4e00-\u9fff·•．\s]+")


@dataclass(frozen=True)
class Example:
    """A stretch with its features, and whether it is a name."""

    stretch: Stretch
    features: Sequence[str]
    is_name: bool


def examples(text: str, names: Iterable[Span], held: Iterable[Span], unclear: Collection[Span] = ()) -> list[Example]:
    """The stretches of a text; those that touch something unclear and are no names are left out."""
    found, right = stretches(text), set(names)
    at = Surroundings(text, found, Held(list(held)))
    found += guesses(at, found)
    starts, ends = {start for start, _ in right}, {end for _, end in right}
    joint = joints()

    def is_listed(s: Stretch) -> bool:
        before = s.start - 1 in ends and text[s.start - 1] in joint
        return before or (s.end + 1 in starts and text[s.end] in joint)

    return [
        Example(
            s,
            (name_scores.BIAS, *features(s, at), *(name_scores.listed(s.kind) if is_listed(s) else ())),
            (s.start, s.end) in right,
        )
        for s in found
        if not at.is_none(s.start, s.end)
        and ((s.start, s.end) in right or not at.is_held(s))
        and ((s.start, s.end) in right or not any(s.start < end and s.end > start for start, end in unclear))
    ]


def annotated(page: persons.Page) -> Iterator[tuple[str, list[Example]]]:
    """The stretches of an annotated page, and of its copies under other names."""
    text = page.reading.article.text
    names = [name for name in page.masked if NAME.fullmatch(name)]
    either = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))) or "$^")
    public = [m.span() for kept in page.kept if OFFICE.search(kept) for m in re.finditer(re.escape(kept), text)]
    credits = [m.span() for m in CREDIT.finditer(text)]
    marked = Marked(text, [m.span() for m in either.finditer(text)], [*_held(page.reading)], [*public, *credits])
    for copy in (marked, *(renamed(marked, crc32(f"{page.name} {number}".encode())) for number in range(COPIES))):
        yield page.name, examples(copy.text, copy.names, copy.held, copy.unclear)


def _held(reading: Reading) -> Iterator[Span]:
    return ((name.start, name.end) for name in (*reading.places, *reading.organisations))


def others() -> Iterator[tuple[str, list[Example]]]:
    """Made pages, newspapers, and pages without private persons."""
    for seed in range(MADE):
        page = made_page(seed)
        yield f"made {seed}", examples(page.text, page.names, page.held)
    for at, news in enumerate(news_pages(NEWS)):
        found = examples(news.text, news.names, news.held, news.unclear)
        yield f"news {at}", [e for e in found if e.stretch.kind in OF_NEWS]
    for path in sorted(p for folder in ("dev", "blind") for p in (CORPUS / "read" / folder / "pages").iterdir()):
        reading = persons.read(path)
        yield path.stem, examples(reading.article.text, (), _held(reading))


def learnt(pages: Iterable[tuple[str, Sequence[Example]]]) -> Mapping[str, float]:
    """Weights: a name is to be chosen among what overlaps it and nothing, whatever overlaps no name is to be left."""
    asked = Questions()
    for page, found in pages:
        names = [e for e in found if e.is_name]
        rivals: dict[int, list[Example]] = {id(name): [] for name in names}
        for e in (e for e in found if not e.is_name):
            over = next((n for n in names if n.stretch.start < e.stretch.end and n.stretch.end > e.stretch.start), None)
            if over is None:
                asked.add(page, 0, [e.features, []], [0.0, 1.0])
            else:
                rivals[id(over)].append(e)
        for name in names:
            options = [name.features, *(e.features for e in rivals[id(name)]), []]
            asked.add(page, 0, options, [1.0, *([0.0] * (len(options) - 1))])
    weights = asked.fit({0}, PENALTY, FEWEST_PAGES)
    return {name: round(weight, 3) for name, weight in sorted(weights.items()) if abs(weight) >= SMALLEST}


def learn(_: Sequence[Sheet]) -> Learnt:
    """The weights from all pages that may be learnt from, with how those pages fare by weights of the other hands."""
    pages = persons.pages(HANDS)
    own, rest = [copy for page in pages for copy in annotated(page)], list(others())
    figures = dict[str, float]()
    for hand in HANDS:
        weights = learnt([*(page for page in own if page[0][0] != hand), *rest])
        found = persons.score([page for page in pages if page.name[0] == hand], weights)
        figures |= {f"{hand}: recall": round(found.recall, 3), f"{hand}: precision": round(found.precision, 3)}
    body = json.dumps(learnt([*own, *rest]), ensure_ascii=False, indent=0, sort_keys=True) + "\n"
    return Learnt({SHIPPED: body.encode()}, figures)
