"""The explorer's pages, as a reader without scripts gets them."""

import html
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote

import pytest
from pyoxigraph import QuerySolutions, Store
from starlette.testclient import TestClient

from ontology.questions import questions
from serve.explorer.reader import Reader, words
from serve.search.schema import FILE
from tests.drafts import Draft
from tests.serve.explorer.asking import fact, rows, said, text
from tests.serve.explorer.world import (
    CONTACT,
    IRIS,
    MARKUP,
    TOWN,
    VILLAGE,
    collective,
    income,
    make_app_on,
    make_store,
    pages,
)

PAGE = str(IRIS.page("http://a.example/income")).removeprefix(IRIS.base)
REPOST = str(IRIS.page("http://z.example/retold")).removeprefix(IRIS.base)
ADDRESSES = {
    "home": "/",
    "search": "/search?q=积分",
    "place": f"/place/{TOWN}",
    "programme": "/program/points-system",
    "organisation": "/org/431225/会同县农业农村局",
    "document": "/document/阿拉善右旗积分制办法",
    "indicator": "/indicator/collective-income",
    "site": "/site/a.example",
    "page": f"/{PAGE}",
    "compare": f"/compare?place={VILLAGE}&place=阿右旗",
    "ask": "/ask",
    "question": "/ask/collective-income?year=2023",
    "data": "/data",
}


@pytest.mark.parametrize("path", ADDRESSES.values(), ids=list(ADDRESSES))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_of_page_is_whole_small_and_of_us_alone(client: TestClient, path: str, language: str) -> None:
    page = text(client, path, **{"accept-language": language})
    assert f'lang="{"en" if language == "en" else "zh-Hans"}"' in page
    assert len(page.encode()) < 100_000
    loaded = re.findall(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="([^"]+)"', page)
    assert loaded
    assert all(address.startswith("/static/") for address in loaded)
    assert page.count("<h1") == 1
    assert page.rstrip().endswith("</html>")


def test_no_page_lets_in_what_is_not_ours(client: TestClient) -> None:
    policy = client.get("/").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_home_says_what_there_is(client: TestClient) -> None:
    page = said(text(client, "/"))
    assert re.search(r"7\s+.*事实|事实\s+7", page.replace("\n", " "))
    assert "湖南" in page
    assert "会同县推行积分制" in page
    assert page.count("数据表") == 6  # the map and five questions


def test_a_place_has_what_holds_it_and_what_it_holds(client: TestClient) -> None:
    page = text(client, f"/place/{TOWN}")
    for key in ("place/43", "place/4312", "place/431225", f"place/{VILLAGE}"):
        assert f'href="/{key}"' in page
    assert "积分制" in page
    assert "荒坡变果园" in page


def test_a_place_begins_with_its_newest_numbers_done_and_planned(client: TestClient) -> None:
    found = rows(client, f"/place/{VILLAGE}?format=csv&table=latest")
    assert [(row["when"], row["modality"]) for row in found] == [("2023", "actual"), ("2025", "planned")]
    assert all(row["sentence"] for row in found)
    tiles = re.search(r'<ul class="tiles">.*?</ul>', text(client, f"/place/{VILLAGE}"), re.DOTALL)
    assert tiles
    assert f'href="/{found[0]["fact_iri"].removeprefix(IRIS.base)}"' in tiles[0]
    assert tiles[0].count('class="planned"') == 1


def test_what_holds_many_places_leads_to_those_that_have_numbers(client: TestClient) -> None:
    page = text(client, "/place/43?lang=zh")
    assert "没有网页给出湖南省本身的数字" in page
    assert page.index('href="/place/4312"') < page.index('id="facts"')
    assert "没有符合的事实" in text(client, "/place/43?lang=zh&year=2023")


def test_english_counts_without_measure_words(client: TestClient) -> None:
    page = said(text(client, f"/place/{TOWN}?lang=en"))
    assert "200,000 yuan" in page
    english = Reader("en")
    assert (english.amount(3, "个"), english.amount(127, "户")) == ("3", "127 households")
    assert (english.many("facts", 1), english.many("pages", 2)) == ("1 fact", "2 pages")


@pytest.mark.parametrize("asked", ["", "没有这样的东西"])
def test_a_search_without_finds_gives_examples(client: TestClient, asked: str) -> None:
    assert f'href="/place/{VILLAGE}"' in text(client, f"/search?q={asked}").split("<main")[1]


