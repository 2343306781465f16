"""A release written from the data folder as it stands."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.release.dumps import Release, release
from flows.run.soundness import damaged
from flows.run.version import pipeline_version
from flows.settings import Settings
from flows.storage import DataFolder, data_folder
from flows.store.state import State, only_read, opened
from flows.sums import DamagedError
from ontology.iris import Iris


def export_data(settings: Settings, date: str, to: Path | None = None) -> Release:
    """Write a release of the data folder, while nobody builds, or to another folder, where the data may be read-only.

    Raises EmptyError, BusyError, DamagedError, OSError.
    """
    data = data_folder(settings)
    out = DataFolder(str(to.absolute()), to.absolute()) if to else data
    with asked(data, read_only=to is not None) as state:
        for wrong in damaged(data, state, state.shards(), remember=False).values():
            raise DamagedError(f"{data.url}: {wrong}; run 'xiangtu build', which makes it again")
        return release(data, state, Iris(settings.base), date, (settings.licence, pipeline_version()), out)


@contextmanager
def asked(data: DataFolder, *, read_only: bool) -> Iterator[State]:
    """The state, with the writer's lock where the folder can be written."""
    path = data.local / "state.sqlite"
    if read_only and not os.access(data.local, os.W_OK):
        with only_read(path) as state:
            yield state
    else:
        with data.locked(), opened(path) as state:
            yield state
