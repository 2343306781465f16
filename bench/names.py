"""Names of all kinds: pages a second in CPU time against jieba's words of the same text, and what memory they take.

usage: python -m bench.names [ROUNDS]

Reads the pages of ``corpus/read`` (and of ``../shared/seeds``, where it lies), cut to 2,000 characters, ROUNDS
times over (9 unless told). In each round every kind reads every page, and rjieba (jieba's dictionary and model in Rust)
cuts it into words, so that all meet the same machine; the median round counts. Shorter pages are reckoned by their
characters: they bear the cost of starting a page more often, so the rate of full pages is higher. Nothing that is kept
between pages goes by their text; the counties they name are in memory after the first, uncounted round.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from pipeline.clean import clean
from pipeline.names import read_documents, read_organisations, read_programs
from pipeline.places import read_places
from pipeline.records import Article, Block, Place, RawPage

ROOT = Path(__file__).parents[1]
FOLDERS = (*sorted((ROOT / "corpus/read").glob("*/pages")), ROOT.parent / "shared" / "seeds")
PAGE = 2000
Read = Callable[[Article, tuple[Place, ...]], object]
KINDS: dict[str, Read] = {
    "places": lambda article, _: read_places(article),
    "programmes": read_programs,
    "organisations": read_organisations,
    "documents": lambda article, _: read_documents(article),
}
_MEMORY = """
from pathlib import Path
def resident():
    line = next(l for l in Path("/proc/self/status").read_text().splitlines() if l.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
import pipeline.names, pipeline.places
from pipeline.places import gazetteer, words
from pipeline.places.forms import county_forms, county_matcher, upper_matcher
before = resident()
upper_matcher().longest("会同"), gazetteer.townships_by_name(), words.is_word("村")
print(f"{resident() - before:.0f} MB: higher divisions, names of townships, words")
for county in gazetteer.counties()[:: len(gazetteer.counties()) // gazetteer.COUNTIES_HELD][: gazetteer.COUNTIES_HELD]:
    county_forms(county.code), county_matcher(county.code).longest("")
print(f"{resident() - before:.0f} MB: with as many counties as are ever held; {resident():.0f} MB the process")
"""


def pages() -> list[Article]:
    """The articles, cut."""
    files = [file for folder in FOLDERS for file in sorted(folder.glob("*.txt"))]
    found = (clean(RawPage(file.name, datetime(2024, 1, 1, tzinfo=UTC), file.read_bytes())) for file in files)
    return [cut(article) for article in found if isinstance(article, Article)]


def cut(article: Article) -> Article:
    """The beginning of an article, as long as a page."""
    text = article.text[:PAGE]
    blocks = tuple(Block(b.start, min(b.end, PAGE), b.kind) for b in article.blocks if b.start < PAGE)
    return Article(article.url, text, blocks, article.title)


def main(rounds: int) -> None:
    """Print the figures."""
    articles = pages()
    given = [(article, read_places(article).mentions) for article in articles]
    length = sum(len(article.text) for article in articles) / PAGE
    kinds = dict(KINDS)
    try:
        import rjieba  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        print("rjieba is not installed: no ratios")
    else:
        kinds["rjieba"] = lambda article, _: rjieba.cut(article.text)
    spent: dict[str, list[float]] = {kind: [] for kind in kinds}
    for number in range(rounds + 1):
        for kind, read in kinds.items():
            started = time.process_time()
            for article, places in given:
                read(article, places)
            if number:
                spent[kind].append((time.process_time() - started) / length)
    cost = {kind: median(seconds) for kind, seconds in spent.items()}
    cost = {**{kind: cost[kind] for kind in KINDS}, "all": sum(cost[kind] for kind in KINDS), **cost}
    print(f"{len(articles)} pages, {length * PAGE:,.0f} characters, median of {rounds} rounds")
    for kind, seconds in cost.items():
        ratio = f"{seconds / cost['rjieba']:8.1f} times rjieba" if "rjieba" in cost else ""
        print(f"{kind:14}{1 / seconds:10,.0f} pages/s{1000 * seconds:8.2f} ms{ratio}")
    print(subprocess.run([sys.executable, "-c", _MEMORY], capture_output=True, text=True, check=True).stdout, end="")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
