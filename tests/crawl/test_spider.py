"""The spider's ways: where a list ends, what is asked again, what robots.txt and walls do."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawl import CrawlError, run
from crawl.archive import read_captures
from crawl.report import CrawlReport
from tests.crawl.web import ARTICLE, Answer, Web, crawl, pages, rows, served, site


def numbered(count: int, size: int = 3) -> dict[str, Answer]:
    """A list of pages linked by 下一页, with ``size`` articles each."""
    routes: dict[str, Answer] = {}
    for page in range(count):
        links = [f"/a/{page * size + n + 1000}.html" for n in range(size)]
        following = f'<a href="/list/{page + 2}">下一页</a>' if page + 1 < count else ""
        routes["/list/" if page == 0 else f"/list/{page + 1}"] = rows(*links) + following
        routes |= dict.fromkeys(links, ARTICLE)
    return routes


def reasons(report: CrawlReport) -> list[str]:
    return [problem.reason for problem in report.sites[0].errors]


def test_pages_are_followed_to_the_last(tmp_path: Path) -> None:
    web = Web(numbered(4))
    with served(web):
        report = crawl(site(web), tmp_path)
    assert report.ok
    assert len(pages(report)) == 12
    assert report.sites[0].lists == 4


def test_a_list_that_links_to_itself_for_ever_ends_at_the_first_page_without_new_rows(tmp_path: Path) -> None:
    links = rows("/a/1001.html", "/a/1002.html")
    web = Web(lambda path: ARTICLE if path.startswith("/a/") else links + f'<a href="{path}x">下一页</a>')
    with served(web):
        report = crawl(site(web), tmp_path)
    assert [path for path in web.paths() if path.startswith("/list")] == ["/list/", "/list/x"]
    assert len(pages(report)) == 2


def test_max_pages_bounds_a_list_that_always_has_new_rows(tmp_path: Path) -> None:
    def endless(path: str) -> Answer:
        if path.startswith("/a/"):
            return ARTICLE
        number = int(path.strip("/").partition("/")[2] or 1)
        return rows(f"/a/{number + 1000}.html") + f'<a href="/list/{number + 1}">下一页</a>'

    web = Web(endless)
    with served(web):
        entry = site(web).model_dump()
        entry["lists"] = [{"url": web.url + "/list/", "max_pages": 5}]
        report = crawl(type(site(web)).model_validate(entry), tmp_path)
    assert report.sites[0].lists == 5
    assert len(pages(report)) == 5


@pytest.mark.parametrize(
    "body", ["<ul></ul>", rows("http://elsewhere.cn/a/1001.html", "http://elsewhere.cn/a/1002.html")]
)
def test_a_list_without_rows_is_an_error(tmp_path: Path, body: str) -> None:
    web = Web({"/list/": body + '<a href="/">首页</a>'})
    with served(web):
        report = crawl(site(web), tmp_path)
    assert reasons(report) == ["empty-list"]
    assert not report.ok


def test_a_list_that_lost_most_of_its_rows_is_an_error(tmp_path: Path) -> None:
    web = Web(
        {
            "/list/": rows(*(f"/a/{n}.html" for n in range(1000, 1010))),
            **{f"/a/{n}.html": ARTICLE for n in range(1000, 1012)},
        }
    )
    with served(web):
        assert crawl(site(web), tmp_path).ok
        web.routes = {**web.routes, "/list/": rows("/a/1011.html")}  # type: ignore[dict-item]
        assert reasons(crawl(site(web), tmp_path)) == ["few-rows"]


def test_a_second_crawl_reads_the_list_and_leaves_what_it_has(tmp_path: Path) -> None:
    web = Web(numbered(3))
    with served(web):
        crawl(site(web), tmp_path)
        before = len(web.log)
        report = crawl(site(web), tmp_path)
    assert [path for _, _, path in web.log[before:]] == ["/robots.txt", "/list/"]
    assert (report.articles, report.sites[0].known) == (0, 3)


def test_a_new_article_is_fetched_alone(tmp_path: Path) -> None:
    web = Web(numbered(2))
    with served(web):
        crawl(site(web), tmp_path)
        web.routes = {**web.routes, "/list/": rows("/a/2000.html", "/a/1000.html"), "/a/2000.html": ARTICLE}  # type: ignore[dict-item]
        report = crawl(site(web), tmp_path)
    assert list(pages(report)) == ["/a/2000.html"]


def test_a_list_says_not_modified_by_etag(tmp_path: Path) -> None:
    asked = []

    def listing(handler: object) -> None:
        asked.append(handler.headers.get("If-None-Match"))  # type: ignore[attr-defined]
        body = rows("/a/1000.html").encode()
        fresh = asked[-1] == '"v1"'
        handler.send_response(304 if fresh else 200)  # type: ignore[attr-defined]
        handler.send_header("ETag", '"v1"')  # type: ignore[attr-defined]
        handler.send_header("Content-Length", "0" if fresh else str(len(body)))  # type: ignore[attr-defined]
        handler.end_headers()  # type: ignore[attr-defined]
        handler.wfile.write(b"" if fresh else body)  # type: ignore[attr-defined]

    web = Web({"/list/": listing, "/a/1000.html": ARTICLE})
    with served(web):
        crawl(site(web), tmp_path)
        report = crawl(site(web), tmp_path)
    assert asked == [None, '"v1"']
    assert report.ok
    with Path(report.files[0]).open("rb") as file:
        assert "revisit" in [record.rec_type for record in ArchiveIterator(file)]


def test_a_changed_article_is_a_new_capture_and_an_unchanged_one_a_revisit(tmp_path: Path) -> None:
    web = Web(numbered(1))
    with served(web):
        crawl(site(web), tmp_path)
        web.routes = {**web.routes, "/a/1001.html": ARTICLE + "<p>更正</p>"}  # type: ignore[dict-item]
        report = crawl(site(web), tmp_path, recheck_before=datetime.now(UTC) + timedelta(days=1))
    assert list(pages(report)) == ["/a/1001.html"]
    assert (report.articles, report.sites[0].changed, report.sites[0].unchanged) == (1, 1, 2)


def test_an_article_that_failed_is_asked_again_and_one_that_is_gone_is_not(tmp_path: Path) -> None:
    web = Web({**numbered(1), "/a/1000.html": (500, {}, "sorry " * 500), "/a/1001.html": (404, {}, "")})
    with served(web):
        first = crawl(site(web), tmp_path)
        web.routes = {**web.routes, "/a/1000.html": ARTICLE}  # type: ignore[dict-item]
        second = crawl(site(web), tmp_path)
    assert reasons(first) == ["http-500"]
    assert [problem.reason for problem in first.sites[0].refused] == ["gone"]
    assert list(pages(second)) == ["/a/1000.html"]


def test_rows_of_other_days_are_left_and_old_pages_end_the_walk(tmp_path: Path) -> None:
    days = {"/list/": "2024-05-03", "/list/2": "2024-05-02", "/list/3": "2024-05-01", "/list/4": "2024-04-30"}
    web = Web(
        {
            **{
                path: rows(f"/a/{n}001.html", date=day) + f'<a href="/list/{n + 2}">下一页</a>'
                for n, (path, day) in enumerate(days.items(), 1)
            },
            **{f"/a/{n}001.html": ARTICLE for n in range(1, 5)},
        }
    )
    web.routes = {**web.routes, "/list/": rows("/a/1001.html", date="2024-05-03") + '<a href="/list/2">下一页</a>'}  # type: ignore[dict-item]
    for n in (2, 3):
        web.routes[f"/list/{n}"] = (
            rows(f"/a/{n}001.html", date=days[f"/list/{n}"]) + f'<a href="/list/{n + 1}">下一页</a>'
        )  # type: ignore[index]
    with served(web):
        from datetime import date

        report = crawl(site(web), tmp_path, since=date(2024, 5, 2), until=date(2024, 5, 2))
    assert list(pages(report)) == ["/a/2001.html"]
    assert "/list/4" not in web.paths()


def plain(text: str) -> Answer:
    return 200, {"Content-Type": "text/plain"}, text


ROBOTS: list[tuple[Answer, bool]] = [
    ((404, {}, "no"), False),
    ((410, {}, ""), False),
    (plain("User-agent: *\nDisallow:\n"), False),
    (plain(""), False),
    ((200, {}, "<html><body>welcome</body></html>"), True),
    ((403, {}, "no"), True),
    ((412, {}, "no"), True),
    ((503, {}, "later"), True),
]


def test_no_robots_txt_is_consent_and_a_wall_before_it_is_not(tmp_path: Path) -> None:
    webs = [Web({**numbered(1), "/robots.txt": answer}, f"127.0.1.{n}") for n, (answer, _) in enumerate(ROBOTS, 1)]
    with served(*webs):
        report = crawl([site(web, id=f"s{n}") for n, web in enumerate(webs)], tmp_path)
    for web, (answer, held), told in zip(webs, ROBOTS, report.sites, strict=True):
        assert ([problem.reason for problem in told.errors] == ["host-held"]) is held, answer
        assert (web.paths() == []) is held, answer
        assert told.articles == (0 if held else 3), answer


def test_crawl_delay_is_kept(tmp_path: Path) -> None:
    web = Web({**numbered(1), "/robots.txt": plain("User-agent: *\nCrawl-delay: 0.4\n")})
    with served(web):
        crawl(site(web), tmp_path)
    times = [moment for moment, _, path in web.log if path != "/robots.txt"]
    assert len(times) == 4
    assert min(later - earlier for earlier, later in pairwise(times)) >= 0.35


def test_the_site_s_own_delay_is_kept(tmp_path: Path) -> None:
    web = Web(numbered(1))
    with served(web):
        crawl(site(web, delay=0.3), tmp_path)
    times = [moment for moment, _, _ in web.log]
    assert min(later - earlier for earlier, later in pairwise(times)) >= 0.25


CHALLENGE = "<html><head><script>var x='$_ts';r='m'</script></head><body></body></html>"


WALLS: list[tuple[Answer, str]] = [
    ((412, {}, CHALLENGE), "ruishu"),
    ((521, {}, "<script>document.cookie='__jsl_clearance=1'</script>"), "jiasule"),
    ((405, {}, "访问被拦截"), "cloud-waf"),
    ((200, {}, "<html><script>var arg1='ABC';</script></html>"), "aliyun"),
    ((200, {}, "<html><head><script src='/app.js'></script></head><body><div id=app></div></body></html>"), "stub"),
]


def test_a_wall_closes_its_host_and_is_reported_by_kind(tmp_path: Path) -> None:
    webs = [Web({**numbered(3), "/list/": answer}, f"127.0.1.{n}") for n, (answer, _) in enumerate(WALLS, 1)]
    with served(*webs):
        sites = [site(web, id=f"s{n}") for n, web in enumerate(webs)]
        report = crawl(sites, tmp_path)
        again = crawl(sites, tmp_path)
    for web, (_, kind), told, later in zip(webs, WALLS, report.sites, again.sites, strict=True):
        assert told.wall == kind
        assert "wall" in [problem.reason for problem in told.errors]
        assert [c.role for path in told.files for c in read_captures(path)].count("article") == 0
        assert web.paths() == ["/list/"], "a held host is asked nothing before its time"
        assert [problem.reason for problem in later.errors] == ["host-held"]


def test_a_host_that_refuses_again_and_again_is_closed(tmp_path: Path) -> None:
    web = Web({**numbered(1, size=9), **{f"/a/{n}.html": (403, {}, "no") for n in range(1000, 1009)}})
    with served(web):
        report = crawl(site(web), tmp_path)
    asked = sum(path.startswith("/a/") for path in web.paths())
    assert asked in (3, 4), "one may be under way when the third answer is read"
    assert sorted(set(reasons(report))) == ["host-held", "http-403"]
    assert report.sites[0].skipped == 9 - asked


def test_a_busy_host_is_asked_slower_and_then_left(tmp_path: Path) -> None:
    busy: Answer = (503, {"Retry-After": "1"}, "busy")
    web = Web({**numbered(1), "/a/1001.html": busy})
    with served(web):
        report = crawl(site(web), tmp_path, settings={"RETRY_TIMES": 1})
    assert web.paths().count("/a/1001.html") == 2
    asked = [moment for moment, _, path in web.log if path == "/a/1001.html"]
    assert asked[1] - asked[0] >= 0.9
    assert "host-held" in reasons(report)


def test_a_wall_in_the_middle_leaves_the_rest_wanted(tmp_path: Path) -> None:
    web = Web({**numbered(1, size=4), "/a/1001.html": (412, {}, CHALLENGE)})
    with served(web):
        first = crawl(site(web), tmp_path)
        web.routes = numbered(1, size=4)
        second = crawl(site(web), tmp_path, retry_held=True)
    assert first.sites[0].skipped >= 1
    assert sorted([*pages(first), *pages(second)]) == [f"/a/{n}.html" for n in range(1000, 1004)]


def test_a_site_outside_its_hours_is_left_alone(tmp_path: Path) -> None:
    hour = (datetime.now(UTC).hour + 8) % 24
    web = Web(numbered(1))
    with served(web):
        report = crawl(site(web, hours=f"{(hour + 2) % 24}-{(hour + 4) % 24}"), tmp_path)
    assert web.log == []
    assert [problem.reason for problem in report.sites[0].refused] == ["quiet-hours"]


def test_a_redirect_off_the_site_is_told_and_not_counted(tmp_path: Path) -> None:
    other = Web({"/robots.txt": (404, {}, ""), "/x.html": ARTICLE}, "127.0.0.2")
    web = Web({"/list/": rows("/a/1000.html"), "/a/1000.html": (302, {"Location": f"{other.url}/x.html"}, "")})
    with served(web, other):
        report = crawl(site(web), tmp_path)
    assert report.articles == 0
    assert [problem.reason for problem in report.sites[0].refused] == ["offsite"]


def test_public_sites_need_a_contact_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XIANGTU_CONTACT", raising=False)
    web = Web({})
    with pytest.raises(CrawlError, match="XIANGTU_CONTACT"):
        run([site(web)], tmp_path)
    with pytest.raises(CrawlError, match="no site"):
        run([], tmp_path)


def test_two_crawls_of_one_folder_do_not_meet(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    import fcntl

    with (tmp_path / ".crawl.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(CrawlError, match="exit code 1"):
            crawl(site(Web(numbered(1))), tmp_path)
    assert "another crawl is writing" in capfd.readouterr().err


def test_a_killed_crawl_goes_on_where_it_stopped(tmp_path: Path) -> None:
    web = Web(numbered(10))
    script = (
        "import sys; from crawl.registry import make_site; from crawl import run; import json;"
        "run([make_site(json.loads(sys.argv[1]))], sys.argv[2], allow_private=True)"
    )
    with served(web):
        entry = site(web, delay=0.02)
        child = subprocess.Popen(
            [sys.executable, "-c", script, entry.model_dump_json(), str(tmp_path)], start_new_session=True
        )
        while sum(path.startswith("/a/") for path in web.paths()) < 10:
            time.sleep(0.02)
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        first = len(web.log)
        crawl(entry, tmp_path)
    archives = sorted((tmp_path / "raw" / "x").glob("*"))
    assert all(path.name.endswith(".warc.gz") for path in archives)
    captured = [c.page.url for path in archives for c in read_captures(path) if c.role == "article"]
    assert len(captured) == len(set(captured)) == 30
    asked_twice = {p for p in web.paths() if p.startswith("/a/") and web.paths().count(p) > 1}
    assert len(asked_twice) <= 1, "at most the one that was under way"
    assert first < len(web.log)


def test_attachments_are_fetched_with_their_page_and_name_it(tmp_path: Path) -> None:
    table: Answer = (200, {"Content-Type": "application/vnd.ms-excel"}, b"PK\x03\x04 a table")
    links = (
        '<a href="P0201.xlsx">附件1</a><a href="P0201.xlsx">附件1</a>'
        '<a href="/document/download?fileUrl=/f/9&fileName=%E8%A1%A8.pdf">附件2</a>'
        '<a href="/gone.docx">附件3</a><a href="http://elsewhere.cn/x.xlsx">外站</a>'
        '<a href="/download.jsp?wbfileid=9.xls">要验证码</a>'
    )
    web = Web(
        {
            "/list/": rows("/a/1000.html"),
            "/a/1000.html": ARTICLE + links,
            "/a/P0201.xlsx": table,
            "/document/download?fileUrl=/f/9&fileName=%E8%A1%A8.pdf": (200, {}, "<html>链接已失效</html>"),
        }
    )
    with served(web):
        report = crawl(site(web), tmp_path)
        again = crawl(site(web), tmp_path)
    told = report.sites[0]
    assert (told.articles, told.attachments, reasons(report)) == (1, 1, ["attachment-is-page"])
    assert [problem.url for problem in told.refused] == [web.url + "/gone.docx"]
    (capture,) = [c for path in told.files for c in read_captures(path) if c.page.url.endswith("xlsx")]
    assert (capture.role, capture.via) == ("attachment", web.url + "/a/1000.html")
    assert list(pages(report)) == ["/a/1000.html"], "attachments are no pages"
    assert again.sites[0].attachments == 0