def test_what_two_names_make_is_found_apart(client: TestClient) -> None:
    page = text(client, "/search?lang=zh&q=青朗乡积分制").split("<main")[1]
    assert f'href="/place/{TOWN}"' in page
    assert 'href="/program/points-system"' in page
    assert "分开来找" in page
    assert "分开来找" not in text(client, "/search?lang=zh&q=青朗乡")


def test_a_place_counts_the_pages_that_name_it(client: TestClient) -> None:
    assert "5 facts and 3 pages" in said(text(client, f"/place/{VILLAGE}?lang=en"))


def test_planned_over_and_contested_stand_beside_the_number(client: TestClient) -> None:
    page = text(client, f"/place/{VILLAGE}")
    for tag in ("planned", "over", "contested"):
        assert f'class="tag {tag}"' in page


def test_a_chart_says_what_its_table_says(client: TestClient) -> None:
    page = text(client, f"/place/{VILLAGE}?lang=zh")
    marks = [
        html.unescape(mark).rsplit(" ", 1)
        for mark in re.findall(r'<a href="/fact/[^"]+" aria-label="([^"]+)"><circle', page)
    ]
    found = rows(client, f"/place/{VILLAGE}?format=csv&table=series-collective-income")
    assert sorted(mark[-1] for mark in marks) == sorted(row["amount"] for row in found)
    assert len(marks) == 5


def test_a_chart_names_its_sources(client: TestClient) -> None:
    figure = re.search(r"<figure.*?</figure>", text(client, f"/place/{VILLAGE}?lang=zh"), re.DOTALL)
    assert figure
    shown = said(figure[0]).partition("出处：")[2]
    assert "会同县政府网" in shown
    assert "另一个网站" in shown


def test_a_fact_shows_its_sentence_with_the_number_marked(client: TestClient) -> None:
    page = text(client, "/" + fact(client, "600000.0"))
    assert "<mark>60万元</mark>" in page
    assert "http://a.example/income" in page
    assert "2024-03-01" in page
    assert 'class="witness repost"' in page
    assert "55万元" in page  # what contradicts it
    assert CONTACT in page


def test_a_fact_leads_to_its_claim_in_other_words(tmp_path: Path) -> None:
    line = "2022年,朗江村集体经济收入超45万元。"
    other = Draft("http://y.example/other", "又一篇", line, home=TOWN, published="2024-05-01").place("朗江村", VILLAGE)
    folder = make_store(tmp_path / "store", [income(), collective(other, 45, "2022", qualifier="over")])
    with TestClient(make_app_on(folder), headers={"accept": "text/html"}) as client:
        found = rows(client, f"/place/{VILLAGE}?format=csv&table=facts")
        mine, told = (row["fact_iri"].removeprefix(IRIS.base) for row in found if row["value"] == "450000.0")
        page = text(client, f"/{mine}")
        shown = re.search(r'<table class="t-wordings">.*?</table>', page, re.DOTALL)
        assert shown
        assert f'href="/{told}"' in shown[0]
        claim = re.search(r'href="(/claim/[0-9a-f]+)"', page)
        assert claim
        assert f'href="/{mine}"' in text(client, claim[1])
        assert "t-wordings" not in text(client, "/" + fact(client, "300000.0"))


def test_a_report_says_which_fact_and_which_sentence(client: TestClient) -> None:
    key = fact(client, "600000.0")
    report = re.search(r"<textarea[^>]*>(.*?)</textarea>", text(client, "/" + key), re.DOTALL)
    assert report
    assert IRIS.base + key in report[1]
    assert "突破60万元" in report[1]
    letter = re.search(r'href="mailto:([^?"]+)\?subject=[^&"]+&amp;body=([^"]+)"', text(client, "/" + key))
    assert letter
    assert letter[1] == CONTACT
    assert unquote(letter[2]) == html.unescape(report[1])  # a mail reader takes no plus for a blank


def test_a_fact_of_the_page_leads_to_its_passage_there(client: TestClient) -> None:
    target = re.search(rf'href="(/{PAGE})#(c\d+-\d+)"', text(client, "/" + fact(client, "300000.0")))
    assert target
    assert f'id="{target[2]}"' in text(client, target[1])


