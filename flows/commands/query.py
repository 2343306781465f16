"""``xiangtu query``: questions to the graph."""

import sys
from typing import Annotated

import typer

from flows.commands.options import DataOption, Format
from flows.show.console import Exit, fail, failing, say


def query(
    question: Annotated[str | None, typer.Argument(help="A question's name, a file, or SPARQL; - reads it.")] = None,
    values_given: Annotated[
        list[str] | None, typer.Option("--set", "-s", metavar="NAME=VALUE", help="A value of a named question.")
    ] = None,
    form: Annotated[Format, typer.Option("--format", "-f", help="How the answer is written.")] = Format.TABLE,
    data: DataOption = None,
    timeout: Annotated[int | None, typer.Option("--timeout-s", help="Seconds it may take.", min=1)] = None,
    listing: Annotated[bool, typer.Option("--list", help="List the named questions and leave.")] = False,
) -> None:
    """Ask the graph: a competency question by name, a .rq file, or SPARQL in quotes.

    It is about what is said now; GRAPH <https://w3id.org/xiangtu/history> has what was said once.

    The prefixes xt, schema, prov, skos, rdfs, xsd … need no declaration. Queries only read; SERVICE is refused.

    Example: [bold]xiangtu query --list[/]

    Example: [bold]xiangtu query money --format csv > money.csv[/]

    Example: [bold]xiangtu query dossier --set code=431225[/]

    Example: [bold]xiangtu query 'SELECT ?fact ?value { ?fact xt:value ?value } LIMIT 5'[/]
    """
    from flows.settings import SettingError, load
    from flows.show.answers import show_questions
    from flows.show.asking import QuestionError, answer, question_text
    from flows.storage import data_folder
    from flows.store.folders import NoStoreError
    from serve.errors import QueryError

    if listing:
        show_questions()
        return
    if question is None:
        fail("name a question ('xiangtu query --list'), a file, or give SPARQL in quotes", Exit.USAGE)
    with failing(SettingError, QuestionError, QueryError, NoStoreError, OSError):
        settings = load(data=data, query_timeout_s=timeout)
        values = dict(pair.partition("=")[::2] for pair in values_given or [])
        text = sys.stdin.read() if question == "-" else question_text(question, values, settings.base)
        found = answer(data_folder(settings), settings, text, "csv" if form is Format.CSV else "json")
    show(found, form, settings.base)


def show(found: bytes, form: Format, base: str) -> None:
    """Write the answer."""
    from flows.show.answers import rows_of, show_table

    if form is Format.TABLE and found.lstrip().startswith(b"{"):
        names, rows = rows_of(found)
        show_table(names, rows, base)
        say(f"{len(rows)} row{'' if len(rows) == 1 else 's'}")
    else:
        sys.stdout.buffer.write(found)
