"""The Prefect flows: a task an archive, never a task a page. Call ``prefect_home.settle`` before importing this.

A flow's state tells how it went: Completed, "Done in part" with what went wrong, or Failed. A crawl that failed does
not keep what is there from being built and released; a gate that failed keeps the release before.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, cast

from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.futures import as_completed
from prefect.runtime import deployment, flow_run
from prefect.states import Completed, Failed
from prefect.task_runners import ProcessPoolTaskRunner, TaskRunner, ThreadPoolTaskRunner
from prefect.tasks import exponential_backoff

from crawl.report import CrawlReport
from flows.release.dumps import EmptyError, Release
from flows.release.export import export_data
from flows.release.gates import GateResult, gate_of
from flows.run import stages
from flows.run.artifacts import (
    publish_build,
    publish_crawl,
    publish_gate,
    publish_release,
    publish_stages,
    publish_standing,
)
from flows.run.build import Failure, Job, Runner, Summary, build
from flows.run.by_site import crawl_by_site
from flows.run.crawling import chosen, crawl_sites
from flows.run.outcome import Outcome, of_build, of_run
from flows.run.prefect_home import one_server
from flows.run.progress import shown, told_along
from flows.run.stages import Clock
from flows.run.wanted import Wanted
from flows.run.work import do
from flows.settings import SettingError, Settings
from flows.show.console import plural, say, warn
from flows.storage import DataFolder, data_folder
from flows.store.load import Change

CRAWL_TIMEOUT_S = 8 * 3600
"""A crawl that takes longer is ended: sites are asked by night."""
READ_TIMEOUT_S = 3600
"""The same for one archive, where several processes of this machine read; the largest takes minutes."""


@dataclass(frozen=True, slots=True)
class Crawl:
    """What to crawl: ids of sites (all if none), the contact address, and networks opened besides the public ones.

    With ``days``, lists are read for the rows of so many days up to today, not down to the first page of known rows.
    """

    sites: list[str] = field(default_factory=list)
    contact: str | None = None
    networks: tuple[str, ...] = ()
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What a run of the whole flow did; ``crawl`` is what stopped it where it has no report."""

    crawl: CrawlReport | str | None
    build: Summary
    gate: GateResult | None
    release: Release | None
    outcome: Outcome


@task(
    name="read-archive",
    task_run_name="read {job.archive.name}",
    retry_delay_seconds=exponential_backoff(2),
)
def read_archive(data: DataFolder, settings: Settings, job: Job) -> None:
    """One archive into its shard."""
    get_run_logger().info("reading %s into shard %s", job.archive.name, job.shard)
    do(data, settings, job)


@task(name="crawl", task_run_name="crawl", timeout_seconds=CRAWL_TIMEOUT_S)
def crawl(data: DataFolder, what: Crawl) -> CrawlReport:
    """Registered sites into archives. Not tried again: the crawler has its own retries, and the next run goes on."""
    configs = [site for site in chosen(data, what.sites) if site.enabled]
    say(f"crawling {plural(len(configs), 'site')}: {', '.join(site.id for site in configs)}")
    since = datetime.now(UTC).date() - timedelta(days=what.days) if what.days is not None else None
    begin = partial(crawl_sites, data, configs, what.contact, allow_private=what.networks, since=since)
    report = crawl_by_site(configs, lambda tell: begin(progress=tell))
    publish_crawl(report)
    return report


def load_store(work: Callable[[], Change | None], how_far: Callable[[], str]) -> Change | None:
    """The store filled as a task of its own, which logs how far it is. Not tried again: the state's file is open."""

    @task(name="load-store", task_run_name="load the store", cache_policy=NO_CACHE)
    def load() -> Change | None:
        change = told_along(work, how_far)
        if change is None:
            say("the store is as it should be: nothing to load")
        else:
            say(f"page graphs put in: {change.added}, taken out: {change.removed}")
        return change

    return load()


@task(name="gate", task_run_name="gate")
def gate(data: DataFolder) -> GateResult:
    """The assertions on what stands in the store, before it is released."""
    result = gate_of(data)
    for line in result.blocking:
        warn(f"gate: {line}; the release before stays")
    for line in result.warnings:
        warn(f"gate: {line} (a warning)")
    publish_gate(result)
    publish_standing(data)
    return result


@task(name="export", task_run_name="export {date}")
def export(settings: Settings, date: str) -> Release | None:
    """A release, where there is any page."""
    try:
        made = export_data(settings, date)
    except EmptyError as error:
        warn(f"no release: {error}")
        return None
    publish_release(made)
    return made


def on_prefect(data: DataFolder, settings: Settings) -> Runner:
    """A runner that submits a task for each archive; only within a flow."""

    def run(jobs: list[Job]) -> Iterator[Job | Failure]:
        limit = READ_TIMEOUT_S if in_processes(settings) else None  # Prefect can't end what runs in a thread
        again = read_archive.with_options(retries=settings.retries, timeout_seconds=limit)
        # A runner of our own: a deployment loads the flow by its name, without options that were set on a copy.
        with task_runner(settings) as runner:
            futures = {runner.submit(again, {"data": data, "settings": settings, "job": job}): job for job in jobs}
            for future in as_completed(list(futures)):
                future.wait()  # as_completed tells before the future knows its state
                job, state = futures[future], future.state
                yield job if state.is_completed() else Failure(job, state.message or str(state.name))

    return run


