"""Columns that name persons are left out by their values as by their heads; figures under a head of money stay."""

import pytest

from pipeline.privacy.personal_columns import holds_names, is_name, masked_cells, public_columns

NAMES = ["罗开明", "尹秀芳", "滕老五", "向长春"]


@pytest.mark.parametrize("head", ["补贴对象", "发放对象", "受助家庭", "当事人", "户名", "得主", "甲方"])
def test_a_column_of_names_is_a_persons_under_any_head(head: str) -> None:
    assert public_columns([[head, *NAMES], ["金额（元）", "1", "2", "3", "4"]]) == ([1], True)


@pytest.mark.parametrize(
    "cells",
    [
        ["村名", "高明", "安平", "杨柳"],
        ["品种", "黄桃", "金丝皇菊", "白茶"],
        ["所在地", "石桥镇", "马家村", "罗家寨社区"],
        ["指标", "总产值", "常住人口", "游客"],
        ["建设内容", "新建水渠", "硬化道路", "安装路灯"],
        ["月份", "一月", "二月", "三月"],
    ],
)
def test_other_columns_stay(cells: list[str]) -> None:
    assert not holds_names(cells)


def test_a_head_of_money_outvotes_figures_that_look_like_telephones() -> None:
    column = ["投资额（元）", "13580000000", "18620000000"]
    assert public_columns([column]) == ([0], False)
    assert masked_cells([column]) == [column]


def test_telephones_under_an_unknown_head_are_left_out() -> None:
    assert public_columns([["备查", "13580000000", "18620000000"]]) == ([], False)


def test_a_number_within_a_cell_is_masked() -> None:
    assert masked_cells([["说明", "请打13580000000"]]) == [["说明", "请打***"]]


@pytest.mark.parametrize("cell", ["罗开明", "米 强", "欧阳小兰", "巴图其木格", "包银花"])
def test_a_cell_alone_is_a_name(cell: str) -> None:
    assert is_name(cell)
