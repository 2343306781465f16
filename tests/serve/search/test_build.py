"""What the index counts and in what order it keeps it."""

import sqlite3
from pathlib import Path

import pytest

from serve.search import schema
from serve.search.build import make_index
from tests.drafts import Draft
from tests.serve.explorer.world import IRIS, TOWN, make_store, pages


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("index") / "store", pages())


@pytest.fixture(scope="module")
def db(folder: Path) -> sqlite3.Connection:
    return schema.opened(folder)


def test_pages_are_in_the_order_of_time(db: sqlite3.Connection) -> None:
    assert [row[0][:10] for row in db.execute("SELECT published FROM pages ORDER BY id")] == [
        "2024-05-02", "2024-03-02", "2024-03-01", "2023-07-09"]  # fmt: skip


def test_a_fact_of_two_pages_is_one_and_its_repost_no_witness(db: sqlite3.Connection) -> None:
    facts = db.execute("SELECT witnesses FROM facts WHERE value = 600000").fetchall()
    assert [tuple(row) for row in facts] == [(1,)]


def test_a_site_has_the_name_that_some_of_its_pages_give(tmp_path: Path) -> None:
    named = Draft("http://site.example/1", "一", "一村投入1万元。", published="2024-01-01", site_name="某县政府网")
    bare = Draft("http://site.example/2", "二", "二村投入2万元。", published="2024-01-02")
    db = schema.opened(make_store(tmp_path / "store", [bare, named]))
    assert db.execute("SELECT name FROM things WHERE key = 'site/site.example'").fetchone()[0] == "某县政府网"


def test_a_fact_stands_on_its_original_though_a_repost_is_newer(db: sqlite3.Connection) -> None:
    rows = db.execute("SELECT p.url FROM facts f JOIN pages p ON p.id = f.page WHERE f.value = 600000").fetchall()
    assert [row[0] for row in rows] == ["http://a.example/income"]
    counts = dict(map(tuple, db.execute("SELECT url, facts FROM pages")))
    assert (counts["http://a.example/income"], counts["http://z.example/retold"]) == (4, 0)


def test_facts_that_exclude_each_other_are_contested(db: sqlite3.Connection) -> None:
    contested = {row[0] for row in db.execute("SELECT value FROM facts WHERE contested")}
    assert contested == {550000, 600000}  # 55 and over 60 in one year and place


def test_a_page_of_two_numbers_of_one_kind_agrees_by_either(tmp_path: Path) -> None:
    both = Draft("http://site.example/1", "一", "2023年,打造试点村100个、示范村4个。", published="2024-01-01")
    one = Draft("http://site.example/2", "二", "2023年,全县有试点村100个。", published="2024-01-02")
    other = Draft("http://site.example/3", "三", "2024年,全县有试点村90个。", published="2024-01-03")
    said = {"indicator": "villages", "where": TOWN}
    both.fact("100个", "100", "个", "试点村", when="2023", **said).fact("4个", "4", "个", "示范村", when="2023", **said)
    one.fact("100个", "100", "个", "试点村", when="2023", **said).fact(
        "100个", "100", "个", "试点村", when="2024", **said
    )
    other.fact("90个", "90", "个", "试点村", when="2024", **said)
    db = schema.opened(make_store(tmp_path / "store", [both, one, other]))
    contested = db.execute("SELECT year, value FROM facts WHERE contested ORDER BY value")
    assert [tuple(row) for row in contested] == [(2024, 90), (2024, 100)], "each of two pages says another of 2024"


def test_a_division_counts_all_that_lies_in_it(db: sqlite3.Connection) -> None:
    counts = {row["key"]: row["facts"] for row in db.execute("SELECT * FROM below")}
    assert counts["place/43"] == counts["place/431225"] == 6
    assert counts["place/431225212209"] == 5
    assert counts["place/15"] == 1


def test_programmes_count_their_places(db: sqlite3.Connection) -> None:
    assert db.execute("SELECT places FROM things WHERE key = 'program/points-system'").fetchone()[0] == 2


def test_the_same_store_gives_the_same_rows_again(folder: Path, db: sqlite3.Connection) -> None:
    tables = ("pages", "things", "names", "facts", "relations", "mentions", "passages", "below", "measured", "notes")
    before = {table: [tuple(r) for r in db.execute(f"SELECT * FROM {table}")] for table in tables}
    make_index(folder, IRIS.base)
    again = schema.opened(folder)
    assert before == {table: [tuple(r) for r in again.execute(f"SELECT * FROM {table}")] for table in tables}


def test_what_a_build_says_beside_is_kept(folder: Path) -> None:
    make_index(folder, IRIS.base, {"refused": '{"empty": 3}'})
    notes = dict(schema.opened(folder).execute("SELECT key, value FROM notes").fetchall())
    assert notes["refused"] == '{"empty": 3}'
