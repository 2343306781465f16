"""Workbooks and CSV: title, unit and notes around the table, merged cells, figures as a reader sees them."""

from datetime import datetime

import openpyxl
import pytest
import xlwt

from tests.pipeline.attachments.files import fill, grid, lines, read, refused, repacked, saved, xls, xlsx

FUNDS = [
    ["云溪县2023年衔接资金项目计划表"],
    ["填报单位：云溪县农业农村局", None, None, None, "单位：万元"],
    ["序号", "项目名称", "建设地点", "资金", None],
    [None, None, None, "中央", "省级"],
    [1, "产业路硬化", "石板镇大坪村", 30.5, 20],
    [2, "水渠维修", "石板镇小河村", 12, 0.1 + 0.2],
    ["合计", None, None, 42.5, 20.3],
]
MERGED = ["A1:E1", "A3:A4", "B3:B4", "C3:C4", "D3:E3", "A7:C7"]


def test_the_title_row_the_unit_line_and_the_merged_heads_of_a_sheet_are_read_as_on_a_page() -> None:
    article = read(xlsx(FUNDS, MERGED))
    assert article.title == "云溪县2023年衔接资金项目计划表"
    assert lines(article)[1:] == [
        "填报单位：云溪县农业农村局 单位：万元",
        "序号\t项目名称\t建设地点\t资金",
        "中央\t省级",
        "1\t产业路硬化\t石板镇大坪村\t30.5\t20",
        "2\t水渠维修\t石板镇小河村\t12\t0.3",
        "合计\t42.5\t20.3",
    ]
    (table,) = article.tables
    assert (table.header_rows, table.caption, table.unit) == (2, "云溪县2023年衔接资金项目计划表", "万元")
    assert grid(article)[0] == ["序号", "项目名称", "建设地点", "资金", "资金"]
    assert grid(article)[-1] == ["合计", "合计", "合计", "42.5", "20.3"]
    assert "attachment" in article.marks


def test_an_older_workbook_is_read_likewise() -> None:
    merged = [(0, 0, 0, 4), (2, 3, 0, 0), (2, 3, 1, 1), (2, 3, 2, 2), (2, 2, 3, 4), (6, 6, 0, 2)]
    assert lines(read(xls(FUNDS, merged))) == lines(read(xlsx(FUNDS, MERGED)))


@pytest.mark.parametrize(
    ("value", "style", "shown"),
    [
        (0.85, "0%", "85%"),
        (0.8547, "0.00%", "85.47%"),
        (1234567.5, "#,##0.00", "1234567.50"),
        (12.0, "General", "12"),
        (1e10 / 3, "General", "3333333333.3"),
        (12.3456, "0.00_);[Red](0.00)", "12.35"),
        (0.00001, "General", "0.00001"),
        (-0.001, "0.0", "0.0"),
        (1.5, "0.##", "1.5"),
        (30, '0"万元"', "30万元"),
        (355000, "#,##0,", "355"),
        (1500000, "0.0,,", "1.5"),
        (355000, "0!.0,", "35.5"),
        (5000, r"0\.0,", "0.5"),
        (128000, '0"."0,"万元"', "12.8万元"),
        (86, '#,##0_ "户";-#,##0_ "户"', "86户"),
        (-12, '#,##0"元";[Red]-#,##0"元"', "-12元"),
        (-1234, "#,##0;(#,##0)", "-1234"),
        (3000, "¥#,##0.00", "¥3000.00"),
        (3000, "[$¥-804]#,##0", "¥3000"),
        (2500000, '[>=100000000]0.00,,"亿元";[>=10000]0!.0,"万元";0"元"', "250.0万元"),
        (800, '[>=100000000]0.00,,"亿元";[>=10000]0!.0,"万元";0"元"', "800元"),
        (7, '"第"0"期"', "第7期"),
        (12.3, 'General"公里"', "12.3公里"),
        (0, "0;-0;;@", ""),
        (5, ";;;", ""),
        (0, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "-"),
        ("大坪", '@"村"', "大坪村"),
        (datetime(2023, 5, 1), 'yyyy"年"m"月"', "2023年5月"),
        (datetime(2023, 5, 1), "yyyy/m/d", "2023年5月1日"),
        (True, "General", "是"),
        ("0.5-1", "@", "0.5-1"),
    ],
)
def test_values_stand_as_their_format_shows_them(value: object, style: str, shown: str) -> None:
    rows = [["项目", "数值"], ["水渠", value], ["道路", None], ["合计", "1"]]
    assert grid(read(xlsx(rows, formats={"B2": style})))[1] == ["水渠", shown]
    if shown and isinstance(value, float | int):
        assert grid(read(xls([*rows[:1], ["水渠", value]], style=style)))[1][1] == shown


