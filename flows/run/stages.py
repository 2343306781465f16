"""The stages of a run in figures: what went in and came out, what was refused and why, and the seconds it took."""

import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from crawl.report import CrawlReport
from flows.release.dumps import Release
from flows.release.gates import GateResult
from flows.run.build import Summary


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage: ``taken`` and ``given`` say what was counted, ``refused`` the reasons with their numbers."""

    stage: str
    taken: str
    given: str
    refused: str
    seconds: float


class Clock:
    """The seconds of each stage."""

    def __init__(self) -> None:
        self.seconds = defaultdict[str, float](float)

    @contextmanager
    def of(self, stage: str) -> Iterator[None]:
        """Count what passes while the context lasts."""
        since = time.monotonic()
        try:
            yield
        finally:
            self.seconds[stage] += time.monotonic() - since


def of_crawl(crawl: CrawlReport | str | None, clock: Clock) -> Iterator[Stage]:
    """The crawl, if there was one."""
    if isinstance(crawl, str):
        yield Stage("crawl", "", "", crawl, clock.seconds["crawl"])
    elif crawl:
        reasons = Counter(problem.reason for site in crawl.sites for problem in (*site.errors, *site.refused))
        yield Stage(
            "crawl", f"{len(crawl.sites)} sites", f"{crawl.articles} articles", worded(reasons), clock.seconds["crawl"]
        )


def of_build(build: Summary, clock: Clock) -> Iterator[Stage]:
    """Reading and loading."""
    read = f"{build.built} archives, {build.pages + build.refused.total()} pages"
    yield Stage("read", read, f"{build.pages} pages", worded(build.refused), clock.seconds["read"])
    change = build.change
    put = f"{change.added} page graphs put in, {change.removed} taken out" if change else "nothing to do"
    yield Stage("load", f"{build.counts.get('pages', 0)} pages", put, "", clock.seconds["load"])


def of_release(gate: GateResult | None, release: Release | None, clock: Clock) -> Iterator[Stage]:
    """The gate and the release, as far as the run came."""
    if gate:
        said = "; ".join(gate.blocking)
        yield Stage(
            "gate", f"{len(gate.figures)} figures", f"{len(gate.warnings)} warnings", said, clock.seconds["gate"]
        )
    if release:
        given = f"{release.quads} statements"
        yield Stage("export", f"{release.pages} pages", given, "", clock.seconds["export"])


def worded(reasons: Counter[str]) -> str:
    """Reasons with their numbers, the commonest first."""
    return ", ".join(f"{count} {reason}" for reason, count in reasons.most_common())
