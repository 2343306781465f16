"""The index kept up to date is the index made anew, whatever pages came, changed, went or turned out to be reposts."""

import random
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from ontology.iris import XT
from pipeline.graph.emit import page_triples
from pipeline.graph.written import ntriples
from serve.search import schema
from serve.search.ids import WITHIN_BITS, page_number
from serve.search.index import Index
from serve.search.packed import packed, unpacked
from serve.search.rows import page_rows, times_in
from serve.search.schema import NoIndexError, opened
from tests.drafts import FETCHED, Draft
from tests.serve.explorer.world import IRIS, TOWN, VILLAGE, afar, collective, income, met, retold

TABLES = [
    *("pages", "things", "names", "facts", "relations", "mentions", "passages", "told", "described", "counted"),
    *("below", "measured", "used", "told_by_site", "told_of_province", "tallies", "distinct_members", "notes"),
]
DATE_TIME = "http://www.w3.org/2001/XMLSchema#dateTime"
Said = tuple[str, str | None]
"""A page's N-Triples, and what it is a repost of."""


def later() -> Draft:
    """The first page at a later day, with one number less, one changed and a settlement of its own."""
    lines = ("2021年,朗江村集体经济收入30万元。", "2022年,朗江村集体经济收入46万元。", "老湾组通了路。")
    draft = Draft("http://a.example/income", "荒坡变果园", *lines, home=TOWN, published="2024-06-01")
    draft.place("朗江村", VILLAGE).place("老湾组", None, "group", VILLAGE)
    return collective(collective(draft, 30, "2021"), 46, "2022")


def undated() -> Draft:
    """The second page without day and home."""
    return collective(
        Draft("http://b.example/met?a=1&b=2", "朗江村记事", "2023年,朗江村集体经济收入55万元。"), 55, "2023"
    )


def page(draft: Draft) -> str:
    return str(IRIS.page(draft.reading.article.url))


def triples(draft: Draft) -> str:
    return "".join(ntriples(page_triples(draft.reading, FETCHED)))


def times(at: str, day: int, *, ended: bool) -> str:
    names = ("lastChecked", "ended") if ended else ("lastChecked",)
    return "".join(f'<{at}> <{XT[name]}> "2024-06-{day:02}T08:30:00Z"^^<{DATE_TIME}> .\n' for name in names)


DRAFTS = [income(), later(), met(), undated(), afar(), retold()]


def content(folder: Path) -> dict[str, list[str]]:
    """All that an index holds, row by row and word by word."""
    with closing(opened(folder)) as db:
        found = {table: sorted(str(tuple(row)) for row in db.execute(f"SELECT * FROM {table}")) for table in TABLES}
        for words in ("name_letters", "sentences"):
            db.execute(f"CREATE VIRTUAL TABLE temp.of_{words} USING fts5vocab(main, {words}, instance)")
            found[words] = sorted(str(tuple(row)) for row in db.execute(f"SELECT term, doc FROM temp.of_{words}"))
    return found


def anew(folder: Path, said: Mapping[str, Said]) -> Path:
    folder.mkdir()
    with Index(folder, IRIS.base) as index:
        for at, told in said.items():
            put(index, at, *told)
    return folder


def put(index: Index, at: str, said: str, original: str | None = None) -> None:
    index.put(page_rows(at, said, IRIS.base), times_in(at, said), original)


@pytest.mark.parametrize("seed", range(4))
def test_any_course_of_builds_gives_the_index_of_what_is_said_at_the_end(seed: int, tmp_path: Path) -> None:
    chance, said, before = random.Random(seed), dict[str, Said](), None
    for build in range(6):
        folder = tmp_path / str(build)
        folder.mkdir()
        with Index(folder, IRIS.base, before) as index:
            for draft in chance.sample(DRAFTS, 3):
                at, original = page(draft), chance.choice([None, None, page(DRAFTS[0])])
                if at in said:
                    index.take(page_rows(at, said.pop(at)[0], IRIS.base))
                if chance.random() < 0.7:
                    said[at] = triples(draft), original if original != at else None
                    put(index, at, *said[at])
                    now = times(at, build, ended=chance.random() < 0.3)
                    said[at] = triples(draft) + now, said[at][1]
                    index.check(at, now)
        assert content(folder) == content(anew(tmp_path / f"{build} anew", said))
        before = folder


@pytest.mark.parametrize("draft", DRAFTS)
def test_rows_that_a_shard_kept_are_those_of_the_graph(draft: Draft) -> None:
    rows = page_rows(page(draft), triples(draft), IRIS.base)
    assert unpacked(packed(rows)) == rows


def test_rows_for_an_index_of_another_version_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = packed(page_rows(page(DRAFTS[0]), triples(DRAFTS[0]), IRIS.base))
    monkeypatch.setattr("serve.search.packed.VERSION", schema.VERSION + 1)
    assert unpacked(kept) is None


def test_what_comes_and_goes_within_one_build_leaves_nothing(tmp_path: Path) -> None:
    with Index(tmp_path, IRIS.base) as index:
        for draft in DRAFTS[:1]:
            put(index, page(draft), triples(draft))
    (tmp_path / "next").mkdir()
    with Index(tmp_path / "next", IRIS.base, tmp_path) as index:
        index.take(page_rows(page(DRAFTS[0]), triples(DRAFTS[0]), IRIS.base))
    assert {table: rows for table, rows in content(tmp_path / "next").items() if rows and table != "notes"} == {}


def test_a_page_that_the_index_does_not_know_can_t_be_taken_out(tmp_path: Path) -> None:
    with pytest.raises(NoIndexError, match="does not know"), Index(tmp_path, IRIS.base) as index:
        index.take(page_rows(page(DRAFTS[0]), triples(DRAFTS[0]), IRIS.base))
    assert not (tmp_path / schema.FILE).exists()


def test_two_pages_of_a_day_whose_hashes_begin_alike_have_an_id_each(tmp_path: Path) -> None:
    pages = [f"{IRIS.base}page/0123456789abcdef000{n}" for n in range(3)]
    with Index(tmp_path, IRIS.base) as index:
        for at in pages:
            put(index, at, "")
    with closing(opened(tmp_path)) as db:
        first, *others = (number for (number,) in db.execute("SELECT id FROM pages ORDER BY id"))
    assert others == [first + 1, first + 2]


def test_ids_go_back_in_time_and_fit_into_what_sqlite_counts_with() -> None:
    days = ["2026-11-30T10:00", "2026-11-29", "2026-11", "2026", "2025-12-31", "1901-01-01", None]
    numbers = [page_number("page/ffffffff000000000000", day) for day in days]
    assert numbers == sorted(numbers)
    assert (numbers[-1] + 1) << WITHIN_BITS <= 1 << 63


def test_an_index_of_another_version_is_not_begun_with(tmp_path: Path) -> None:
    with Index(tmp_path, IRIS.base):
        pass
    with closing(sqlite3.connect(tmp_path / schema.FILE)) as db:
        db.execute("UPDATE notes SET value = '1' WHERE key = 'version'")
        db.commit()
    (tmp_path / "next").mkdir()
    with pytest.raises(NoIndexError, match="another version"):
        Index(tmp_path / "next", IRIS.base, tmp_path)
