"""Tables that a scraper flattened, in each of the ways that dumps have them."""

import time

import pytest

from tests.pipeline.clean.pages import grids, lines, read

TOP = "白石县2022年水稻保险补贴公示\n2022-06-08 来源：白石县农业农村局\n现将水稻保险补贴情况予以公示。\n"
ROWS = [
    ["序号", "乡镇", "投保面积(亩)", "补贴资金(万元)"],
    ["1", "青禾镇", "5320", "21.3"],
    ["2", "云岭乡", "2860", "11.4"],
    ["3", "石板镇", "1200", "4.8"],
]


def bars_a_cell(rows: list[list[str]]) -> str:
    return "\n".join(f"{cell} |" for row in rows for cell in row)


def bars_a_row(rows: list[list[str]]) -> str:
    return "\n".join("|\n" + "\n".join(f"{cell} |" for cell in row) for row in rows)


def one_a_line(rows: list[list[str]]) -> str:
    return "\n".join(cell for row in rows for cell in row)


def markdown(rows: list[list[str]]) -> str:
    shown = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([shown[0], "|" + " --- |" * len(rows[0]), *shown[1:]])


WRITTEN = {
    "a cell a line": one_a_line,
    "a cell a line, in bars": bars_a_cell,
    "a cell a line, a bar before each row": bars_a_row,
    "a row a line, in bars": lambda rows: "\n".join(" | ".join(row) for row in rows),
    "Markdown": markdown,
    "on one line, in bars": lambda rows: " | ".join(cell for row in rows for cell in row) + " |",
    "a row a line, in blanks": lambda rows: "\n".join(" ".join(row) for row in rows),
    "a row a line, in runs of blanks": lambda rows: "\n".join("    ".join(row) for row in rows),
    "on one line, in blanks": lambda rows: " ".join(cell for row in rows for cell in row),
    "tabs": lambda rows: "\n".join("\t".join(row) for row in rows),
    "commas": lambda rows: "\n".join(",".join(row) for row in rows),
}


@pytest.mark.parametrize("way", WRITTEN)
def test_a_table_is_one_however_it_was_written_down(way: str) -> None:
    article = read(f"{TOP}{WRITTEN[way](ROWS)}\n白石县农业农村局\n2022年6月8日")
    assert grids(article) == [ROWS]
    assert article.tables[0].header_rows == 1
    assert lines(article)[-2:] == ["白石县农业农村局", "2022年6月8日"]
    assert lines(article)[0] == "现将水稻保险补贴情况予以公示。"


@pytest.mark.parametrize("way", WRITTEN)
def test_rows_without_numbers_before_them_and_a_row_of_totals(way: str) -> None:
    rows = [row[1:] for row in ROWS] + [["合计", "9380", "37.5"]]
    assert grids(read(TOP + WRITTEN[way](rows))) == [rows]


@pytest.mark.parametrize("way", ["a cell a line", "a cell a line, in bars", "on one line, in blanks"])
def test_a_row_of_totals_that_lacks_its_empty_cells(way: str) -> None:
    assert grids(read(TOP + WRITTEN[way]([*ROWS, ["合计", "9380", "37.5"]]))) == [[*ROWS, ["合计", "", "9380", "37.5"]]]


@pytest.mark.parametrize("way", ["a cell a line", "a row a line, in blanks"])
def test_a_column_of_notes_that_is_empty_or_half_empty(way: str) -> None:
    heads = [*ROWS[0], "备注"]
    assert grids(read(TOP + WRITTEN[way]([heads, *ROWS[1:]]))) == [[heads, *([*row, ""] for row in ROWS[1:])]]
    half = [heads, ROWS[1], [*ROWS[2], "含林场"], ROWS[3]]
    assert grids(read(TOP + WRITTEN[way](half)))[0][1:3] == [[*ROWS[1], ""], [*ROWS[2], "含林场"]]


def test_what_may_stand_in_two_columns_states_nothing() -> None:
    rows = [*ROWS[:2], ["2", "云岭乡", "2860"], ROWS[3]]
    assert grids(read(TOP + one_a_line(rows)))[0][2] == ["2", "云岭乡 2860", "", ""]


def test_cells_that_say_sentences_and_cells_that_are_wrapped() -> None:
    rows = [
        ["项目名称", "建设地点", "建设内容", "资金"],
        ["桑园村灌渠维修项目", "青禾镇桑园村", "维修灌渠2.4公里，配套闸门6处。", "38万元"],
        ["云岭乡茶园步道项目", "云岭乡", "新建步道900米。", "16万元"],
    ]
    assert grids(read(TOP + bars_a_cell(rows))) == [rows]
    wrapped = bars_a_cell(rows).replace("2.4公里，", "2.4公里，\n")
    assert grids(read(TOP + wrapped)) == [rows]


HEADS = ["序号 | 项目名称 | 资金来源 | 备注", "中央 | 省级"]
TWICE = [*HEADS, "1 | 桑园村水渠项目 | 30 | 20 | 续建", "2 | 云岭乡道路项目 | 12 | 8 |  "]


