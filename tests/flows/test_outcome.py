"""How a run went: done, done in part with what went wrong, or failed."""

from collections import Counter
from typing import Any

import pytest

from crawl.report import CrawlReport, Problem, SiteReport
from flows.run.build import Failure, Job, Summary
from flows.run.inputs import Archive
from flows.run.outcome import of_run

BUILT = Summary(archives=2, built=1, pages=5)
HELD = CrawlReport((SiteReport("demo", errors=(Problem("//a.cn/", "host-held", "wall"),), skipped=3),))
DAMAGED = Summary(
    archives=2, built=1, pages=5, failures=[Failure(Job("s", Archive("raw/x.warc.gz", 1, "d", "t")), "cut")]
)
REFUSED = Summary(archives=1, built=1, pages=4, refused=Counter({"not-text": 2}))


@pytest.mark.parametrize(
    ("crawl", "build", "gate", "released", "kind", "said"),
    [
        (CrawlReport(), BUILT, (), True, "done", ()),
        (None, BUILT, (), True, "done", ()),
        (HELD, BUILT, (), True, "partly", ("crawl of demo: host-held //a.cn/", "3 addresses left")),
        ("no contact", BUILT, (), True, "partly", ("crawl: no contact",)),
        (None, DAMAGED, (), True, "partly", ("raw/x.warc.gz: cut",)),
        (None, REFUSED, (), True, "partly", ("refused: 2 not-text",)),
        (None, BUILT, ("facts_per_page is 0.1, least 0.2",), False, "failed", ("gate: facts_per_page",)),
        ("no contact", Summary(), (), False, "failed", ("crawl: no contact",)),
    ],
)
def test_a_run_tells_how_it_went(
    crawl: Any, build: Summary, gate: tuple[str, ...], released: bool, kind: str, said: tuple[str, ...]
) -> None:
    outcome = of_run(crawl, build, gate, released)
    assert outcome.kind == kind
    assert all(words in outcome.message for words in said)
