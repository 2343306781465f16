"""The word lists themselves."""

from importlib.resources import files

import pytest

from pipeline.facts.lexis import Lexis
from pipeline.lexicon import load_lexicon


def test_a_word_stands_in_one_class() -> None:
    seen: dict[str, str] = {}
    for name, listed in load_lexicon("pipeline.facts", "lexis").items():
        for word in listed.split():
            assert word not in seen, f"{word}: {name} and {seen[word]}"
            seen[word] = name


def test_every_list_is_used() -> None:
    package = files("pipeline.facts")
    code = "".join(f.read_text("utf-8") for f in package.iterdir() if f.name.endswith(".py"))
    for file in package.joinpath("data").iterdir():
        for name in load_lexicon("pipeline.facts", file.name.removesuffix(".yaml")):
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
