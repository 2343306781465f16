"""Stretches are looked at where names stand, however they are written; which of them are names is learnt."""

import pytest

from pipeline.privacy.name_guesses import guesses
from pipeline.privacy.name_stretches import stretches
from pipeline.privacy.name_surroundings import Held, Surroundings


def looked_at(text: str) -> set[str]:
    found = stretches(text)
    known = {text[s.start : s.end] for s in found}
    return known | {text[s.start : s.end] for s in guesses(Surroundings(text, found, Held(())), found)}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("幸亏柜员囊小团多问了一句。", "囊小团"),
        ("讲课的是翻译排麻南。", "排麻南"),
        ("依香罕抱着娃娃坐在第一排。", "依香罕"),
        ("到场的有村民线二、闷小月、岩温胆。", "闷小月"),
    ],
)
def test_a_stretch_behind_a_role_before_a_verb_or_in_a_list_is_looked_at(text: str, name: str) -> None:
    assert name in looked_at(text)


def test_elsewhere_and_twice_nothing_is_added() -> None:
    text = "全镇完成水渠修建任务"
    found = stretches(text)
    assert guesses(Surroundings(text, found, Held(())), found) == []
    text = "村民王大山说"
    found = stretches(text)
    spans = [(s.start, s.end) for s in (*found, *guesses(Surroundings(text, found, Held(())), found))]
    assert len(spans) == len(set(spans))