def test_a_page_shows_its_passages_in_order_with_what_is_read(client: TestClient) -> None:
    page = text(client, f"/{PAGE}")
    anchors = [int(start) for start in re.findall(r'id="c(\d+)-', page)]
    assert anchors == sorted(anchors)
    assert page.count('class="reading') == 4
    assert "曾说过的话" in page
    assert f'href="/{REPOST}"' in page
    assert f'href="/{PAGE}"' in text(client, f"/{REPOST}")


def test_a_programme_says_where_it_runs_and_since_when(client: TestClient) -> None:
    found = rows(client, "/program/points-system?format=csv&table=adoptions")
    assert [(row["place"], row["since"]) for row in found] == [("青朗侗族苗族乡", "2022"), ("阿拉善右旗", "2023")]
    spread = rows(client, "/program/points-system?format=csv&table=spread")
    assert [(row["year"], row["places"]) for row in spread] == [("2022", "1"), ("2023", "1")]
    page = text(client, "/program/points-system")
    assert "会同县农业农村局" in page


def test_an_indicator_ranks_places_of_a_level_and_year(client: TestClient) -> None:
    found = rows(client, "/indicator/collective-income?year=2023&level=5&format=csv&table=ranking")
    assert [(row["where"], row["value"]) for row in found] == [("朗江村", "600000.0")]
    found = rows(client, "/indicator/collective-income?year=2023&level=3&format=csv&table=ranking")
    assert [(row["where"], row["value"]) for row in found] == [("阿拉善右旗", "9000000.0")]


def test_places_are_compared_by_name_or_code(client: TestClient) -> None:
    page = text(client, f"/compare?place={VILLAGE}&place=阿右旗&indicator=collective-income")
    marks = re.findall(r'aria-label="[^"]+"><circle class="(s\d)', page)
    assert (marks.count("s0"), marks.count("s1")) == (5, 1)
    assert "朗江村" in page
    assert "没有找到地方“无此地”" in text(client, f"/compare?place={VILLAGE}&place=无此地")
    assert "55万元" not in text(client, f"/compare?place={VILLAGE}&to=2022")


def test_a_question_is_asked_with_its_parameter(client: TestClient) -> None:
    page = text(client, "/ask/collective-income?year=2022&least=1")
    assert 'value="2022"' in page
    assert "SPARQL" in page
    assert "/ask/collective-income?year=2022&amp;least=1&amp;offset=40" in page
    assert "offset=100" not in text(client, "/ask/collective-income?year=2022&least=1&offset=50")


def test_an_answer_is_in_the_language_of_its_reader(client: TestClient) -> None:
    page = text(client, f"/ask/dossier?code={TOWN}&lang=en").split("SPARQL</summary>")[0]
    assert ">Entry</th>" in page
    assert "提及" not in page
    assert "确数" not in text(client, "/ask/money?lang=zh")


def test_a_question_with_a_word_for_a_number_is_told_so(client: TestClient) -> None:
    assert "takes a number" in text(client, "/ask/collective-income?year=abc", 400)


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/place/999999",
        "/fact/0",
        "/ask/nothing",
        "/page/0",
        "/org/%3Cb%3E",
        "/claim/0",
        "/data/releases/1/x",
    ],
)
def test_what_is_not_there_is_said_so_with_a_way_on(client: TestClient, path: str) -> None:
    page = text(client, path, 404)
    assert 'role="search"' in page
    assert "<b>" not in page.split("<main")[1]


@pytest.mark.parametrize(
    "path",
    [
        "/place/431225?year=x",
        "/place/431225?offset=-1",
        "/place/431225?status=x",
        "/place/431225?format=x",
        "/place/431225?format=csv&table=x",
        "/compare?place=1,2,3,4,5,6,7,8,9",
        "/search?q=x&kind=y",
    ],
)
def test_what_is_wrong_in_an_address_is_said(client: TestClient, path: str) -> None:
    assert 'class="card wrong"' in text(client, path, 400)


def test_a_name_full_of_markup_is_only_a_name(client: TestClient) -> None:
    for path in ("/search?q=" + MARKUP, f"/place/{TOWN}", "/", "/suggest?q=工程"):
        page = text(client, path)
        assert "<script>alert" not in page or path.startswith("/suggest")
    listed = re.search(r'href="(/program/431225/[^"]*script[^"]*)"', text(client, "/search?q=工程&kind=program"))
    assert listed
    page = text(client, html.unescape(listed[1]))
    assert html.escape(MARKUP, quote=False) in page.replace("&#34;", '"').replace("&#39;", "'")
    assert client.get("/suggest?q=工程").headers["content-type"] == "application/json"


