"""The build: archives of raw pages → shards → state → store; only what is missing is done."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Protocol, get_args

from flows.run.adopt import adopt
from flows.run.inputs import Archive, archive_of, archives, bring_in
from flows.run.kept import Earlier, From, basis, basis_of, compared
from flows.run.soundness import damaged
from flows.run.version import pipeline_version, shard_name, told_by
from flows.run.wanted import Wanted
from flows.settings import Settings
from flows.sites.registered import sites_of
from flows.storage import OUTPUTS, DataFolder
from flows.store.corrections import FILE as CORRECTIONS
from flows.store.corrections import read_corrections
from flows.store.load import Change, refresh
from flows.store.state import Shard, State, opened
from flows.sums import DamagedError
from ontology.iris import Iris

MB = 1 << 20


@dataclass(frozen=True, slots=True)
class Job:
    """An archive to be read, or a part of one, and the shard that it becomes."""

    shard: str
    archive: Archive
    earlier: Earlier | None = None
    """Whose readings are taken over."""
    why: str = "new"
    """Why it is to be read, if it is."""

    @property
    def stage(self) -> From:
        """The first stage that it goes through."""
        return self.earlier.stage if self.earlier else "clean"


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
    healed: list[str] = field(default_factory=list)
    """What was damaged, and what became of it, a sentence each."""
    change: Change | None = None
    counts: dict[str, int] = field(default_factory=dict)
    """The whole data folder's shards, captures, pages and refused captures."""

    @property
    def nothing_new(self) -> bool:
        """Whether there was nothing to do."""
        return not (self.built or self.failures or self.change or self.healed)


Runner = Callable[[list[Job]], Iterable[Job | Failure]]
"""Reads the archives of jobs into shards, in any order: each job as it is done, or its failure."""


class Loader(Protocol):
    """What fills the store: it is given the work, and what tells how far that is, and gives what the work gives."""

    def __call__(self, work: Callable[[], Change | None], how_far: Callable[[], str]) -> Change | None:
        """Do the work."""


def plainly(work: Callable[[], Change | None], how_far: Callable[[], str]) -> Change | None:  # noqa: ARG001
    """A loader that tells nothing."""
    return work()


def build(data: DataFolder, settings: Settings, wanted: Wanted, run: Runner, load: Loader = plainly) -> Summary:
    """Read what is new of what is wanted, and bring the store up to date.

    A shard whose outputs stand there complete is made again only where they are damaged.
    Raises InputError, CorrectionError, BusyError, DamagedError, OSError.
    """
    summary = Summary()
    read_corrections(data.local / CORRECTIONS, Iris(settings.base))  # what is wrong there is said before hours of work
    with data.locked(), opened(data.local / "state.sqlite", summary.healed.append, all_read=wanted.force) as state:
        data.sweep()
        only = (
            bring_in(data, state, wanted.inputs, settings.pack_files) if wanted.inputs else wanted.archives(data, state)
        )
        jobs = {job.shard: job for job in plan(data, state, only, settings, force=wanted.force)}
        work = Work(data, state, settings, run, summary)
        work.read(jobs, force=wanted.force)
        summary.archives = len(jobs)
        old = superseded(state, jobs.values())
        if only is None:
            there = {job.archive.digest for job in jobs.values()}
            gone = [s for s in state.shards().values() if archive_of(s) not in there]
            summary.gone = sorted({shard.raw for shard in gone})
            old += gone if wanted.prune else []
        for shard in old:
            state.drop_shard(shard.name)
        summary.change = load(lambda: work.refresh(jobs, force=wanted.force), work.how_far)
        for shard in old:
            work.remove(shard.name)
        summary.counts = state.counts()
    return summary


