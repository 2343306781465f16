"""``xiangtu check``: whether all files of a data folder are what was written."""

import json
from typing import Annotated

import typer

from flows.commands.options import DataOption
from flows.show.console import Exit, emit, err, fail, failing, plural, quiet, say


def check(
    data: DataOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="As a JSON object.")] = False,
) -> None:
    """Read the data folder to its last byte and tell what is damaged, where, and what to do.

    Archives must unpack and have the digest that was taken of them; shards' outputs, state, store and releases their
    checksums. Nothing is written. Exit code 3 where something is wrong, 1 where there is nothing to check.

    Example: [bold]xiangtu check[/]

    Example: [bold]xiangtu check --json | jq -r '.findings[].where'[/]
    """
    from rich.progress import track

    from flows.run.integrity import looks
    from flows.settings import SettingError, load
    from flows.storage import data_folder
    from ontology.iris import Iris

    with failing(SettingError, OSError):
        settings = load(data=data)
        folder = data_folder(settings)
        if not folder.local.is_dir():
            fail(f"{folder.url}: no data folder; name one with --data, or run 'xiangtu build' first")
        all_looks = looks(folder, Iris(settings.base))
        shown = track(all_looks, "checking", console=err, transient=True, disable=quiet or not err.is_terminal)
        found = [finding for _, look in shown for finding in look()]
    if as_json:
        told = {"data": folder.url, "checked": len(all_looks), "findings": [finding.as_json() for finding in found]}
        emit(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        for finding in found:
            emit(finding.line())
        say(f"{plural(len(all_looks), 'thing')} checked, {plural(len(found), 'fault') if found else 'all sound'}")
    raise typer.Exit(Exit.PARTLY if found else Exit.OK)