def run_name() -> str:
    """What a run is called: which deployment or flow, and when."""
    what = deployment.name or flow_run.flow_name or "run"
    return f"{what} {datetime.now(UTC):%Y-%m-%d %H:%M}"


@flow(name="xiangtu-build", flow_run_name=run_name)
def build_flow(settings: Settings, wanted: Wanted) -> State[Summary]:
    """Archives into shards, state and store.

    Args:
        settings: What a run may be told.
        wanted: What is to be built: inputs, sites, since when; all of raw where it names nothing.
    """
    clock = Clock()
    summary = built(settings, wanted, clock)
    publish_stages(stages.of_build(summary, clock))
    problems = of_build(summary)
    return state_of(Outcome("partly" if summary.archives else "failed", tuple(problems)) if problems else None, summary)


@flow(name="xiangtu", flow_run_name=run_name)
def whole_flow(settings: Settings, what: Crawl | None = None, force: bool = False) -> State[Done]:
    """Crawl, build, gate and export.

    Args:
        settings: What a run may be told.
        what: Sites, contact, networks and days to crawl; nothing is crawled where it is left out.
        force: Hash all archives again.
    """
    clock = Clock()
    with clock.of("crawl"):
        crawled = crawled_or_why(data_folder(settings), what) if what is not None else None
    summary = built(settings, Wanted(force=force), clock)
    with clock.of("gate"):
        checked = gate(data_folder(settings)) if summary.counts.get("pages") else None
    blocked = checked.blocking if checked else ()
    with clock.of("export"):
        release = None if blocked else export(settings, f"{datetime.now(UTC):%Y-%m-%d}")
    outcome = of_run(crawled, summary, blocked, release is not None)
    after = stages.of_release(checked, release, clock)
    publish_stages([*stages.of_crawl(crawled, clock), *stages.of_build(summary, clock), *after])
    return state_of(outcome, Done(crawled, summary, checked, release, outcome))


def crawled_or_why(data: DataFolder, what: Crawl) -> CrawlReport | str:
    """The crawl's report, or what stopped it: what is there is built all the same."""
    state = crawl(data, what, return_state=True)
    if state.is_completed():
        report: CrawlReport = state.result()
        return report
    warn(f"the crawl failed: {state.message}; what is there is built all the same")
    return state.message or str(state.name)


def built(settings: Settings, wanted: Wanted, clock: Clock) -> Summary:
    """A build with a task an archive and one for the store, its artifacts published."""
    data = data_folder(settings)
    read = shown(on_prefect(data, settings), data)

    def run(jobs: list[Job]) -> Iterator[Job | Failure]:
        with clock.of("read"):
            yield from read(jobs)

    def load(work: Callable[[], Change | None], how_far: Callable[[], str]) -> Change | None:
        with clock.of("load"):
            return load_store(work, how_far)

    summary = build(data, settings, wanted, run, load)
    publish_build(summary, data.url, clock.seconds["read"] + clock.seconds["load"])
    return summary


def state_of(outcome: Outcome | None, data: Any) -> State[Any]:
    """The state that tells how a run went."""
    if outcome is None or outcome.kind == "done":
        return Completed(message="all well", data=data)
    if outcome.kind == "partly":
        return Completed(name="Done in part", message=outcome.message, data=data)
    return Failed(message=outcome.message, data=data)


def in_processes(settings: Settings) -> bool:
    """Whether archives are read in several processes of this machine."""
    return settings.runner == "processes" and settings.workers > 1


def task_runner(settings: Settings) -> TaskRunner[Any]:
    """A Dask cluster where the settings name one, processes where several archives are read at once, else a thread."""
    if settings.runner == "dask":
        return dask_runner(settings)
    if in_processes(settings):
        return ProcessPoolTaskRunner(max_workers=settings.workers)
    return ThreadPoolTaskRunner(max_workers=1)


def dask_runner(settings: Settings) -> TaskRunner[Any]:
    """The Dask cluster that the settings name, else one of so many processes here. Raises SettingError without Dask."""
    try:
        from prefect_dask.task_runners import DaskTaskRunner
    except ImportError:
        raise SettingError("XIANGTU_RUNNER='dask': prefect-dask is missing; pip install 'xiangtu[dask]'") from None
    own = {"n_workers": settings.workers, "threads_per_worker": 1, "dashboard_address": None}
    named = {"address": settings.scheduler} if settings.scheduler else {"cluster_kwargs": own}
    return cast("TaskRunner[Any]", DaskTaskRunner(**named))


def build_on_prefect(settings: Settings, wanted: Wanted) -> Summary:
    """Run the build as a flow, with as many workers as the settings say."""
    with one_server():
        return cast("Summary", result_of(build_flow(settings, wanted, return_state=True)))


def run_on_prefect(settings: Settings, what: Crawl | None) -> Done:
    """Run the whole flow; ``what`` is crawled first, nothing where it is None."""
    with one_server():
        return cast("Done", result_of(whole_flow(settings, what, return_state=True)))


def result_of(state: State[Any]) -> Any:
    """What a run gave, also one that failed; raises what ended a run before it could give anything."""
    result = state.result(raise_on_failure=False)
    if isinstance(result, BaseException):
        raise result
    return result