def test_heads_over_others_span_them_where_figures_tell_which() -> None:
    article = read(TOP + "\n".join(TWICE))
    assert article.tables[0].header_rows == 2
    assert grids(article)[0][:3] == [
        ["序号", "项目名称", "资金来源", "资金来源", "备注"],
        ["序号", "项目名称", "中央", "省级", "备注"],
        ["1", "桑园村水渠项目", "30", "20", "续建"],
    ]


def test_heads_over_others_are_no_table_where_nothing_tells_which() -> None:
    unclear = [HEADS[0].replace("项目名称", "补贴户数"), HEADS[1], "1 | 5 | 30 | 20 | 6", "2 | 7 | 12 | 8 | 9"]
    assert read(TOP + "\n".join(unclear)).tables == ()
    flat = " | ".join(TWICE).replace(" | 续建", "").replace(" |  ", "") + " |"
    assert read(TOP + flat.replace(" | ", " |\n")).tables == ()


def test_sentences_caption_and_unit_before_a_table_on_its_line() -> None:
    article = read(
        "白石县2022年统计公报\n2023-04-02\n2022年，全县产业平稳发展。 表2 工业增加值情况 单位：亿元 "
        "行业 | 总量 | 同比增长% | 采矿业 | 8.1 | 2.4 | 制造业 | 15.6 | 6.0 |\n2022年，全县新增企业36家。"
    )
    assert grids(article)[0][2] == ["制造业", "15.6", "6.0"]
    assert (article.tables[0].caption, article.tables[0].unit) == ("表2 工业增加值情况", "亿元")
    assert lines(article)[0] == "2022年，全县产业平稳发展。"
    assert lines(article)[-1] == "2022年，全县新增企业36家。"


def test_a_form_in_bars() -> None:
    form = "项目名称 | 桑园村灌渠维修项目 | 建设地点 | 桑园村\n建设内容 | 维修灌渠2.4公里 | 总投资（万元） | 38"
    article = read(TOP + form)
    assert [table.kind for table in article.tables] == ["form"]


@pytest.mark.parametrize(
    "menu",
    [
        "首页 | 新闻 | 政务公开 | 项目 | 服务",
        "首页\n单位概况\n项目公示\n政务公开\n2022",
        "项目名称 单位 时间 地点",
        "索引号 | bs001/2022-7 | 发布机构 | 县农业农村局\n发布日期 | 2022-06-08 | 名称 | 公示",
        "浏览：12 | 评论：3 | 点赞：5",
        "乡镇动态 | 2022-06-01 | 单位动态 | 2022-06-02",
    ],
)
def test_menus_and_boxes_are_no_tables(menu: str) -> None:
    article = read(f"{menu}\n{TOP}全县投保水稻9380亩，补贴37.5万元。")
    assert article.tables == ()
    assert article.title == "白石县2022年水稻保险补贴公示"


def test_cells_with_the_words_of_buttons_stay_in_their_table() -> None:
    rows = [["乡镇", "户数", "规模"], ["青禾镇", "586户", "大"], ["云岭乡", "120户", "小"]]
    assert grids(read(TOP + bars_a_cell(rows))) == [rows]


def test_columns_of_persons_are_left_out_of_flattened_tables_too() -> None:
    rows = [["村", "户主姓名", "金额(元)"], ["桑园村", "甲某某", "300"], ["桑园村", "乙某某", "500"]]
    article = read(TOP + one_a_line(rows))
    assert "某某" not in article.text
    assert article.tables[0].of_persons


@pytest.mark.parametrize(
    "lines",
    [
        "项目 |\n" * 10_000,
        "项目\n面积\n" * 5_000,
        "项目\n面积\n12\n甲\n" * 3_000,
        "项目 | 12 | 面积\n" * 5_000,
        "项目 面积 1 2 3 4 5\n" * 5_000,
    ],
)
def test_lines_that_are_almost_tables_cost_little(lines: str) -> None:
    started = time.process_time()
    read(TOP + lines + "\n全县投保水稻9380亩。")
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    "way", ["a cell a line", "a cell a line, in bars", "a row a line, in bars", "a row a line, in blanks"]
)
def test_tables_in_paragraphs_of_markup_are_tables_too(way: str) -> None:
    shown = "".join(f"<p>{line}</p>" for line in WRITTEN[way](ROWS).split("\n"))
    body = f"<div id=zoom><p>现将水稻保险补贴情况予以公示。</p>{shown}<p>白石县农业农村局</p></div>"
    article = read(f"<html><body><h1>白石县2022年水稻保险补贴公示</h1><p>2022-06-08</p>{body}</body></html>")
    assert grids(article) == [ROWS]
    assert lines(article)[-1] == "白石县农业农村局"


def test_a_huge_dump_of_cells_is_read_in_linear_time() -> None:
    cells = "乡镇\n面积(亩)\n" + "青禾镇\n12\n" * 900 + "项目\n单位\n甲\n" * 600
    assert len(grids(read(TOP + cells))[0]) == 901


