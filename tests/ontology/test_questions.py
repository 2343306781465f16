"""The competency questions: each asks in two languages and is answered right over a small graph."""

import csv
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store
from rdflib import Dataset

from bench.questions import A_MILLION, ROUNDS, is_list, late, store_of, table, timed
from ontology.iris import Iris
from ontology.questions import PREFIXES, THEMES, by_theme, parse, questions
from pipeline.graph.emit import page_triples
from pipeline.graph.written import ntriples
from tests.drafts import FETCHED, Draft
from tests.ontology.world import ask, copy, income, load, load_beside, load_counts, retold, works, world, world_of

A, B = "http://a.example/income", "http://b.example/retold"
C, D = "http://c.example/works", "http://d.example/copy"
MET, AFAR, TABLE = "http://a.example/met", "http://e.example/afar", "http://e.example/table.xlsx"
VILLAGE = "朗江村"
ANSWERS = Path(__file__).with_name("answers")
"""What each question answers over the small world, every column of every row: NAME.csv."""

OTHERWISE = {
    ("adoptions", "program", "爱心超市积分制"): {AFAR},
    ("changes", "from", "2024-07-01"): {B},
    ("changes", "to", "2024-07-01"): {AFAR},
    ("collective-income", "least", "600001"): set[str](),
    ("collective-income", "least", "560000"): {A, B},
    ("collective-income", "year", "2022"): set[str](),
    ("companies", "code", "530922"): set[str](),
    ("dossier", "code", "530922"): {AFAR},
    ("contradictions", "code", "530922"): set[str](),
    ("due", "year", "2024"): set[str](),
    ("national", "program", "积分制"): {AFAR, MET},
    ("newest", "code", "431225212209"): {A, MET},
    ("one-page", "before", "2024-01-11"): {A, AFAR, TABLE},
    ("organisations", "code", "530922"): {AFAR},
    ("participants", "code", "530922"): set[str](),
    ("per-head", "per", "人"): set[str](),
    ("planned-done", "code", "530922"): set[str](),
    ("series", "code", "431225212209"): {A, B, MET},
    ("series", "indicator", "村集体增收"): set[str](),
    ("silent", "code", "431225212209"): {A},
    ("targets", "code", "530922"): set[str](),
    ("targets", "year", "2024"): {A},
    ("unchecked", "day", "2024-06-02"): {A, C, D, MET, AFAR, TABLE},
}
"""The pages of the rows that a question has with another value for a parameter."""

RDFLIB_CAN_NOT = {"delays"}
"""rdflib writes a difference of days as Python does."""


