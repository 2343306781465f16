"""Mentions on a spaCy Doc whose tokens are characters."""

import pytest
from spacy.vocab import Vocab

from pipeline.components import outside
from pipeline.docs import CharacterTokenizer, get_mentions, set_mentions
from pipeline.records import Date, Document, Place

TEXT = "标题 一\n2023年  \u3000投入 5 万元"


def test_token_numbers_are_character_offsets_blanks_and_line_ends_included() -> None:
    doc = CharacterTokenizer(Vocab())(TEXT)
    assert doc.text == TEXT
    assert [t.idx for t in doc] == list(range(len(TEXT)))


def test_spans_and_records_stand_side_by_side() -> None:
    doc = CharacterTokenizer(Vocab())(TEXT)
    year = Date(5, 10, "2023年", "2023")
    set_mentions(doc, "dates", [year])
    assert [(s.text, s.label_) for s in doc.spans["dates"]] == [("2023年", "Date")]
    assert get_mentions(doc, "dates", Date) == (year,)


def test_a_kind_that_was_not_read_is_empty_and_a_wrong_kind_is_an_error() -> None:
    doc = CharacterTokenizer(Vocab())(TEXT)
    assert get_mentions(doc, "places", Place) == ()
    set_mentions(doc, "dates", [Date(5, 10, "2023年", "2023")])
    with pytest.raises(TypeError, match="dates"):
        get_mentions(doc, "dates", Place)


def test_a_number_inside_a_name_is_dropped_and_one_that_only_touches_it_is_kept() -> None:
    name = Document(3, 9, "十村百户方案")
    inside, across, beside = Date(3, 5, "", ""), Date(8, 10, "", ""), Date(9, 12, "", "")
    assert outside([inside, across, beside], [name]) == (across, beside)
