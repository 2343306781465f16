"""The Prefect flows: a task an archive, never a task a page. Call ``prefect_home.settle`` before importing this."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from prefect import flow, task
from prefect.futures import as_completed
from prefect.task_runners import ProcessPoolTaskRunner, TaskRunner, ThreadPoolTaskRunner

from crawl.report import CrawlReport
from flows.release.dumps import EmptyError, Release
from flows.run.build import Failure, Job, Runner, Summary, build
from flows.run.crawl_report import publish
from flows.run.crawling import chosen, crawl_sites
from flows.run.prefect_home import one_server
from flows.run.progress import shown
from flows.run.running import export_data
from flows.run.work import do
from flows.settings import Settings
from flows.storage import DataFolder, data_folder


@dataclass(frozen=True, slots=True)
class Crawl:
    """What to crawl: ids of sites (all if none), the contact address, and networks opened besides the public ones."""

    sites: list[str] = field(default_factory=list)
    contact: str | None = None
    networks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """What a run of the whole flow did."""

    crawl: CrawlReport | None
    build: Summary
    release: Release | None


@task(name="read-archive", task_run_name="{job.archive.raw}", retry_delay_seconds=2)
def read_archive(data: DataFolder, settings: Settings, job: Job) -> None:
    """One archive into its shard."""
    do(data, settings, job)


@task(name="crawl")
def crawl(data: DataFolder, what: Crawl) -> CrawlReport:
    """Registered sites into archives. Not tried again: the crawler has its own retries, and the next run goes on."""
    configs = [site for site in chosen(data, what.sites) if site.enabled]
    report = crawl_sites(data, configs, what.contact, allow_private=what.networks)
    publish(report)
    return report


@task(name="export")
def export(settings: Settings, date: str) -> Release | None:
    """A release, where there is any page."""
    try:
        return export_data(settings, date)
    except EmptyError:
        return None


def on_prefect(data: DataFolder, settings: Settings) -> Runner:
    """A runner that submits a task for each archive; only within a flow."""

    def run(jobs: list[Job]) -> Iterator[Job | Failure]:
        again = read_archive.with_options(retries=settings.retries)
        futures = {again.submit(data, settings, job): job for job in jobs}
        for future in as_completed(list(futures)):
            future.wait()  # as_completed tells before the future knows its state
            job, state = futures[future], future.state
            yield job if state.is_completed() else Failure(job, state.message or str(state.name))

    return run


@flow(name="xiangtu-build", validate_parameters=False)
def build_flow(options: dict[str, Any], inputs: list[str], prune: bool = False, force: bool = False) -> Summary:
    """Archives into shards, state and store."""
    settings = Settings(**options)
    data = data_folder(settings)
    return build(data, settings, inputs, shown(on_prefect(data, settings), data), prune=prune, force=force)


@flow(name="xiangtu", validate_parameters=False)
def whole_flow(options: dict[str, Any], what: dict[str, Any] | None = None) -> Done:
    """Crawl (``what`` holds the fields of a Crawl), build, export."""
    settings = Settings(**options)
    data = data_folder(settings)
    report = crawl(data, Crawl(**what)) if what is not None else None
    summary = build(data, settings, [], shown(on_prefect(data, settings), data))
    return Done(report, summary, export(settings, f"{datetime.now(UTC):%Y-%m-%d}"))


def task_runner(workers: int) -> TaskRunner[Any]:
    """Processes where several archives are read at once, else a thread."""
    return ThreadPoolTaskRunner(max_workers=1) if workers == 1 else ProcessPoolTaskRunner(max_workers=workers)


def build_on_prefect(settings: Settings, inputs: list[str], *, prune: bool = False, force: bool = False) -> Summary:
    """Run the build as a flow, with as many workers as the settings say."""
    run = build_flow.with_options(task_runner=task_runner(settings.workers))
    with one_server():
        summary: Summary = run(settings.model_dump(), inputs, prune, force)
    return summary


def run_on_prefect(settings: Settings, what: Crawl | None) -> Done:
    """Run the whole flow; ``what`` is crawled first, nothing where it is None."""
    run = whole_flow.with_options(task_runner=task_runner(settings.workers))
    with one_server():
        done: Done = run(settings.model_dump(), None if what is None else asdict(what))
    return done
