"""The demo site, crawled as a user would: the real spider over HTTP against the real server."""

import subprocess
import sys
from pathlib import Path

import pytest

from crawl.archive import read_captures, read_pages
from crawl.report import CrawlReport, Event
from crawl.run import run
from flows.demo.build import build
from flows.demo.server import FOLDER, demo_site, serve
from pipeline.records import RawPage

ARTICLES = 12


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> tuple[CrawlReport, list[Event], Path]:
    data = tmp_path_factory.mktemp("data")
    events: list[Event] = []
    with serve() as address:
        report = run([demo_site(address)], data, allow_private=["127.0.0.1/32"], progress=events.append)
    return report, events, data


def pages(report: CrawlReport) -> list[RawPage]:
    return [page for path in report.files for page in read_pages(path) if isinstance(page, RawPage)]


def test_every_article_of_every_list_page_is_captured_once(crawled: tuple[CrawlReport, list[Event], Path]) -> None:
    report, _, _ = crawled
    urls = [page.url for page in pages(report)]
    assert len(urls) == len(set(urls)) == ARTICLES
    (site,) = report.sites
    assert (site.articles, site.lists, site.rows) == (ARTICLES, 5, ARTICLES + 1)
    assert report.ok


def test_what_robots_txt_forbids_is_linked_but_not_fetched(crawled: tuple[CrawlReport, list[Event], Path]) -> None:
    report, _, _ = crawled
    assert [(p.reason, "/nbcy/" in p.url) for p in report.sites[0].refused] == [("robots", True)]
    assert not any("/nbcy/" in capture.page.url for path in report.files for capture in read_captures(path))


def test_events_tell_what_the_report_sums_up(crawled: tuple[CrawlReport, list[Event], Path]) -> None:
    _, events, _ = crawled
    kinds = [event.kind for event in events]
    assert (kinds.count("article"), kinds.count("list"), kinds.count("refused")) == (ARTICLES, 5, 1)


def test_archives_lie_in_the_site_s_folder_and_lists_are_in_them_too(
    crawled: tuple[CrawlReport, list[Event], Path],
) -> None:
    report, _, data = crawled
    assert [Path(path).parent for path in report.files] == [data / "raw" / "demo"]
    roles = [capture.role for path in report.files for capture in read_captures(path)]
    assert (roles.count("list"), roles.count("robots"), roles.count("article")) == (5, 1, ARTICLES)


def test_the_crawler_says_who_it_is(crawled: tuple[CrawlReport, list[Event], Path]) -> None:
    import gzip

    report, _, _ = crawled
    with gzip.open(report.files[0], "rt", encoding="utf-8", errors="replace") as file:
        agents = {line.strip() for line in file if line.lower().startswith("user-agent: ") and "*" not in line}
    assert len(agents) == 1
    assert "xiangtu/" in agents.pop()


def test_the_site_s_files_are_what_the_script_makes(tmp_path: Path) -> None:
    build(tmp_path / "site")
    made = {path.relative_to(tmp_path / "site"): path.read_bytes() for path in (tmp_path / "site").rglob("*.*")}
    kept = {path.relative_to(FOLDER): path.read_bytes() for path in FOLDER.rglob("*.*")}
    assert made == kept


def test_callers_do_not_get_scrapy_or_a_reactor() -> None:
    modules = "import crawl, crawl.archive, crawl.packing, crawl.registry, crawl.probe, flows.demo.server, sys;"
    check = "sys.exit(any(m.split('.')[0] in ('scrapy', 'twisted') for m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", modules + check], check=False).returncode == 0
