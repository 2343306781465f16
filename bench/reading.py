"""How fast a page is read, from its bytes to N-Quads, and in how much memory: each page once, as a build reads them.

usage: python -m bench.reading [FILE or FOLDER...] [--pages N]

Without files the annotated pages of ``corpus``. A page counts by its characters, 2,000 to the page, so that dense and
long ones weigh what they are; processor time, after ``--warm`` pages that load lexicons and weights.
"""

import argparse
import resource
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from crawl.packing import content_type, file_url
from ontology.iris import Iris
from pipeline.graph.emit import page_written
from pipeline.graph.validate import violations
from pipeline.graph.written import in_graph
from pipeline.privacy import anonymous
from pipeline.read import read_page
from pipeline.records import RawPage, Refusal

PAGE = 2000
"""Characters of a page."""
FETCHED = datetime(2026, 1, 1, tzinfo=UTC)
IRIS = Iris()
CORPUS = Path(__file__).parent.parent / "corpus"


def pages(paths: Iterable[Path]) -> Iterator[RawPage]:
    """The pages of files and folders, in order."""
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.suffix in (".txt", ".html"):
                yield RawPage(
                    file_url(file.name), FETCHED, file.read_bytes(), headers=(("Content-Type", content_type(file)),)
                )


def read(page: RawPage) -> tuple[int, int]:
    """Characters and quads of a page; none of one that is refused."""
    reading = read_page(page)
    if isinstance(reading, Refusal):
        return 0, 0
    reading = anonymous(reading)
    said = page_written(reading, FETCHED, IRIS)
    violations(said.values())
    return len(reading.article.text), len(in_graph(said, IRIS.page(page.url)))


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("files", nargs="*", type=Path)
    cli.add_argument("--pages", type=int, default=200, help="at most so many pages (default 200)")
    cli.add_argument("--warm", type=int, default=20, help="pages that are read before (default 20)")
    args = cli.parse_args()
    found = list(pages(args.files or sorted(CORPUS.glob("**/pages"))))[: args.pages + args.warm]
    for page in found[: args.warm]:
        read(page)
    start = time.process_time()
    counts = [read(page) for page in found[args.warm :]]
    seconds = time.process_time() - start
    characters, quads = (sum(column) for column in zip(*counts, strict=True))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(counts)} pages, {characters:,} characters, {quads:,} quads in {seconds:.1f} s")
    print(f"{characters / PAGE / seconds:.1f} pages of {PAGE:,} characters a second, {memory:.0f} MB at the peak")


if __name__ == "__main__":
    main()
