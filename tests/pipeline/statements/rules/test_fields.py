"""Fields of listed things: their heading says where they are and in which project."""

import pytest

from pipeline.records import Fact
from tests.pipeline.statements.rules.reading import facts

PLACES = {"青朗乡": "431225212", "朗江村": "431225212209", "林城镇": "431225101"}
ROAD, DITCH = "青朗乡朗江村产业路硬化工程", "林城镇水渠维修项目"


def shown(fact: Fact) -> str:
    where = fact.where.code if fact.where else None
    return f"{fact.value.normalize():f} {fact.unit} {fact.what} {where} {fact.program.text if fact.program else None}"


EXPECTED = [
    f"860000 CNY 总投资 431225212209 {ROAD}",
    f"126 户 受益户数 431225212209 {ROAD}",
    f"300000 CNY 总投资 431225101 {DITCH}",
]


@pytest.mark.parametrize(
    "lines",
    [
        [f"1.{ROAD}", "总投资：86万元 受益户数：126户", f"2.{DITCH}", "总投资：30万元 实施单位：林城镇人民政府"],
        [f"（一）{ROAD}", "总投资：86万元", "受益户数：126户", f"（二）{DITCH}", "总投资：30万元（衔接资金）"],
        [f"项目名称：{ROAD}", "总投资：86万元", "受益户数：126户", f"项目名称：{DITCH}", "总投资：30万元"],
        [f"项目名称：{ROAD}。总投资：86万元。受益户数：126户。", f"项目名称：{DITCH}。总投资：30万元。"],
        [ROAD, "总投资：86万元；受益户数：126户", DITCH, "总投资：30万元"],
    ],
)
def test_figures_of_fields_are_of_the_thing_above_them(lines: list[str]) -> None:
    found = facts("本批项目安排如下：", *lines, places=PLACES, programs=[ROAD, DITCH])
    assert [shown(fact) for fact in found] == EXPECTED


def test_what_a_field_says_in_sentences_is_there_too() -> None:
    found = facts(
        f"1.{ROAD}", "建设内容：硬化产业路2.6公里，安装路灯40盏。", places=PLACES, programs=[ROAD], home="431225"
    )
    assert [(f.value, f.unit, f.where and f.where.code, f.program and f.program.text) for f in found] == [
        (f.value, f.unit, "431225212209", ROAD) for f in found
    ]
    assert [int(f.value * 10) for f in found] == [26, 400]


def test_a_field_that_names_a_place_moves_its_figures_there() -> None:
    found = facts(f"1.{DITCH}", "建设地点：朗江村", "总投资：30万元", places=PLACES, programs=[DITCH])
    assert [f.where and f.where.code for f in found] == ["431225212209"]


def test_the_passage_is_the_field() -> None:
    (fact,) = facts(f"1.{DITCH}", "总投资：30万元 实施单位：林城镇人民政府", places=PLACES, programs=[DITCH])
    assert fact.quote == "总投资：30万元"


def test_labels_without_a_heading_are_prose() -> None:
    (fact,) = facts("投资：30万元。", places=PLACES, programs=[DITCH])
    assert fact.program is None


def test_a_term_of_works_states_nothing() -> None:
    assert facts(f"1.{DITCH}", "建设工期：60天", places=PLACES, programs=[DITCH]) == ()


def test_what_stands_before_the_figure_names_it_where_the_label_says_nothing() -> None:
    found = facts("一、养殖小区建设", "投资：260万元", "建设内容：圈舍12栋", "建设规模：约3000平方米")
    assert [f"{fact.value} {fact.unit} {fact.what}" for fact in found] == [
        "2600000 CNY 投资",
        "12 栋 圈舍",
        "3000 平方米 建设规模",
    ]
