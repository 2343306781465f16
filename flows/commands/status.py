"""``xiangtu status``: how a data folder stands."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.options import DataOption
from flows.show.console import emit, failing

if TYPE_CHECKING:
    from flows.run.status import Status

GIB = 1 << 30


def status(
    data: DataOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="As a JSON object.")] = False,
) -> None:
    """Tell when the data folder was crawled, built and released, what waits, what was refused and what is held.

    Only reads, so it may be asked while a build runs.

    Example: [bold]xiangtu status[/]

    Example: [bold]xiangtu status --json | jq .backlog[/]
    """
    import sqlite3
    from dataclasses import asdict

    from flows.run.status import status_of
    from flows.settings import SettingError, load
    from flows.storage import data_folder

    with failing(SettingError, sqlite3.Error, OSError):
        found = status_of(data_folder(load(data=data)))
    emit(json.dumps(asdict(found), ensure_ascii=False, indent=1) if as_json else as_lines(found))


def as_lines(found: "Status") -> str:
    """The status as lines of name and value."""
    refused = ", ".join(f"{count:,} {reason}" for reason, count in found.refused.items()) or "none"
    first = found.backlog[0] if found.backlog else ""
    waiting = f"{len(found.backlog):,} archives ({first} …)" if found.backlog else "nothing"
    rows = {
        "data": found.data,
        "crawled": found.crawled or "never",
        "built": found.built or "never",
        "released": found.released or "never",
        "pages": f"{found.pages:,}",
        "waiting": waiting,
        "refused": refused,
        "held": "; ".join(found.held) or "none",
        "disk free": f"{found.disk_free_bytes / GIB:.1f} GiB",
        "version": f"{found.xiangtu}, pipeline {found.pipeline}",
    }
    return "\n".join(f"{name:10} {value}" for name, value in rows.items())
