"""Tables: rows by their heads, forms, totals, persons left out, cells of prose."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pipeline.numbers import read_numbers
from pipeline.records import Article, Block, Cell, Fact, Place, Program, Reading, Table, TableKind
from pipeline.statements import read_facts

HOME = "431225212"


def page(
    rows: list[str],
    header_rows: int = 1,
    unit: str | None = None,
    caption: str | None = None,
    kind: TableKind = "list",
    lead: str = "",
) -> Reading:
    """A page with one table, its cells parted by a bar; 朗江村 and 东城村 are the places it knows."""
    text = "项目公示"
    blocks = [Block(0, len(text), "title")]
    if lead:
        blocks.append(Block(len(text) + 1, len(text) + 1 + len(lead), "paragraph"))
        text += "\n" + lead
    grid = []
    for row in rows:
        start = len(text) + 1
        cells = []
        for cell in row.split("|"):
            text += ("\t" if cells else "\n") + cell
            cells.append(Cell(len(text) - len(cell), len(text)))
        grid.append(tuple(cells))
        blocks.append(Block(start, len(text), "row"))
    numbers = read_numbers(text, "2023-03-01")
    places = [
        Place(at, at + len(name), name, "village", code, name)
        for name, code in (("朗江村", "431225212209"), ("东城村", "431225212214"))
        for at in range(len(text))
        if text.startswith(name, at)
    ]
    table = Table(tuple(grid), header_rows, caption, unit, kind=kind)
    return Reading(
        Article("", text, tuple(blocks), "项目公示", "2023-03-01", tables=(table,)),
        home=HOME,
        places=tuple(places),
        amounts=numbers.amounts,
        quantities=numbers.quantities,
        dates=numbers.dates,
    )


def shown(fact: Fact) -> str:
    planned = " planned" if fact.modality == "planned" else ""
    return f"{fact.value.normalize():f} {fact.unit} = {fact.what} in {fact.where.code if fact.where else None}{planned}"


def read(*args: object, **kwargs: object) -> list[str]:
    return [shown(f) for f in read_facts(page(*args, **kwargs))]  # type: ignore[arg-type]


def test_heads_name_the_thing_and_its_unit_and_rows_the_place() -> None:
    assert read(["村名|茶园(亩)|产值(万元)", "朗江村|1,200|86.5", "东城村|300|20"]) == [
        "1200 亩 = 茶园 in 431225212209",
        "865000 CNY = 产值 in 431225212209",
        "300 亩 = 茶园 in 431225212214",
        "200000 CNY = 产值 in 431225212214",
    ]


def test_a_rate_can_be_negative() -> None:
    assert read(["村名|产量(吨)|同比增长(%)", "朗江村|120|-4.5", "东城村|-|3.2"]) == [
        "120 吨 = 产量 in 431225212209",
        "-4.5 % = 同比增长 in 431225212209",
        "3.2 % = 同比增长 in 431225212214",
    ]


def test_what_a_row_s_name_tells_in_sentences_is_no_name() -> None:
    assert read(["村名|建设内容|资金(万元)", "朗江村|修建凉亭,安装路灯,绿化河岸|40"]) == [
        "400000 CNY = 资金 in 431225212209"
    ]


def test_the_unit_line_serves_columns_without_a_unit() -> None:
    assert read(["村名|到位资金|受益户数", "朗江村|40|126"], unit="万元") == [
        "400000 CNY = 到位资金 in 431225212209",
        "126 户 = 受益户数 in 431225212209",
    ]


def test_a_project_of_the_row_belongs_to_the_thing_and_plans_are_told_from_what_was_done() -> None:
    assert read(["序号|项目|地点|计划投资(万元)|完成投资(万元)", "1|水渠|东城村|50|48"]) == [
        "500000 CNY = 水渠计划投资 in 431225212214 planned",
        "480000 CNY = 水渠完成投资 in 431225212214",
    ]


def test_a_row_of_totals_is_about_the_whole() -> None:
    assert read(["村名|茶园(亩)", "朗江村|1200", "合计|1500"])[1] == f"1500 亩 = 茶园 in {HOME}"


def test_a_table_of_persons_gives_its_totals_alone() -> None:
    rows = ["序号|户主姓名|联系电话|补贴(元)", "1|甲某|13800000000|800", "|合计||800"]
    assert read(rows) == [f"800 CNY = 补贴 in {HOME}"]


def test_a_form_names_its_values_on_the_left_and_says_its_prose_as_prose() -> None:
    form = ["项目名称|朗江村产业路", "建设内容|新建产业路2.6公里,安装路灯40盏", "总投资(万元)|86"]
    assert read(form, header_rows=0, kind="form") == [
        f"2.6 公里 = 产业路 in {HOME}",
        f"40 盏 = 路灯 in {HOME}",
        f"860000 CNY = 总投资 in {HOME}",
    ]


def test_the_passage_of_a_cell_is_its_row() -> None:
    reading = page(["村名|茶园(亩)", "朗江村|1200"])
    (fact,) = read_facts(reading)
    assert fact.quote == "朗江村\t1200" == reading.article.text[fact.start : fact.end]
    assert reading.article.text[slice(*fact.number)] == "1200"


def test_a_huge_table_is_left_alone() -> None:
    started = datetime.now(UTC)
    assert read(["甲|乙(亩)", *["某处|1"] * 15_000]) == []
    assert (datetime.now(UTC) - started).total_seconds() < 20


def test_a_row_is_of_its_project_though_the_place_stands_first_and_a_bare_head_adds_nothing() -> None:
    assert read(["序号|村名|项目名称|金额|用途", "1|东城村|灌渠维修|12|材料"], unit="万元") == [
        "120000 CNY = 灌渠维修 in 431225212214"
    ]


def test_a_figure_keeps_its_qualifier_under_the_unit_line() -> None:
    facts = read_facts(page(["村名|收入", "朗江村|50以上", "东城村|40余"], unit="万元"))
    assert [(int(f.value), f.qualifier, f.what) for f in facts] == [(500000, "over", "收入"), (400000, "over", "收入")]


def programmed(reading: Reading, *names: str) -> list[str | None]:
    """The programmes of a page's facts, where it knows these."""
    text = reading.article.text
    programs = tuple(Program(text.index(n), text.index(n) + len(n), n, "campaign") for n in names)
    return [f.program.text if f.program else None for f in read_facts(replace(reading, programs=programs))]


