"""The word lists themselves."""

from importlib.resources import files
from pathlib import Path

import pytest

from pipeline.lexicon import load_lexicon
from pipeline.text.lexis import Lexis

PIPELINE = Path(__file__).parents[4] / "pipeline"


def test_a_word_stands_in_one_class() -> None:
    seen: dict[str, str] = {}
    for name, listed in load_lexicon("pipeline.text", "lexis").items():
        for word in listed.split():
            assert word not in seen, f"{word}: {name} and {seen[word]}"
            seen[word] = name


PACKAGES = ("pipeline.text", "pipeline.statements", "pipeline.statements.rules", "pipeline.statements.tables")


def test_every_list_is_used() -> None:
    code = "".join(f.read_text("utf-8") for p in ("text", "statements") for f in (PIPELINE / p).rglob("*.py"))
    for package in PACKAGES:
        for file in files(package).joinpath("data").iterdir():
            for name in load_lexicon(package, file.name.removesuffix(".yaml")) if file.name.endswith(".yaml") else ():
                assert f'"{name}"' in code, f"{file.name}: {name}"


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("合作社完成率高", []),  # nouns shield the verbs in them
        ("建成合作社", [("建成", "verb")]),
        ("参与者", []),  # 者 makes a noun of the verb
        ("食用菌", []),  # 用 inside a word
        ("干部用车", []),  # a timid preposition inside a phrase
        ("用车三辆", [("用", "preposition")]),
    ],
)
def test_the_longest_word_is_read(text: str, cues: list[tuple[str, str]]) -> None:
    lexis = Lexis(text)
    assert [(text[c.start : c.end], c.kind) for c in lexis.between(0, len(text))] == cues
