"""Articles and attachments: what is captured, asked again, left."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawl.archive import read_captures
from pipeline.records import RawPage
from tests.crawl.scenes import Outcome, Scene, numbered, play, why
from tests.crawl.web import ARTICLE, Answer, Web, crawl, pages, rows, served, site

TABLE: Answer = (200, {"Content-Type": "application/vnd.ms-excel"}, b"PK\x03\x04 a table")
FILES = (
    '<a href="P0201.xlsx">附件1</a><a href="P0201.xlsx">附件1</a>'
    '<a href="/document/download?fileUrl=/f/9&fileName=%E8%A1%A8.pdf">附件2</a>'
    '<a href="/gone.docx">附件3</a><a href="http://elsewhere.cn/x.xlsx">外站</a>'
    '<a href="/download.jsp?wbfileid=9.xls">要验证码</a>'
)

GBK = "text/html; charset=gbk"
IN_GBK = "%CF%E7%D5%F2"


def in_gbk(text: str) -> Answer:
    return 200, {"Content-Type": GBK}, f"<html><head><title>乡镇动态</title></head><body>{text}".encode("gbk")


SCENES: dict[str, Scene] = {
    "queries in GBK": Scene(
        {
            "/list/": in_gbk(rows("/a/1000.html", "/show.asp?class=乡镇&id=2", "/show.asp?class=乡镇&id=3")),
            "/a/1000.html": ARTICLE,
            f"/show.asp?class={IN_GBK}&id=2": in_gbk(ARTICLE + '<a href="/down.asp?name=乡镇.xlsx">表</a>'),
            f"/show.asp?class={IN_GBK}&id=3": ARTICLE,
            f"/down.asp?name={IN_GBK}.xlsx": TABLE,
        }
    ),
    "queries in UTF-8": Scene(
        {
            "/list/": rows("/show.asp?class=乡镇&id=2"),
            "/show.asp?class=%E4%B9%A1%E9%95%87&id=2": ARTICLE,
        }
    ),
    "failed and gone": Scene(
        {**numbered(1), "/a/1000.html": (500, {}, "sorry " * 500), "/a/1001.html": (404, {}, "")},
        later={"/a/1000.html": ARTICLE},
    ),
    "two addresses": Scene(
        {
            "/list/": rows("/a/1000.html", "/go/1001.html", "/go/1002.html"),
            "/a/1000.html": ARTICLE,
            "/go/1001.html": (302, {"Location": "/a/1000.html"}, ""),
            "/go/1002.html": (302, {"Location": "/a/1009.html"}, ""),
            "/a/1009.html": ARTICLE,
        }
    ),
    "files in the list": Scene(
        {"/list/": rows("/a/1000.html", "/f/P1.xlsx"), "/a/1000.html": ARTICLE, "/f/P1.xlsx": TABLE}
    ),
    "leads on": Scene(
        {
            "/list/": rows("/a/1000.html", "/a/1001.html"),
            "/a/1000.html": "<script>window.location.href='/b/1000.html'</script>",
            "/b/1000.html": ARTICLE,
            "/a/1001.html": "<script>location.href='https://mp.weixin.qq.com/s/1'</script>",
        }
    ),
    "redirect": Scene({"/list/": rows("/a/1000.html"), "/a/1000.html": (302, {"Location": "http://127.0.0.9/x"}, "")}),
    "attachments": Scene(
        {
            "/list/": rows("/a/1000.html"),
            "/a/1000.html": ARTICLE + FILES,
            "/a/P0201.xlsx": TABLE,
            "/document/download?fileUrl=/f/9&fileName=%E8%A1%A8.pdf": (200, {}, "<html>链接已失效</html>"),
        }
    ),
}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Outcome]]:
    yield from play(SCENES, tmp_path_factory.mktemp("data"), "127.0.7")


def test_an_article_that_failed_is_asked_again_and_one_that_is_gone_is_not_wanted(outcomes: dict[str, Outcome]) -> None:
    seen = outcomes["failed and gone"]
    assert why(seen.first) == ["http-500"]
    assert [problem.reason for problem in seen.first.refused] == ["gone"]
    assert seen.articles(2) == ["/a/1000.html"]


def test_a_redirect_off_the_site_is_told_and_not_followed(outcomes: dict[str, Outcome]) -> None:
    told = outcomes["redirect"].first
    assert (told.articles, [problem.reason for problem in told.refused]) == (0, ["offsite"])


def test_attachments_are_fetched_with_their_page_and_name_it(outcomes: dict[str, Outcome]) -> None:
    seen = outcomes["attachments"]
    assert (seen.first.articles, seen.first.attachments, why(seen.first)) == (1, 1, ["attachment-is-page"])
    assert [problem.url for problem in seen.first.refused] == [seen.web.url + "/gone.docx"]
    (capture,) = [c for path in seen.first.files for c in read_captures(path) if c.page.url.endswith("xlsx")]
    assert isinstance(capture.page, RawPage)
    assert (capture.role, capture.page.via) == ("attachment", seen.web.url + "/a/1000.html")
    assert seen.articles(1) == ["/a/1000.html"], "attachments are no pages"
    assert seen.paths(2) == ["/list/"]


def test_a_changed_article_is_a_new_capture_and_an_unchanged_one_a_revisit(tmp_path: Path) -> None:
    web = Web(numbered(1))
    with served(web):
        crawl(site(web), tmp_path)
        web.routes = {**web.routes, "/a/1001.html": ARTICLE + "<p>更正</p>"}  # type: ignore[dict-item]
        report = crawl(site(web), tmp_path, recheck_before=datetime.now(UTC) + timedelta(days=1))
    assert list(pages(report)) == ["/a/1001.html"]
    assert (report.articles, report.sites[0].changed, report.sites[0].unchanged) == (1, 1, 2)


def test_a_page_behind_two_addresses_is_captured_once_and_asked_for_once(outcomes: dict[str, Outcome]) -> None:
    seen = outcomes["two addresses"]
    assert sorted(seen.articles(1)) == ["/a/1000.html", "/a/1009.html"]
    assert seen.paths(2) == ["/list/"]
    assert (seen.second.articles, seen.second.known, seen.second.errors) == (0, 3, ())


def test_a_list_s_row_may_be_a_bare_file(outcomes: dict[str, Outcome]) -> None:
    seen = outcomes["files in the list"]
    assert (seen.first.articles, seen.first.attachments, seen.first.errors) == (1, 1, ())
    (capture,) = [c for path in seen.first.files for c in read_captures(path) if c.role == "attachment"]
    assert isinstance(capture.page, RawPage)
    assert capture.page.via == seen.web.url + "/list/"
    assert seen.paths(2) == ["/list/"]


def test_a_page_that_leads_on_by_script_is_no_wall_and_is_followed_on_the_site_only(
    outcomes: dict[str, Outcome],
) -> None:
    seen = outcomes["leads on"]
    assert "/b/1000.html" in seen.articles(1)
    assert (seen.first.wall, seen.first.errors) == (None, ())


def test_what_stands_in_the_request_s_record_names_the_page_of_an_attachment(outcomes: dict[str, Outcome]) -> None:
    (path,) = outcomes["attachments"].first.files
    with Path(path).open("rb") as file:
        referrers = {
            record.rec_headers.get_header("WARC-Target-URI"): record.http_headers.get_header("Referer")
            for record in ArchiveIterator(file)
            if record.rec_type == "request"
        }
    url = outcomes["attachments"].web.url
    assert referrers[f"{url}/a/P0201.xlsx"] == f"{url}/a/1000.html"


@pytest.mark.parametrize(("name", "articles", "attachments"), [("queries in GBK", 3, 1), ("queries in UTF-8", 1, 0)])
def test_a_query_is_sent_in_the_encoding_of_the_page_that_has_the_link(
    outcomes: dict[str, Outcome], name: str, articles: int, attachments: int
) -> None:
    seen = outcomes[name]
    assert why(seen.first) == []
    assert (seen.first.articles, seen.first.attachments) == (articles, attachments)
    assert seen.second.articles == 0, "they are known the next time"
