"""Units: what a word measures, and values in the base unit of that."""

from decimal import Decimal

import pytest

from ontology.concepts import load
from ontology.units import broad_kind, find, in_base, kind, meant


@pytest.mark.parametrize(
    ("word", "measured"),
    [
        ("CNY", "money"),
        ("亩", "area"),
        ("平方米", "area"),
        ("㎡", "area"),
        ("公里", "length"),
        ("吨", "mass"),
        ("%", "ratio"),
        ("户", "count"),
        ("人", "count"),
        ("个", "count"),
        ("没有这个单位", "count"),
        ("cny", "count"),
    ],
)
def test_what_a_unit_measures(word: str, measured: str):
    assert kind(word) == measured


@pytest.mark.parametrize(
    ("value", "word", "base_value", "base"),
    [
        ("12000", "亩", "8000000", "square-metre"),
        ("1", "公顷", "10000", "square-metre"),
        ("15", "亩", "10000", "square-metre"),
        ("2.5", "公里", "2500", "metre"),
        ("500", "平方米", "500", "square-metre"),
        ("300", "户", "300", "household"),
    ],
)
def test_a_value_in_the_base_unit(value: str, word: str, base_value: str, base: str):
    unit = find(word)
    assert unit
    assert in_base(Decimal(value), unit) == (Decimal(base_value), base)


@pytest.mark.parametrize(
    ("before", "after", "slug"),
    [
        ("光伏电站去年发了3.5亿", "", "kilowatt-hour"),
        ("全年用掉2万", "电", "kilowatt-hour"),
        ("窖藏五年的", "白酒", "degree-of-proof"),
        ("茶园大多在坡度25", "以上的山上", "degree-of-arc"),
        ("电站所在的坡地仰角", "", "degree-of-arc"),
        ("夏天的气温不过26", "", "degree-celsius"),
        ("电站一带年均气温15", "左右", "degree-celsius"),
        ("转了180", "", "degree"),
    ],
)
def test_the_neighbours_of_a_word_decide_its_unit(before: str, after: str, slug: str):
    unit = meant("度", before, after)
    assert unit
    assert unit.slug == slug


def test_wells_are_no_members_and_masks_no_animals():
    told = [("口", "新打水井", ""), ("口", "", "井"), ("口", "一家", ""), ("只", "羊", ""), ("只", "口罩", "")]
    found = [meant(*words) for words in told]
    assert [unit and unit.note("dimension") for unit in found] == ["count", "count", "people", "animals", "count"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("小时", "天"), ("分钟", "周"), ("株", "棵"), ("头", "羽"), ("头", "只"), ("月", "年"), ("%", "折")],
)
def test_what_is_compared_shares_a_base(one: str, other: str):
    units = [find({"月": "个月"}.get(word, word)) for word in (one, other)]
    assert len({in_base(Decimal(1), unit)[1] for unit in units if unit}) == 1
    assert all(units)


@pytest.mark.parametrize(
    ("value", "word", "base_value"),
    [
        ("60", "分钟", "1"),
        ("3600", "秒", "1"),
        ("2", "天", "48"),
        ("123456789", "亩", "82304526000"),
        ("9", "尺", "3"),
        ("3600000", "焦耳", "1"),
        ("1000", "英亩", "4046856.4224"),
    ],
)
def test_twelve_digits_are_right(value: str, word: str, base_value: str):
    unit = find(word)
    assert unit
    assert in_base(Decimal(value), unit)[0] == Decimal(base_value)


def test_a_unit_whose_size_differs_by_region_has_no_factor():
    unit = find("垧")
    assert unit
    assert in_base(Decimal(20), unit) == (Decimal(20), "shang")


def test_an_unknown_unit_is_none():
    assert find("没有这个单位") is None


def test_a_base_unit_is_a_unit_of_the_scheme_that_has_no_base_itself():
    units = {unit.slug: unit for unit in load("units")}
    for unit in units.values():
        _, base = in_base(Decimal(1), unit)
        assert units[base].note("base") is None, unit.slug
        assert units[base].note("dimension") == unit.note("dimension"), unit.slug


def test_what_counts_things_is_one_kind():
    assert {broad_kind(name) for name in ("count", "people", "households", "animals", "plants")} == {"count"}
    assert broad_kind("share") == "ratio"
    assert broad_kind("area") == "area"
