"""The build: archives of raw pages → shards → state → store; only what is missing is done."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from flows.run.inputs import Archive, archives, bring_in
from flows.run.version import pipeline_version, shard_name, told_by
from flows.settings import Settings
from flows.sites.registered import sites_of
from flows.storage import OUTPUTS, DataFolder
from flows.store.load import Change, refresh
from flows.store.state import Captured, Event, Shard, State, opened
from ontology.iris import Iris

CAPTURED = ["page", "url", "digest", "fetched", "signature", "published", "source", "own_names"]
"""What the state takes from an article's row."""


@dataclass(frozen=True, slots=True)
class Job:
    """An archive to be read, and the shard that it becomes."""

    shard: str
    archive: Archive


@dataclass(frozen=True, slots=True)
class Failure:
    """A job that failed as a whole, after its retries."""

    job: Job
    error: str


@dataclass(slots=True)
class Summary:
    """What a build did."""

    archives: int = 0
    built: int = 0
    pages: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    """Captures refused in the shards built now, by reason."""
    failures: list[Failure] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    """Archives that are no longer there; what was read from them stays."""
    change: Change | None = None
    counts: dict[str, int] = field(default_factory=dict)
    """The whole data folder's shards, captures, pages and refused captures."""

    @property
    def nothing_new(self) -> bool:
        """Whether there was nothing to do."""
        return not (self.built or self.failures or self.change)


Runner = Callable[[list[Job]], Iterable[Job | Failure]]
"""Reads the archives of jobs into shards, in any order: each job as it is done, or its failure."""


def build(
    data: DataFolder,
    settings: Settings,
    inputs: Iterable[str | Path],
    run: Runner,
    *,
    prune: bool = False,
    force: bool = False,
) -> Summary:
    """Read what is new among the inputs, or in all of ``raw`` where there are none, and bring the store up to date.

    A shard whose outputs stand there complete is never made again. With ``prune``, what was read from archives that
    are gone is dropped; with ``force``, archives whose size and time are as they were are hashed nonetheless. Raises
    InputError, BusyError, OSError.
    """
    summary = Summary()
    inputs = list(inputs)
    with data.locked(), opened(data.local / "state.sqlite") as state:
        data.sweep()
        only = bring_in(data, state, inputs, settings.pack_files) if inputs else None
        jobs = {job.shard: job for job in plan(data, state, only, settings, force=force)}
        summary.archives = len(jobs)
        todo, known = [], state.shards()
        for job in jobs.values():
            if not data.is_complete(job.shard, sure=job.shard in known):
                todo.append(job)
            elif job.shard not in known:
                adopt(data, state, job, summary)
        for outcome in run(todo) if todo else ():
            if isinstance(outcome, Failure):
                summary.failures.append(outcome)
            else:
                adopt(data, state, outcome, summary)
        old = superseded(state, jobs.values())
        if only is None:
            gone = [s for s in state.shards().values() if s.input not in {j.archive.digest for j in jobs.values()}]
            summary.gone = sorted({shard.raw for shard in gone})
            old += gone if prune else []
        for shard in old:
            state.drop_shard(shard.name)
        summary.change = refresh(data, state, Iris(settings.base), f"{pipeline_version()} {settings.base}")
        for shard in old:
            for kind in reversed(OUTPUTS):
                data.remove(data.output(kind, shard.name))
        summary.counts = state.counts()
    return summary


def plan(
    data: DataFolder, state: State, only: Iterable[str] | None, settings: Settings, *, force: bool = False
) -> Iterator[Job]:
    """The shards that the archives become under the pipeline as it is."""
    sites = sites_of(data)
    for archive in archives(data, state, only, force=force):
        yield Job(shard_name(archive.digest, sites.digest(archive.raw), told_by(settings)), archive)


def superseded(state: State, jobs: Iterable[Job]) -> list[Shard]:
    """Shards that an older pipeline read from archives of which there is a newer shard now."""
    complete = state.shards()
    current = {job.archive.digest: job.shard for job in jobs if job.shard in complete}
    return [s for s in complete.values() if s.input in current and s.name != current[s.input]]


def adopt(data: DataFolder, state: State, job: Job, summary: Summary) -> None:
    """Take a complete shard into the state, from its own files."""
    answers = list(read_captures(data, job.shard))
    reads = [answer for answer in answers if answer["what"] == "read"]
    checks = [(a["page"], Event(a["moment"], a["what"], since=a["since"] or "")) for a in answers if "since" in a]
    captures = [*read_rows(data, job.shard, reads), *read_quarantine(data, job.shard)]
    refused = Counter(c.reason for c in captures if c.reason)
    state.add_shard(
        Shard(job.shard, job.archive.digest, job.archive.raw, len(captures) - refused.total(), refused.total()),
        captures,
        checks,
    )
    summary.built += 1
    summary.pages += len(captures) - refused.total()
    summary.refused += refused


def read_captures(data: DataFolder, shard: str) -> Iterator[dict[str, Any]]:
    """What the archive of a shard holds of pages, an answer each."""
    with data.open(data.output("captures", shard)) as file:
        yield from map(json.loads, file)


def read_rows(data: DataFolder, shard: str, reads: Iterable[dict[str, Any]]) -> Iterator[Captured]:
    """The captures of a shard's articles; ``reads`` says of each, in their order, where the shard's graph has it."""
    with data.open(data.output("pages", shard)) as file:
        batches = pq.ParquetFile(file).iter_batches(columns=CAPTURED)
        rows = (row for batch in batches for row in batch.to_pylist())
        for row, read in zip(rows, reads, strict=True):
            fetched, names = row.pop("fetched").isoformat(), tuple(row.pop("own_names"))
            kept = {key: read[key] for key in ("said", "at", "size")}
            yield Captured(**row, **kept, fetched=fetched, own_names=names)


def read_quarantine(data: DataFolder, shard: str) -> Iterator[Captured]:
    """The captures that a shard refused."""
    with data.open(data.output("quarantine", shard)) as file:
        for entry in map(json.loads, file):
            yield Captured("", entry["url"], entry["digest"], entry["fetched"], entry["reason"])