TOLD_BY = [
    ["序号", "镇(街道)", "奖补户数(户)", "奖补资金(万元)"],
    ["镇名", "计划数", "完成数", "完成率(%)"],
    ["指标", "2022年", "2021年", "增长%"],
    ["街道", "集中安置(户)", "分散安置(户)", "搬迁率(%)"],
]


@pytest.mark.parametrize("heads", TOLD_BY)
@pytest.mark.parametrize("parted", [" | ", "    ", "\t"])
def test_heads_told_by_their_unit_their_year_or_one_word(heads: list[str], parted: str) -> None:
    first = ["1", "青禾镇"] if heads[0] == "序号" else ["青禾镇", "215"]
    second = ["2", "云岭乡"] if heads[0] == "序号" else ["云岭乡", "180"]
    rows = [heads, [*first, "320", "48.5"], [*second, "412", "27"]]
    table = "\n".join(parted.join(row) for row in rows)
    assert grids(read(f"白石县2022年统计\n2022-12-30\n{table}\n以上数据由各镇上报，请监督。")) == [rows]


def test_figures_with_their_units_a_cell_a_line() -> None:
    rows = [["镇", "集中安置(户)", "分散安置(户)"], ["青禾镇", "586户", "32户"], ["云岭镇", "412户", "18户"]]
    page = "白石县移民搬迁统计\n2019-09-09\n" + one_a_line(rows)
    assert grids(read(page)) == [rows]


FUND = [
    ["序号", "村名", "项目名称", "建设内容", "资金金额"],
    ["1", "桑园村", "茶叶基地", "续建", "20"],
    ["2", "云岭村", "灌溉设施", "维修", "3"],
    ["小计", "", "", "", "23"],
    ["3", "石板村", "柑橘基地", "新建", "40"],
    ["合计", "", "", "", "63"],
]


def test_totals_between_numbered_rows_and_a_caption_on_two_lines() -> None:
    cells = "\n".join(cell for row in FUND for cell in row if cell)
    article = read(f"{TOP}白石县2023年衔接补助资金\n安排表\n单位：万元\n{cells}")
    assert grids(article) == [FUND]
    assert (article.tables[0].caption, article.tables[0].unit) == ("白石县2023年衔接补助资金安排表", "万元")


def test_a_row_whose_figure_is_the_next_number_goes_to_the_total_behind_it() -> None:
    rows = [*FUND[:3], ["小计", "", "", "", "23"]]
    assert grids(read(TOP + "\n".join(cell for row in rows for cell in row if cell))) == [rows]


def test_a_caption_and_an_empty_row_of_bars_before_the_head_that_numbers_the_rows() -> None:
    rows = [
        ["序号", "项目名称", "建设地点", "建设内容", "投资 规模"],
        ["1", "桑园村饮水工程", "青禾镇桑园村", "铺设管道900米，闸阀4个。", "20万元"],
        ["2", "云岭乡道路项目", "云岭乡石板村", "270米×4米。", "16万元"],
    ]
    article = read(TOP + "白石县2022年扶贫资金分配表 |\n|||||\n" + bars_a_cell(rows))
    assert grids(article) == [rows]
    assert article.tables[0].caption == "白石县2022年扶贫资金分配表"


@pytest.mark.parametrize("unit", ["单位：万元", ""])
def test_two_columns_parted_by_a_blank_and_units_on_a_line_below_the_heads(unit: str) -> None:
    rows = [["乡镇", "投保面积"], ["青禾镇", "5320"], ["云岭乡", "2860"]]
    narrow = "\n".join(" ".join(row) for row in rows)
    assert grids(read(f"{TOP}{unit}\n{narrow}\n白石县农业农村局")) == [rows]
    wide = "乡镇 面积 户数 补贴\n（亩） （户） （万元）\n青禾镇 5320 86 21.3\n云岭乡 2860 51 11.4"
    assert grids(read(f"{TOP}{wide}\n白石县农业农村局"))[0][0] == ["乡镇", "面积（亩）", "户数（户）", "补贴（万元）"]


def test_a_line_of_two_words_and_one_with_a_figure_are_no_table() -> None:
    assert grids(read(f"{TOP}乡镇 面积\n青禾镇 5320\n全县已完成投保。")) == []


def test_a_bar_that_only_the_row_of_totals_begins_with_parts_an_empty_cell() -> None:
    rows = ["序号|项目名称|资金(万元)|户数|备注", "1|水渠维修|21.3|86|完工", "2|冷库建设|11.4|51|", "|合计|32.7|137|"]
    assert grids(read(f"{TOP}" + "\n".join(rows)))[0][-1] == ["", "合计", "32.7", "137", ""]


def test_a_line_of_labels_with_figures_is_a_row_of_data_not_the_title() -> None:
    line = "乡镇：青禾镇 受灾人口：126人 转移安置：32人 倒塌房屋：6间"
    article = read(f"受灾情况统计\n2022-06-08 来源：白石县应急局\n{line}\n{line.replace('青禾镇', '云岭乡')}")
    assert (article.title, lines(article)[0]) == ("受灾情况统计", line)
