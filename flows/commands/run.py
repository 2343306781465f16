"""``xiangtu run``: the whole flow once."""

from typing import Annotated

import typer

from flows.commands.options import (
    ContactOption,
    DataOption,
    RunnerOption,
    SchedulerOption,
    VerboseOption,
    WorkersOption,
)
from flows.show.console import Exit, emit, failing, say


def run(
    sites: Annotated[list[str] | None, typer.Argument(help="Ids of sites; all enabled ones if none is named.")] = None,
    data: DataOption = None,
    workers: WorkersOption = None,
    runner: RunnerOption = None,
    scheduler: SchedulerOption = None,
    contact: ContactOption = None,
    skip_crawl: Annotated[bool, typer.Option("--skip-crawl", help="Build and export what is there.")] = False,
    verbose: VerboseOption = False,
) -> None:
    """Crawl, build and export once, as one Prefect flow.

    Reports to the server that PREFECT_API_URL names, else to one of its own for the while.

    Example: [bold]xiangtu run --contact you@example.org --workers 2[/]
    """
    from crawl.registry import RegistryError
    from crawl.run import CrawlError
    from flows.commands import build as build_command
    from flows.commands import crawl as crawl_command
    from flows.release.dumps import EmptyError
    from flows.run import prefect_home
    from flows.run.crawling import UnknownSiteError
    from flows.run.inputs import InputError
    from flows.settings import SettingError, load
    from flows.storage import BusyError, data_folder

    expected = (SettingError, RegistryError, UnknownSiteError, CrawlError, InputError, EmptyError, BusyError, OSError)
    with failing(*expected):
        settings = load(data=data, workers=workers, runner=runner, scheduler=scheduler)
        folder = data_folder(settings)
        prefect_home.settle(folder, verbose=verbose)
        from flows.run.flow import Crawl, run_on_prefect

        done = run_on_prefect(settings, None if skip_crawl else Crawl(list(sites or []), contact))
    if done.crawl and not isinstance(done.crawl, str):
        crawl_command.tell_hosts(done.crawl)
    build_command.report(done.build, folder.url)
    blocked = done.gate and done.gate.blocking
    say("release:" if done.release else "no release" + ("" if blocked else ": no page has been read"))
    if done.release:
        emit(folder.path(done.release.folder))
    raise typer.Exit({"done": Exit.OK, "partly": Exit.PARTLY, "failed": Exit.FAILED}[done.outcome.kind])
