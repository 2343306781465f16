"""What is found for what somebody types."""

import sqlite3
from pathlib import Path

import pytest

from serve.search import schema
from serve.search.find import find_sentences, find_things
from serve.search.forms import closeness, normal, pairs, readings
from tests.serve.explorer.world import make_store, pages


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    return schema.opened(make_store(tmp_path_factory.mktemp("search") / "store", pages()))


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ("朗江村", "place/431225212209"),
        ("朗江", "place/431225212209"),
        ("青朗侗族苗族乡", "place/431225212"),
        ("青朗乡", "place/431225212"),
        ("阿右旗", "place/152922"),
        ("阿拉善右旗", "place/152922"),
        ("朗江社", "place/431225212209"),  # the suffix may be another
        ("湖南", "place/43"),
        ("431225", "place/431225"),
        ("ljc", "place/431225212209"),
        ("langjiang", "place/431225212209"),
        ("LJC", "place/431225212209"),
        ("積分制", "program/points-system"),
        ("points system", "program/points-system"),
        ("农业农村局", "org/431225/会同县农业农村局"),
        ("积分制办法", "document/阿拉善右旗积分制办法"),
        ("集体经济收入", "indicator/collective-income"),
        ("村集体收入", "indicator/collective-income"),
        ("ａ．example", "site/a.example"),
    ],
)
def test_the_first_hit_is_the_thing_meant(db: sqlite3.Connection, asked: str, key: str) -> None:
    assert find_things(db, asked)[0].key == key


@pytest.mark.parametrize("asked", ["", " ", "。", '"', "' OR 1", "*", "NEAR(", "\x00", "😀", "朗" * 500, "a AND NOT b"])
def test_whatever_is_typed_is_no_error(db: sqlite3.Connection, asked: str) -> None:
    find_things(db, asked)
    find_sentences(db, asked)


def test_nothing_is_found_for_what_is_nowhere(db: sqlite3.Connection) -> None:
    assert find_things(db, "鑫鑫鑫") == []
    assert find_sentences(db, "鑫鑫鑫") == []


def test_hits_are_of_the_kind_that_is_wanted(db: sqlite3.Connection) -> None:
    assert {hit.kind for hit in find_things(db, "积分", kind="document")} == {"document"}


def test_sentences_hold_all_that_is_asked_and_come_newest_first(db: sqlite3.Connection) -> None:
    found = find_sentences(db, "集体经济收入 2023年")
    assert [row.page for row in found] == [page for page, *_ in db.execute(
        "SELECT page FROM pages WHERE original IS NULL ORDER BY published DESC")][: len(found)]  # fmt: skip
    assert len(found) == 3


def test_sentences_are_paged(db: sqlite3.Connection) -> None:
    whole = find_sentences(db, "集体经济收入")
    assert find_sentences(db, "集体经济收入", 2, 1) == whole[1:3]


def test_a_repost_gives_no_sentence_beside_its_original(db: sqlite3.Connection) -> None:
    assert len(find_sentences(db, "突破60万元")) == 1


def test_a_store_without_index_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(schema.NoIndexError, match="xiangtu build"):
        schema.opened(tmp_path)


def test_an_index_of_another_version_is_not_read(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / schema.FILE) as db:
        db.execute("CREATE TABLE notes (key, value)")
        db.execute("INSERT INTO notes VALUES ('version', '0')")
    with pytest.raises(schema.NoIndexError, match="another version"):
        schema.opened(tmp_path)


def test_how_near_a_name_is() -> None:
    nearness = [closeness("青朗乡", name) for name in ("青朗乡", "青朗乡政府", "在青朗乡", "青朗侗族苗族乡", "乡青朗")]
    assert nearness == [0, 1, 2, 3, None]


def test_texts_are_compared_in_one_form() -> None:
    assert normal(" 會同縣　ＡＢｃ ") == "会同县 abc"
    assert pairs("集体经济60万元") == ["集体", "体经", "经济", "60", "万元"]
    assert readings("朗江村") == ("ljc", "langjiangcun")
