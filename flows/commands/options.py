"""Options that several commands share."""

from typing import Annotated

import typer

DataOption = Annotated[
    str | None, typer.Option("--data", help="The data folder.", show_default="XIANGTU_DATA, else data")
]
VerboseOption = Annotated[bool, typer.Option("--verbose", "-v", help="Show Prefect's own log.")]
WorkersOption = Annotated[
    int | None, typer.Option("--workers", "-w", min=1, help="Archives read at once.", show_default="1")
]
