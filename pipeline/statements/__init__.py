"""Statements: each number that says something about the world, with what, where, when, planned or done, how sure.

Suggesters propose answers and never choose; a scorer with learnt weights does. Rows of tables are read by their heads.
Last, what the page says twice becomes one fact.
"""

import json
from dataclasses import replace
from functools import cache
from importlib.resources import files

from pipeline.records import Fact, Reading
from pipeline.statements.judge import Judge, Scorer
from pipeline.statements.prose import Prose
from pipeline.statements.rules.told_once import once
from pipeline.statements.tables.table_facts import read_tables

__all__ = ["load_scorer", "read_facts"]


@cache
def load_scorer() -> Scorer:
    """The scorer with the weights that ``make train`` learnt."""
    return Scorer(json.loads(files("pipeline.statements").joinpath("data/weights.json").read_text("utf-8")))


def read_facts(reading: Reading, judge: Judge | None = None) -> tuple[Fact, ...]:
    """The facts of a page's reading, in the order of its text; ``reading.facts`` is not looked at."""
    judge = judge or load_scorer()
    found = read_tables(reading, Prose(reading, judge).facts())
    sure = judge.of_tables if isinstance(judge, Scorer) else None
    return once(reading.article, [f if f.confidence is not None else replace(f, confidence=sure) for f in found])
