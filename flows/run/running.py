"""A build or an export started: in this process, or as a Prefect flow where that gives something."""

from flows.release.dumps import Release, release
from flows.run import prefect_home
from flows.run.build import Summary, build
from flows.run.progress import shown
from flows.run.work import here
from flows.settings import Settings
from flows.storage import data_folder
from flows.store.state import opened
from ontology.iris import Iris


def build_here_or_on_prefect(
    settings: Settings, inputs: list[str], *, prune: bool = False, force: bool = False, verbose: bool = False
) -> Summary:
    """Build. Prefect takes seconds to start, so one worker with no server to tell does without it."""
    data = data_folder(settings)
    if settings.workers == 1 and not prefect_home.has_server():
        return build(data, settings, inputs, shown(here(data, settings), data), prune=prune, force=force)
    prefect_home.settle(data, verbose=verbose)
    from flows.run.flow import build_on_prefect

    return build_on_prefect(settings, inputs, prune=prune, force=force)


def export_data(settings: Settings, date: str) -> Release:
    """Write a release of the data folder, while nobody builds."""
    data = data_folder(settings)
    with data.locked(), opened(data.local / "state.sqlite") as state:
        return release(data, state, Iris(settings.base), date)
