"""PDF pages as they are printed: gaps within lines, columns, tables without rules, cut tables, text that is turned."""

import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.pipeline.attachments.files import FONT, grid, lines, read, refused
from tests.pipeline.attachments.pages import column, drawn, put, ruled_at, table

HEAD = "石板镇2023年产业项目资金公示"
TWO = (
    ["石板镇大坪村投入资金26万元修", "建水渠1200米，惠及农户85户，", "解决了多年的灌溉难题，群众都", "说好。"],
    [
        "石板镇小河村种植茶叶300亩，",
        "产值90万元，带动脱贫户42户增",
        "收，村集体收入达到18万元，比",
        "上年增长两成，大家干劲更足。",
    ],
)
COLUMNS = ["".join(part) for part in TWO]


def heading(canvas: Canvas, y: float = 780) -> None:
    canvas.setFont(FONT, 18)
    canvas.drawCentredString(297, y, HEAD)
    canvas.setFont(FONT, 12)


def test_gaps_between_chinese_and_figures_and_in_justified_lines_tear_nothing() -> None:
    def page(canvas: Canvas) -> None:
        heading(canvas)
        put(canvas, 96, 740, "2023年石板镇大坪村投入资金26.5万元，硬化道路4.2公里，受")
        put(canvas, 72, 718, "益群众135户470人，人均增收1200元。")
        text = canvas.beginText(96, 680)
        text.setFont(FONT, 12)
        text.setCharSpace(4.5)
        text.textOut("小河村投入1850万元，种茶1200亩。")
        canvas.drawText(text)

    assert lines(read(drawn(page)))[1:] == [
        "2023年石板镇大坪村投入资金26.5万元，硬化道路4.2公里，受益群众135户470人，人均增收1200元。",
        "小河村投入1850万元，种茶1200亩。",
    ]


def test_latin_words_keep_their_blanks_and_raised_figures_stay_in_their_line() -> None:
    def page(canvas: Canvas) -> None:
        heading(canvas)
        end = put(canvas, 96, 740, "石板镇举办Green Tea Festival活动，场地面积达到800m")
        canvas.setFont("Times-Roman", 7)
        canvas.drawString(end, 745, "2")

    assert lines(read(drawn(page)))[1] == "石板镇举办Green Tea Festival活动，场地面积达到800m2"


@pytest.mark.parametrize("offset", [0, 7, 10])
def test_columns_are_read_one_after_the_other_level_or_not(offset: float) -> None:
    def page(canvas: Canvas) -> None:
        heading(canvas)
        column(canvas, 60, 740, TWO[0])
        column(canvas, 310, 740 - offset, TWO[1])
        canvas.drawCentredString(297, 40, "- 1 -")

    assert lines(read(drawn(page)))[1:] == COLUMNS


