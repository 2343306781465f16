"""How a run went: done, done in part (with what), or failed; for exit codes, states and notices alike."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from crawl.report import CrawlReport, SiteReport
from flows.run.build import Summary

Kind = Literal["done", "partly", "failed"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a run, and a line for each thing that went wrong."""

    kind: Kind
    problems: tuple[str, ...] = ()

    @property
    def message(self) -> str:
        """The outcome in a line, for a state's message."""
        return "; ".join(self.problems) or "all well"


def of_run(crawl: CrawlReport | str | None, build: Summary | str, gate: Iterable[str], released: bool) -> Outcome:
    """The outcome of a whole run.

    ``crawl`` is its report, what stopped it, or None where nothing was to be crawled; ``build`` likewise; ``gate`` are
    the assertions that block the release. A crawl that failed does not undo what was built and released.
    """
    problems = [*of_crawl(crawl), *of_build(build), *(f"gate: {failed}" for failed in gate)]
    worked = isinstance(build, Summary) and build.archives > 0 and (released or not problems)
    if not problems:
        return Outcome("done")
    return Outcome("partly" if worked else "failed", tuple(problems))


def of_crawl(crawl: CrawlReport | str | None) -> list[str]:
    """What went wrong in a crawl, a line for each site."""
    if crawl is None or isinstance(crawl, str):
        return [f"crawl: {crawl}"] if crawl else []
    return [f"crawl of {site.site}: {problem}" for site in crawl.sites for problem in of_site(site)]


def of_site(site: SiteReport) -> list[str]:
    """What went wrong in the crawl of one site."""
    lines = []
    if site.errors:
        first = site.errors[0]
        more = f" and {len(site.errors) - 1} more" if len(site.errors) > 1 else ""
        lines.append(f"{first.reason} {first.url}{more}")
    if site.skipped:
        lines.append(f"{site.skipped} addresses left, their host is held")
    return lines


def of_build(build: Summary | str) -> list[str]:
    """What went wrong in a build: archives that could not be read, captures refused by reason."""
    if isinstance(build, str):
        return [f"build: {build}"]
    failed = [f"{failure.job.archive.name}: {failure.error}" for failure in build.failures]
    refused = ", ".join(f"{count} {reason}" for reason, count in sorted(build.refused.items()))
    return [*failed, *([f"refused: {refused}"] if refused else [])]
