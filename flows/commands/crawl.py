"""``xiangtu crawl``: registered sites into WARC."""

from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.options import ContactOption, DataOption
from flows.console import Exit, emit, err, failing, say, table
from flows.settings import SettingError, load

if TYPE_CHECKING:
    from crawl.report import CrawlReport


def crawl(
    sites: Annotated[list[str] | None, typer.Argument(help="Ids of sites; all enabled ones if none is named.")] = None,
    data: DataOption = None,
    contact: ContactOption = None,
    listing: Annotated[bool, typer.Option("--list", help="List the registered sites and leave.")] = False,
) -> None:
    """Crawl registered sites, politely, into data/raw/SITE/*.warc.gz; only what is new since the last crawl.

    Sites stand in crawl/sites and, for your own, in data/sites/*.yaml.

    Example: [bold]xiangtu crawl --contact you@example.org[/]

    Example: [bold]xiangtu crawl --list[/]
    """
    from crawl.registry import RegistryError
    from crawl.run import CrawlError
    from flows.crawling import UnknownSiteError, chosen, crawl_sites
    from flows.storage import data_folder

    with failing(SettingError, RegistryError, UnknownSiteError, CrawlError, OSError):
        folder = data_folder(load(data=data))
        configs = chosen(folder, sites or [])
        if listing:
            for config in configs:
                emit(f"{config.id}\t{config.division or ''}\t{config.name}\t{'' if config.enabled else 'disabled'}")
            return
        enabled = [config for config in configs if config.enabled]
        with err.status("crawling") as status:
            report = crawl_sites(folder, enabled, contact, status.update)
    tell(report)
    for path in report.files:
        emit(str(path))
    raise typer.Exit(verdict(report))


def tell(report: "CrawlReport") -> None:
    """What the crawl brought, to standard error."""
    for site in report.sites:
        for problem in site.errors:
            say(f"{site.site}: {problem.reason}: {problem.url} {problem.detail}".rstrip())
    rows = [
        (s.site, f"{s.articles} articles ({s.changed} changed), {s.known + s.unchanged} known, {len(s.errors)} errors")
        for s in report.sites
    ]
    table(f"crawl, {report.seconds:.0f} s", rows)
    for line in report.log:
        say(line)


def verdict(report: "CrawlReport") -> Exit:
    """The exit code that says how the crawl went."""
    if report.ok:
        return Exit.OK
    lived = any(site.articles or site.known or site.unchanged for site in report.sites)
    return Exit.PARTLY if lived else Exit.FAILED
