"""Options that several commands share."""

from enum import StrEnum
from typing import Annotated

import typer


class Format(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


DataOption = Annotated[
    str | None, typer.Option("--data", help="The data folder.", show_default="XIANGTU_DATA, else data")
]
ContactOption = Annotated[
    str | None, typer.Option("--contact", help="Mail address or page in the User-Agent.", envvar="XIANGTU_CONTACT")
]
VerboseOption = Annotated[bool, typer.Option("--verbose", "-v", help="Show Prefect's own log.")]
WorkersOption = Annotated[
    int | None, typer.Option("--workers", "-w", min=1, help="Archives read at once.", show_default="1")
]
RunnerOption = Annotated[
    str | None,
    typer.Option("--runner", help="processes of this machine, or dask.", show_default="XIANGTU_RUNNER, else processes"),
]
SchedulerOption = Annotated[
    str | None,
    typer.Option("--scheduler", help="The Dask scheduler's address, tcp://…", show_default="a cluster of its own"),
]
