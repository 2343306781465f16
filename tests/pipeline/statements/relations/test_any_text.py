"""Whatever a page says, relations are read in time that grows with its length, and their quotes are its text."""

from time import process_time

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.statements.relations import read_relations
from tests.pipeline.statements.relations.test_cases import page, read

PIECES = (
    *("青朗乡", "朗江村、三坪村", "会同县林业局", "会同县油丰茶叶专业合作社"),
    *("积分制", "“红黑榜”", "门前三包", "《会同县积分制管理办法》"),
    *("推行", "未", "将", "由", "与", "牵头", "印发", "成立", "以", "为抓手", "的"),
    *("、", "，", "；", "。", "\n", "2021年起", "等3个方面"),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=25).map("".join))
def test_quotes_are_the_text_and_ends_are_what_the_kind_needs(text: str) -> None:
    for relation in read(text):
        assert relation.quote == ("简讯\n" + text)[relation.start : relation.end] != ""
        match relation.kind:
            case "adoption":
                assert relation.program and relation.where and not (relation.organisation or relation.document)
            case "participation":
                assert relation.program and relation.organisation and not relation.document
            case "issuance":
                assert relation.document and bool(relation.organisation) != bool(relation.where)
            case "affiliation":
                assert relation.organisation and relation.where and not (relation.program or relation.document)


def test_time_grows_with_the_text() -> None:
    def once(times: int) -> float:
        made = page("推行积分制会同县林业局" * times)
        start = process_time()
        read_relations(made)
        return process_time() - start

    def seconds(times: int) -> float:
        return min(once(times) for _ in range(3))  # what else a machine does adds to one of them

    seconds(50)
    assert seconds(1200) < 16 * seconds(150) + 0.2
