"""A question answered from the data folder's store."""

import re
from collections.abc import Mapping
from pathlib import Path

from flows.settings import Settings
from flows.storage import DataFolder
from flows.store.folders import reading
from ontology.iris import Iris
from ontology.questions import prefixes, questions
from serve.ask import ask
from serve.limits import ConnectionLimits, Limits

_BEGINS = re.compile(r"\s*(DESCRIBE|ASK|SELECT|CONSTRUCT|PREFIX|BASE)\s+[<?$\w:*(]", re.IGNORECASE)


class QuestionError(ValueError):
    """What was asked is no question's name, no file and no SPARQL, or has no such parameter."""


def question_text(question: str, values: Mapping[str, str], base: str) -> str:
    """The SPARQL of a named question with these values, of a file, or the text itself.

    Raises QuestionError, OSError.
    """
    if named := questions().get(question):
        try:
            return named.query(values, Iris(base))
        except ValueError as error:
            raise QuestionError(str(error)) from None
    if values:
        raise QuestionError(f"{question}: only a named question takes values ('xiangtu query --list')")
    if is_sparql(question):
        return question
    if not Path(question).is_file():
        known = ", ".join(questions())
        raise QuestionError(f"{question}: no file, and no question of this name; there are: {known}")
    return Path(question).read_text("utf-8")


def at_page(question: str, values: Mapping[str, str], page: int | None) -> dict[str, str]:
    """The values of a named question for one of its pages, the first being 1. Raises QuestionError."""
    named = questions().get(question)
    if page is None:
        return dict(values)
    if named is None or not named.is_paged:
        raise QuestionError(
            f"{question}: has no pages; only named questions with a 'limit' have ('xiangtu query --list')"
        )
    if "offset" in values:
        raise QuestionError("give --page or --set offset=…, not both")
    limit = next(parameter.default for parameter in named.parameters if parameter.name == "limit")
    try:
        return {**values, "offset": str((page - 1) * int(values.get("limit") or limit))}
    except ValueError:
        raise QuestionError(f"parameter 'limit' takes a whole number, not {values['limit']!r}") from None


def is_sparql(text: str) -> bool:
    """Whether a text is a query rather than a name or a path: it has braces, or begins as a query does."""
    return "{" in text or _BEGINS.match(text) is not None


def limits(settings: Settings) -> Limits:
    """What queries may take."""
    return Limits(
        timeout_s=settings.query_timeout_s,
        memory_mb=settings.query_memory_mb,
        query_bytes=settings.query_bytes,
        rows=settings.query_rows,
        answer_mb=settings.query_answer_mb,
        processes=settings.query_at_once,
        slow=settings.query_slow,
        queue=settings.query_queue,
        wait_s=settings.query_wait_s,
        csv_exact=settings.query_csv == "exact",
    )


def connection_limits(settings: Settings) -> ConnectionLimits:
    """What those who connect may take."""
    return ConnectionLimits(connections=settings.connections, request_s=settings.request_s)


def answer(data: DataFolder, settings: Settings, query: str, form: str) -> bytes:
    """The answer of a query, checked, in its own process. Raises QueryError, NoStoreError."""
    with reading(data) as store:
        return ask(store, query, form, limits(settings), prefixes(settings.base))
