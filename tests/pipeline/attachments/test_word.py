"""Word documents: the title set in the middle, numbered headings, tables with merged cells, the date below."""

import io
import re

import docx
import pytest

from tests.pipeline.attachments.files import document, grid, lines, read, repacked, saved

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


def run(text: str, settings: str = "") -> str:
    return f'<w:r><w:rPr>{settings}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def with_xml(*parts: str) -> bytes:
    """A document whose body is this XML."""
    body = "".join(parts).encode()

    def change(name: str, data: bytes) -> bytes:
        if name != "word/document.xml":
            return data
        return re.sub(rb"<w:body>.*</w:body>", lambda _: b"<w:body>" + body + b"</w:body>", data, flags=re.S)

    return repacked(document("石板镇"), change)


SAID = "2024年4月8日，石板镇大坪村维修水渠1200米，受益农户85户。"


@pytest.mark.parametrize(
    "wrapped",
    [
        '<w:smartTag w:uri="urn:x" w:element="chsdate"><w:smartTagPr/>{}</w:smartTag>',
        '<w:ins w:id="1" w:author="a">{}</w:ins>',
        '<w:moveTo w:id="1" w:author="a">{}</w:moveTo>',
        '<w:fldSimple w:instr=" MERGEFIELD a ">{}</w:fldSimple>',
        "<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
        '<w:customXml w:element="x"><w:customXmlPr/>{}</w:customXml>',
        '<w:hyperlink w:anchor="x">{}</w:hyperlink>',
        '<w:ins w:id="1"><w:smartTag><w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt></w:smartTag></w:ins>',
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    ],
)
def test_what_is_wrapped_in_a_paragraph_is_read_in_its_place(wrapped: str) -> None:
    for cut in (10, 20):
        said = run(SAID[:4]) + wrapped.format(run(SAID[4:cut])) + run(SAID[cut:])
        assert lines(read(with_xml(f"<w:p>{said}</w:p>"))) == [SAID]


def test_what_is_deleted_hidden_struck_out_or_a_reading_is_not_read() -> None:
    gone = [
        '<w:del w:id="1"><w:r><w:delText>900</w:delText></w:r></w:del>',
        f'<w:moveFrom w:id="1">{run("900")}</w:moveFrom>',
        run("900", "<w:vanish/>"),
        run("900", "<w:strike/>"),
        run("900", '<w:dstrike w:val="1"/>'),
    ]
    kept = run("1200", '<w:strike w:val="0"/><w:vanish w:val="false"/>')
    ruby = f"<w:ruby><w:rubyPr/><w:rt>{run('qu')}</w:rt><w:rubyBase>{run('渠')}</w:rubyBase></w:ruby>"
    said = run("2024年4月8日，石板镇大坪村维修水") + ruby + "".join(gone) + kept + run("米，受益农户85户。")
    assert lines(read(with_xml(f"<w:p>{said}</w:p>"))) == [SAID]


def test_blocks_in_content_controls_and_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent><w:p>{run(SAID)}</w:p></w:txbxContent>"
    alternative = (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    block = (
        f"<w:sdt><w:sdtPr/><w:sdtContent><w:p>{run('小河村种植茶叶300亩，产值90万元。')}</w:p></w:sdtContent></w:sdt>"
    )
    opening = run("公示如下，请群众监督，欢迎反映。")
    assert lines(read(with_xml(f"<w:p>{opening}{alternative}</w:p>", block))) == [
        "公示如下，请群众监督，欢迎反映。",
        SAID,
        "小河村种植茶叶300亩，产值90万元。",
    ]


def cell(text: str, settings: str = "") -> str:
    return f"<w:tc><w:tcPr>{settings}</w:tcPr><w:p>{run(text)}</w:p></w:tc>"


def test_rows_and_cells_in_controls_stand_where_they_belong_and_deleted_and_hidden_rows_do_not() -> None:
    def control(inner: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    rows = [
        f"<w:tr>{cell('村')}{cell('项目')}{cell('金额（元）')}</w:tr>",
        f"<w:tr>{control(cell('大坪村'))}{cell('水渠')}{control(control(cell('5000')))}</w:tr>",
        f"<w:tr><w:trPr><w:del w:id='1'/></w:trPr>{cell('作废村')}{cell('道路')}{cell('9000')}</w:tr>",
        f"<w:tr><w:trPr><w:hidden/></w:trPr>{cell('作废村')}{cell('道路')}{cell('9000')}</w:tr>",
        control(f"<w:tr>{cell('小河村')}{cell('冷库')}{cell('700')}</w:tr>"),
    ]
    article = read(with_xml(f"<w:p>{run('石板镇项目表')}</w:p>", control(f"<w:tbl>{''.join(rows)}</w:tbl>")))
    assert grid(article) == [["村", "项目", "金额（元）"], ["大坪村", "水渠", "5000"], ["小河村", "冷库", "700"]]


def test_what_nobody_filled_in_is_not_read_and_notes_beside_figures_neither() -> None:
    def raised(text: str) -> str:
        return f"<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>{text}</w:t></w:r>"

    empty = (
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('单击此处输入文字。')}</w:sdtContent></w:sdt>"
    )
    said = (
        f"{run('小河村修路120')}{raised('1')}{run('米，广场500m')}{raised('2')}{run('，惠及群众，项目已验收。')}{empty}"
    )
    assert lines(read(with_xml(f"<w:p>{said}</w:p>", "")))[0] == "小河村修路120米，广场500m²，惠及群众，项目已验收。"
