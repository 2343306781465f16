"""The competency questions: each asks in two languages and is answered right over a small graph."""

from dataclasses import replace

import pytest
from pyoxigraph import Store

from ontology.iris import Iris
from ontology.questions import PREFIXES, parse, questions
from pipeline.emit import nquads, page_triples
from tests.drafts import FETCHED
from tests.ontology.world import IRIS, ask, copy, income, load, load_beside, retold, works, world_of

A, B = "http://a.example/income", "http://b.example/retold"
C, D = "http://c.example/works", "http://d.example/copy"
TOWN, VILLAGE, OTHER = "青朗侗族苗族乡", "朗江村", "三坪村"
INCOME = "2023年,朗江村集体经济收入突破60万元,同比增长8%。"
ROAD = "朗江村新修道路2.5公里,推行“红榜评比”。"
FUNDS = "会同县交通运输局按《青朗乡管护办法》推进人居环境整治,投入资金400余万元。"
PLAN = "朗江村计划2024年新建道路3公里,下坡组也在其中。"

EXPECTED = {
    "places": (
        "county name level pages sentence url",
        [
            ("会同县", TOWN, "乡镇", "1", "青朗乡道路通到组", C),
            ("会同县", OTHER, "村", "1", "三坪村集体经济收入去年近50万元。", B),
            ("会同县", VILLAGE, "村", "3", "朗江村集体经济见成效", A),
        ],
    ),
    "money": (
        "where program who what value currency qualifier modality when sentence url",
        [
            (
                f"[{TOWN}]",
                "人居环境整治",
                "会同县交通运输局",
                "资金",
                "4000000",
                "CNY",
                "over",
                "actual",
                "[2024]",
                FUNDS,
                C,
            ),
            (
                f"[{TOWN}]",
                "人居环境整治",
                "会同县交通运输局",
                "资金",
                "4000000",
                "CNY",
                "over",
                "actual",
                "[2024]",
                FUNDS,
                D,
            ),
            (
                OTHER,
                None,
                None,
                "集体经济收入",
                "500000",
                "CNY",
                "under",
                "actual",
                "2023",
                "三坪村集体经济收入去年近50万元。",
                B,
            ),
            (VILLAGE, None, None, "集体经济收入", "600000", "CNY", "over", "actual", "2023", INCOME, A),
            (
                VILLAGE,
                None,
                None,
                "集体经济收入",
                "600000",
                "CNY",
                "over",
                "actual",
                "2023",
                "2023年,朗江村集体经济收入突破60万元。",
                B,
            ),
        ],
    ),
    "programs": (
        "where program kind pages facts sentence url",
        [
            (VILLAGE, "红榜评比", "机制", "1", "0", ROAD, C),
            (TOWN, "人居环境整治", "行动", "1", "1", FUNDS, C),
            (TOWN, "红榜评比", "机制", "1", "0", ROAD, C),
        ],
    ),
    "planned-done": (
        "where what unit planned plannedFor done doneIn sentence url doneSentence doneUrl",
        [
            (VILLAGE, "道路", "公里", "3", "2024", "2.5", "2024", PLAN, A, ROAD, C),
            (VILLAGE, "道路", "公里", "3", "2024", "2.5", "2024", PLAN, A, ROAD, D),
        ],
    ),
    "collective-income": (
        "county village value qualifier when url",
        [("会同县", VILLAGE, "600000", "over", "2023", A), ("会同县", VILLAGE, "600000", "over", "2023", B)],
    ),
    "documents": (
        "title number issuer where published sentence url",
        [
            ("青朗乡管护办法", None, "青朗侗族苗族乡人民政府", TOWN, "2024-11-05", FUNDS, C),
            ("青朗乡管护办法", None, "青朗侗族苗族乡人民政府", TOWN, "2024-11-06", FUNDS, D),
        ],
    ),
    "one-page": (
        "where what value unit when url",
        [
            (f"[{TOWN}]", "资金", "4000000", "CNY", "[2024]", C),
            (OTHER, "集体经济收入", "500000", "CNY", "2023", B),
            (VILLAGE, "道路", "2.5", "公里", "2024", C),
            (VILLAGE, "道路", "3", "公里", "2024", A),
            (VILLAGE, "集体经济收入", "8", "%", "2023", A),
        ],
    ),
    "reposts": (
        "title url published credit originalUrl originalPublished originalCredit told",
        [("青朗乡道路通到组", D, "2024-11-06", "会同县融媒体中心", C, "2024-11-05", None, "date")],
    ),
    "dossier": (
        "where about what value unit modality when program url",
        [
            (OTHER, "事实", "集体经济收入", "500000", "CNY", "actual", "2023", None, B),
            ("下坡组", "提及", None, None, None, None, None, None, A),
            ("会同县", "提及", None, None, None, None, None, None, B),
            (VILLAGE, "事实", "道路", "2.5", "公里", "actual", "2024", None, C),
            (VILLAGE, "事实", "道路", "2.5", "公里", "actual", "2024", None, D),
            (VILLAGE, "事实", "道路", "3", "公里", "planned", "2024", None, A),
            (VILLAGE, "事实", "集体经济收入", "8", "%", "actual", "2023", None, A),
            (VILLAGE, "事实", "集体经济收入", "600000", "CNY", "actual", "2023", None, A),
            (VILLAGE, "事实", "集体经济收入", "600000", "CNY", "actual", "2023", None, B),
            (VILLAGE, "提及", None, None, None, None, None, None, A),
            (TOWN, "事实", "资金", "4000000", "CNY", "actual", "[2024]", "人居环境整治", C),
            (TOWN, "事实", "资金", "4000000", "CNY", "actual", "[2024]", "人居环境整治", D),
            (TOWN, "提及", None, None, None, None, None, None, C),
            (TOWN, "提及", None, None, None, None, None, None, D),
        ],
    ),
}


