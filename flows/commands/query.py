"""``xiangtu query``: questions to the graph."""

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.options import DataOption, Format
from flows.show.console import Exit, fail, failing, plural, say

if TYPE_CHECKING:
    from ontology.questions import Question


def query(
    question: Annotated[str | None, typer.Argument(help="A question's name, a file, or SPARQL; - reads it.")] = None,
    values_given: Annotated[
        list[str] | None, typer.Option("--set", "-s", metavar="NAME=VALUE", help="A value of a named question.")
    ] = None,
    page: Annotated[int | None, typer.Option("--page", "-p", min=1, help="Which page of a named question.")] = None,
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

    A named question is answered a page at a time, each in the time that its page takes.

    Example: [bold]xiangtu query dossier --set code=431225 --page 2[/]

    Example: [bold]xiangtu query 'SELECT ?fact ?value { ?fact xt:value ?value } LIMIT 5'[/]
    """
    from flows.settings import SettingError, load
    from flows.show.answers import show_questions
    from flows.show.asking import QuestionError, answer, at_page, question_text
    from flows.storage import data_folder
    from flows.store.folders import NoStoreError
    from ontology.questions import questions
    from serve.errors import QueryError

    if listing:
        show_questions()
        return
    if question is None:
        fail("name a question ('xiangtu query --list'), a file, or give SPARQL in quotes", Exit.USAGE)
    with failing(SettingError, QuestionError, QueryError, NoStoreError, OSError):
        settings = load(data=data, query_timeout_s=timeout)
        values = at_page(question, dict(pair.partition("=")[::2] for pair in values_given or []), page)
        text = sys.stdin.read() if question == "-" else question_text(question, values, settings.base)
        found = answer(data_folder(settings), settings, text, "csv" if form is Format.CSV else "json")
    named = questions().get(question)
    show(found, form, settings.base, page_of(named, values))


def page_of(named: "Question | None", values: Mapping[str, str]) -> int | None:
    """Which page of a named question was asked for, None where there are no whole pages."""
    if named is None or not named.is_paged:
        return None
    offset = named.next_offset(values) or 0
    limit = offset - int(values.get("offset") or 0)
    return offset // limit if limit and offset % limit == 0 else None


def show(found: bytes, form: Format, base: str, page: int | None = None) -> None:
    """Write the answer, of which this is one page."""
    from flows.show.answers import rows_of, show_table

    if form is Format.TABLE and found.lstrip().startswith(b"{"):
        names, rows = rows_of(found)
        show_table(names, rows, base)
        more = f", page {page}; the next by --page {page + 1}" if page and rows else ""
        say(f"{plural(len(rows), 'row')}{more}")
    else:
        sys.stdout.buffer.write(found)
