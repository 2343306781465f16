"""The cleaner on broken pages: no exception, no hang, blocks and cells that stand in the text.

Half a minute by default; ``FUZZ_SECONDS=300 python -m pytest -m slow tests/pipeline/clean/test_fuzz.py`` for more.
"""

import os
import random
import time
from pathlib import Path

import pytest

from pipeline.clean import clean
from pipeline.records import Article, RawPage
from tests.pipeline.clean.pages import FETCHED

PAGES = [path.read_bytes() for path in sorted((Path(__file__).parent / "fixtures").glob("*.html"))]
DUMP = "首页 > 要闻\n云溪县修路\n来源：云溪网 时间：2023-05-06 10:00\n全县投入300万元。\n责编：何某\n".encode()
PIECES = [
    *("<table>", "</td>", "<tr>", "<td colspan=999 rowspan=999>", "<script>", "</script>", "<!--", "-->", "&#x110000;"),
    *(
        "&nbsp;",
        "\x00",
        "\ufeff",
        "(zh",
        "))",
        "来源：",
        "时间：2023-",
        "2023-02-31T10:00:00+99:99 ",
        "作者：",
        ":",
        "\t",
        "<div ",
    ),
    *("|" * 50, "、" * 100, "(ab)" * 40, "　" * 300, ">" * 60, "<" * 60, "<div>" * 200, "</div>" * 100, "1" * 400),
    *(
        "首页 > " * 30,
        "（" * 200,
        "\n" * 50,
        "鄉(xiāng)",
        "?" * 40,
        "【" * 60,
        "2023-01-01 " * 30,
        "记者 " * 50,
        "、，" * 200,
    ),
]
SLOWEST = 3.0
"""Seconds that one broken page of some ten kilobytes may take on a busy machine; ordinary ones take milliseconds."""


def broken(random: random.Random) -> bytes:
    page = bytearray(random.choice([*PAGES, DUMP]))
    for _ in range(random.randint(1, 12)):
        at = random.randrange(len(page) + 1)
        to = min(len(page), at + random.randint(0, 400))
        match random.randrange(6):
            case 0:
                page[at:at] = random.choice(PIECES).encode()
            case 1:
                del page[at:to]
            case 2:
                page[at:at] = page[at:to] * random.randint(1, 30)
            case 3 if page:
                page[min(at, len(page) - 1)] = random.randrange(256)
            case 4:
                other = random.choice(PAGES)
                cut = random.randrange(len(other))
                page[at:at] = other[cut : cut + random.randint(0, 2000)]
            case 5:
                page = page[:at] or page
    return bytes(page)


@pytest.mark.slow
def test_broken_pages_neither_raise_nor_hang() -> None:
    source = random.Random(20240301)
    end = time.monotonic() + float(os.environ.get("FUZZ_SECONDS", "30"))
    tried = 0
    while time.monotonic() < end:
        page = broken(source)
        started = time.perf_counter()
        answer = clean(RawPage("http://www.example.gov.cn/2023/01/02/a.html", FETCHED, page))
        assert time.perf_counter() - started < SLOWEST, page
        if isinstance(answer, Article) and answer.text:
            assert [answer.text[b.start : b.end] for b in answer.blocks] == answer.text.split("\n"), page
            cells = [cell for table in answer.tables for row in table.rows for cell in row]
            assert all(0 <= cell.start <= cell.end <= len(answer.text) for cell in cells), page
        tried += 1
    print(f"{tried} broken pages")