def test_a_paragraph_goes_on_in_the_next_column_and_columns_may_be_three() -> None:
    said = "石板镇大坪村投入资金修建水渠，惠及农户八十五户，解决了多年的灌溉难题，小河村种植茶叶三百亩，产值九十万元"
    said += "，带动脱贫户四十二户增收，村集体收入达到十八万元，比上年增长两成。"
    width = -(-len(said) // 9)

    def page(canvas: Canvas) -> None:
        heading(canvas)
        for at in range(9):
            y = 740 - 20 * (at % 3)
            canvas.drawString((60, 235, 410)[at // 3], y, said[at * width : (at + 1) * width])

    assert lines(read(drawn(page)))[1:] == [said]


def test_a_longer_column_and_text_over_the_whole_width_below() -> None:
    whole = "以上情况予以公示，公示期为十天，接受社会监督，如有异议请向镇政府反映。"

    def page(canvas: Canvas) -> None:
        heading(canvas)
        column(canvas, 60, 740, TWO[0])
        column(canvas, 310, 740, [*TWO[1], "镇里还修建了冷库一座，投入资金", "60万元，茶农不再为储存发愁。"])
        column(canvas, 60, 590, [whole])

    assert lines(read(drawn(page)))[1:] == [
        COLUMNS[0],
        COLUMNS[1],
        "镇里还修建了冷库一座，投入资金60万元，茶农不再为储存发愁。",
        whole,
    ]


PLAIN = [
    ["序号", "项目名称", "建设地点", "资金（万元）"],
    ["1", "水渠维修", "大坪村", "26"],
    ["2", "冷库建设", "小河村", "60"],
    ["合计", "", "", "86"],
]


def test_a_table_without_rules_between_paragraphs() -> None:
    before = "现将石板镇2023年产业项目资金安排情况公示如下："

    def page(canvas: Canvas) -> None:
        heading(canvas)
        column(canvas, 72, 740, [before])
        table(canvas, (72, 150, 280, 400), 715, PLAIN)
        column(canvas, 72, 620, ["注：资金为中央衔接资金。"])
        canvas.drawRightString(520, 560, "石板镇人民政府")
        canvas.drawRightString(520, 540, "2023年5月6日")

    article = read(drawn(page))
    assert grid(article) == PLAIN
    said = lines(article)
    assert (said[1], said[-3:]) == (before, ["注：资金为中央衔接资金。", "石板镇人民政府", "2023年5月6日"])
    assert article.published == "2023-05-06"


def test_only_level_rules_a_head_over_two_columns_and_figures_under_it() -> None:
    rows = [
        ["村", "项目", "资金（万元）", ""],
        ["", "", "中央", "省级"],
        ["大坪村", "水渠维修", "26", "4"],
        ["小河村", "冷库建设", "60", "12"],
        ["青山村", "路灯安装", "8", "3"],
    ]

    def page(canvas: Canvas) -> None:
        heading(canvas)
        for y in (757, 708, 645):
            canvas.line(60, y, 530, y)
        canvas.drawString(72, 742, "村")
        canvas.drawString(170, 742, "项目")
        canvas.drawCentredString(403, 742, "资金（万元）")
        canvas.drawCentredString(345, 720, "中央")
        canvas.drawCentredString(460, 720, "省级")
        table(canvas, (72, 170, 300, 420), 695, rows[2:])

    article = read(drawn(page))
    assert grid(article) == [["村", "项目", "资金（万元）", "资金（万元）"], *rows[1:]]
    assert article.tables[0].header_rows == 2


@pytest.mark.parametrize("middle", [False, True])
def test_cells_of_several_lines_without_rules(middle: bool) -> None:
    rows = [
        ("1", ["石板镇大坪村水渠维修及", "排水沟建设"], "大坪村", "26"),
        ("2", ["石板镇小河村茶叶冷库及", "配套设施建设"], "小河村", "60"),
    ]

    def page(canvas: Canvas) -> None:
        heading(canvas)
        table(canvas, (72, 130, 300, 400), 740, [PLAIN[0]])
        y = 715.0
        for number, name, place, sum_ in rows:
            at = y - 8 if middle else y
            table(canvas, (72, 130, 300, 400), at, [(number, "", place, sum_)])
            column(canvas, 130, y, name, 16)
            y -= 44

    assert grid(read(drawn(page)))[1:] == [[n, "".join(name), place, sum_] for n, name, place, sum_ in rows]


def test_a_short_line_of_labels_is_no_table() -> None:
    def page(canvas: Canvas) -> None:
        heading(canvas)
        for y, left, right in ((740, "填报单位：石板镇", "填报时间：2023年5月"), (720, "审核：镇政府", "单位：万元")):
            canvas.drawString(72, y, left)
            canvas.drawString(350, y, right)
        column(canvas, 72, 690, ["全镇种植茶叶2000亩，产值300万元，带动120户增收，群众都说好。"])

    article = read(drawn(page))
    assert not article.tables
    assert lines(article)[1] == "填报单位：石板镇 填报时间：2023年5月"


XS = (60, 150, 300, 400)
HEADS = ["村名", "项目名称", "金额（万元）"]


@pytest.mark.parametrize("repeated", [False, True])
@pytest.mark.parametrize("said_below", [False, True])
def test_a_merged_cell_goes_on_over_the_pages_end(repeated: bool, said_below: bool) -> None:
    names = (None, "大坪村") if said_below else ("大坪村", None)

    def first(canvas: Canvas) -> None:
        heading(canvas)
        rows = [HEADS, ["青山村", "路灯", "8"], [names[0] or "", "水渠", "26"], [None, "冷库", "60"]]
        ruled_at(canvas, XS, (160, 140, 120, 100, 80), rows)

    def second(canvas: Canvas) -> None:
        rows = [[names[1] or "", "茶园", "5"], [None, "道路", "7"], ["小河村", "水池", "9"]]
        rows = [HEADS, *rows] if repeated else rows
        ruled_at(canvas, XS, [760 - 20 * at for at in range(len(rows) + 1)], rows)

    assert grid(read(drawn(first, second))) == [
        HEADS,
        ["青山村", "路灯", "8"],
        ["大坪村", "水渠", "26"],
        ["大坪村", "冷库", "60"],
        ["大坪村", "茶园", "5"],
        ["大坪村", "道路", "7"],
        ["小河村", "水池", "9"],
    ]


def test_one_row_of_a_merged_cell_on_the_next_page() -> None:
    def first(canvas: Canvas) -> None:
        ruled_at(canvas, XS, (160, 140, 120, 100), [HEADS, ["大坪村", "水渠", "26"], [None, "冷库", "60"]])

    def second(canvas: Canvas) -> None:
        ruled_at(canvas, XS, (760, 740, 720, 700), [HEADS, ["", "茶园", "5"], ["小河村", "水池", "9"]])

    assert grid(read(drawn(first, second)))[2:] == [
        ["大坪村", "冷库", "60"],
        ["大坪村", "茶园", "5"],
        ["小河村", "水池", "9"],
    ]


def test_an_empty_cell_without_merged_ones_stays_empty() -> None:
    def first(canvas: Canvas) -> None:
        ruled_at(canvas, XS, (160, 140, 120), [HEADS, ["大坪村", "水渠", "26"]])

    def second(canvas: Canvas) -> None:
        ruled_at(canvas, XS, (760, 740, 720), [["", "合计", "31"], ["", "其中中央", "26"]])

    assert [row[0] for row in grid(read(drawn(first, second)))[1:]] == ["大坪村", "", ""]


def test_a_row_that_the_pages_end_cuts_is_one_row_and_a_line_that_says_so_is_none() -> None:
    def first(canvas: Canvas) -> None:
        rows = [HEADS, ["大坪村", "水渠维修", "26"], ["小河村", "茶叶冷库及", "60"]]
        ruled_at(canvas, XS, (160, 140, 120, 100), rows)

    def second(canvas: Canvas) -> None:
        canvas.drawString(60, 775, "（续上表）")
        ruled_at(canvas, XS, (760, 740, 720, 700), [HEADS, ["", "配套设施", ""], ["青山村", "水池", "9"]])

    assert grid(read(drawn(first, second)))[1:] == [
        ["大坪村", "水渠维修", "26"],
        ["小河村", "茶叶冷库及配套设施", "60"],
        ["青山村", "水池", "9"],
    ]


SAID = ["石板镇大坪村投入资金26.5万元，硬化道路4公里，受益群众135户。", "小河村种植茶叶300亩，产值90万元。"]


@pytest.mark.parametrize("turn", [90, 180, 270, 1.5, -2])
def test_lines_that_are_turned_or_askew_are_read_along_their_direction(turn: float) -> None:
    def page(canvas: Canvas) -> None:
        canvas.translate(297, 420)
        canvas.rotate(turn)
        canvas.setFont(FONT, 16)
        canvas.drawCentredString(0, 120, HEAD)
        column(canvas, -220, 80, [SAID[0]])
        column(canvas, -220, 40, [SAID[1]])

    article = read(drawn(page))
    assert (article.title, lines(article)[1:]) == (HEAD, SAID)


def test_a_table_on_its_side_on_an_upright_page() -> None:
    def page(canvas: Canvas) -> None:
        heading(canvas)
        column(canvas, 72, 740, SAID)
        column(canvas, 72, 680, ["下表为各村资金安排情况，由镇财政所填报，经县农业农村局审核。"])
        canvas.translate(200, 100)
        canvas.rotate(90)
        ruled_at(canvas, (0, 100, 250, 350), (0, -20, -40), [HEADS, ["大坪村", "水渠维修", "26"]])

    article = read(drawn(page))
    assert lines(article)[1:3] == SAID
    assert grid(article) == [HEADS, ["大坪村", "水渠维修", "26"]]


def test_a_turned_head_in_a_table_and_a_watermark_across_the_page() -> None:
    def page(canvas: Canvas) -> None:
        heading(canvas)
        rows = [["", *HEADS[1:]], ["", "水渠维修", "26"], [None, "冷库建设", "60"]]
        ruled_at(canvas, XS, (700, 680, 640, 600), rows)
        canvas.saveState()
        canvas.translate(100, 610)
        canvas.rotate(90)
        canvas.setFont(FONT, 10)
        canvas.drawString(0, 0, "大坪村")
        canvas.restoreState()
        canvas.translate(150, 300)
        canvas.rotate(45)
        canvas.setFont(FONT, 60)
        canvas.drawString(0, 0, "内部资料")

    article = read(drawn(page))
    assert grid(article)[1:] == [["大坪村", "水渠维修", "26"], ["大坪村", "冷库建设", "60"]]
    assert "内部资料" not in article.text


def test_lines_from_top_to_bottom_are_read_from_right_to_left() -> None:
    def page(canvas: Canvas) -> None:
        for x, line in ((500, HEAD), (440, SAID[1]), (400, "全镇脱贫户人均增收1200元，群众满意。")):
            for at, char in enumerate(line):
                canvas.drawString(x, 760 - 14 * at, char)

    said = read(drawn(page))
    assert [said.title, *lines(said)[1:]] == [HEAD, SAID[1], "全镇脱贫户人均增收1200元，群众满意。"]


def test_characters_without_an_order_are_refused() -> None:
    def page(canvas: Canvas) -> None:
        for at, char in enumerate("石板镇大坪村投入资金硬化道路受益群众小河村种植茶叶产值带动脱贫户增收"):
            canvas.drawString(60 + 97 * (at * 7 % 5), 760 - 21 * at, char)

    assert refused(drawn(page)) == "no-text"


def test_running_heads_are_no_text() -> None:
    def page(at: int) -> object:
        def draw(canvas: Canvas) -> None:
            canvas.setFont(FONT, 9)
            canvas.drawString(72, 800, "石板镇人民政府公报")
            canvas.drawString(480, 800, f"2023年第{at}期")
            canvas.drawCentredString(297, 30, f"第{at}页 共4页")
            column(canvas, 72, 740, [f"第{at}村种植茶叶300亩，产值90万元，带动脱贫户42户增收，群众满意。"])

        return draw

    said = lines(read(drawn(*(page(at) for at in range(1, 5)))))  # type: ignore[arg-type]
    assert said == [f"第{at}村种植茶叶300亩，产值90万元，带动脱贫户42户增收，群众满意。" for at in range(1, 5)]
