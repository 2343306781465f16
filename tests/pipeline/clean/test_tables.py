import pytest

from pipeline.clean.tables import make_grid, unit_of
from tests.pipeline.clean.pages import grids, lines, read, refused


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


def made(*rows: str) -> tuple[list[list[str]], int]:
    """The grid of rows parted by bars, none of them marked as heads, and how many are."""
    grid = make_grid([[(text, 1, 1, False) for text in row.split("|")] for row in rows])
    assert grid is not None
    return [[grid.cells[cell] for cell in row] for row in grid.rows], grid.header_rows


def test_a_row_without_figures_below_the_heads_is_no_head() -> None:
    assert made("村|产业|成效", "甲村|油茶|良好", "乙村|茶叶|优秀", "丙村|水稻|12")[1] == 1


def test_a_row_that_numbers_the_columns_is_one_of_heads() -> None:
    assert made("项目|中央|省级", "1|2|3", "水渠|30|20")[1] == 2


def test_heads_that_stand_over_several_columns_unmerged_stand_over_each() -> None:
    grid, heads = made("项目|资金（万元）||村", "|中央|省级|", "水渠|30|20|甲村")
    assert (grid[0], heads) == (["项目", "资金（万元）", "资金（万元）", "村"], 2)


def test_without_heads_there_are_none() -> None:
    assert made("甲村|产业路|50万元", "乙村|水渠|30万元")[1] == 0
    assert made("1|甲村|50", "2|乙村|30")[1] == 0


FORM = ("项目名称|产业路|建设地点|甲村", "建设单位|甲镇|项目负责人|甲某某", "总投资（万元）|86|联系电话|13800001111")


def test_a_form_loses_what_names_persons_and_keeps_the_rest() -> None:
    grid = make_grid([[(text, 1, 1, False) for text in row.split("|")] for row in FORM])
    assert grid is not None
    assert (grid.kind, grid.header_rows) == ("form", 0)
    assert [text for text in grid.cells if text] == [
        *("项目名称", "产业路", "建设地点", "甲村", "建设单位", "甲镇", "总投资（万元）", "86")
    ]


def test_a_turned_table_loses_the_rows_of_persons() -> None:
    rows = ("项目名称|水渠|道路|桥", "建设地点|甲村|乙村|丙村", "负责人|甲某某|乙某某|丙某某", "总投资（万元）|1|2|3")
    grid = make_grid([[(text, 1, 1, False) for text in row.split("|")] for row in rows])
    assert grid is not None
    assert grid.kind == "turned"
    assert not any("某" in text for text in grid.cells)


@pytest.mark.parametrize(
    ("head", "is_one"),
    [
        ("户主", True),
        ("身份证号码", True),
        ("姓名", True),
        ("项目负责人", False),
        ("联系电话", False),
        ("法人代表", False),
    ],
)
def test_a_list_of_persons_is_told_from_one_with_persons_who_answer_for_it(head: str, is_one: bool) -> None:
    grid = make_grid(
        [[(t, 1, 1, False) for t in row] for row in (["村", head, "金额"], ["甲村", "某", "1"], ["乙村", "某", "2"])]
    )
    assert grid is not None
    assert (grid.of_persons, "某" in grid.cells) == (is_one, False)


@pytest.mark.parametrize(
    "line", ["填表人：甲某某 审核人：乙某某", "经办人（签字）：甲某某", "村支部书记：甲某某  联系电话：13800001111"]
)
def test_who_signs_a_table_is_left_out_of_its_cells(line: str) -> None:
    grid = make_grid(
        [[(t, 1, 1, False) for t in row] for row in (["项目", "金额"], ["水渠", "5"], ["道路", "6"], [line, ""])]
    )
    assert grid is not None
    assert not any("某" in text or "138" in text for text in grid.cells)


@pytest.mark.parametrize("head", ["项目经理", "驻村干部", "村书记（主任）", "保洁员"])
def test_posts_are_dropped_where_they_name_and_stay_where_they_count(head: str) -> None:
    assert head not in made(f"村|{head}|金额", "甲村|甲某某|5", "乙村|乙某某|6")[0][0]
    assert head in made(f"村|{head}|金额", "甲村|3|5", "乙村|4人|6")[0][0]


@pytest.mark.parametrize("head", ["少数民族发展资金", "专项账户资金", "出生人口", "电商从业人数"])
def test_columns_that_only_sound_like_persons_stay(head: str) -> None:
    assert head in made(f"村|{head}", "甲村|30", "乙村|50")[0][0]


ALONE = (
    "<tr><td>项目名称</td><td>建设地点</td><td>资金（万元）</td></tr><tr><td>产业路</td><td>甲村</td><td>30.5</td></tr>"
    "<tr><td>水渠</td><td>乙村</td><td>12</td></tr><tr><td>合计</td><td></td><td>42.5</td></tr>"
)
FRAME = (
    "<html><head><meta name=ArticleTitle content='云溪县2023年项目资金公示表'></head><body><div class=nav>"
    "<a href=/>首页</a><a href=/a>新闻</a><a href=/b>政务公开</a></div><h1>云溪县2023年项目资金公示表</h1>"
    "<div>发布时间：2023-05-06 来源：县农业农村局</div>{}<div class=footer>主办：云溪县人民政府</div></body></html>"
)


@pytest.mark.parametrize(
    "body",
    [
        f"<div id=zoom><table>{ALONE}</table></div>",
        f"<div id=zoom><p>单位：万元</p><table>{ALONE}</table></div>",
        f"<div><div><table>{ALONE}</table></div></div>",
        f"<div class=TRS_Editor><p>2023年项目表</p><table>{ALONE}</table><p>农业农村局</p><p>2023年5月6日</p></div>",
    ],
)
def test_a_page_that_is_its_table_is_an_article(body: str) -> None:
    article = read(FRAME.format(body))
    assert (article.title, article.published) == ("云溪县2023年项目资金公示表", "2023-05-06")
    assert grids(article)[0][1] == ["产业路", "甲村", "30.5"]


@pytest.mark.parametrize(
    "body",
    [
        "<table>"
        + "".join(f"<tr><td>{r}</td><td>{r + 1}</td><td>{r + 2}</td></tr>" for r in range(1, 28, 3))
        + "</table>",
        "<table>"
        + "".join(
            f"<tr><td><a href=/{r}>云溪县召开第{r}次乡村振兴工作会议</a></td><td>2023-05-{r:02}</td></tr>"
            for r in range(1, 20)
        )
        + "</table>",
    ],
    ids=["calendar", "list of links"],
)
def test_a_calendar_or_a_list_of_links_is_none(body: str) -> None:
    assert refused(FRAME.format(body)).reason in ("no-article", "list-page")