def expected(name: str) -> list[dict[str, str]]:
    with (ANSWERS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def whole(rows: list[dict[str, str]], columns: Iterable[str]) -> list[dict[str, str]]:
    return [{column: row.get(column, "") for column in columns} for row in rows]


def test_every_question_has_its_expected_answer():
    assert {file.stem for file in ANSWERS.iterdir()} == questions().keys()
    assert len(questions()) >= 24


@pytest.mark.parametrize("name", questions())
def test_the_answer(name: str):
    rows = ask(questions()[name].query())
    assert whole(rows, {column: "" for row in (*rows, *expected(name)) for column in row}) == expected(name)


@pytest.mark.parametrize(("name", "parameter", "value"), OTHERWISE)
def test_another_value_gives_another_answer(name: str, parameter: str, value: str):
    found = ask(questions()[name].query({parameter: value}))
    assert {row["url"] for row in found} == OTHERWISE[name, parameter, value]
    assert found != ask(questions()[name].query())


def test_a_programme_and_an_indicator_answer_to_their_other_names():
    assert ask(questions()["adoptions"].query({"program": "积分管理"})) == ask(questions()["adoptions"].query())
    assert ask(questions()["series"].query({"indicator": "村集体收入"})) == ask(questions()["series"].query())


def test_every_parameter_is_tried_with_another_value():
    has = {(name, p.name) for name, question in questions().items() for p in question.parameters}
    assert {key[:2] for key in OTHERWISE} == {key for key in has if key[1] not in ("limit", "offset")}


BEHIND = 10
"""Pages looked at behind the one that made the answer whole."""
PAGED = [name for name, question in questions().items() if any(p.name == "limit" for p in question.parameters)]


@pytest.mark.parametrize("name", PAGED)
def test_pages_of_an_answer_are_all_of_it_and_no_more(name: str):
    whole, question = ask(questions()[name].query()), questions()[name]
    found: list[dict[str, str]] = []
    behind = 0
    for offset in range(200):
        found += ask(question.query({"limit": "1", "offset": str(offset)}))
        behind += len(found) >= len(whole)
        if behind > BEHIND:
            break
    assert sorted(map(str, found)) == sorted(map(str, whole))


def test_what_has_no_pages_is_bounded_by_what_it_asks_for():
    assert questions().keys() - set(PAGED) == {"coverage"}


@pytest.mark.parametrize("value", ["-1", "1.5", "many", "10001"])
def test_a_page_has_a_whole_number_of_things_not_too_many(value: str):
    with pytest.raises(ValueError, match="limit"):
        questions()["money"].query({"limit": value})


@pytest.fixture(scope="module")
def in_rdflib() -> Dataset:
    dataset = Dataset()
    dataset.parse(data=world().dump(format=RdfFormat.N_QUADS), format="nquads")
    return dataset


@pytest.mark.parametrize("name", sorted(questions().keys() - RDFLIB_CAN_NOT))
def test_another_engine_gives_the_same_rows(name: str, in_rdflib: Dataset):
    found = in_rdflib.query(questions()[name].query())
    rows = [[str(v).replace("+00:00", "Z") if v is not None else "" for v in row] for row in found]  # type: ignore[union-attr]
    assert sorted(rows) == sorted([list(row.values()) for row in expected(name)])


@pytest.mark.parametrize("name", questions())
def test_each_row_that_states_a_fact_has_its_sentence_and_page(name: str):
    for row in expected(name):
        assert "url" not in row or row["url"]
        assert "sentence" not in row or row["sentence"]
        assert "value" not in row or {"sentence", "url"} <= row.keys()


@pytest.mark.parametrize("name", sorted(questions().keys() - {"reposts", "unchecked"}))
def test_a_repost_is_no_evidence_beside_its_original(name: str):
    assert not any(D in (row.get("url"), row.get("otherUrl"), row.get("doneUrl")) for row in expected(name))


def test_what_a_changed_page_says_no_more_is_told_as_a_change_only():
    said = [name for name in questions() if any("25万元" in row.get("sentence", "") for row in expected(name))]
    assert said == ["changes"]


def test_a_page_that_is_gone_is_marked_as_such():
    for name in questions():
        for row in expected(name):
            assert "gone" not in row or bool(row["gone"]) == (row["url"] == B)


def test_a_page_and_its_repost_do_not_contradict_each_other_nor_themselves():
    def twice(url: str, *values: str) -> Draft:
        page = Draft(url, "朗江村", "2024年修路{}公里,又修路{}公里。".format(*values), home="431225")
        for value in values:
            page.fact(f"{value}公里", value, "公里", "道路", where="431225212209", when="2024")
        return page

    def first() -> Draft:
        return twice(A, "3", "5")

    def second() -> Draft:
        return twice(B, "6", "7")

    query = questions()["contradictions"].query()
    assert ask(query, world_of(first, second, told=((second, first),))) == []
    rows = ask(query, world_of(first, second, told=()))
    assert {(row["value"], row["otherValue"]) for row in rows} == {("3", "6"), ("3", "7"), ("5", "6"), ("5", "7")}
    assert all(row["url"] != row["otherUrl"] for row in rows)


def test_a_unit_that_does_not_measure_the_indicator_is_found():
    page = Draft(A, "朗江村", "集体经济收入60亩。", home="431225").fact(
        "60亩", "60", "亩", "集体经济收入", indicator="collective-income"
    )
    store = Store()
    load(store, ntriples(page_triples(page.reading, FETCHED)))
    load_beside(store, {"431225"})
    load_counts(store)
    rows = ask(questions()["misfits"].query(), store)
    assert [(r["indicator"], r["measuredIn"], r["kind"], r["url"]) for r in rows] == [
        ("集体经济收入", "money", "area", A)
    ]


@pytest.mark.slow
@pytest.mark.parametrize("pages", [A_MILLION, 10 * A_MILLION])
def test_no_question_takes_longer_on_many_pages(pages: int, tmp_path: Path):
    """``-s`` shows the table of bench/README.md; a machine that others load takes up to thrice its own time."""
    store = store_of(pages, tmp_path / "store")
    found = {name: timed(store, name, ROUNDS) for name in questions()}
    print(f"\n{len(store)} triples", *table(found.items()), sep="\n")
    wanted = {name: 0.3 if is_list(name) else 0.1 for name in found}
    assert {name: late(taken) for name, (taken, _) in found.items() if late(taken) > 3 * wanted[name]} == {}


def test_what_many_pages_repeat_does_not_multiply():
    store, copies = Store(), 40
    load_beside(store, {"431225212", "431225212209", "431225"})
    for number in range(copies):
        reading = works().reading
        reading = replace(reading, article=replace(reading.article, url=f"{C}?{number}"))
        load(store, ntriples(page_triples(reading, FETCHED)))
    load_counts(store)
    rows = {name: len(ask(question.query(), store)) for name, question in questions().items()}
    assert {name: found for name, found in rows.items() if found} == {
        "coverage": 1,
        "documents": copies,
        "dossier": 3 * copies,
        "incomplete": copies,
        "money": copies,
        "money-by-program": 1,
        "national": copies,
        "newest": copies,
        "organisations": 1,
        "places": 2,
        "programs": 3,
        "silent": 1,
        "sources": 1,
        "unlisted": 1,
    }


def guest() -> Draft:
    """A page about one county, with a row on a township of another."""
    return (
        Draft("http://e.example/guest", "项目表", "云县：积分制", "会同县青朗乡：人居环境整治", home="530922")
        .place("云县", "530922")
        .place("青朗乡", "431225212")
        .program("积分制", "mechanism", "points-system")
        .program("人居环境整治", "campaign", "living-environment")
    )


def test_a_programme_named_beside_a_township_elsewhere_is_not_the_page_s_own_county_s():
    store = Store()
    load_beside(store, {"530922", "431225212"})
    load(store, ntriples(page_triples(guest().reading, FETCHED)))
    load_counts(store)
    rows = ask(questions()["programs"].query(), store)
    assert [(row["where"], row["program"]) for row in rows] == [("云县", "积分制"), ("青朗侗族苗族乡", "人居环境整治")]
    counted = "SELECT ?n { GRAPH ?kept { ?place xt:programCount ?n } FILTER(STRENDS(STR(?place), '/530922')) }"
    assert ask("PREFIX xt: <https://w3id.org/xiangtu/ns#>" + counted, store) == [{"n": "1"}]


def test_a_programme_that_a_page_of_a_province_names_is_not_thereby_the_province_s():
    store = Store()
    load_beside(store, {"53"})
    draft = Draft("http://e.example/province", "几个地方的账本", "有的县推行积分制。", home="53")
    load(store, ntriples(page_triples(draft.program("积分制", "mechanism", "points-system").reading, FETCHED)))
    load_counts(store)
    assert ask(questions()["programs"].query(), store) == []


def test_a_fact_of_a_repost_that_its_original_does_not_state_stands_on_one_source():
    rows = ask(questions()["one-page"].query(), world_of(works, copy, retold, told=((copy, income), (works, income))))
    assert {row["url"] for row in rows if row["what"] in ("资金", "道路")} == {C, D}


def test_a_fact_of_a_page_and_of_another_s_repost_stands_on_two():
    rows = ask(questions()["one-page"].query(), world_of(works, copy, told=((copy, income),)))
    assert rows == []


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
        parse(
            "odd",
            "# 问?\n# Ask?\n# Theme: 资金 / money\n# Parameter least: 数 / a number\nPREFIX xt: <x:y>\nSELECT * {}",
        )


def test_a_question_without_a_theme_is_refused():
    with pytest.raises(ValueError, match="Theme"):
        parse("odd", "# 问?\n# Ask?\n# Theme: 天气 / weather\nPREFIX xt: <x:y>\nSELECT * {}")


def test_every_theme_has_questions_and_one_chinese_name():
    assert [theme for _, theme in by_theme()] == list(THEMES)
    assert sum(map(len, by_theme().values())) == len(questions())


def test_the_files_use_the_common_prefixes():
    for question in questions().values():
        for line in question.text.splitlines():
            if line.startswith("PREFIX"):
                _, name, iri = line.split()
                assert PREFIXES[name.rstrip(":")] == iri.strip("<>")
