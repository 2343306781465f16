"""Which entry of the registry a page is read by: that of its host, as it was at the page's capture."""

from datetime import UTC, datetime

from crawl.registry import make_site
from flows.run.reading import read
from flows.sites.registered import Sites
from pipeline.records import RawPage, Reading

CONFIG = make_site(
    {
        "id": "x",
        "name": "某县人民政府",
        "hosts": ["www.x.gov.cn"],
        "lists": [{"url": "http://www.x.gov.cn/a/"}],
        "body": ".new",
        "earlier": [{"until": "2025-03-01", "body": ".old"}],
    }
)
SITES = Sites({"www.x.gov.cn": CONFIG})
TEXT = "平溪村修通了进村公路，村集体投入三万元，二十户受益。" * 3
PAGE = f"""<html><head><title>平溪村修路</title><meta name="PubDate" content="2025-01-01"></head><body>
<h1>平溪村修路</h1>
<div class="old"><p>旧栏。{TEXT}</p></div><div class="new"><p>新栏。{TEXT}</p></div></body></html>"""


def text_on(year: int) -> str:
    page = RawPage("http://www.x.gov.cn/a/1.html", datetime(year, 6, 1, tzinfo=UTC), PAGE.encode())
    found = read(page, SITES)
    assert isinstance(found, Reading)
    return found.article.text


def test_a_page_is_read_again_by_the_layout_of_the_day_it_was_captured() -> None:
    assert "旧栏" in text_on(2024)
    assert "新栏" not in text_on(2024)
    assert "新栏" in text_on(2025)
    assert "旧栏" not in text_on(2025)


def test_a_layout_that_ended_is_part_of_what_a_shard_depends_on() -> None:
    other = Sites({"www.x.gov.cn": CONFIG.model_copy(update={"earlier": ()})})
    assert SITES.digest("raw/x/a.warc.gz") != other.digest("raw/x/a.warc.gz")