def test_hidden_rows_and_columns_are_not_read_and_what_is_merged_over_them_is() -> None:
    book = openpyxl.Workbook()
    rows = [
        ["村", "底数", "项目", "金额（元）"],
        ["大坪村", 1, "水渠", 5000],
        [None, 2, "作废的路", 9000],
        [None, 3, "道路", 700],
        ["小河村", 4, "冷库", 60],
    ]
    fill(book.active, rows, ["A2:A4"])
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["B"].hidden = True
    seen = [
        ["村", "项目", "金额（元）"],
        ["大坪村", "水渠", "5000"],
        ["大坪村", "道路", "700"],
        ["小河村", "冷库", "60"],
    ]
    assert grid(read(saved(book))) == seen
    older = xlwt.Workbook(encoding="utf-8")
    sheet = older.add_sheet("Sheet1")
    sheet.merge(1, 3, 0, 0)
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value is not None:
                sheet.write(r, c, value)
    sheet.row(2).hidden = True
    sheet.col(1).hidden = True
    assert grid(read(saved(older))) == seen


def test_a_merged_cell_whose_first_row_is_hidden_is_still_read() -> None:
    book = openpyxl.Workbook()
    rows = [["村", "项目", "金额（元）"], ["大坪村", "作废的路", 9000], [None, "道路", 700], ["小河村", "冷库", 60]]
    fill(book.active, rows, ["A2:A3"])
    book.active.row_dimensions[2].hidden = True
    assert grid(read(saved(book)))[1:] == [["大坪村", "道路", "700"], ["小河村", "冷库", "60"]]


def test_columns_of_persons_and_who_filled_in_the_sheet_are_left_out_before_anything_is_kept() -> None:
    rows = [
        ["云溪县公益岗补贴发放表"],
        ["填报单位：石板镇", None, "填表人：甲某某", "联系电话：13800001111", None],
        ["村", "姓名", "身份证号", "银行卡号", "补贴（元）"],
        ["大坪村", "乙某某", "511024199001010011", "6217000012345678901", 800],
        ["小河村", "丙某某", "511024199001010022", "6217000012345678902", 900],
        ["合计", None, None, None, 1700],
        ["审核人（签字）：丁某某      经办人：戊某某   0830-1234567"],
    ]
    article = read(xlsx(rows))
    assert not any(word in article.text for word in ("某", "5110", "6217", "1380"))
    assert grid(article) == [["村", "补贴（元）"], ["大坪村", "800"], ["小河村", "900"], ["合计", "1700"]]
    assert article.tables[0].of_persons


def test_each_visible_sheet_is_read_and_a_hidden_one_is_not() -> None:
    book = openpyxl.Workbook()
    fill(book.active, [["石板镇产业项目表"], ["项目", "金额（元）"], ["水渠", 5000], ["道路", 700]])
    fill(book.create_sheet("2023年受益户数统计"), [["村", "户数"], ["大坪村", 30], ["小河村", 20]])
    hidden = book.create_sheet("草稿")
    fill(hidden, [["项目", "金额"], ["不公开", 1]])
    hidden.sheet_state = "hidden"
    article = read(saved(book))
    assert [table.caption for table in article.tables] == ["石板镇产业项目表", "2023年受益户数统计"]
    assert "不公开" not in article.text


