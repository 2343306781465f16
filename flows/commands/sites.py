"""``xiangtu sites``: the registered sites listed and checked."""

import csv
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.commands.options import DataOption, Format
from flows.show.console import Exit, emit, err, fail, failing, plural, say, warn

if TYPE_CHECKING:
    from crawl.registry import Fault, Registry
    from flows.sites.overview import Line

COLUMNS = ("id", "name", "division", "family", "state", "lists", "newest")
FAULT = ("file", "line", "key", "text")


def sites(
    ids: Annotated[list[str] | None, typer.Argument(metavar="SITE", help="Ids of sites; all if none.")] = None,
    checking: Annotated[
        bool, typer.Option("--check", help="Say what is wrong, a line each, and list nothing.")
    ] = False,
    form: Annotated[Format, typer.Option("--format", "-f", help="How it is written.")] = Format.TABLE,
    data: DataOption = None,
) -> None:
    """List the registered sites, each with its county, its CMS family and its newest captured article.

    Sites stand in crawl/sites and, for your own, in data/sites/*.yaml. With --check: errors in the files, ids and hosts
    that stand twice, codes that are no county's, selectors that fit nothing on pages crawled or probed before, and what
    a person has not confirmed yet of a probed site. Where something is wrong, the exit code is 3.

    Example: [bold]xiangtu sites[/]

    Example: [bold]xiangtu sites --check huitong[/]

    Example: [bold]xiangtu sites --format csv > sites.csv[/]
    """
    from flows.settings import SettingError, load
    from flows.sites.overview import lines, newest_captures, register
    from flows.storage import data_folder

    with failing(SettingError, OSError):
        folder = data_folder(load(data=data))
        found = register(folder)
        chosen, faults = choose(found, ids or [])
        if checking:
            from flows.sites.checking import check

            with err.status("checking") as status:
                faults += check(folder, found, chosen, lambda id: status.update(f"checking {id}"))
            show_faults(faults, form)
            say(f"{plural(len(chosen), 'site')} checked, {plural(len(faults), 'problem')}")
        else:
            show(lines(found, chosen, newest_captures(folder)), form)
            for fault in faults:
                warn(str(fault))
    raise typer.Exit(Exit.PARTLY if faults else Exit.OK)


def choose(found: "Registry", ids: Sequence[str]) -> tuple[list[str], list["Fault"]]:
    """The sites of these ids, or all, and what is wrong in their files. Ends the command at an id that is unknown."""
    from pathlib import Path

    if not ids:
        return sorted(found.sites), list(found.faults)
    faults = [fault for fault in found.faults if Path(fault.file).stem in ids]
    broken = {Path(fault.file).stem for fault in faults}
    for id in ids:
        if id not in found.sites and id not in broken:
            fail(f"{id}: no such site; 'xiangtu sites' names them, 'xiangtu probe URL --save' adds one")
    return [id for id in dict.fromkeys(ids) if id in found.sites], faults


def show(listed: Sequence["Line"], form: Format) -> None:
    """The sites to standard output."""
    if form is Format.TABLE:
        from flows.show.answers import show_table

        show_table(COLUMNS, [row_of(line) for line in listed], "")
        say(f"{plural(len(listed), 'site')}, {sum(line.enabled for line in listed)} enabled")
    else:
        write([asdict(line) for line in listed], form)


def row_of(line: "Line") -> dict[str, str]:
    """A row of the table."""
    return {
        "id": line.id,
        "name": line.name,
        "division": f"{line.division or ''} {line.division_name or ''}".strip(),
        "family": line.family,
        "state": line.state,
        "lists": str(line.lists),
        "newest": (line.newest or "").replace("T", " ").replace("Z", ""),
    }


def show_faults(faults: Iterable["Fault"], form: Format) -> None:
    """What is wrong to standard output, as compilers say it, or as data."""
    if form is Format.TABLE:
        for fault in faults:
            emit(str(fault))
    else:
        write([asdict(fault) for fault in faults], form, FAULT)


def write(rows: Sequence[dict[str, Any]], form: Format, names: Sequence[str] = ()) -> None:
    """Rows as CSV with a header, or as a JSON list."""
    if form is Format.JSON:
        emit(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    table = csv.DictWriter(sys.stdout, names or (list(rows[0]) if rows else []), lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
