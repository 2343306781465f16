"""What a page costs, stage by stage, from its bytes to N-Quads: milliseconds of processor time.

usage: python -m bench.stages [PAGES]

Pages of our own making (``bench.made``), of few counties as a site's are; of five rounds each page's best, since others
load the machine.
"""

import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from bench.made import COUNTIES, html, url
from flows.run.outputs import said_by
from ontology.iris import Iris
from pipeline.clean import clean
from pipeline.clean.reposts import signature
from pipeline.components import reading_of
from pipeline.docs import set_article
from pipeline.graph.emit import page_written
from pipeline.graph.validate import violations
from pipeline.graph.written import in_graph
from pipeline.privacy import anonymous
from pipeline.read import load_pipeline
from pipeline.records import RawPage, Refusal

ROUNDS = 5
SITES = 10
IRIS = Iris()
FETCHED = datetime(2026, 1, 1, tzinfo=UTC)
Stage = tuple[str, Callable[[Any], Any]]


def stages(page: RawPage) -> Iterator[Stage]:
    """Each stage with what it makes of what the one before it gave."""
    nlp = load_pipeline()
    article = clean(page, None)
    if isinstance(article, Refusal):
        raise TypeError(f"{page.url}: {article.reason}")
    yield "clean", lambda _: clean(page, None)

    def frame(_: object) -> Any:
        doc = nlp.make_doc(article.text)
        set_article(doc, article, None)
        return doc

    yield "spaCy's frame", frame
    yield from nlp.pipeline
    yield "mask", lambda doc: anonymous(reading_of(doc))
    iri = IRIS.page(page.url)
    yield "emit", lambda reading: (reading, page_written(reading, FETCHED, IRIS))
    yield "check", lambda made: (*made, violations(made[1].values()))
    yield "N-Quads", lambda made: (made[0], [line.encode() for line in in_graph(made[1], iri)])
    yield "hash, signature", lambda made: (made[0], said_by(iri, tuple(made[1])), signature(made[0].article.text))


def taken(page: RawPage) -> dict[str, float]:
    """The seconds of each stage on a page."""
    found, value = {}, None
    for name, stage in stages(page):
        start = time.process_time()
        value = stage(value)
        found[name] = time.process_time() - start
    return found


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    html_type = (("Content-Type", "text/html"),)
    numbers = [at % SITES + at // SITES * COUNTIES for at in range(count)]
    pages = [RawPage(url(n), FETCHED, html(n).encode(), headers=html_type) for n in numbers]
    for page in pages[:SITES]:
        taken(page)
    best: dict[str, float] = defaultdict(float)
    for page in pages:
        rounds = [taken(page) for _ in range(ROUNDS)]
        for name in rounds[0]:
            best[name] += min(found[name] for found in rounds)
    print("| stage | ms a page |\n|---|---|")
    for name, seconds in [*best.items(), ("all", sum(best.values()))]:
        print(f"| {name} | {seconds / len(pages) * 1000:.2f} |")


if __name__ == "__main__":
    main()
