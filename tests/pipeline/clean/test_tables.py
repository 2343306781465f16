import pytest

from pipeline.clean.tables import make_grid, unit_of
from tests.pipeline.clean.pages import grids, lines, read


def table(inner: str, above: str = "") -> str:
    opening = "<html><body><h1>云溪县项目资金公示表</h1><div id=zoom><p>现将项目资金安排情况公示如下。</p>"
    return f"{opening}{above}<table>{inner}</table></div></body></html>"


def test_spans_become_a_full_grid_and_each_cell_stands_once_in_the_text() -> None:
    article = read(
        table(
            "<tr><td rowspan=2>项目</td><td colspan=2>资金</td></tr><tr><td>中央</td><td>省级</td></tr>"
            "<tr><td>修路</td><td>30</td><td>20</td></tr>"
        )
    )
    assert grids(article) == [[["项目", "资金", "资金"], ["项目", "中央", "省级"], ["修路", "30", "20"]]]
    assert article.tables[0].header_rows == 2
    assert lines(article)[1:] == ["项目\t资金", "中央\t省级", "修路\t30\t20"]


def test_the_unit_and_the_caption_stand_above() -> None:
    article = read(
        table(
            "<tr><td>项目</td><td>金额</td></tr><tr><td>修路</td><td>30</td></tr>",
            "<p>2023年项目资金安排表</p><p>单位：万元</p>",
        )
    )
    assert (article.tables[0].caption, article.tables[0].unit) == ("2023年项目资金安排表", "万元")


def test_a_first_row_across_the_table_is_its_caption() -> None:
    article = read(
        table(
            "<tr><td colspan=2>2023年项目资金安排表</td></tr><tr><td colspan=2>单位：元</td></tr>"
            "<tr><td>项目</td><td>金额</td></tr><tr><td>修路</td><td>30</td></tr>"
        )
    )
    assert (article.tables[0].caption, article.tables[0].unit) == ("2023年项目资金安排表", "元")
    assert grids(article) == [[["项目", "金额"], ["修路", "30"]]]


@pytest.mark.parametrize(
    "head",
    [
        "姓名",
        "户主姓名",
        "农户姓名",
        "身份证号码",
        "银行卡号",
        "一卡通账号",
        "联系电话",
        "负责人",
        "项目负责人",
        "法定代表人",
        "联系人及电话",
    ],
)
def test_columns_about_persons_are_dropped(head: str) -> None:
    article = read(
        table(
            f"<tr><td>村</td><td>{head}</td><td>金额</td></tr><tr><td>甲村</td><td>某某一</td><td>30</td></tr>"
            f"<tr><td>乙村</td><td>某某二</td><td>50</td></tr>"
        )
    )
    assert grids(article) == [[["村", "金额"], ["甲村", "30"], ["乙村", "50"]]]
    assert "某某" not in article.text


@pytest.mark.parametrize(
    "value", ["511024199001010011", "5110**********0011", "13800001111", "138****1111", "6217000012345678901"]
)
def test_numbers_of_persons_are_dropped_whatever_their_head(value: str) -> None:
    article = read(
        table(
            f"<tr><td>村</td><td>备注</td><td>金额</td></tr><tr><td>甲村</td><td>{value}</td><td>30</td></tr>"
            f"<tr><td>乙村</td><td>{value}</td><td>50</td></tr>"
        )
    )
    assert value not in article.text


@pytest.mark.parametrize("head", ["受益户数", "负责单位", "责任单位", "项目名称", "培训人数", "户均补助", "电力投资"])
def test_other_columns_stay(head: str) -> None:
    rows = table(
        f"<tr><td>村</td><td>{head}</td></tr><tr><td>甲村</td><td>30</td></tr><tr><td>乙村</td><td>50</td></tr>"
    )
    assert grids(read(rows))[0][0] == ["村", head]


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("单位：万元", "万元"),
        ("（单位:元）", "元"),
        ("金额单位：人民币万元", "人民币万元"),
        ("单位：亩、万元", "亩、万元"),
        ("单位：云溪县水利局", None),
        ("填报单位：石板镇", None),
        ("各单位要高度重视。", None),
    ],
)
def test_unit_lines(line: str, unit: str | None) -> None:
    assert unit_of(line) == unit


def test_spans_that_lie_are_bounded() -> None:
    grid = make_grid([[("甲", 10**6, 10**6, False), ("乙", 1, 1, False)], [("丙", 1, 1, False)]])
    assert grid is None or len(grid.rows) * len(grid.rows[0]) <= 20_000
