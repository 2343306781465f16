"""A job done: an archive read into its shard, here or in another process, its progress left where all can see it."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

from flows.run.build import Failure, Job, Runner
from flows.run.reading import explain
from flows.run.shard import ChangedError, make_shard
from flows.settings import Settings
from flows.show.console import describe
from flows.storage import DataFolder

EVERY_S = 0.2
"""How often a job tells how far it is."""


def do(data: DataFolder, settings: Settings, job: Job) -> None:
    """Read the job's archive into its shard. Raises OSError where the archive can't be read or the disk is full."""
    told = 0.0
    mark = progress_file(data, job)

    def tell(pages: int, offset: int) -> None:
        nonlocal told
        if time.monotonic() - told >= EVERY_S:
            told = time.monotonic()
            mark.parent.mkdir(parents=True, exist_ok=True)
            mark.write_text(json.dumps([pages, offset]))

    try:
        make_shard(data, job.archive, job.shard, settings, tell, job.earlier)
    finally:
        mark.unlink(missing_ok=True)


def progress_file(data: DataFolder, job: Job) -> Path:
    """Where a job tells how far it is."""
    return data.local / ".tmp" / f"{job.shard}.progress"


def how_far(data: DataFolder, job: Job) -> tuple[int, int]:
    """Captures read by a running job, and its place in the archive."""
    try:
        pages, offset = json.loads(progress_file(data, job).read_text())
    except (OSError, ValueError):
        return 0, 0
    return int(pages), int(offset)


def here(data: DataFolder, settings: Settings) -> Runner:
    """A runner that reads one archive after the other in this process, each tried again as the settings say."""

    def run(jobs: list[Job]) -> Iterator[Job | Failure]:
        for job in jobs:
            yield attempt(data, settings, job)

    return run


def attempt(data: DataFolder, settings: Settings, job: Job) -> Job | Failure:
    """Do a job, again after an error of the system, up to the retries of the settings."""
    for left in reversed(range(settings.retries + 1)):
        try:
            do(data, settings, job)
        except (OSError, MemoryError) as error:
            if not left or isinstance(error, ChangedError):
                return Failure(job, describe(error))
        except Exception as error:  # noqa: BLE001  one archive never stops the others
            return Failure(job, explain(error))
        else:
            return job
    raise AssertionError("unreachable: the last attempt returns")
