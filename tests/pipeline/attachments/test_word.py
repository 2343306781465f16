"""Word documents: the title set in the middle, numbered headings, tables with merged cells, the date below."""

import io

import docx

from tests.pipeline.attachments.files import document, grid, lines, read, saved

TABLE = [
    ["项目", "资金", "", "户主姓名"],
    ["", "中央", "省级", ""],
    ["水渠", "30", "20", "甲某某"],
    ["合计", "30", "20", ""],
]


def test_a_notice_with_its_table_is_read_whole() -> None:
    body = document(
        ("centre", "云溪县石板镇人民政府"),
        ("centre", "关于2023年产业项目的公示"),
        "石政发〔2023〕5号",
        "一、资金安排",
        "现将2023年产业项目资金安排情况公示如下，公示期10天。",
        "联系人：乙某某  联系电话：13800001111",
        "单位：万元",
        TABLE,
        "石板镇人民政府",
        "二〇二三年五月六日",
    )
    article = read(body)
    assert article.title == "云溪县石板镇人民政府关于2023年产业项目的公示"
    assert article.published == "2023-05-06"
    assert "某" not in article.text
    kinds = {article.text[b.start : b.end]: b.kind for b in article.blocks}
    assert kinds["一、资金安排"] == "heading"
    assert kinds["石政发〔2023〕5号"] == "paragraph"
    assert article.tables[0].unit == "万元"


def test_merged_cells_are_spans() -> None:
    made = docx.Document()
    table = made.add_table(4, 3)
    for r, row in enumerate([["项目", "资金", ""], ["", "中央", "省级"], ["水渠", "30", "20"], ["", "40", "50"]]):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(2, 0).merge(table.cell(3, 0))
    article = read(saved(made))
    assert grid(article) == [
        ["项目", "资金", "资金"],
        ["项目", "中央", "省级"],
        ["水渠", "30", "20"],
        ["水渠", "40", "50"],
    ]
    assert article.tables[0].header_rows == 2
    assert lines(article) == ["项目\t资金", "中央\t省级", "水渠\t30\t20", "40\t50"]


def test_a_style_tells_title_and_headings() -> None:
    article = read(
        document(("Title", "石板镇产业发展情况"), ("Heading 1", "种植业"), "全镇种植茶叶2000亩，产值300万元。")
    )
    assert [b.kind for b in article.blocks] == ["title", "heading", "paragraph"]


def test_without_a_title_the_name_of_the_file_serves_and_a_leftover_in_the_properties_does_not() -> None:
    made = docx.Document(io.BytesIO(document("全镇种植茶叶2000亩，产值300万元，带动120户增收。")))
    made.core_properties.title = "关于召开会议的通知"
    body = saved(made)
    assert read(body).title == ""
    assert (
        read(
            body, "https://example.gov.cn/a/%E9%99%84%E4%BB%B61%E7%9F%B3%E6%9D%BF%E9%95%87%E8%8C%B6%E5%8F%B6.docx"
        ).title
        == "石板镇茶叶"
    )
    gbk = "attachment; filename=" + "石板镇茶叶情况.docx".encode("gb18030").decode("latin-1")
    assert read(body, Content_Disposition=gbk).title == "石板镇茶叶情况"
    rfc = "attachment; filename*=UTF-8''%E7%9F%B3%E6%9D%BF%E9%95%87%E8%8C%B6%E5%8F%B6%E6%83%85%E5%86%B5.docx"
    assert read(body, Content_Disposition=rfc).title == "石板镇茶叶情况"


def test_traditional_script_is_made_plain() -> None:
    article = read(document(("centre", "雲溪縣產業項目公示"), "現將產業項目資金安排情況予以公示。"))
    assert (article.title, "traditional" in article.marks) == ("云溪县产业项目公示", True)
