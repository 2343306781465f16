"""The spider's ways: where a list ends, what is asked again, what robots.txt and walls do.

Most scenes are hosts of their own in one crawl, followed by a second crawl of all of them after some have changed.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawl import CrawlError, run
from crawl.archive import read_captures
from crawl.report import CrawlReport, SiteReport
from tests.crawl.web import ARTICLE, Answer, Routes, Web, crawl, pages, rows, served, site


def numbered(count: int, size: int = 3) -> dict[str, Answer]:
    """A list of pages linked by 下一页, with ``size`` articles each."""
    routes: dict[str, Answer] = {}
    for page in range(count):
        links = [f"/a/{page * size + n + 1000}.html" for n in range(size)]
        following = f'<a href="/list/{page + 2}">下一页</a>' if page + 1 < count else ""
        routes["/list/" if page == 0 else f"/list/{page + 1}"] = rows(*links) + following
        routes |= dict.fromkeys(links, ARTICLE)
    return routes


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


CHALLENGE = "<html><head><script>var x='$_ts';r='m'</script></head><body></body></html>"


WALLS: list[tuple[Answer, str]] = [
    ((412, {}, CHALLENGE), "ruishu"),
    ((521, {}, "<script>document.cookie='__jsl_clearance=1'</script>"), "jiasule"),
    ((405, {}, "访问被拦截"), "cloud-waf"),
    ((200, {}, "<html><script>var arg1='ABC';</script></html>"), "aliyun"),
    ((200, {}, "<html><head><script src='/app.js'></script></head><body><div id=app></div></body></html>"), "stub"),
]


@dataclass
class Scene:
    """A host, what its registry entry says, and what it answers otherwise before the second crawl."""

    routes: Routes
    keys: dict[str, Any] = field(default_factory=dict)
    later: Mapping[str, Answer] = field(default_factory=dict)
    max_pages: int = 50


@dataclass
class Outcome:
    """What a scene's host was asked in each crawl, and what the crawl says of it."""

    web: Web
    first: SiteReport
    second: SiteReport
    log: tuple[list[tuple[float, str, str]], list[tuple[float, str, str]]]

    def paths(self, crawl: int) -> list[str]:
        return [path for _, _, path in self.log[crawl - 1] if path != "/robots.txt"]

    def articles(self, crawl: int) -> list[str]:
        return list(pages(CrawlReport(((self.first, self.second)[crawl - 1],))))


CRAWL = """
import json, sys
from crawl import run
from crawl.registry import make_site
run([make_site(json.loads(sys.argv[1]))], sys.argv[2], allow_private=True)
"""


def why(told: SiteReport) -> list[str]:
    return [problem.reason for problem in told.errors]


def endless(path: str) -> Answer:
    """A list that always has new rows."""
    if path.startswith("/a/"):
        return ARTICLE
    number = int(path.strip("/").partition("/")[2] or 1)
    return rows(f"/a/{number + 1000}.html") + f'<a href="/list/{number + 1}">下一页</a>'


def itself(path: str) -> Answer:
    """A list that links to itself for ever."""
    links = rows("/a/1001.html", "/a/1002.html")
    return ARTICLE if path.startswith("/a/") else links + f'<a href="{path}x">下一页</a>'


def with_etag(handler: BaseHTTPRequestHandler) -> None:
    """A list that says 304 to who has its version."""
    fresh = handler.headers.get("If-None-Match") == '"v1"'
    body = b"" if fresh else rows("/a/1000.html").encode()
    handler.send_response(304 if fresh else 200)
    handler.send_header("ETag", '"v1"')
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def closed_now() -> str:
    """Hours that the present one is not among."""
    hour = (datetime.now(UTC).hour + 8) % 24
    return f"{(hour + 2) % 24}-{(hour + 4) % 24}"


TABLE: Answer = (200, {"Content-Type": "application/vnd.ms-excel"}, b"PK\x03\x04 a table")
FILES = (
    '<a href="P0201.xlsx">附件1</a><a href="P0201.xlsx">附件1</a>'
    '<a href="/document/download?fileUrl=/f/9&fileName=%E8%A1%A8.pdf">附件2</a>'
    '<a href="/gone.docx">附件3</a><a href="http://elsewhere.cn/x.xlsx">外站</a>'
    '<a href="/download.jsp?wbfileid=9.xls">要验证码</a>'
)
TEN = [f"/a/{n}.html" for n in range(1000, 1010)]

