"""``xiangtu deploy``: the flow's schedules."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.options import ContactOption, DataOption, VerboseOption, WorkersOption
from flows.show.console import Exit, fail, failing, say, table

if TYPE_CHECKING:
    from flows.run.readiness import Lack
    from flows.run.schedules import Schedule


def deploy(
    config: Annotated[
        Path | None, typer.Option("--config", "-c", help="Schedules in YAML.", show_default="shipped")
    ] = None,
    data: DataOption = None,
    workers: WorkersOption = None,
    contact: ContactOption = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show the schedules, their next times and what they lack, and leave.")
    ] = False,
    prepare: Annotated[
        bool, typer.Option("--prepare", help="Set up what ends dead runs, and leave; a worker does the rest.")
    ] = False,
    verbose: VerboseOption = False,
) -> None:
    """Keep running and start the flow on its schedules, until Ctrl-C.

    Needs a Prefect server to keep the schedules: start one with 'prefect server start' and set PREFECT_API_URL.
    What is missing (contact, enabled sites, server, a data folder to write to) is said before anything is begun.
    The shipped schedules are flows/deploy/prefect.yaml, the same that a work pool runs; copy it and change it.

    Example: [bold]xiangtu deploy --dry-run[/]

    With --prepare all is checked and set up, no more: for a work pool with the repository's prefect.yaml.

    Example: [bold]PREFECT_API_URL=http://127.0.0.1:4200/api xiangtu deploy --contact you@example.org[/]
    """
    from flows.run import prefect_home
    from flows.run.readiness import lacks
    from flows.run.schedules import ScheduleError, read_schedules, serve_schedules
    from flows.settings import SettingError, load
    from flows.storage import data_folder

    with failing(SettingError, ScheduleError, OSError):
        settings = load(data=data, workers=workers)
        folder = data_folder(settings)
        schedules = read_schedules(config)
        table("schedules", map(as_row, schedules))
        ready_or_leave(lacks(folder, schedules, contact))
        if dry_run:
            say("all that the schedules need is there")
            return
        prefect_home.settle(folder, verbose=verbose)
        from flows.run.dead_runs import end_dead_runs

        end_dead_runs()
        if prepare:
            say("runs that send no heartbeat will be ended; now deploy prefect.yaml and start a worker")
            return
        say("waiting for the schedules; Ctrl-C ends it")
        serve_schedules(
            schedules, settings.model_copy(update={"data": folder.url, "local": str(folder.local)}), contact
        )


def as_row(schedule: "Schedule") -> tuple[str, str]:
    """A schedule's name, and when it comes due."""
    from flows.run.schedules import next_times

    does = "crawls, builds, releases" if schedule.crawls else "builds, releases"
    dues = (
        f"{due.cron}  {due.timezone}  next: {', '.join(f'{moment:%Y-%m-%d %H:%M}' for moment in next_times(due))}"
        for due in schedule.schedules
    )
    return schedule.name, f"{does}  {'; '.join(dues)}"


def ready_or_leave(lacking: "list[Lack]") -> None:
    """Say what is missing, a line each, and leave with it: 2 where the user has to give or mend something, else 1."""
    if lacking:
        lines = "\n".join(f"  {lack.line}" for lack in lacking)
        by_user = any(lack.by_user for lack in lacking)
        fail(f"the schedules can't run yet:\n{lines}", Exit.USAGE if by_user else Exit.FAILED)
