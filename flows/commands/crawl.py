"""``xiangtu crawl``: registered sites into WARC."""

from datetime import UTC, date, datetime, time
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.options import ContactOption, DataOption, Format
from flows.show import console
from flows.show.console import Exit, emit, err, fail, failing, plural, say, warn

if TYPE_CHECKING:
    from crawl.entries import SiteConfig
    from crawl.report import CrawlReport

DAY = ["%Y-%m-%d"]
SHOWN = 20
"""Problems that are named; the report has all."""


def crawl(
    sites: Annotated[list[str] | None, typer.Argument(help="Ids of sites; all enabled ones if none is named.")] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=DAY, help="Backfill: rows of lists from this day on.")
    ] = None,
    until: Annotated[datetime | None, typer.Option(formats=DAY, help="Backfill: rows of lists up to this day.")] = None,
    recheck: Annotated[
        datetime | None,
        typer.Option("--recheck-before", formats=DAY, help="Ask again for articles last checked before it."),
    ] = None,
    retry_held: Annotated[
        bool, typer.Option("--retry-held", help="Ask hosts that put up a wall before their time.")
    ] = False,
    most: Annotated[int | None, typer.Option("--max-articles", min=1, help="New articles of each site.")] = None,
    form: Annotated[
        Format, typer.Option("--format", "-f", help="table: the files written; json, csv: the report.")
    ] = Format.TABLE,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Also addresses of this machine and of private networks.")
    ] = False,
    contact: ContactOption = None,
    data: DataOption = None,
) -> None:
    """Crawl registered sites, politely, into data/raw/SITE/*.warc.gz; only what is new since the last crawl.

    Sites stand in crawl/sites and, for your own, in data/sites/*.yaml; 'xiangtu sites' lists them. A crawl that was
    ended goes on where it stopped. Lists are read down to the first page of known rows; with --since or --until down
    to that day, for rows of those days. Standard output names the archives written; what each host and list brought
    stands on standard error, and in data/reports/crawl-*.json.

    Example: [bold]xiangtu crawl --contact you@example.org[/]

    Example: [bold]xiangtu crawl huitong --since 2024-01-01 --until 2024-06-30[/]

    Example: [bold]xiangtu crawl --format json > report.json[/]
    """
    from crawl.registry import RegistryError
    from crawl.run import CrawlError
    from flows.run.crawl_report import as_json, host_rows
    from flows.run.crawling import Tally, UnknownSiteError, chosen, crawl_sites
    from flows.run.progress import told_along
    from flows.settings import SettingError, load
    from flows.storage import data_folder

    if since and until and since > until:
        fail(f"--since {since:%Y-%m-%d} is after --until {until:%Y-%m-%d}; swap them")
    with failing(SettingError, RegistryError, UnknownSiteError, CrawlError, OSError):
        folder = data_folder(load(data=data))
        enabled = enabled_of(chosen(folder, sites or []), named=bool(sites))
        tally = Tally()
        begin = partial(
            crawl_sites,
            folder,
            enabled,
            contact,
            tally.add,
            allow_private=allow_private,
            since=day(since),
            until=day(until),
            recheck_before=datetime.combine(recheck.date(), time(), UTC) if recheck else None,
            retry_held=retry_held,
            max_articles=most,
        )
        report = told_along(begin, tally.how_far)
    tell(report)
    if form is Format.JSON:
        emit(as_json(report))
    elif form is Format.CSV:
        from flows.commands.sites import write

        write(host_rows(report), form)
    else:
        for path in report.files:
            emit(str(path))
    raise typer.Exit(verdict(report))


def day(moment: datetime | None) -> date | None:
    """The day of a moment."""
    return moment.date() if moment is not None else None


def enabled_of(configs: "list[SiteConfig]", *, named: bool) -> "list[SiteConfig]":
    """The sites that are enabled; says which of those named are not."""
    if named:
        for config in configs:
            if not config.enabled:
                warn(f"{config.id}: disabled; probe it, look at what comes, then set enabled: true in its file")
    return [config for config in configs if config.enabled]


def tell(report: "CrawlReport") -> None:
    """What the crawl brought, to standard error: problems, then a row a host."""
    problems = [(site.site, problem) for site in report.sites for problem in site.errors]
    for site, problem in problems[:SHOWN]:
        warn(f"{site}: {problem.reason}: {problem.url} {problem.detail}".rstrip())
    if len(problems) > SHOWN:
        warn(f"… and {plural(len(problems) - SHOWN, 'more problem')}, in the report")
    tell_hosts(report)


def tell_hosts(report: "CrawlReport") -> None:
    """What the crawl brought in all, and a row a host."""
    from rich.table import Table

    from flows.run.crawl_report import HOST, host_rows

    problems = sum(len(site.errors) for site in report.sites)
    say(f"crawl, {report.seconds:.0f} s: {plural(report.articles, 'article')}, {plural(problems, 'error')}")
    if not console.quiet:
        grid = Table(*HOST, header_style="dim", box=None, pad_edge=False)
        for row in host_rows(report):
            grid.add_row(*map(str, row.values()))
        err.print(grid, markup=False)
    for line in report.log:
        warn(line)


def verdict(report: "CrawlReport") -> Exit:
    """The exit code that says how the crawl went."""
    if report.ok:
        return Exit.OK
    lived = any(site.articles or site.known or site.unchanged for site in report.sites)
    return Exit.PARTLY if lived else Exit.FAILED
