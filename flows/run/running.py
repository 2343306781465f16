"""A build started: in this process, in several, or as a Prefect flow where there is a server or a cluster to tell."""

from flows.run import prefect_home
from flows.run.build import Runner, Summary, build
from flows.run.pool import processes
from flows.run.progress import shown, told_along
from flows.run.wanted import Wanted
from flows.run.work import here
from flows.settings import Settings
from flows.storage import DataFolder, data_folder


def build_here_or_on_prefect(settings: Settings, wanted: Wanted, *, verbose: bool = False) -> Summary:
    """Build. Prefect takes seconds to start, so a build with no server to tell and no cluster does without it."""
    data = data_folder(settings)
    if settings.runner == "processes" and not prefect_home.has_server():
        return build(data, settings, wanted, shown(runner(data, settings), data), told_along)
    prefect_home.settle(data, verbose=verbose)
    from flows.run.flow import build_on_prefect

    return build_on_prefect(settings, wanted)


def runner(data: DataFolder, settings: Settings) -> Runner:
    """This process for one worker, else as many processes as the settings say."""
    return here(data, settings) if settings.workers == 1 else processes(data, settings)
