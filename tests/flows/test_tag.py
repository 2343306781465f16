"""``xiangtu tag``: JSON lines of what is read, or a page that is safe to open; refusals told apart."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

from click.testing import Result

from crawl.archive import Archive
from flows.show.taghtml import article_html, lines_of
from pipeline.records import Amount, Article, Block, Organisation, Place, PlaceRef, Program, Reading, Relation
from tests.flows.conftest import page

Run = Callable[..., Result]
Pages = Callable[..., Path]


def test_a_page_a_line_each_with_text_and_offsets_that_fit(xiangtu: Run, pages: Pages) -> None:
    files = sorted(pages(2).iterdir())
    result = xiangtu("tag", *files)
    assert result.exit_code == 0, result.stderr
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert [f["page"] for f in found] == [str(f) for f in files], "a file is named as it was given"
    for reading in found:
        for kind in ("amounts", "quantities", "dates", "places"):
            assert reading[kind]
            for item in reading[kind]:
                assert item["text"][0] in reading["text"][item["start"] : item["end"]]


def test_it_needs_no_data_folder_and_leaves_none(xiangtu: Run, pages: Pages, data: Path) -> None:
    xiangtu("tag", pages(1))
    assert not data.exists()


def test_a_folder_and_an_archive_are_read_whole(xiangtu: Run, pages: Pages, tmp_path: Path) -> None:
    folder = pages(2)
    with Archive(folder / "warc", "demo") as archive:
        when = datetime(2024, 5, 1, tzinfo=UTC)
        archive.write("http://a.example.com/5.html", when, 200, [("Content-Type", "text/html")], page(5).encode())
    result = xiangtu("tag", folder)
    names = {json.loads(line)["page"] for line in result.stdout.splitlines()}
    assert names == {"http://a.example.com/5.html", str(folder / "000.html"), str(folder / "001.html")}


def test_a_refused_page_is_reported_and_the_others_are_read(xiangtu: Run, pages: Pages) -> None:
    folder = pages(1)
    (folder / "empty.html").write_bytes(b"")
    result = xiangtu("tag", folder)
    assert result.exit_code == 3
    assert len(result.stdout.splitlines()) == 1
    assert "empty.html: empty" in result.stderr


def test_nothing_read_at_all_is_a_failure(xiangtu: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.html").write_bytes(b"")
    assert xiangtu("tag", tmp_path / "empty.html").exit_code == 1
    assert xiangtu("tag", tmp_path / "nowhere.html").exit_code == 1
    (tmp_path / "hollow").mkdir()
    assert xiangtu("tag", tmp_path / "hollow").exit_code == 1


class Tags(HTMLParser):
    """The elements of a page, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_html_highlights_the_spans_and_lists_the_facts(xiangtu: Run, pages: Pages, tmp_path: Path) -> None:
    result = xiangtu("tag", "--html", "-o", tmp_path / "tags.html", pages(1))
    assert result.exit_code == 0
    assert result.stdout == ""
    read = Tags()
    read.feed((tmp_path / "tags.html").read_text("utf-8"))
    classes = " ".join(attrs.get("class") or "" for tag, attrs in read.tags if tag == "span")
    assert {"places", "amounts", "quantities"} <= set(classes.split())
    assert "投入资金100万元" in read.text
    cards = [attrs for _, attrs in read.tags if (attrs.get("class") or "").startswith("reading fact")]
    assert len(cards) == 6, "a card a fact"
    for card in cards:
        number = (card["class"] or "").split()[-1].removeprefix("c")
        assert f"n{number}" in classes.split(), "its number is marked"
        assert f".line:has(.c{number}:is(:hover, :focus)) .w{number}" in read.text, "at a card its sentence lights up"


def test_html_tells_the_facts_of_one_page_from_another_s(xiangtu: Run, pages: Pages, tmp_path: Path) -> None:
    xiangtu("tag", "--html", "-o", tmp_path / "tags.html", pages(3))
    read = Tags()
    read.feed((tmp_path / "tags.html").read_text("utf-8"))
    ids = [attrs["id"] for _, attrs in read.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert len([i for i in ids if "f" in i]) == 18


def test_html_shows_a_relation_beside_its_line_and_marks_its_ends() -> None:
    text = "某县某村推行积分制"
    program = Program(6, 9, "积分制", "mechanism")
    reading = Reading(
        Article("http://a.example.com/1.html", text, (Block(0, len(text), "paragraph"),), text),
        programs=(program,),
        relations=(Relation("adoption", "planned", 0, 9, text, program=program, where=PlaceRef("150101", "某县")),),
    )
    read = Tags()
    read.feed(article_html("1.html", reading))
    (card,) = (attrs for _, attrs in read.tags if (attrs.get("class") or "").startswith("reading"))
    assert (card["class"], card["data-reading"]) == ("reading relation planned c0", text)
    assert "推行 adoption 积分制" in read.text and "某县 150101" in read.text
    assert any("n0" in (attrs.get("class") or "").split() for _, attrs in read.tags)


def test_html_marks_each_stretch_with_all_that_lies_over_it() -> None:
    text = "某县某村投入3万元修路"
    reading = Reading(
        Article("http://a.example.com/1.html", text, (Block(0, len(text), "paragraph"),), text),
        places=(
            Place(0, 2, "某县", "county", "150101", "某县"),
            Place(2, 4, "某村", "village", None, "某村", "150101"),
        ),
        organisations=(Organisation(0, 4, "某县某村", "某县某村"),),
        amounts=(Amount(6, 9, "3万元", Decimal(30000), "CNY"),),
    )
    [line] = lines_of(reading)
    assert "".join(part.text for part in line.stretches) == text
    assert [part.css for part in line.stretches if part.css] == ["places organisations"] * 2 + ["amounts"]
    assert line.stretches[1].gloss == "places: village 某村 in 150101\norganisations: organisation 某县某村"


def test_html_of_a_line_with_ten_thousand_mentions_takes_no_minutes() -> None:
    text = "某县" * 10_000
    mentions = tuple(Place(i, i + 2, "某县", "county", "150101", "某县") for i in range(0, len(text), 2))
    reading = Reading(Article("http://a.example.com/1.html", text, (Block(0, len(text), "row"),), ""), places=mentions)
    assert article_html("1.html", reading).count("<span") == 10_000


def test_html_shows_the_page_s_own_markup_as_text(xiangtu: Run, tmp_path: Path) -> None:
    evil = "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;"
    (tmp_path / "evil<b>.html").write_text(page(1).replace("各", evil).replace("扎实", f'"{evil}'), "utf-8")
    (tmp_path / "evil.txt").write_text(
        "标题\n\n　　某村投入<script>alert(2)</script>30万元修路，村民说好。" * 3, "utf-8"
    )
    result = xiangtu("tag", "--html", tmp_path)
    read = Tags()
    read.feed(result.stdout)
    allowed = {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "article",
        "p",
        "span",
        "div",
        "b",
        "i",
        "main",
        "small",
    }
    assert {tag for tag, _ in read.tags} <= allowed
    assert all(not name.startswith("on") for _, attrs in read.tags for name in attrs)
