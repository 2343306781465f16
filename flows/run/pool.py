"""Archives read by several processes of this machine, without Prefect; Ctrl-C ends them at once."""

import multiprocessing
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool

from flows.run.build import Failure, Job, Runner
from flows.run.work import attempt
from flows.settings import Settings
from flows.storage import DataFolder


def processes(data: DataFolder, settings: Settings) -> Runner:
    """A runner with as many processes as the settings say; a job whose process was killed is a failure."""

    def run(jobs: list[Job]) -> Iterator[Job | Failure]:
        context = multiprocessing.get_context("spawn")  # a forked copy of a threaded parent may hang
        with ProcessPoolExecutor(min(settings.workers, len(jobs)), context, _deaf_to_interrupts) as pool:
            futures = {pool.submit(attempt, data, settings, job): job for job in jobs}
            try:
                for future in as_completed(futures):
                    try:
                        yield future.result()
                    except BrokenProcessPool as error:
                        yield Failure(futures[future], f"a worker was killed: {error}")
            except BaseException:
                _end(pool)
                raise

    return run


def _deaf_to_interrupts() -> None:
    """Leave Ctrl-C to the parent, which ends its workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _end(pool: ProcessPoolExecutor) -> None:
    """End the workers now: what they were at is whole or not there, so nothing is lost by it."""
    workers = list((pool._processes or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for worker in workers:
        worker.terminate()
