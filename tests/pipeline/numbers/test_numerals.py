"""One numeral at a time: its value, where it ends, and what it knows of itself."""

from decimal import Decimal

import pytest

from pipeline.numbers.numerals import read_numeral, shorten


@pytest.mark.parametrize(
    ("text", "read", "value"),
    [
        ("1,234.5个", "1,234.5", "1234.5"),
        ("3.2万亩", "3.2万", "32000"),
        ("三千六百", "三千六百", "3600"),
        ("一百二十五万", "一百二十五万", "1250000"),
        ("二十一万五千", "二十一万五千", "215000"),
        ("一千零五十", "一千零五十", "1050"),
        ("一百零二", "一百零二", "102"),
        ("三百五", "三百五", "350"),
        ("一万二", "一万二", "12000"),
        ("廿三", "廿三", "23"),
        ("十二", "十二", "12"),
        ("1亿2千万", "1亿2千万", "120000000"),
        ("3千万亿", "3千万亿", "3000000000000000"),
        ("六十四万零一百四十三", "六十四万零一百四十三", "640143"),
        ("壹佰贰拾叁", "壹佰贰拾叁", "123"),
        ("肆佰叁拾萬", "肆佰叁拾萬", "4300000"),
        ("三点五万", "三点五万", "35000"),
        ("半", "半", "0.5"),
        ("3人", "3", "3"),
    ],
)
def test_value(text: str, read: str, value: str) -> None:
    numeral = read_numeral(text, 0)
    assert numeral
    assert text[: numeral.end] == read
    assert numeral.value == Decimal(value)


@pytest.mark.parametrize("text", ["几个", "陆地", "伍", "村", "", "余", "十一五"])
def test_no_numeral(text: str) -> None:
    assert read_numeral(text, 0) is None


@pytest.mark.parametrize(
    ("text", "low", "high"), [("三四十", 30, 40), ("十五六", 15, 16), ("三五百", 300, 500), ("一两", 1, 2)]
)
def test_two_neighbours_are_an_approximation(text: str, low: int, high: int) -> None:
    numeral = read_numeral(text, 0)
    assert numeral
    assert (numeral.value, numeral.value_max) == (low, high)


def test_a_year_keeps_its_digits() -> None:
    for text in ("2024年", "二〇二四年"):
        numeral = read_numeral(text, 0)
        assert numeral
        assert numeral.digits == "2024"


def test_a_magnitude_alone_is_bare() -> None:
    numerals = [read_numeral(text, 0) for text in ("百", "千万", "十", "一百")]
    assert [numeral and numeral.bare for numeral in numerals] == [True, True, False, False]


def test_a_unit_may_take_the_last_character() -> None:
    numeral = read_numeral("三千克", 0)
    assert numeral
    shorter = shorten(numeral, "三千克")
    assert shorter
    assert (shorter.value, shorter.end) == (3, 1)


def test_the_longest_numeral_is_bounded() -> None:
    assert read_numeral("9" * 10_000, 0) is None
