"""Wordings with the words whole that they begin and end in."""

import pytest

from pipeline.statements.owners import whole_words
from pipeline.statements.rules.surroundings import Thing
from pipeline.statements.scene import Scene
from pipeline.text.figures import of_mention
from pipeline.text.sentences import Clause, Sentence
from tests.pipeline.statements.rules.reading import reading


def scene(line: str, rule: str) -> tuple[str, Scene]:
    page = reading(line)
    figure = of_mention(page.quantities[0])
    clause = Clause(page.article.text.index(line), len(page.article.text))
    sentence = Sentence(clause.start, clause.end, 1, 1, "paragraph", (clause,))
    return page.article.text, Scene(figure, clause, sentence, clause.start, clause.end, Thing(rule, 0, 0))


@pytest.mark.parametrize(
    ("line", "rule", "chosen", "whole"),
    [
        ("建成美丽宜居村庄示范点4个。", "示范", "庄示范点", "村庄示范点"),
        ("培育5个小麦新品种。", "品种", "麦新品种", "小麦新品种"),
        ("新建300㎡文化活动室。", "活动室", "文化活动", "文化活动室"),
        ("栽种果树苗200株。", "树苗", "树苗", "树苗"),
    ],
)
def test_words_are_whole_but_the_rules_borders_stand(line: str, rule: str, chosen: str, whole: str) -> None:
    assert whole_words(*scene(line, rule), chosen) == whole
