"""Heads of a table's columns: what is measured, in which unit, and whether the cells below state facts.

Heads of several rows are joined: 资金（万元） over 中央 is 中央资金 in 万元, 受益对象 over 户数 is 受益户数.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from pipeline.lexicon import load_lexicon
from pipeline.numbers import read_numbers

FIGURE_WORDS = 6
"""Chinese characters that a cell of a figure has at the most (不少于3万元); one with more is words around a number."""
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_BRACKETS = re.compile(r"[(（\[【]\s*(?:单位\s*[:：]?\s*)?([^()（）\[\]【】]{1,10}?)\s*[)）\]】][:：]?$")
_PARTED = re.compile(r"(?<=[\u4e00-\u9fff)）])[/:：,，](?:单位[:：])?([^/:：,，]{1,6})$")
_SIZE = re.compile(r"(?<=[\u4e00-\u9fff]{2})([百千万亿]元|公里|平方米|立方米|[%％])$")
_NAMED = re.compile(r"[^\d()（）=+\-]")
_NOTE = re.compile(r"(?<=.)[(（][^()（）0-9]{1,20}[)）]$")
"""A word about a figure behind it: 95万元（以工代赈资金）."""
_FRACTION, _FRACTIONS = re.compile(r"-?0\.\d+"), frozenset(("0", "1", "1.0", "1.00"))
_AMONG = re.compile(r"^其中[:：、]?(?=.)")


class Column(NamedTuple):
    """A column: what its head names without the unit, the unit, the head as it stands, whether it holds figures."""

    what: str
    unit: str
    head: str
    read: bool
    fractions: bool = False
    """Whether all of its figures without a sign are such as a whole of 1 has (0.35 for 35%)."""


def read_column(heads: Sequence[str], cells: Sequence[str]) -> Column:
    """A column from its heads, top to bottom, and its cells."""
    levels = list(dict.fromkeys(level for head in heads if _NAMED.search(level := re.sub(r"\s", "", head))))
    what = unit = ""
    for level in levels:
        words, own = split_unit(_AMONG.sub("", level))
        dates = read_numbers(words).dates if re.search(r"\d[年月]", words) else ()
        words = words[dates[0].end :] if dates and dates[0].start == 0 else words
        unit = own or unit
        what = _joined(what, words) if what else words
    what = re.sub(load_lexicon("pipeline.statements.tables", "tables")["plain_ends"], "", what)
    filled = [cell for cell in cells if cell]
    bare = [_NOTE.sub("", cell) for cell in filled]
    numeric = [cell for cell in bare if re.search(r"\d", cell) and len(_CHINESE.findall(cell)) <= FIGURE_WORDS]
    read = bool(numeric) and 2 * len(numeric) >= len(filled) and not (matches("left_out", what) or _is_left_out(levels))
    fractions = all(cell in _FRACTIONS or _FRACTION.fullmatch(cell) for cell in numeric if cell[-1] not in "%％")
    return Column(what, unit, "".join(levels), read, fractions)


def split_unit(head: str) -> tuple[str, str]:
    """A head without its unit, and the unit: 投资（万元）, 面积/亩, 投资额万元, or a unit alone."""
    if matches("unit_alone", head):
        return "", head
    for form in (_BRACKETS, _PARTED, _SIZE):
        found = form.search(head)
        if found and (is_unit(found[1]) or (form is not _SIZE and matches("scales", found[1]))):
            return head[: found.start()], found[1]
    return head, ""


@cache
def is_unit(words: str) -> bool:
    """Whether a figure can stand before the words (万元, 元/亩, 公里)."""
    figure = "1" + words.split("·")[0].strip()
    if len(words) > 10 or words[:1].isdigit() or matches("no_units", words):
        return False
    found = read_numbers(figure)
    return any(m.text == figure for m in (*found.amounts, *found.quantities))


def unit_for(column: Column, table_unit: str | None) -> str:
    """The unit of a column's bare figures: its head's, the one that the head implies, else the table's where it fits.

    Of a table's several units (万元、亩) the money is for heads of money, another for the rest.
    """
    if column.unit and not matches("scales", column.unit):
        return column.unit
    scale = column.unit
    listed: dict[str, str] = load_lexicon("pipeline.statements.tables", "tables")["implied"]
    implied = next((unit for word, unit in listed.items() if column.what.endswith(word)), "")
    if implied or not table_unit:
        implied = implied or "元" * (bool(scale) and matches("money", column.what))
        return scale + implied if implied else ""
    found = _of_table(column, table_unit)
    return scale + found.lstrip("百千万亿") if scale and found else found


def _of_table(column: Column, table_unit: str) -> str:
    """Which of the table's units is a column's."""
    units = [unit for unit in re.split(r"[、,，/;；\s]+", table_unit) if is_unit(unit)] or [table_unit]
    money = [unit for unit in units if unit.endswith("元")]
    if matches("counts", column.what):
        others = [unit for unit in units if unit not in money]
        return others[0] if len(others) == 1 else ""
    if len(units) == 1:
        return units[0]
    return money[0] if money and matches("money", column.what) else ""


def _is_left_out(levels: Sequence[str]) -> bool:
    return any(matches("left_out", level) for level in levels[-1:])


def _joined(upper: str, lower: str) -> str:
    """Two levels of heads as one name; the part that says what is measured stands last."""
    if not lower or matches("totals", lower):
        return _stem(upper)
    if upper in lower:
        return lower
    stem = _stem(upper)
    if stem in lower:
        return lower
    if not matches("measures", stem):
        return stem + lower
    return lower if matches("measures", lower) else lower + stem


def _stem(head: str) -> str:
    """A head without an end that names no thing (资金来源)."""
    return re.sub(load_lexicon("pipeline.statements.tables", "tables")["vague"], "", head) or head


@cache
def pattern(name: str) -> re.Pattern[str]:
    """A pattern of ``data/tables.yaml``."""
    return re.compile(load_lexicon("pipeline.statements.tables", "tables")[name])


def matches(name: str, words: str) -> bool:
    """Whether words, blanks aside, match a pattern of ``data/tables.yaml``."""
    return bool(pattern(name).search(re.sub(r"\s", "", words)))
