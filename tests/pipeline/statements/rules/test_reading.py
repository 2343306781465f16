"""What holds for every page: passages, repeats, programmes, order, and any text at all."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records import BlockKind, Organisation
from pipeline.statements import read_facts
from pipeline.statements.judge import Answer, Rules
from tests.pipeline.statements.rules.reading import facts, reading


def test_every_passage_is_letter_for_letter_in_the_text() -> None:
    page = reading("2022年,全乡修渠3公里,栽树200株。", "下一步,拟建冷库2座。", programs=["厕所革命"])
    for fact in read_facts(page, Rules()):
        assert fact.quote == page.article.text[fact.start : fact.end]
        assert fact.start <= fact.number[0] < fact.number[1] <= fact.end


def test_a_passage_takes_the_opening_date_with_it() -> None:
    assert [f.quote for f in facts("2022年,全乡修渠3公里,收效好。")] == ["2022年,全乡修渠3公里"]


def test_a_figure_of_the_title_that_the_body_repeats_is_one_fact() -> None:
    found = facts(("title", "青朗乡发放树苗3000株"), "今年,青朗乡发放树苗3000株。")
    assert [f.quote for f in found] == ["今年,青朗乡发放树苗3000株"]


def test_a_figure_that_only_the_title_has_is_a_fact() -> None:
    assert [f.what for f in facts(("title", "青朗乡发放树苗3000株"), "树苗已发到村。")] == ["树苗"]


def test_equal_statements_are_one_fact() -> None:
    assert len(facts("全乡修渠3公里。全乡修渠3公里。")) == 1


def test_a_count_told_again_with_its_time_is_one_fact() -> None:
    assert [f.when for f in facts("全乡修渠30公里。", "2022年,全乡修渠30公里。")] == ["2022"]


def test_equal_shares_of_two_things_are_two_facts() -> None:
    assert len(facts("信访件办结率100%。", "问题线索已办结,办结率100%。")) == 2


@pytest.mark.parametrize(
    ("text", "program"),
    [
        ("实施厕所革命,改厕300户。", "厕所革命"),
        ("改厕300户,推进厕所革命。", "厕所革命"),
        ("推进河长制。改厕300户,推进厕所革命。", "厕所革命"),
        ("推进河长制。改厕300户。", "河长制"),
        ("改厕300户。推进河长制。", None),
        ("推进河长制。改厕300户；推进厕所革命。", "河长制"),
        ("推进河长制,评选积分制活动。改厕300户。", "河长制"),
        ("推进积分制活动,落实河长制。该活动惠及农户300户。", "积分制活动"),
    ],
)
def test_the_programme_of_the_clause_the_sentence_the_paragraph(text: str, program: str | None) -> None:
    (fact,) = facts(text, programs=["厕所革命", "河长制", "积分制活动"])
    assert (fact.program.text if fact.program else None) == program


def test_a_programme_does_not_reach_into_the_next_paragraph() -> None:
    (fact,) = facts("推进河长制。", "改厕300户。", programs=["河长制"])
    assert fact.program is None


def test_numbers_inside_names_state_nothing() -> None:
    assert facts("落实100户改造行动。", programs=["100户改造行动"]) == ()


def test_what_a_heading_names_holds_for_its_paragraphs() -> None:
    found = facts(
        ("heading", "朗江村"),
        "修渠3公里。",
        "栽树20株。",
        ("heading", "工作打算"),
        "拟建冷库2座。",
        places={"朗江村": "431225212209"},
    )
    assert [f.where.code if f.where else None for f in found] == ["431225212209", "431225212209", "431225212"]


def test_a_topic_is_carried_into_the_next_paragraph_but_not_past_a_run_in_heading() -> None:
    places = {"朗江村": "431225212209"}
    carried = facts("朗江村依山傍水。", "修渠3公里。", places=places)
    headed = facts("朗江村依山傍水。", "党建引领聚合力。修渠3公里。", places=places)
    assert [f.where.code for f in (*carried, *headed) if f.where] == ["431225212209", "431225212"]


def test_a_place_named_in_passing_is_left_at_the_next_paragraph() -> None:
    (fact,) = facts("全乡抓产业。朗江村风景好。", "修渠3公里。", places={"朗江村": "431225212209"})
    assert fact.where and fact.where.code == "431225212"


def test_a_body_of_the_county_does_not_turn_a_village_s_story_to_the_county() -> None:
    page = reading("会同县水利局修渠3公里。", home="431225212209", places={"会同县": "431225"})
    bodies = (Organisation(start := page.article.text.index("会同县"), start + 6, "会同县水利局", "会同县水利局"),)
    (fact,) = read_facts(replace(page, organisations=bodies), Rules())
    assert fact.where and fact.where.code == "431225212209"


def test_the_county_of_a_company_by_a_word_that_refers_to_it_is_not_the_figure_s() -> None:
    page = reading(
        "会同县朗江村的棚里，该县禾润合作社的负责人说，去年村里种药300亩。",
        places={"会同县": "431225", "朗江村": "431225212209"},
    )
    bodies = (Organisation(start := page.article.text.index("禾润"), start + 5, "禾润合作社", "禾润合作社"),)
    (fact,) = read_facts(replace(page, organisations=bodies), Rules())
    assert fact.where and fact.where.code == "431225212209"


def test_a_place_before_a_company_only_says_where_it_sits() -> None:
    page = reading("红星镇的会同牧源公司收购茶叶6吨。", places={"红星镇": "431225100"})
    bodies = (Organisation(start := page.article.text.index("会同牧源"), start + 6, "会同牧源公司", "会同牧源公司"),)
    (fact,) = read_facts(replace(page, organisations=bodies), Rules())
    assert fact.where and fact.where.code == "431225212"


@pytest.mark.parametrize(
    "blocks",
    [
        [("heading", "二、项目安排"), ("paragraph", "(一)产业类。"), ("paragraph", "新建冷库2座。")],
        [("heading", "下一步工作打算"), ("heading", "（一）产业"), ("paragraph", "新建冷库2座。")],
        [("paragraph", "现将建设计划公布如下："), ("paragraph", "新建冷库2座。")],
        [("heading", "关于下达2023年冷库建设计划的公告"), ("paragraph", "新建冷库2座。")],
    ],
)
def test_what_stands_in_a_list_of_plans_is_planned(blocks: list[tuple[BlockKind, str]]) -> None:
    assert [f.modality for f in facts(*blocks)] == ["planned"]


@pytest.mark.parametrize(
    "blocks",
    [
        [("heading", "一、工作打算"), ("heading", "二、工作成效"), ("paragraph", "新建冷库2座。")],
        [("heading", "一、工作打算"), ("paragraph", "冷库2座已建成。")],
        [("heading", "目标任务完成情况"), ("paragraph", "新建冷库2座。")],
    ],
)
def test_a_list_of_plans_ends_at_the_next_heading_and_yields_to_what_is_done(
    blocks: list[tuple[BlockKind, str]],
) -> None:
    assert [f.modality for f in facts(*blocks)] == ["actual"]


def test_the_place_that_opens_an_item_holds_although_a_project_s_name_has_it() -> None:
    places, programs = {"朗江村": "431225212209"}, ["朗江村水渠项目"]
    item = facts("1.朗江村水渠项目：修渠3公里。", places=places, programs=programs)
    inside = facts("实施朗江村水渠项目，修渠3公里。", places=places, programs=programs)
    assert [f.where.code for f in (*item, *inside) if f.where] == ["431225212209", "431225212"]


def test_a_speaker_behind_the_quote_holds_for_all_of_it() -> None:
    text = "青朗乡建农田。“以前我家11亩田分成9块。现在一块就有15亩。”朗江村的大户说。朗江村口立起了牌子。"
    found = facts(text, places={"朗江村": "431225212209", "青朗乡": "431225212"})
    assert {f.where.code for f in found if f.where} == {"431225212209"}


def test_a_place_behind_a_date_is_its_paragraph_s_topic_and_the_next_one_s() -> None:
    places = {"朗江村": "431225212209", "东城村": "431225212214", "会同县": "431225"}
    lines = ["东城村依山傍水。", "2021年,朗江村抓旅游。", "修渠3公里。", "昨日,会同县下雪。", "栽树20株。"]
    found = facts(*lines, places=places)
    assert [f.where.code for f in found if f.where] == ["431225212209", "431225212209"]


def test_a_village_that_opens_its_clause_as_part_of_its_project_s_name() -> None:
    places, programs = {"朗江村": "431225212209"}, ["朗江村水渠项目"]
    (fact,) = facts("三是朗江村水渠项目，修渠3公里。", places=places, programs=programs)
    assert fact.where and fact.where.code == "431225212209"


def test_the_details_below_a_numbered_line_are_its_place_s() -> None:
    places = {"朗江村": "431225212209", "青朗乡": "431225212"}
    lines = ["1.朗江村水渠工程", "工期:90天", "投资:50万元", "2.乡镇道路工程", "投资:20万元", "监督电话见附件。"]
    found = facts(*lines, home="431225", places=places, programs=["朗江村水渠工程"])
    assert [(f.value, f.where and f.where.code) for f in found if f.unit == "CNY"] == [
        (500000, "431225212209"),
        (200000, "431225"),
    ]


def test_the_year_that_opens_a_project_s_name_is_its_figures_year() -> None:
    (fact,) = facts("2021年起步。2022年度水渠项目投资9万元。", programs=["2022年度水渠项目"])
    assert fact.when == "2022"


def test_an_event_s_venue_is_not_what_it_is_about() -> None:
    (fact,) = facts("评选活动在朗江村文化广场举行,表彰先进20户。", places={"朗江村": "431225212209"})
    assert fact.where and fact.where.code == "431225212"


@given(st.text(alphabet="全县村投资万亿元3亩、,。“”的和分别将已在为建设户名2023年底()\n约超", max_size=120))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_without_error(text: str) -> None:
    lines = [line for line in text.split("\n") if line.strip()] or ["无"]
    page = reading(*lines)
    for fact in read_facts(page, Rules()):
        assert fact.what
        assert fact.quote == page.article.text[fact.start : fact.end]


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["种植辣椒3亩,", "种植辣椒3亩、", "3亩", "“", "的", "(", "建设", "朗江村"])
def test_long_pages_are_read_in_time_that_grows_with_their_length(unit: str) -> None:
    page = reading(unit * (200_000 // len(unit)), places={"朗江村": "431225212209"})
    read_facts(page, Rules())


class _Fickle(Rules):
    """Names a programme for the first figure only."""

    def __init__(self) -> None:
        self.asked = 0

    def choose(self, question, scene, options):  # type: ignore[no-untyped-def]
        self.asked += question == "programme"
        first = question == "programme" and self.asked == 1
        value = next((o.value for o in options if o.value), None) if first else None
        return Answer(value, 1.0) if question == "programme" else super().choose(question, scene, options)


@pytest.mark.parametrize(
    ("text", "programs"),
    [
        ("厕所革命惠及农户120户460人。", ["厕所革命", "厕所革命"]),
        ("厕所革命惠及农户120户,改造460座。", ["厕所革命", None]),
        ("厕所革命惠及农户120户和亮化工程点亮460盏。", ["厕所革命", None]),
    ],
)
def test_figures_of_one_clause_share_their_programme(text: str, programs: list[str | None]) -> None:
    page = reading(text, programs=["厕所革命", "亮化工程"])
    assert [f.program.text if f.program else None for f in read_facts(page, _Fickle())] == programs