def test_two_tables_on_one_sheet_are_two_and_an_empty_row_within_one_is_none() -> None:
    rows = [
        ["表一 产业项目安排表"],
        ["项目", "金额（元）"],
        ["水渠", 5000],
        [],
        ["道路", 700],
        [],
        ["表二 培训人数统计表"],
        ["村", "人数"],
        ["大坪村", 30],
        ["小河村", 25],
    ]
    article = read(xlsx(rows))
    assert [grid(article, at) for at in (0, 1)] == [
        [["项目", "金额（元）"], ["水渠", "5000"], ["道路", "700"]],
        [["村", "人数"], ["大坪村", "30"], ["小河村", "25"]],
    ]
    assert article.tables[1].caption == "表二 培训人数统计表"


def test_formatted_but_empty_rows_and_columns_cost_nothing() -> None:
    book = openpyxl.Workbook()
    fill(book.active, [["项目", "金额（元）"], ["水渠", 5000], ["道路", 20]])
    book.active["XFD1048576"].number_format = "0%"
    assert grid(read(saved(book))) == [["项目", "金额（元）"], ["水渠", "5000"], ["道路", "20"]]


def test_csv_is_told_by_its_name_or_type_in_any_encoding() -> None:
    body = '石板镇项目表\n项目,金额（元）\n水渠,5000\n"道路,二期",700\n'.encode("gb18030")
    for article in (read(body, "https://example.gov.cn/a/1.csv"), read(body, Content_Type="text/csv")):
        assert article.title == "石板镇项目表"
        assert grid(article) == [["项目", "金额（元）"], ["水渠", "5000"], ["道路,二期", "700"]]
        assert article.encoding == "gb18030"


@pytest.mark.parametrize(
    "rows",
    [
        ["项目,内容,金额（元）", '水渠,"渠道，闸门，蓄水池，管护房",5000', '道路,"路基，路面，护栏",700'],
        ["项目\t内容\t金额（元）", "水渠\t渠道,闸门,蓄水池\t5000", "道路\t路基,路面\t700"],
        ["项目，内容，金额（元）", "水渠，维修1,200米，5000", "道路，硬化，700"],
        ["项目;内容;金额（元）", "水渠;渠道,闸门;5000", "道路;路基,路面,护栏;700"],
        ["项目|内容|金额（元）", "水渠|渠道，闸门|5000", "道路|路基|700"],
    ],
)
def test_cells_are_parted_by_what_gives_rows_of_one_width_not_by_the_commas_of_the_prose(rows: list[str]) -> None:
    article = read("\n".join(["石板镇项目表", *rows]).encode(), "https://example.gov.cn/a/1.csv")
    read_rows = grid(article)
    assert [row[0] for row in read_rows] == ["项目", "水渠", "道路"]
    assert [row[2] for row in read_rows] == ["金额（元）", "5000", "700"]


def test_when_the_sheet_was_made_is_when_it_was_published() -> None:
    rows = [["石板镇项目表"], ["填报时间：2023年5月"], ["项目", "金额（元）"], ["水渠", 5000]]
    assert read(xlsx(rows)).published == "2023-05"
    assert read(xlsx([*rows[:1], *rows[2:], ["2023年6月1日"]])).published == "2023-06-01"
    assert read(xlsx(rows[:1] + rows[2:])).published is None


def test_an_empty_workbook_is_refused() -> None:
    assert refused(xlsx([])) == "empty"


def test_a_workbook_with_broken_styles_is_read_without_formats() -> None:
    def broken(name: str, data: bytes) -> bytes:
        return (
            data.replace(b"<fills", b"<fills x='1'><fill>what</fill").replace(b"numFmtId", b"numFmt")
            if "styles" in name
            else data
        )

    article = read(repacked(xlsx([["项目", "完成率"], ["水渠", 0.5], ["道路", 1]], formats={"B2": "0%"}), broken))
    assert grid(article) == [["项目", "完成率"], ["水渠", "0.5"], ["道路", "1"]]


def test_a_line_that_tells_excel_the_sign_is_none_of_the_table() -> None:
    body = "sep=;\r\n项目;金额（元）\r\n水渠，护坡;1,200\r\n道路，桥梁;700\r\n".encode("utf-8-sig")
    assert grid(read(body, "https://example.gov.cn/a/1.csv"))[0] == ["项目", "金额（元）"]
