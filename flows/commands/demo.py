"""``xiangtu demo``: the whole way on the bundled site."""

import typer

from flows.commands.options import DataOption, VerboseOption
from flows.show.console import Exit, failing, say


def demo(data: DataOption = None, verbose: VerboseOption = False) -> None:
    """Crawl the bundled county site over HTTP on this machine, build its graph, answer three questions.

    Leaves the data folder behind for the other commands. Run again, it finds nothing new to read.

    Example: [bold]xiangtu demo[/], then [bold]xiangtu query --list[/]
    """
    from crawl.registry import RegistryError
    from crawl.run import CrawlError
    from flows.commands import build as build_command
    from flows.commands import crawl as crawl_command
    from flows.demo.demonstration import ask_three, demo_served
    from flows.run import prefect_home
    from flows.settings import SettingError, load
    from flows.storage import BusyError, data_folder
    from flows.store.folders import NoStoreError
    from serve.errors import QueryError

    with failing(SettingError, RegistryError, CrawlError, BusyError, NoStoreError, QueryError, OSError):
        settings = load(data=data)
        folder = data_folder(settings)
        prefect_home.settle(folder, verbose=verbose)
        from flows.run.flow import Crawl, run_on_prefect

        with demo_served(folder) as address:
            say(f"the demo site is served at {address}; one Prefect flow crawls it, builds its graph and exports it …")
            done = run_on_prefect(settings, Crawl(["demo"], networks=("127.0.0.1/32",)))
        if isinstance(done.crawl, str):
            raise CrawlError(done.crawl)
        if done.crawl:
            crawl_command.tell_hosts(done.crawl)
        build_command.report(done.build, folder.url)
        answers = ask_three(folder, settings)
    say(f"all of it is in {folder.url}; go on with: xiangtu query --list, xiangtu tag FILE")
    named = f" --data {data}" if data else ""
    say(f"look at it with: xiangtu serve{named} --open, at http://{settings.host}:{settings.port}/")
    raise typer.Exit(Exit.OK if answers and done.crawl and done.crawl.ok else Exit.FAILED)