def test_rows_take_the_programme_of_their_own_line_then_of_what_leads_into_the_table_then_of_the_title() -> None:
    rows = ["村名|内容|资金（万元）", "朗江村|厕所革命|12", "东城村|道路|30"]
    led = page(rows, lead="现将人居环境整治资金安排公示如下：")
    assert programmed(led, "厕所革命", "人居环境整治") == ["厕所革命", "人居环境整治"]
    assert programmed(led, "项目公示", "人居环境整治") == ["人居环境整治", "人居环境整治"]
    assert programmed(page(rows, lead="人居环境整治成效明显。"), "项目公示", "人居环境整治") == ["项目公示"] * 2


def test_rows_take_the_date_of_the_caption_then_of_what_leads_into_the_table() -> None:
    rows = ["村名|资金（万元）", "朗江村|12"]
    assert [f.when for f in read_facts(page(rows, lead="2021年，各村资金安排如下："))] == ["2021"]
    assert [f.when for f in read_facts(page(rows, lead="2021年，各村资金安排如下：", caption="2022年资金表"))] == [
        "2022"
    ]
    assert [f.when for f in read_facts(page(rows, lead="2021年，各村生产平稳。"))] == [None]


def test_rows_of_two_projects_with_equal_figures_are_two_facts() -> None:
    rows = ["项目名称|地点|资金（万元）", "新建机耕道路项目|朗江村|12", "维修灌溉水渠项目|朗江村|12"]
    assert [f.program and f.program.text for f in read_facts(page(rows))] == ["新建机耕道路项目", "维修灌溉水渠项目"]


def test_what_is_built_is_a_project_by_its_kind_and_a_bare_class_is_none() -> None:
    rows = ["项目名称|地点|资金（万元）", "柑橘基地|朗江村|12", "示范基地|东城村|9"]
    facts = read_facts(page(rows))
    assert [f.program and f.program.text for f in facts] == ["柑橘基地", None]
    assert [f.what for f in facts] == ["柑橘基地资金", "示范基地资金"]


def test_a_bare_figure_with_a_note_in_brackets_is_one_of_its_column() -> None:
    facts = read(["村名|资金", "朗江村|15（其中，灾情补助6万元）", "东城村|9"], unit="万元")
    assert "150000 CNY = 资金 in 431225212209" in facts


def test_a_row_dates_its_figures() -> None:
    facts = read_facts(page(["年度|村名|收入(元)", "2021年|朗江村|2000", "2022年|朗江村和另外2个村合计|3000"]))
    assert [f.when for f in facts if f.unit == "CNY"] == ["2021", "2022"]


def test_a_place_that_holds_the_page_s_home_moves_no_row() -> None:
    reading = page(["类别|数量(个)|备注", "会同县级示范点|3|新建"])
    start = reading.article.text.index("会同县")
    county = Place(start, start + 3, "会同县", "county", "431225", "会同县")
    assert [shown(f) for f in read_facts(replace(reading, places=(county,)))] == [f"3 个 = 会同县级示范点 in {HOME}"]


@pytest.mark.parametrize(
    ("head", "unit", "said"),
    [
        ("资金（万）", None, "355000 CNY = 资金"),
        ("产值(亿)", None, "3550000000 CNY = 产值"),
        ("受益人口（万）", None, "355000 人 = 受益人口"),
        ("经费（万）", "元", "355000 CNY = 经费"),
        ("面积（万）", "亩", "355000 亩 = 面积"),
    ],
)
def test_a_scale_alone_in_a_head_scales_what_the_head_measures(head: str, unit: str | None, said: str) -> None:
    assert read([f"村名|{head}", "朗江村|35.5", "东城村|12"], unit=unit)[0] == f"{said} in 431225212209"


def test_places_as_heads_turn_a_table() -> None:
    facts = read_facts(page(["指标|朗江村|东城村", "油茶产值（万元）|42|36", "低保户（户）|18|9"]))
    assert [shown(f) for f in facts] == [
        "420000 CNY = 油茶产值 in 431225212209",
        "360000 CNY = 油茶产值 in 431225212214",
        "18 户 = 低保户 in 431225212209",
        "9 户 = 低保户 in 431225212214",
    ]


def test_a_note_gives_heads_their_units() -> None:
    note = "注：播种面积单位为亩、总产的单位：吨。"
    facts = read_facts(page(["村名|播种面积|总产|编号", "朗江村|720|310|7"], lead=note))
    assert [shown(f) for f in facts] == ["720 亩 = 播种面积 in 431225212209", "310 吨 = 总产 in 431225212209"]