@dataclass(frozen=True, slots=True)
class Work:
    """A build's work on an open state: shards read and taken in, the damaged ones made again, the store filled."""

    data: DataFolder
    state: State
    settings: Settings
    run: Runner
    summary: Summary

    def read(self, jobs: dict[str, Job], *, force: bool = False) -> bool:
        """Read what is not there or is damaged; gives whether any was damaged.

        Damaged shards of archives that are not among the jobs are made again too: their jobs join the others.
        """
        known, verified = self.state.shards(), self.state.verified()
        written = [s for s in jobs if s not in known and self.data.is_complete(s)]
        mine = [s for s in known if s in jobs or self.data.output("sums", s) in verified]
        bad = damaged(self.data, self.state, [*mine, *written], force=force)
        others = [s.raw for name in bad if name not in jobs for s in [known[name]] if self.data.exists(s.raw)]
        if others:
            jobs |= {job.shard: job for job in plan(self.data, self.state, others, self.settings)}
        for shard in written:
            if shard not in bad:
                self._adopt(jobs[shard])
        todo = [
            replace(j, earlier=None, why="damaged") if s in bad or (j.earlier and j.earlier.shard in bad) else j
            for s, j in jobs.items()
            if s in bad or (s not in known and s not in written)
        ]
        read = {job.shard for job in self._run(todo)}
        for shard, wrong in bad.items():
            raw = known[shard].raw if shard in known else jobs[shard].archive.raw
            if shard in read or (shard not in jobs and raw in {jobs[name].archive.raw for name in read}):
                self.summary.healed.append(f"{wrong}: made again from {raw}")
            else:
                why = "cannot be read" if self.data.exists(raw) else "is gone"
                self.summary.healed.append(f"{wrong}, and {raw} {why}: what was read from it is dropped")
            if shard not in read:
                self.state.drop_shard(shard)
                self.remove(shard)
        return bool(bad)

    def _run(self, todo: list[Job]) -> Iterator[Job]:
        for outcome in self.run(todo) if todo else ():
            if isinstance(outcome, Failure):
                self.summary.failures.append(outcome)
            else:
                self._adopt(outcome)
                yield outcome

    def _adopt(self, job: Job) -> None:
        pages, refused = adopt(self.data, self.state, job.shard, job.archive)
        self.summary.built += 1
        self.summary.pages += pages
        self.summary.refused += refused

    def refresh(self, jobs: dict[str, Job], *, force: bool) -> Change | None:
        """Bring the store in line; where a graph turns out to be damaged, read all outputs and fill it from nothing."""
        iris, ontology = Iris(self.settings.base), f"{pipeline_version()} {self.settings.base}"
        try:
            return refresh(self.data, self.state, iris, ontology, self.summary.healed.append, force)
        except DamagedError:
            self.read(jobs, force=True)
            self.state.clear_loaded()
            return refresh(self.data, self.state, iris, ontology, self.summary.healed.append)

    def how_far(self) -> str:
        """How far the store is, in words."""
        given, total = self.state.given
        if given < total:
            return f"loading: {given:,} of {total:,} pages put into the store"
        return "loading: what goes out of the store and what is counted"

    def remove(self, shard: str) -> None:
        """Remove a shard's outputs, what says that they are complete first."""
        rels = [self.data.output(kind, shard) for kind in reversed(OUTPUTS)]
        for rel in rels:
            self.data.remove(rel)
        self.state.unverify(rels)


def plan(
    data: DataFolder, state: State, only: Iterable[str] | None, settings: Settings, *, force: bool = False
) -> Iterator[Job]:
    """The shards that the archives become under the pipeline as it is."""
    sites, known = sites_of(data), state.shards()
    read: dict[str, list[str]] = {}
    for shard in known.values():
        read.setdefault(shard.input, []).append(shard.name)
    for archive in archives(data, state, settings.shard_mb * MB, only, force=force):
        site = sites.digest(archive.raw)
        name = shard_name(archive.input, site, told_by(settings))
        if name in known or not (before := read.get(archive.input)):
            yield Job(name, archive)
            continue
        now = basis(site, settings.page_bytes)
        stages = [(*compared(basis_of(data, earlier), now), earlier) for earlier in before]
        stage, why, found_in = max(stages, key=lambda found: get_args(From).index(found[0]))
        yield Job(name, archive, Earlier(found_in, stage), why)


def superseded(state: State, jobs: Iterable[Job]) -> list[Shard]:
    """Shards of archives that were read otherwise, by an older pipeline or in other parts, once all of these is read
    as it would be now."""
    complete, now = state.shards(), defaultdict[str, set[str]](set)
    for job in jobs:
        now[job.archive.digest].add(job.shard)
    return [
        shard
        for shard in complete.values()
        if (current := now.get(archive_of(shard))) and shard.name not in current and current <= complete.keys()
    ]