SCENES: dict[str, Scene] = {
    "pages": Scene(numbered(4)),
    "itself": Scene(itself),
    "endless": Scene(endless, max_pages=5),
    "no rows": Scene({"/list/": '<ul></ul><a href="/">首页</a>'}),
    "rows elsewhere": Scene({"/list/": rows("http://elsewhere.cn/a/1001.html", "http://elsewhere.cn/a/1002.html")}),
    "few rows": Scene({"/list/": rows(*TEN), **dict.fromkeys(TEN, ARTICLE)}, later={"/list/": rows("/a/1003.html")}),
    "one more": Scene(numbered(2), later={"/list/": rows("/a/2000.html", "/a/1000.html"), "/a/2000.html": ARTICLE}),
    "etag": Scene({"/list/": with_etag, "/a/1000.html": ARTICLE}),
    "failed and gone": Scene(
        {**numbered(1), "/a/1000.html": (500, {}, "sorry " * 500), "/a/1001.html": (404, {}, "")},
        later={"/a/1000.html": ARTICLE},
    ),
    "crawl-delay": Scene({**numbered(1), "/robots.txt": plain("User-agent: *\nCrawl-delay: 0.4\n")}),
    "delay": Scene(numbered(1), {"delay": 0.3}),
    "hours": Scene(numbered(1), {"hours": closed_now()}),
    "refuses": Scene({**numbered(1, size=9), **{f"/a/{n}.html": (403, {}, "no") for n in range(1000, 1009)}}),
    "redirect": Scene({"/list/": rows("/a/1000.html"), "/a/1000.html": (302, {"Location": "http://127.0.0.9/x"}, "")}),
    "attachments": Scene(
        {
            "/list/": rows("/a/1000.html"),
            "/a/1000.html": ARTICLE + FILES,
            "/a/P0201.xlsx": TABLE,
            "/document/download?fileUrl=/f/9&fileName=%E8%A1%A8.pdf": (200, {}, "<html>链接已失效</html>"),
        }
    ),
    **{f"robots {n}": Scene({**numbered(1), "/robots.txt": answer}) for n, (answer, _) in enumerate(ROBOTS)},
    **{f"wall {kind}": Scene({**numbered(3), "/list/": answer}) for answer, kind in WALLS},
}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Outcome]]:
    webs = {name: Web(scene.routes, f"127.0.4.{n}") for n, (name, scene) in enumerate(SCENES.items(), 1)}
    sites = []
    for n, (name, scene) in enumerate(SCENES.items()):
        entry = {"url": webs[name].url + "/list/", "max_pages": scene.max_pages}
        sites.append(site(webs[name], id=f"s{n}", **{"lists": [entry], **scene.keys}))
    data = tmp_path_factory.mktemp("data")
    with served(*webs.values()):
        first = crawl(sites, data)
        asked = {name: len(web.log) for name, web in webs.items()}
        for name, scene in SCENES.items():
            if isinstance(scene.routes, Mapping):
                webs[name].routes = {**scene.routes, **scene.later}
        second = crawl(sites, data)
    yield {
        name: Outcome(web, one, two, (web.log[: asked[name]], web.log[asked[name] :]))
        for (name, web), one, two in zip(webs.items(), first.sites, second.sites, strict=True)
    }


def test_pages_are_followed_to_the_last(outcomes: dict[str, Outcome]) -> None:
    seen = outcomes["pages"]
    assert (seen.first.ok, seen.first.lists, len(seen.articles(1))) == (True, 4, 12)


def test_a_list_that_links_to_itself_for_ever_ends_at_the_first_page_without_new_rows(
    outcomes: dict[str, Outcome],
) -> None:
    seen = outcomes["itself"]
    assert [path for path in seen.paths(1) if path.startswith("/list")] == ["/list/", "/list/x"]
    assert len(seen.articles(1)) == 2


def test_max_pages_bounds_a_list_that_always_has_new_rows(outcomes: dict[str, Outcome]) -> None:
    seen = outcomes["endless"]
    assert (seen.first.lists, len(seen.articles(1))) == (5, 5)


@pytest.mark.parametrize("name", ["no rows", "rows elsewhere"])
def test_a_list_without_rows_is_an_error(outcomes: dict[str, Outcome], name: str) -> None:
    assert why(outcomes[name].first) == ["empty-list"]
    assert not outcomes[name].first.ok


def test_a_list_that_lost_most_of_its_rows_is_an_error(outcomes: dict[str, Outcome]) -> None:
    assert outcomes["few rows"].first.ok
    assert why(outcomes["few rows"].second) == ["few-rows"]


def test_a_second_crawl_reads_the_list_and_leaves_what_it_has(outcomes: dict[str, Outcome]) -> None:
    seen = outcomes["pages"]
    assert seen.paths(2) == ["/list/"]
    assert (seen.second.articles, seen.second.known) == (0, 3)


