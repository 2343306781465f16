"""Sentences, clauses and run-in headings."""

import pytest

from pipeline.records import Document, Reading
from pipeline.text.figures import Spans, figures
from pipeline.text.sentences import SENTENCE_LIMIT, Sentence, is_heading, sentences
from tests.pipeline.statements.rules.reading import reading


def split(page: Reading) -> tuple[Sentence, ...]:
    return sentences(page.article, Spans(page.documents), Spans(figures(page)))


def clauses(page: Reading) -> list[list[str]]:
    text = page.article.text
    return [[text[c.start : c.end] for c in s.clauses] for s in split(page) if s.kind != "title"]


@pytest.mark.parametrize(
    "words", ["党员带头聚合力。", "坚持支部引领，发挥党员作用。", "（一）产业兴旺强根基。", "党建领航，筑牢“主心骨”。"]
)
def test_short_sentences_of_even_parts_are_headings(words: str) -> None:
    assert is_heading(words)


@pytest.mark.parametrize(
    "words", ["村民们都笑了。", "他说。", "全镇上下紧紧围绕年度目标任务抓好各项工作落实。", "好。"]
)
def test_other_sentences_are_not(words: str) -> None:
    assert not is_heading(words)


def test_a_number_in_a_sentence_makes_it_no_heading() -> None:
    page = reading("栽树三千株以上。全乡动员。")
    assert not split(page)[1].heading


def test_commas_part_clauses_but_not_numbers_or_titles() -> None:
    page = reading("印发《改善环境,建设美丽乡村》,发放1,200份。收效明显!")
    assert [type(d) for d in page.documents] == [Document]
    assert clauses(page) == [["印发《改善环境,建设美丽乡村》", "发放1,200份"], ["收效明显"]]


def test_each_paragraph_and_heading_opens_a_section() -> None:
    page = reading("修路三条。宣传发动到位。发放手册200份。", "另起一段。")
    assert [s.section for s in split(page)] == [1, 2, 3, 3, 4]


def test_a_sentence_without_end_is_bounded() -> None:
    page = reading("修渠3公里,栽树20株," * 400)
    pieces = split(page)
    assert max(p.end - p.start for p in pieces) <= SENTENCE_LIMIT
    assert sum(len(p.clauses) for p in pieces[1:]) == 800
