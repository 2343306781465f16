"""A release written from the data folder as it stands."""

from flows.release.dumps import Release, release
from flows.run.version import pipeline_version
from flows.settings import Settings
from flows.storage import data_folder
from flows.store.state import opened
from ontology.iris import Iris


def export_data(settings: Settings, date: str) -> Release:
    """Write a release of the data folder, while nobody builds. Raises EmptyError, BusyError, OSError."""
    data = data_folder(settings)
    with data.locked(), opened(data.local / "state.sqlite") as state:
        return release(data, state, Iris(settings.base), date, (settings.licence, pipeline_version()))
