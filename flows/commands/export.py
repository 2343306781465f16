"""``xiangtu export``: a release."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from flows.commands.options import DataOption
from flows.show.console import emit, failing, say, table


def export(
    data: DataOption = None,
    day: Annotated[
        datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="The release's name.", show_default="today")
    ] = None,
    to: Annotated[
        Path | None, typer.Option("--to", help="Another folder to write to.", show_default="the data folder")
    ] = None,
) -> None:
    """Write a release to data/releases/DATE: N-Quads and Turtle dumps, checksums, description, what changed.

    Each page stands there with its newest capture, and with what it stated when. The same pages give the same bytes;
    where nothing changed since the last release, none is written. With --to the data folder may be read-only.

    Example: [bold]xiangtu export[/], then [bold]cd data/releases/2026-01-31 && sha256sum -c SHA256SUMS[/]
    """
    from flows.release.dumps import EmptyError
    from flows.release.export import export_data
    from flows.settings import SettingError, load
    from flows.storage import BusyError, data_folder

    with failing(SettingError, EmptyError, BusyError, OSError):
        settings = load(data=data)
        place = str(to.absolute()) if to else data_folder(settings).path("").rstrip("/")
        date = f"{day or datetime.now(UTC):%Y-%m-%d}"
        made = export_data(settings, date, to)
        if made.unchanged:
            say(f"nothing changed since {place}/{made.folder}: {made.pages:,} pages, {made.quads:,} statements")
        else:
            rows = [(name, f"{size:,} bytes") for name, size in made.files.items()]
            rows += [("pages", f"{made.pages:,}"), ("statements", f"{made.quads:,}")]
            rows += [(what, f"{number:,}") for what, number in made.changes.items()]
            table("release" + (f", changes since {made.since}" if made.since else ""), rows)
        if not made.unchanged and not made.folder.startswith(f"releases/{date}"):
            say(f"{date} is before the newest release {made.since}: named {made.folder}, so that it comes last")
        emit(f"{place}/{made.folder}")
