"""PDF: ruled tables with merged cells over several pages, paragraphs joined, page numbers out, scans refused."""

import io

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from pipeline.attachments.pdf.drawn import Segment
from pipeline.attachments.pdf.rules import find_tables
from tests.pipeline.attachments.files import FONT, grid, lines, pdf, read, refused, ruled, signed, text, title

WIDTHS = (40, 120, 110, 60, 60, 60)
HEADS = ["序号", "项目名称", "建设地点", "中央（万元）", "省级（万元）", "负责人"]


def rows(count: int) -> list[list[str]]:
    return [
        [str(at), "产业路硬化及配套排水沟建设", "石板镇大坪村", "30.5", str(20 + at), "甲某某"]
        for at in range(1, count + 1)
    ]


def test_a_notice_is_read_with_its_table_across_pages() -> None:
    said = (
        "现将云溪县2023年衔接资金项目安排情况予以公示，公示期为十天，接受社会监督，如有异议请向我局反映，我局将核实。"
    )
    table = ruled([HEADS, *rows(60), ["合计", "", "", "1830", "3030", ""]], WIDTHS, ((0, -1), (2, -1)))
    body = pdf(
        title("云溪县2023年衔接资金项目公示"),
        text(said),
        text("特此公示。"),
        table,
        signed("云溪县农业农村局"),
        signed("2023年5月6日"),
    )
    article = read(body)
    assert (article.title, article.published) == ("云溪县2023年衔接资金项目公示", "2023-05-06")
    assert lines(article)[1:3] == [said, "特此公示。"]
    (table_read,) = article.tables
    assert (len(table_read.rows), table_read.header_rows) == (62, 1)
    assert grid(article)[0] == HEADS[:-1]
    assert grid(article)[1] == ["1", "产业路硬化及配套排水沟建设", "石板镇大坪村", "30.5", "21"]
    assert grid(article)[-1] == ["合计", "合计", "合计", "1830", "3030"]
    assert "甲某某" not in article.text
    assert lines(article)[-2:] == ["云溪县农业农村局", "2023年5月6日"]


def test_merged_heads_are_spans() -> None:
    table = ruled(
        [["项目", "资金", "", "村"], ["", "中央", "省级", ""], ["水渠", "30", "20", "大坪村"]],
        (80, 60, 60, 80),
        ((1, 0), (2, 0)),
        ((0, 0), (0, 1)),
        ((3, 0), (3, 1)),
    )
    assert grid(read(pdf(title("石板镇项目资金公示表"), table))) == [
        ["项目", "资金", "资金", "村"],
        ["项目", "中央", "省级", "村"],
        ["水渠", "30", "20", "大坪村"],
    ]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_turned_on_its_side_reads_the_same(turn: int) -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.setPageRotation(turn)
    canvas.translate(300, 420)
    canvas.rotate(turn)
    canvas.setFont(FONT, 10)
    for x in (-150, -50, 50, 150):
        canvas.line(x, 20, x, 80)
    for y in (20, 40, 60, 80):
        canvas.line(-150, y, 150, y)
    for r, row in enumerate(
        [["项目名称", "建设地点", "金额（元）"], ["水渠维修工程", "大坪村", "5000"], ["道路硬化工程", "小河村", "700"]]
    ):
        for c, words in enumerate(row):
            canvas.drawString(-145 + 100 * c, 66 - 20 * r, words)
    canvas.drawCentredString(0, 100, "石板镇二〇二三年项目表")
    canvas.save()
    article = read(buffer.getvalue())
    assert grid(article) == [
        ["项目名称", "建设地点", "金额（元）"],
        ["水渠维修工程", "大坪村", "5000"],
        ["道路硬化工程", "小河村", "700"],
    ]


def test_page_numbers_are_no_text_and_a_paragraph_goes_on_over_the_page() -> None:
    def number(canvas: Canvas, document: object) -> None:
        canvas.setFont(FONT, 9)
        canvas.drawCentredString(300, 30, f"- {canvas.getPageNumber()} -")

    from reportlab.platypus import SimpleDocTemplate

    said = "全县特色产业基地面积达到三万亩，" * 160 + "群众收入稳步提高。"
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, pagesize=A4).build(
        [title("云溪县产业发展情况"), text(said)], onFirstPage=number, onLaterPages=number
    )
    assert lines(read(buffer.getvalue())) == ["云溪县产业发展情况", said]


def test_a_scan_without_text_is_refused() -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.rect(10, 10, 400, 600)
    canvas.showPage()
    canvas.save()
    assert refused(buffer.getvalue()) == "no-text"


def test_a_frame_or_an_underline_is_no_table() -> None:
    frame = [Segment(True, 0, 0, 100), Segment(True, 50, 0, 100), Segment(False, 0, 0, 50), Segment(False, 100, 0, 50)]
    assert find_tables(frame) == []
    assert find_tables([Segment(True, 10, 0, 200)]) == []


def test_open_sides_are_closed_where_the_lines_end() -> None:
    level = [Segment(True, y, 0, 90) for y in (0, 20, 40)]
    upright = [Segment(False, x, 0, 40) for x in (30, 60)]
    (table,) = find_tables([*level, *upright])
    assert table.xs == (0, 30, 60, 90)
    assert len({region for row in table.regions for region in row}) == 6
