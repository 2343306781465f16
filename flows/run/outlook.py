"""What a build will read, from which stage on, and why: said before it is done, or instead."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from flows.run.build import Job, plan
from flows.run.kept import From
from flows.run.soundness import damaged
from flows.run.wanted import Wanted
from flows.settings import Settings
from flows.show.console import plural
from flows.storage import DataFolder
from flows.store.state import opened

VERBS: dict[From, str] = {
    "clean": "read from the pages on",
    "read": "read again from kept articles",
    "emit": "emitted again from kept readings",
}


def outlook(data: DataFolder, settings: Settings, wanted: Wanted) -> list[Job]:
    """The archives of ``raw`` that a build would read now, with the reason.

    Raises InputError, BusyError, DamagedError, OSError.
    """
    with data.locked(), opened(data.local / "state.sqlite") as state:
        only = wanted.archives(data, state)
        jobs, known = list(plan(data, state, only, settings, force=wanted.force)), state.shards()
        there = [job.shard for job in jobs if job.shard in known or data.is_complete(job.shard)]
        wrong = damaged(data, state, there, force=wanted.force, remember=False)
        sound = set(there) - wrong.keys()
        return [replace(j, why="damaged") if j.shard in wrong else j for j in jobs if j.shard not in sound]


def told(jobs: Iterable[Job]) -> Iterator[str]:
    """A line for each stage and reason, how many archives each."""
    for (stage, why), count in sorted(Counter((job.stage, job.why) for job in jobs).items()):
        yield f"{plural(count, 'archive')} to be {VERBS[stage]}: {why}"