def test_a_new_article_is_fetched_alone(outcomes: dict[str, Outcome]) -> None:
    assert outcomes["one more"].articles(2) == ["/a/2000.html"]
    assert outcomes["one more"].paths(2) == ["/list/", "/a/2000.html"]


def test_a_list_that_was_not_modified_is_a_revisit(outcomes: dict[str, Outcome]) -> None:
    seen = outcomes["etag"]
    assert (seen.second.ok, seen.second.known) == (True, 1)
    with Path(seen.second.files[0]).open("rb") as file:
        assert "revisit" in [record.rec_type for record in ArchiveIterator(file)]


def test_an_article_that_failed_is_asked_again_and_one_that_is_gone_is_not_wanted(outcomes: dict[str, Outcome]) -> None:
    seen = outcomes["failed and gone"]
    assert why(seen.first) == ["http-500"]
    assert [problem.reason for problem in seen.first.refused] == ["gone"]
    assert seen.articles(2) == ["/a/1000.html"]


@pytest.mark.parametrize(("name", "delay"), [("crawl-delay", 0.4), ("delay", 0.3)])
def test_the_delay_of_robots_txt_and_of_the_entry_is_kept(
    outcomes: dict[str, Outcome], name: str, delay: float
) -> None:
    times = [moment for moment, _, path in outcomes[name].log[0] if path != "/robots.txt"]
    assert len(times) == 4
    assert times[-1] - times[0] >= 3 * delay - 0.05
    assert min(later - earlier for earlier, later in pairwise(times)) >= delay / 2


def test_a_site_outside_its_hours_is_left_alone(outcomes: dict[str, Outcome]) -> None:
    assert outcomes["hours"].web.log == []
    assert [problem.reason for problem in outcomes["hours"].first.refused] == ["quiet-hours"]


@pytest.mark.parametrize("number", range(len(ROBOTS)))
def test_no_robots_txt_is_consent_and_a_wall_before_it_is_not(outcomes: dict[str, Outcome], number: int) -> None:
    seen, held = outcomes[f"robots {number}"], ROBOTS[number][1]
    assert (why(seen.first) == ["host-held"]) is held
    assert (seen.paths(1) == []) is held
    assert seen.first.articles == (0 if held else 3)


@pytest.mark.parametrize("kind", [kind for _, kind in WALLS])
def test_a_wall_closes_its_host_and_is_reported_by_kind(outcomes: dict[str, Outcome], kind: str) -> None:
    seen = outcomes[f"wall {kind}"]
    assert (seen.first.wall, why(seen.first)) == (kind, ["wall"])
    assert seen.paths(1) == ["/list/"]
    assert [c.role for path in seen.first.files for c in read_captures(path)].count("article") == 0
    assert seen.log[1] == [], "a held host is asked nothing before its time"
    assert why(seen.second) == ["host-held"]


def test_a_host_that_refuses_again_and_again_is_closed(outcomes: dict[str, Outcome]) -> None:
    seen = outcomes["refuses"]
    asked = sum(path.startswith("/a/") for path in seen.paths(1))
    assert asked in (3, 4), "one may be under way when the third answer is read"
    assert sorted(set(why(seen.first))) == ["host-held", "http-403"]
    assert seen.first.skipped == 9 - asked


def test_a_redirect_off_the_site_is_told_and_not_followed(outcomes: dict[str, Outcome]) -> None:
    told = outcomes["redirect"].first
    assert (told.articles, [problem.reason for problem in told.refused]) == (0, ["offsite"])


def test_attachments_are_fetched_with_their_page_and_name_it(outcomes: dict[str, Outcome]) -> None:
    seen = outcomes["attachments"]
    assert (seen.first.articles, seen.first.attachments, why(seen.first)) == (1, 1, ["attachment-is-page"])
    assert [problem.url for problem in seen.first.refused] == [seen.web.url + "/gone.docx"]
    (capture,) = [c for path in seen.first.files for c in read_captures(path) if c.page.url.endswith("xlsx")]
    assert (capture.role, capture.via) == ("attachment", seen.web.url + "/a/1000.html")
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


