"""How what is read is scored: texts as written, values, names near one another, facts by value and attribute."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from corpus.gate import CORPUS, SHARED
from corpus.matching import near, pair_facts
from corpus.score import as_json, load_gold, score

META = {"title": "题", "published": "2023-05-01", "source": None}


def page(**lists: Any) -> dict[str, Any]:
    return {"page": "a.txt", "meta": META, "home": None, **lists}


def fact(**more: Any) -> dict[str, Any]:
    base = {
        "value": 3,
        "unit": "户",
        "qualifier": "exact",
        "what": "农户",
        "program": None,
        "where": "11",
        "when": "2023",
    }
    return {**base, "modality": "actual", "quote": "帮扶农户3户", **more}


def f1(name: str, gold: dict[str, Any], tag: dict[str, Any]) -> float:
    return score([gold], [tag]).figures[name].f1


def test_quotes_widths_and_blanks_are_no_difference() -> None:
    gold, tag = page(programs=[{"text": "“四个一”帮扶"}]), page(programs=[{"text": "四个一 帮扶"}])
    assert f1("programs", gold, tag) == 1.0


def test_a_reading_as_good_as_the_golds_counts() -> None:
    gold = page(dates=[{"text": "年初", "value": "2023-01", "alt": [{"text": "年初", "value": "2023"}]}])
    assert f1("dates+value", gold, page(dates=[{"text": "年初", "value": "2023"}])) == 1.0
    assert f1("dates+value", gold, page(dates=[{"text": "年初", "value": "2022"}])) == 0.0


def test_a_page_that_was_not_read_scores_as_empty() -> None:
    figure = score([page(facts=[fact()])], []).figures["facts (value)"]
    assert (figure.r, figure.f1, figure.n) == (0.0, 0.0, 1)


@pytest.mark.parametrize(
    ("have", "hits"),
    [({"人居环境整治行动"}, 1), ({"人居环境整治", "人居环境整治行动"}, 1), ({"厕所革命"}, 0)],
)
def test_each_name_near_another_counts_once(have: set[str], hits: int) -> None:
    assert near({"农村人居环境整治行动"}, have) == hits


def test_facts_of_one_value_go_together_by_their_sentences() -> None:
    one, two = fact(quote="东村3户搬迁"), fact(quote="西村3户改厕", what="改厕户")
    assert [read for _, read in pair_facts([one, two], [two, one])] == [one, two]


@pytest.mark.parametrize(
    ("wrong", "figure", "right"),
    [
        ({"when": None}, "facts (all right)", 0.0),
        ({"program": "积分制"}, "facts (all right)", 1.0),
        ({"program": "积分制"}, "facts (whole)", 0.0),
        ({"what": "帮扶农户"}, "facts (whole)", 1.0),
        ({"unit": "人"}, "facts (value)", 0.0),
    ],
)
def test_a_fact_is_right_by_its_attributes(wrong: dict[str, Any], figure: str, right: float) -> None:
    assert f1(figure, page(facts=[fact()]), page(facts=[fact(**wrong)])) == right


@pytest.mark.skipif(not (SHARED / "score.py").exists(), reason="the first scorer is not beside the checkout")
def test_the_figures_are_those_of_the_first_scorer(tmp_path: Path) -> None:
    folder = CORPUS / "read" / "dev" / "gold"
    gold = load_gold(folder)
    tags = [{**g, "facts": g["facts"][1:], "programs": [{"text": p["text"][:-1]} for p in g["programs"]]} for g in gold]
    (tmp_path / "tags").write_text("\n".join(json.dumps(t) for t in tags))
    command = [sys.executable, SHARED / "score.py", folder, tmp_path / "tags", "--json"]
    first = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    own = json.loads(as_json(score(gold, tags)))
    assert {key: own[key] for key in first} == first
