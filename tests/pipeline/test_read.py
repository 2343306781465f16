"""The front door: a page in, a reading or a reason out."""

from datetime import UTC, datetime

from pipeline.bounded import bounded
from pipeline.read import TEXT_LIMIT, read_page
from pipeline.records import RawPage, Reading, Refusal


def test_a_text_beyond_the_limit_is_refused_with_its_length() -> None:
    body = "青禾镇修路\n2024-05-06 来源：某网\n" + "青禾镇修了路。" * (TEXT_LIMIT // 7 + 1)
    found = read_page(RawPage("file:///a.txt", datetime(2026, 1, 1, tzinfo=UTC), body.encode()))
    assert isinstance(found, Refusal)
    assert (found.reason, str(TEXT_LIMIT) in found.detail) == ("too-large", True)


def test_of_a_long_article_whole_lines_and_rows_are_read_and_it_is_marked() -> None:
    lines = [
        "青禾镇项目表",
        "青禾镇公布项目。",
        "村\t资金（万元）",
        *(f"青{n}村\t{n}" for n in range(1, 40)),
        "以上为全部项目。",
    ]
    whole = read_page(RawPage("file:///a.txt", datetime(2026, 1, 1, tzinfo=UTC), "\n".join(lines).encode()))
    assert isinstance(whole, Reading)
    article = whole.article
    assert article.tables
    assert bounded(article, len(article.text)) is article
    short = bounded(article, 100)
    assert short.marks == (*article.marks, "cut")
    assert article.text.startswith(short.text)
    assert len(short.text) <= 100
    assert article.text[len(short.text)] == "\n"
    assert [article.text[b.start : b.end] for b in short.blocks] == short.text.split("\n")
    ((rows,),) = [[table.rows for table in short.tables]]
    assert 1 < len(rows) < len(article.tables[0].rows)
    assert rows == article.tables[0].rows[: len(rows)]


def test_of_a_line_that_is_too_long_whole_sentences_are_read() -> None:
    line = "青禾镇投入35万元。" * 40
    whole = read_page(RawPage("file:///a.txt", datetime(2026, 1, 1, tzinfo=UTC), f"青禾镇项目\n{line}".encode()))
    assert isinstance(whole, Reading)
    short = bounded(whole.article, 100)
    assert 85 < len(short.text) <= 100
    assert short.text.endswith("35万元。")
    assert short.blocks[-1].end == len(short.text)
    assert short.marks[-1] == "cut"