def test_rows_of_other_days_are_left_and_old_pages_end_the_walk(tmp_path: Path) -> None:
    routes: dict[str, Answer] = {f"/a/{n}001.html": ARTICLE for n in range(1, 5)}
    for n, day in enumerate(("2024-05-03", "2024-05-02", "2024-05-01", "2024-04-30"), 1):
        path = "/list/" if n == 1 else f"/list/{n}"
        routes[path] = rows(f"/a/{n}001.html", date=day) + f'<a href="/list/{n + 1}">下一页</a>'
    web = Web(routes)
    with served(web):
        report = crawl(site(web), tmp_path, since=date(2024, 5, 2), until=date(2024, 5, 2))
    assert list(pages(report)) == ["/a/2001.html"]
    assert "/list/4" not in web.paths()


def test_a_wall_in_the_middle_leaves_the_rest_wanted(tmp_path: Path) -> None:
    web = Web({**numbered(1, size=4), "/a/1001.html": (412, {}, CHALLENGE)})
    with served(web):
        first = crawl(site(web), tmp_path)
        web.routes = numbered(1, size=4)
        second = crawl(site(web), tmp_path, retry_held=True)
    assert first.sites[0].skipped >= 1
    assert sorted([*pages(first), *pages(second)]) == [f"/a/{n}.html" for n in range(1000, 1004)]


def test_a_busy_host_is_asked_slower_and_then_left(tmp_path: Path) -> None:
    busy: Answer = (503, {"Retry-After": "1"}, "busy")
    web = Web({**numbered(1), "/a/1001.html": busy})
    with served(web):
        report = crawl(site(web), tmp_path, settings={"RETRY_TIMES": 1})
    assert web.paths().count("/a/1001.html") == 2
    asked = [moment for moment, _, path in web.log if path == "/a/1001.html"]
    assert asked[1] - asked[0] >= 0.9
    assert "host-held" in why(report.sites[0])


def test_public_sites_need_a_contact_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XIANGTU_CONTACT", raising=False)
    web = Web({})
    with pytest.raises(CrawlError, match="XIANGTU_CONTACT"):
        run([site(web)], tmp_path)
    with pytest.raises(CrawlError, match="no site"):
        run([], tmp_path)
    with pytest.raises(CrawlError, match="y: no list is known"):
        run([site(web, id="y").model_copy(update={"lists": ()})], tmp_path)


def test_two_crawls_of_one_folder_do_not_meet(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    import fcntl

    with (tmp_path / ".crawl.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(CrawlError, match="exit code 1"):
            crawl(site(Web(numbered(1))), tmp_path)
    assert "another crawl is writing" in capfd.readouterr().err


def test_a_killed_crawl_goes_on_where_it_stopped(tmp_path: Path) -> None:
    web = Web(numbered(10))
    with served(web):
        entry = site(web, delay=0.02)
        child = subprocess.Popen(
            [sys.executable, "-c", CRAWL, entry.model_dump_json(), str(tmp_path)], start_new_session=True
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


def test_a_lost_table_of_addresses_is_made_again_from_the_archives(tmp_path: Path) -> None:
    web = Web(numbered(2))
    with served(web):
        crawl(site(web), tmp_path)
        for path in tmp_path.glob("crawl.sqlite*"):
            path.unlink()
        report = crawl(site(web), tmp_path)
    assert (report.articles, report.sites[0].known) == (0, 6), "the list is walked to its end, its articles are known"
    assert sum(path.startswith("/a/") for path in web.paths()) == 6


def test_a_damaged_table_of_addresses_is_put_aside(tmp_path: Path) -> None:
    (tmp_path / "crawl.sqlite").write_bytes(b"this is no database, whatever its name says" * 100)
    web = Web(numbered(1))
    with served(web):
        assert crawl(site(web), tmp_path).articles == 3
    assert (tmp_path / "crawl.damaged").exists()


def test_an_archive_that_can_t_be_written_ends_the_crawl(tmp_path: Path) -> None:
    (tmp_path / "raw").write_text("a file where a folder should be")
    web = Web(numbered(3))
    with served(web):
        report = crawl(site(web), tmp_path)
    assert "interrupted" in why(report.sites[0])
    assert any("can't be written" in problem.detail for problem in report.sites[0].errors)
    assert len(web.log) <= 2


def test_a_crawl_whose_caller_is_gone_ends_and_keeps_what_it_has(tmp_path: Path) -> None:
    web = Web(numbered(30))
    with served(web):
        entry = site(web, delay=0.05)
        child = subprocess.Popen([sys.executable, "-c", CRAWL, entry.model_dump_json(), str(tmp_path)])
        while len(web.paths()) < 5:
            time.sleep(0.02)
        child.kill()
        child.wait()
        for _ in range(200):
            time.sleep(0.1)
            left = list((tmp_path / "raw" / "x").glob("*.part"))
            if not left:
                break
    assert left == []
    assert len(web.paths()) < 60
