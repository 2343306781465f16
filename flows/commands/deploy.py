"""``xiangtu deploy``: the flow's schedules."""

from pathlib import Path
from typing import Annotated

import typer

from flows.commands.options import DataOption, VerboseOption, WorkersOption
from flows.show.console import failing, say, table


def deploy(
    config: Annotated[
        Path | None, typer.Option("--config", "-c", help="Schedules in YAML.", show_default="shipped")
    ] = None,
    data: DataOption = None,
    workers: WorkersOption = None,
    contact: Annotated[
        str | None, typer.Option("--contact", help="Mail address or page in the User-Agent.", envvar="XIANGTU_CONTACT")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show the schedules and their next times, and leave.")
    ] = False,
    verbose: VerboseOption = False,
) -> None:
    """Keep running and start the flow on its schedules, until Ctrl-C.

    Needs a Prefect server to keep the schedules: start one with 'prefect server start' and set PREFECT_API_URL.
    The shipped schedules are flows/run/schedules.yaml; copy it and change it.

    Example: [bold]xiangtu deploy --dry-run[/]

    Example: [bold]PREFECT_API_URL=http://127.0.0.1:4200/api xiangtu deploy --contact you@example.org[/]
    """
    from flows.run import prefect_home
    from flows.run.schedules import ScheduleError, next_times, read_schedules, serve_schedules
    from flows.settings import SettingError, load
    from flows.storage import data_folder

    with failing(SettingError, ScheduleError, OSError):
        settings = load(data=data, workers=workers)
        folder = data_folder(settings)
        schedules = read_schedules(config)
        rows = [
            (
                s.name,
                f"{s.flow}  {s.cron}  {s.timezone}  next: {', '.join(f'{t:%Y-%m-%d %H:%M}' for t in next_times(s))}",
            )
            for s in schedules
        ]
        table("schedules", rows)
        if dry_run:
            return
        if not prefect_home.has_server():
            raise ScheduleError(
                "PREFECT_API_URL is not set; start 'prefect server start' and set it to that server's /api"
            )
        prefect_home.settle(folder, verbose=verbose)
        say("waiting for the schedules; Ctrl-C ends it")
        serve_schedules(
            schedules, settings.model_copy(update={"data": folder.url, "local": str(folder.local)}), contact
        )