def test_every_question_has_its_expected_answer():
    assert questions().keys() == EXPECTED.keys()


@pytest.mark.parametrize("name", EXPECTED)
def test_the_answer(name: str):
    columns, rows = EXPECTED[name]
    assert [tuple(row.get(column) for column in columns.split()) for row in ask(questions()[name].query())] == rows


def test_what_many_pages_repeat_does_not_multiply():
    """Oxigraph's union gives a triple once for each graph: a join of three would meet 40³ of them."""
    store, copies = Store(), 40
    load_beside(store, {"431225212", "431225212209", "431225"})
    for number in range(copies):
        reading = works().reading
        reading = replace(reading, article=replace(reading.article, url=f"{C}?{number}"))
        load(store, nquads(page_triples(reading, FETCHED), IRIS.page(reading.article.url)))
    rows = {name: len(ask(question.query(), store)) for name, question in questions().items()}
    assert rows == {
        "collective-income": 0,
        "documents": copies,
        "dossier": 3 * copies,
        "money": copies,
        "one-page": 0,
        "places": 2,
        "planned-done": 0,
        "programs": 3,
        "reposts": 0,
    }


def test_a_fact_of_a_repost_that_its_original_does_not_state_stands_on_one_source():
    rows = ask(questions()["one-page"].query(), world_of(works, copy, retold, told=((copy, income), (works, income))))
    assert {row["url"] for row in rows if row["what"] in ("资金", "道路")} == {C, D}


def test_a_fact_of_a_page_and_of_another_s_repost_stands_on_two():
    rows = ask(questions()["one-page"].query(), world_of(works, copy, told=((copy, income),)))
    assert rows == []


def test_a_parameter_changes_the_answer():
    question = questions()["collective-income"]
    assert ask(question.query({"least": "600001"})) == []
    assert ask(question.query({"year": "2022"})) == []
    assert len(ask(question.query({"least": "100000"}))) == 2


def test_a_dossier_of_a_village_holds_what_lies_in_it():
    rows = ask(questions()["dossier"].query({"code": "431225212209"}))
    assert {row["where"] for row in rows} == {VILLAGE, "下坡组"}


@pytest.mark.parametrize("value", ["much", "", "1 } DROP ALL #", "NaN", "1e999999999999"])
def test_text_where_a_number_is_due_is_refused(value: str):
    with pytest.raises(ValueError, match="number"):
        questions()["collective-income"].query({"least": value})


def test_a_text_parameter_can_not_leave_its_quotes():
    assert ask(questions()["dossier"].query({"code": '431225" } ?x ?y ?z . #\n\\'})) == []


def test_an_unknown_parameter_is_refused_with_those_there_are():
    with pytest.raises(ValueError, match="least"):
        questions()["collective-income"].query({"min": "1"})


def test_each_asks_in_chinese_and_in_english():
    for question in questions().values():
        assert any("\u4e00" <= char <= "\u9fff" for char in question.zh)
        assert question.en.isascii()
        assert question.en.endswith("?")
        assert question.zh in question.says


def test_each_parameter_is_explained_in_both_languages():
    for question in questions().values():
        for parameter in question.parameters:
            zh, _, en = parameter.about.partition(" / ")
            assert zh
            assert en.isascii()
            assert parameter.default


def test_a_question_follows_the_base_but_not_the_vocabulary():
    text = questions()["collective-income"].query(iris=Iris("http://localhost/kg/"))
    assert "<http://localhost/kg/indicator/>" in text
    assert "<https://w3id.org/xiangtu/ns#>" in text
    Store().query(text)


def test_a_question_without_a_head_is_refused():
    with pytest.raises(ValueError, match=r"odd\.rq"):
        parse("odd", "# only one line\nPREFIX xt: <x>\nSELECT * {}")


def test_a_parameter_without_its_line_is_refused():
    with pytest.raises(ValueError, match="least"):
        parse("odd", "# 问?\n# Ask?\n# Parameter least: 数 / a number\nPREFIX xt: <x:y>\nSELECT * {}")


def test_the_files_use_the_common_prefixes():
    for question in questions().values():
        for line in question.text.splitlines():
            if line.startswith("PREFIX"):
                _, name, iri = line.split()
                assert PREFIXES[name.rstrip(":")] == iri.strip("<>")
