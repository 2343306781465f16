"""A question answered from the data folder's store."""

from pathlib import Path

from flows.settings import Settings
from flows.storage import DataFolder
from flows.store import reading
from ontology.questions import PREFIXES, questions
from serve.ask import ask
from serve.sparql import checked


class UnknownQuestionError(ValueError):
    """What was asked is no question's name, no file and no SPARQL."""


def question_text(question: str) -> str:
    """The SPARQL of a named question, of a file, or the text itself. Raises UnknownQuestionError, OSError."""
    named = questions()
    if question in named:
        return named[question].text
    if "{" in question:
        return question
    if not Path(question).is_file():
        known = ", ".join(sorted(named))
        raise UnknownQuestionError(f"{question}: no file, and no question of this name; there are: {known}")
    return Path(question).read_text("utf-8")


def questions_list() -> list[tuple[str, str]]:
    """The competency questions: name, and what each answers."""
    return [(name, question.says) for name, question in sorted(questions().items())]


def answer(data: DataFolder, settings: Settings, query: str, form: str) -> bytes:
    """The answer of a query, checked, in its own process. Raises RefusedQueryError, QueryError, NoStoreError."""
    text = checked(query, settings.query_bytes, PREFIXES)
    with reading(data) as store:
        return ask(store, text, form, settings.query_timeout_s, settings.query_memory_mb)
