"""``xiangtu tag``: what the pipeline reads on pages, without a data folder."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from flows.show.console import Exit, fail, failing, say


def tag(
    pages: Annotated[
        list[Path], typer.Argument(help="WARC, HTML, text, xlsx, docx, PDF or CSV files, or folders of them.")
    ],
    html: Annotated[bool, typer.Option("--html", help="An HTML page: the text, its facts beside it.")] = False,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write here, not to standard output.")] = None,
) -> None:
    """Show what is read on pages: a JSON object a line, or one page to check by eye.

    A page without an article is reported on standard error with its reason; the exit code is
    then 3, or 1 if none had one.

    Example: [bold]xiangtu tag saved/*.html > tags.jsonl[/]

    Example: [bold]xiangtu tag --html -o tags.html data/raw/*/*.warc.gz[/]
    """
    from crawl.registry import RegistryError
    from flows.run.inputs import InputError
    from flows.run.tagging import readings
    from flows.settings import SettingError, load
    from flows.sites.registered import sites_of
    from flows.storage import data_folder
    from pipeline.records import Refusal
    from pipeline.tag import as_json

    read = refused = 0
    with failing(InputError, SettingError, RegistryError, OSError):
        settings = load()
        sites = sites_of(data_folder(settings))
        out = output.open("w", encoding="utf-8") if output else sys.stdout
        if html:
            from flows.show.taghtml import article_html, page_end, page_start

            out.write(page_start())
        for name, reading in readings(pages, sites, settings.page_bytes):
            if isinstance(reading, Refusal):
                refused += 1
                say(f"{name}: {reading.reason}{reading.detail and f' ({reading.detail})'}")
                continue
            read += 1
            if html:
                out.write(article_html(name, reading, read))
            else:
                out.write(json.dumps(as_json(reading) | {"page": name}, ensure_ascii=False) + "\n")
        if html:
            out.write(page_end())
        out.flush()
        if output:
            out.close()
    if refused and not read:
        fail(f"none of {refused} pages holds an article that can be read", Exit.FAILED)
    if refused:
        raise typer.Exit(Exit.PARTLY)
    if not read:
        fail("no page in there; give WARC, HTML, text, xlsx, docx, PDF or CSV files, or folders of them")
