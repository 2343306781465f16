"""Units: what a word measures, and values in the base unit of that."""

from decimal import Decimal

import pytest

from ontology.schemes import load
from ontology.units import broad_kind, find, in_base, kind


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
