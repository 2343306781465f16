"""What holds of every text: offsets lie in it, and a name reads what stands there."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.names import read_documents, read_organisations, read_programs
from pipeline.names.view import QUOTE_MARKS, view
from tests.pipeline.names.texts import article

PIECES = [
    *'“”‘’「」『』"，。、：（）()《》+＋\n 的和等',
    *("推行", "开展", "机制", "制度", "活动", "等活动", "行动", "乡村振兴", "厕所革命", "三会一课", "六个一", "积分制"),
    *(
        "某某",
        "甲乙",
        "有限公司",
        "专业合作社",
        "县农业农村局",
        "该公司",
        "印发",
        "办法",
        "财农〔2023〕5号",
        "以下简称",
    ),
    "[岭头镇|township|110000101]",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_a_programme_reads_its_surface_without_quote_marks(text: str) -> None:
    page, places = article(text)
    for found in read_programs(page, places):
        surface = page.text[found.start : found.end].translate(QUOTE_MARKS).replace("＋", "+")
        assert found.text and found.text in surface


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_bodies_and_documents_lie_in_the_text_in_order(text: str) -> None:
    page, places = article(text)
    for found in (read_organisations(page, places), read_documents(page)):
        assert [m.start for m in found] == sorted(m.start for m in found)
        assert all(0 <= m.start < m.end <= len(page.text) and m.text for m in found)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_the_view_maps_back_to_the_characters_it_shows(text: str) -> None:
    seen = view(text)
    assert len(seen.text) + len(seen.marks) == len(text)
    origins = [seen.origin(at) for at in range(len(seen.text))]
    assert all(text[at] == char or char == "+" for at, char in zip(origins, seen.text, strict=True))
    assert [seen.flat(at) for at in origins] == list(range(len(seen.text)))
    for quote in seen.quotes:
        first, last = seen.span(quote.start, quote.end)
        assert text[first].translate(QUOTE_MARKS) == text[last - 1].translate(QUOTE_MARKS) == ""
