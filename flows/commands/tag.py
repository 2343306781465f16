"""``xiangtu tag``: what the pipeline reads on pages, without a data folder."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from flows.show.console import Exit, fail, failing, warn


def tag(
    pages: Annotated[
        list[Path], typer.Argument(help="WARC, HTML, text, xlsx, docx, PDF or CSV files, or folders of them.")
    ],
    html: Annotated[bool, typer.Option("--html", help="An HTML page: the text, its facts beside it.")] = False,
    why: Annotated[bool, typer.Option("--why", help="For each figure what was considered, and what decided.")] = False,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write here, not to standard output.")] = None,
) -> None:
    """Show what is read on pages: a JSON object a line, one page to check by eye, or why.

    A page without an article is reported on standard error with its reason; the exit code is
    then 3, or 1 if none had one.

    Example: [bold]xiangtu tag saved/*.html > tags.jsonl[/]

    Example: [bold]xiangtu tag --why saved/page.html[/]

    Example: [bold]xiangtu tag --html -o tags.html data/raw/*/*.warc.gz[/]
    """
    from crawl.registry import RegistryError
    from flows.run.inputs import InputError
    from flows.run.tagging import readings
    from flows.settings import SettingError, load
    from flows.show.tagged import form
    from flows.sites.registered import sites_of
    from flows.storage import data_folder
    from pipeline.records import Refusal

    read = refused = 0
    shown = form(html, why)
    with failing(InputError, SettingError, RegistryError, OSError):
        settings = load()
        sites = sites_of(data_folder(settings))
        out = output.open("w", encoding="utf-8") if output else sys.stdout
        out.write(shown.start)
        for name, reading in readings(pages, sites, settings.page_bytes):
            if isinstance(reading, Refusal):
                refused += 1
                warn(f"{name}: {reading.reason}{reading.detail and f' ({reading.detail})'}")
                continue
            read += 1
            out.write(shown.page(name, reading, read))
        out.write(shown.end)
        out.flush()
        if output:
            out.close()
    if refused and not read:
        fail(f"none of {refused} pages holds an article that can be read", Exit.FAILED)
    if refused:
        raise typer.Exit(Exit.PARTLY)
    if not read:
        fail("no page in there; give WARC, HTML, text, xlsx, docx, PDF or CSV files, or folders of them")
