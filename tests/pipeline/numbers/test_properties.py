"""What holds for any text: no exception, offsets that slice back, no overlap, time that grows with the length."""

import random
import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.numbers import Numbers, read_numbers
from pipeline.numbers.text import normalise

PARTS = [
    *"0159一二两三十百千万亿零半几数余多来廿壹拾点成年月日号底初前后至到-—~、。，“”《》（）〔〕/:％%℃元块角分亩户个名每约近超第村的了",
    *(
        "12",
        "28",
        "2023",
        "1,234",
        "3.5",
        "分之",
        "季度",
        "上半年",
        "以来",
        "万元",
        "美元",
        "￥",
        "人民币",
        "平方米",
        "㎡",
        "千克",
        "小时",
    ),
    *(
        "突破",
        "不足",
        "以上",
        "左右",
        "今年",
        "去年",
        "同年",
        "次年",
        "当天",
        "上周",
        "周三",
        "农历",
        "正月",
        "初五",
        "春节",
        "期间",
    ),
    *("十四五", "同期", "世纪", "年代", "上午", "9时", "30分", "A", "G", "RMB", " ", "\n", "\t", "\u3000", "１", "２"),
]
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PARTS), max_size=40).map("".join))
PUBLISHED = st.sampled_from(
    [None, "2023", "2023-06", "2023-06-14", "2024-02-29T08:00", "0001-01-01", "9999-12-31", "?"]
)


def items(numbers: Numbers) -> list[tuple[int, int, str]]:
    found = (*numbers.amounts, *numbers.quantities, *numbers.dates)
    return sorted((item.start, item.end, item.text) for item in found)


def check(text: str, published: str | None) -> None:
    numbers = read_numbers(text, published)
    free = 0
    for start, end, surface in items(numbers):
        assert free <= start < end <= len(text)
        assert text[start:end] == surface
        free = end
    for number in (*numbers.amounts, *numbers.quantities):
        assert isinstance(number.value, Decimal)
        assert number.value.is_finite()
        assert number.value_max is None or number.value < number.value_max
    assert all(date.value for date in numbers.dates)


@settings(max_examples=300, deadline=None)
@given(TEXTS, PUBLISHED)
def test_any_text_is_read(text: str, published: str | None) -> None:
    check(text, published)


@pytest.mark.slow
@settings(max_examples=20_000, deadline=None)
@given(TEXTS, PUBLISHED)
def test_any_text_is_read_at_length(text: str, published: str | None) -> None:
    check(text, published)


@given(st.text(max_size=100))
def test_normalising_keeps_offsets(text: str) -> None:
    assert len(normalise(text)) == len(text)


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    [
        *(
            "1",
            "万",
            "一",
            "十",
            "亿万",
            "零",
            "两",
            "千",
            "几",
            "(",
            "（）",
            "《",
            "“",
            "[[",
            " ",
            "\n",
            "第",
            "每",
            "年",
            "近",
            "￥",
        ),
        *(
            "2023",
            "1,",
            "1,234",
            "1.",
            "1-",
            "1/",
            "至1",
            "A1",
            "1个",
            "一个",
            "1两",
            "5月",
            "28日",
            "今年",
            "上半年",
            "3万元",
            "每亩",
        ),
        *("去年同期", "“1个”", "《1个》", "三分之", "1:", "十四五", "农历", "正月", "3万至", "约", "突破"),
    ],
)
def test_time_grows_with_the_length(unit: str) -> None:
    def seconds(size: int) -> float:
        text = (unit * size)[:size]
        rounds = []
        for _ in range(3):
            start = time.process_time()
            read_numbers(text, "2023-06-14")
            rounds.append(time.process_time() - start)
        return min(rounds)

    seconds(1_000)
    # Ten times the text: linear reading takes ten times as long, quadratic a hundred times.
    assert seconds(100_000) < 30 * seconds(10_000) + 0.2


def test_a_seeded_soup_of_numbers_is_read() -> None:
    chance = random.Random(7)
    check("".join(chance.choice(PARTS) for _ in range(20_000)), "2023-06-14")
