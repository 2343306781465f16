"""The demo: the bundled site served on loopback and entered in the data folder's registry; questions to its graph."""

from collections.abc import Iterator
from contextlib import contextmanager

import yaml

from flows.demo.server import demo_site, serve
from flows.settings import Settings
from flows.show.answers import rows_of, short
from flows.show.asking import answer, question_text
from flows.show.console import out
from flows.storage import DataFolder
from ontology.questions import questions

QUESTIONS = ("places", "programs", "money")
SHOWN = 5
"""Answers printed for each question."""
EVIDENCE = ("sentence", "url")


@contextmanager
def demo_served(data: DataFolder) -> Iterator[str]:
    """The demo site on loopback while the context lasts, registered as ``demo`` with its address."""
    with serve() as address:
        entry = demo_site(address).model_dump(mode="json", exclude_defaults=True)
        home = data.local / "sites"
        home.mkdir(parents=True, exist_ok=True)
        (home / "demo.yaml").write_text(yaml.safe_dump(entry, allow_unicode=True, sort_keys=False), "utf-8")
        yield address


def ask_three(data: DataFolder, settings: Settings) -> int:
    """Print the demo's questions with their first answers, each with its sentence and its page; how many there were.

    Raises QueryError, NoStoreError.
    """
    answers = 0
    for name in QUESTIONS:
        question = questions()[name]
        _, rows = rows_of(answer(data, settings, question_text(name, {}, settings.base), "json"))
        answers += len(rows)
        out.print(f"\n{question.zh}\n{question.en}", style="bold", markup=False)
        for row in rows[:SHOWN]:
            said = [short(value, settings.base) for key, value in row.items() if key not in EVIDENCE]
            out.print(f"• {' · '.join(said)}", markup=False)
            out.print(f"    “{row.get('sentence', '')}”\n    {row.get('url', '')}", style="dim", markup=False)
        if len(rows) > SHOWN:
            out.print(f"  … {len(rows) - SHOWN} more: xiangtu query {name}", markup=False)
    return answers
