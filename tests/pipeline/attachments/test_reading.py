"""From an attachment's bytes to its facts: home, places, programmes and the page that it hangs on."""

from dataclasses import replace

import pytest

from pipeline.read import read_page
from pipeline.records import Reading, Refusal, Site
from tests.pipeline.attachments.files import document, page, pdf, ruled, signed, title, xls, xlsx

SITE = Site("huitong", "会同县人民政府", "431225")
VIA = "https://www.example.gov.cn/a/t20230506_1.html"
NAME = "2023年衔接资金项目公示表"
ROWS = [
    ["序号", "项目名称", "建设地点", "中央资金（万元）", "受益户数", "负责人"],
    ["1", "产业路硬化建设项目", "青朗乡朗江村", "30.5", "126", "甲某某"],
    ["2", "水渠维修工程", "林城镇小寨村", "12", "80", "乙某某"],
    ["合计", "", "", "42.5", "206", ""],
]
FILES = {
    "xlsx": lambda: xlsx([[NAME], *ROWS]),
    "xls": lambda: xls([[NAME], *ROWS]),
    "docx": lambda: document(("centre", NAME), ROWS),
    "pdf": lambda: pdf(title(NAME), ruled(ROWS, (30, 110, 100, 90, 50, 50)), signed("2023年5月6日")),
    "csv": lambda: "\n".join([NAME, *(",".join(row) for row in ROWS)]).encode(),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_table_says_the_same_in_whatever_file(kind: str) -> None:
    asked = replace(page(FILES[kind](), f"https://www.example.gov.cn/a/P1.{kind}"), via=VIA)
    reading = read_page(asked, SITE)
    assert isinstance(reading, Reading), reading
    assert (reading.article.title, reading.article.via, reading.home) == (NAME, VIA, "431225")
    assert "某某" not in reading.article.text
    facts = [(int(f.value), f.unit, f.what, f.where and f.where.code, f.when) for f in reading.facts]
    assert facts == [
        (305000, "CNY", "中央资金", "431225212209", "2023"),
        (126, "户", "受益户数", "431225212209", "2023"),
        (120000, "CNY", "中央资金", "431225100201", "2023"),
        (80, "户", "受益户数", "431225100201", "2023"),
        (425000, "CNY", "中央资金", "431225", "2023"),
        (206, "户", "受益户数", "431225", "2023"),
    ]
    for fact in reading.facts:
        assert reading.article.text[fact.start : fact.end] == fact.quote


def test_an_image_is_refused_as_before() -> None:
    refusal = read_page(page(b"\x89PNG\r\n\x1a\n" + bytes(100)))
    assert isinstance(refusal, Refusal)
    assert refusal.reason == "not-text"
