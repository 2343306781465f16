"""A progress bar over archives, to standard error; lines, every few seconds, where that is no terminal."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from itertools import islice
from typing import TypeVar

from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from flows.run.build import Failure, Job, Runner
from flows.run.outlook import told
from flows.run.work import how_far
from flows.show.console import err, plural, say, warn
from flows.storage import DataFolder

BEAT_S = 5.0
"""How often a line tells how far it is where there is no terminal."""
WATCH_S = 0.2
"""How often a terminal's bar moves."""
REFUSALS = 5
"""How many refused pages of an archive are told; all stand in the quarantine."""


T = TypeVar("T")


def told_along(work: Callable[[], T], how_far: Callable[[], str]) -> T:
    """The work done, how far it is shown as it goes."""
    if err.is_terminal:
        with err.status(how_far()) as line, told_every(WATCH_S, lambda: line.update(how_far())):
            return work()
    with told_every(BEAT_S, lambda: say(how_far())):
        return work()


@contextmanager
def told_every(seconds: float, tell: Callable[[], object]) -> Iterator[None]:
    """Have something told every so many seconds while the context lasts."""
    stop = threading.Event()

    def beat() -> None:
        while not stop.wait(seconds):
            tell()

    watcher = threading.Thread(target=copy_context().run, args=(beat,), daemon=True)  # Prefect's run is in the context
    watcher.start()
    try:
        yield
    finally:
        stop.set()
        watcher.join()


def shown(run: Runner, data: DataFolder) -> Runner:
    """The runner, with what it does shown as it goes."""

    def with_bar(jobs: list[Job]) -> Iterator[Job | Failure]:
        with bar(data, jobs) as done:
            for outcome in run(jobs):
                done(outcome)
                yield outcome

    def with_lines(jobs: list[Job]) -> Iterator[Job | Failure]:
        with heartbeat(data, jobs) as done:
            for number, outcome in enumerate(run(jobs), 1):
                job = done(outcome)
                verb = "failed" if isinstance(outcome, Failure) else "read"
                say(f"[{number}/{len(jobs)}] {job.archive.name}, shard {job.shard}: {verb}")
                yield outcome

    def announced(jobs: list[Job]) -> Iterator[Job | Failure]:
        for line in told(jobs):
            say(line)
        for outcome in (with_bar if err.is_terminal else with_lines)(jobs):
            for line in wrong(data, outcome):
                warn(line)
            yield outcome

    return announced


def wrong(data: DataFolder, outcome: Job | Failure) -> Iterator[str]:
    """Why an archive failed, or what was refused of it: a line each with address and reason, the first few."""
    if isinstance(outcome, Failure):
        yield f"{outcome.job.archive.name}: {outcome.error}; run 'xiangtu build' again when that is put right"
        return
    quarantine = data.output("quarantine", outcome.shard)
    with data.open(quarantine) as file:
        for entry in map(json.loads, islice(file, REFUSALS)):
            detail = f" ({entry['detail']})" if entry["detail"] else ""
            yield f"{outcome.archive.raw}: refused {entry['url']}: {entry['reason']}{detail}"
        if more := sum(1 for _ in file):
            yield f"{outcome.archive.raw}: {plural(more, 'more page')} refused, in {data.path(quarantine)}"


@contextmanager
def heartbeat(data: DataFolder, jobs: list[Job]) -> Iterator[Callable[[Job | Failure], Job]]:
    """A line every few seconds of what is being read; gives a function to be told of each job that is done."""
    running = {job.shard: job for job in jobs}

    def done(outcome: Job | Failure) -> Job:
        job = outcome.job if isinstance(outcome, Failure) else outcome
        running.pop(job.shard, None)
        return job

    def beat() -> None:
        pages = sum(how_far(data, job)[0] for job in list(running.values()))
        say(f"reading: {len(jobs) - len(running)} of {len(jobs)} archives done, {pages} pages in")

    with told_every(BEAT_S, beat):
        yield done


@contextmanager
def bar(data: DataFolder, jobs: list[Job]) -> Iterator[Callable[[Job | Failure], None]]:
    """A bar of bytes read of all archives, and the pages read; gives a function to be told of each job that is done."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    running = {job.shard: job for job in jobs}
    finished = 0

    def done(outcome: Job | Failure) -> None:
        nonlocal finished
        job = outcome.job if isinstance(outcome, Failure) else outcome
        running.pop(job.shard, None)
        finished += job.archive.length

    with Progress(*columns, console=err, transient=True) as progress:
        row = progress.add_task("reading", total=sum(job.archive.length for job in jobs))

        def watch() -> None:
            far = [how_far(data, job) for job in list(running.values())]
            pages = sum(p for p, _ in far)
            text = f"reading {len(jobs) - len(running)}/{len(jobs)} archives" + (f", {pages} pages in" if pages else "")
            progress.update(row, completed=finished + sum(offset for _, offset in far), description=text)

        with told_every(WATCH_S, watch):
            yield done
