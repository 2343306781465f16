"""What only its table tells of a cell."""

from datetime import UTC, datetime

from pipeline.read import read_page
from pipeline.records import RawPage, Reading

DUMP = """会同县2022年产业项目公示
2022-05-06
现将会同县2022年产业项目公示如下。
项目名称 | 建设地点 | 投资(万元) | 受益户数
朗江村油茶烘干房建设项目 | 青朗乡朗江村 | 46 | 126
东城村蔬菜育苗大棚项目 | 青朗乡东城村 | 21.5 | 80
"""


def reading() -> Reading:
    found = read_page(RawPage("file:///a.txt", datetime(2023, 1, 1, tzinfo=UTC), DUMP.encode()))
    assert isinstance(found, Reading)
    return found


def test_bare_figures_are_amounts_and_quantities_in_the_unit_of_their_head() -> None:
    found = reading()
    assert [(a.text, int(a.value), a.currency) for a in found.amounts] == [
        ("46", 460_000, "CNY"),
        ("21.5", 215_000, "CNY"),
    ]
    assert [(q.text, int(q.value), q.unit) for q in found.quantities] == [("126", 126, "户"), ("80", 80, "户")]
    for mention in (*found.amounts, *found.quantities):
        assert found.article.text[mention.start : mention.end] == mention.text


def test_a_cell_of_a_column_of_projects_is_one_whole() -> None:
    found = reading()
    names = {"朗江村油茶烘干房建设项目", "东城村蔬菜育苗大棚项目"}
    assert names <= {p.text for p in found.programs}
    assert {p.text for p in found.programs if p.start > found.article.text.index("项目名称")} == names