def test_the_language_of_an_address_is_kept(store: Path) -> None:
    with TestClient(make_app_on(store)) as own:
        assert 'lang="zh-Hans"' in own.get("/").text
        assert 'lang="en"' in own.get("/?lang=en").text
        assert 'lang="en"' in own.get("/ask").text


def test_the_theme_is_switched_by_links_alone(store: Path) -> None:
    with TestClient(make_app_on(store)) as own:
        switch = re.search(r'href="(/theme[^"]+)"', own.get("/ask").text)
        assert switch
        answer = own.get(html.unescape(switch[1]))
        assert answer.url.path == "/ask"
        assert 'data-theme="dark"' in answer.text


@pytest.mark.parametrize(
    "back", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:1", "/a\r\nb"]
)
def test_the_switch_leads_nowhere_else(client: TestClient, back: str) -> None:
    answer = client.get("/theme", params={"to": "dark", "back": back}, follow_redirects=False)
    assert answer.headers["location"] == "/"


def test_an_empty_graph_says_what_to_do(tmp_path: Path) -> None:
    folder = make_store(tmp_path / "store", [])
    with TestClient(make_app_on(folder), headers={"accept": "text/html"}) as own:
        assert "xiangtu demo" in own.get("/").text
        for path in ("/search?q=x", "/compare?place=1", "/data", "/indicator/collective-income"):
            assert own.get(path).status_code == 200


def test_an_index_of_another_version_is_told_on_every_address(tmp_path: Path) -> None:
    folder = make_store(tmp_path / "store", pages()[:1])
    with closing(sqlite3.connect(folder / FILE)) as db, db:
        db.execute("UPDATE notes SET value = '0' WHERE key = 'version'")
    with TestClient(make_app_on(folder), headers={"accept": "text/html"}) as own:
        for path in ("/", f"/place/{VILLAGE}", "/fact/0", "/compare", "/ask/newest"):
            assert "xiangtu build" in text(own, path, 503)
        assert own.get("/suggest?q=ljc").json() == []


def test_suggestions_are_short_and_say_where(client: TestClient) -> None:
    found = json.loads(text(client, "/suggest?q=ljc"))
    assert found[0]["name"] == "朗江村"
    assert found[0]["where"].endswith("青朗侗族苗族乡")
    assert found[0]["href"] == f"/place/{VILLAGE}"
    english = json.loads(text(client, "/suggest?q=积分制&lang=en"))
    assert (english[0]["name"], english[0]["where"]) == ("Points system", "积分制")


def test_the_interface_says_all_in_both_languages() -> None:
    for name, (zh, en) in words().items():
        assert zh.strip(), name
        assert en.strip() or name.startswith("unit."), name  # English counts most things without a measure word
        assert re.findall(r"\{(\w+)\}", zh).sort() == re.findall(r"\{(\w+)\}", en).sort(), name


def test_every_column_of_the_questions_has_words() -> None:
    for question in questions().values():
        answer = Store().query(question.query({}))
        assert isinstance(answer, QuerySolutions)
        for column in answer.variables:
            assert f"col.{column.value}" in words(), (question.name, column.value)


def test_a_programme_s_facts_are_told_by_year_planned_beside_done(client: TestClient) -> None:
    key = next(
        r["iri"] for r in rows(client, "/search?q=工程&kind=program&format=csv&table=things") if "431225" in r["iri"]
    )
    found = rows(client, f"/{key.removeprefix(IRIS.base)}?format=csv&table=planned-done")
    assert [(row["year"], row["actual"], row["planned"]) for row in found] == [("2022", "1", "0")]


def test_the_store_is_read_anew_after_a_build(tmp_path: Path) -> None:
    from contextlib import nullcontext

    from serve.explorer.graph import Current
    from serve.source import Source

    first, second = make_store(tmp_path / "1", pages()[:1]), make_store(tmp_path / "2", pages())
    now = [first]
    current = Current(Source(lambda: now[0], lambda: nullcontext(now[0])))
    graph = current.graph()
    assert graph is not None
    assert graph.tallies()["pages"] == "1"
    now[0] = second
    other = current.graph()
    assert other is not None
    assert other.tallies()["pages"] == "4"
    assert graph.tallies()["pages"] == "1"  # who still reads the old one is not disturbed
