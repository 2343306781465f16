"""Sites whose pages are made in the browser: refused without the extra, guarded and paced with it."""

import json
import shutil
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import Settings

from crawl import browsing
from crawl.archive import read_captures
from crawl.browsing import browser_settings, resolver_rules
from crawl.run import CrawlError
from tests.crawl.scenes import numbered
from tests.crawl.web import Answer, Web, crawl, pages, served, site

SHELL = "<html><head><meta charset=utf-8></head><body><div id=app></div><script src=/app.js></script></body></html>"
APP = """
fetch('/data' + location.pathname).then(answer => answer.json()).then(data => {
  for (const row of data) {
    const item = document.createElement('p'), link = document.createElement(row.url ? 'a' : 'span');
    link.textContent = row.text; if (row.url) link.href = row.url;
    item.append(link); document.getElementById('app').append(item);
  }
  new Image().src = '/picture.png'; fetch('http://127.0.0.99:1/elsewhere').catch(() => 0);
});
"""


def app(count: int = 2) -> dict[str, Answer]:
    """A list and articles that are nothing without their script."""
    links = [f"/a/{n}.html" for n in range(1000, 1000 + count)]
    as_json = {"Content-Type": "application/json"}
    rows = json.dumps([{"url": link, "text": "关于乡村建设项目的报道"} for link in links])
    text = json.dumps([{"text": "村里修了一条路，投入三万元。" * 9}])
    routes: dict[str, Answer] = dict.fromkeys(["/list/", *links], SHELL)
    routes |= {"/app.js": (200, {"Content-Type": "text/javascript"}, APP), "/data/list/": (200, as_json, rows)}
    return routes | {f"/data{link}": (200, as_json, text) for link in links}


def test_a_site_that_takes_a_browser_is_refused_without_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browsing.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(CrawlError, match=r"x: javascript: true takes a browser; run pip install"):
        crawl(site(Web({}), javascript=True), tmp_path)
    web = Web(numbered(1))
    with served(web):
        assert crawl(site(web), tmp_path).articles == 3, "other sites take none"


def test_no_site_that_asks_for_one_no_browser() -> None:
    assert browser_settings([site(Web({}))], Settings()) == {}


def test_the_browser_resolves_the_site_s_hosts_where_they_are_allowed_and_nothing_else() -> None:
    assert resolver_rules(["localhost:80", "127.0.0.1:80"], ["127.0.0.0/8"]) == (
        "EXCLUDE 127.0.0.1, MAP localhost 127.0.0.1, MAP * ~NOTFOUND"
    )
    assert resolver_rules(["localhost"], []) == "MAP * ~NOTFOUND"


def test_the_browser_fetches_pages_and_their_scripts_from_the_site_s_hosts_only() -> None:
    class Asked:
        def __init__(self, url: str, kind: str) -> None:
            self.url, self.resource_type = url, kind

    found = browser_settings(
        [site(Web({}, "127.0.0.1"), hosts=["x.cn"], lists=[], enabled=False, javascript=True)], Settings()
    )
    refuses: Any = found["PLAYWRIGHT_ABORT_REQUEST"]
    assert not refuses(Asked("http://x.cn/app.js", "script"))
    assert refuses(Asked("http://x.cn/a.png", "image"))
    assert refuses(Asked("http://counter.cn/hit.js", "script"))


@pytest.fixture
def chromium(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("scrapy_playwright")
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("no Chromium here")
    monkeypatch.setenv(browsing.BROWSER_VARIABLE, path)


@pytest.mark.slow
@pytest.mark.usefixtures("chromium")
def test_lists_and_articles_are_read_as_the_browser_shows_them(tmp_path: Path) -> None:
    web = Web(app())
    with served(web):
        report = crawl(site(web, javascript=True, delay=0.3), tmp_path, settings={"DOWNLOAD_TIMEOUT": 30})
    assert report.sites[0].errors == ()
    found = pages(report)
    assert sorted(found) == ["/a/1000.html", "/a/1001.html"]
    assert all("村里修了一条路" in page.body.decode() for page in found.values())
    kept = [c.page.url for path in report.files for c in read_captures(path) if c.role == "other"]
    assert sorted(kept) == [f"{web.url}{path}" for path in ("/a/1000.html", "/a/1001.html", "/list/")], "as sent, too"
    asked = [path for _, _, path in web.log]
    assert "/picture.png" not in asked
    loads = sorted(moment for moment, _, path in web.log if path in ("/list/", *found))
    assert len(loads) == 6, "each without a browser first"
    assert min(later - earlier for earlier, later in pairwise(loads)) >= 0.25


@pytest.mark.slow
@pytest.mark.usefixtures("chromium")
def test_a_wall_is_met_without_a_browser(tmp_path: Path) -> None:
    challenge: Answer = (412, {}, "<script>document.cookie='pass=1';location.reload()</script>")
    web = Web({**app(), "/list/": challenge})
    with served(web):
        report = crawl(site(web, javascript=True), tmp_path, settings={"DOWNLOAD_TIMEOUT": 30})
    assert report.sites[0].wall == "ruishu"
    assert web.paths() == ["/list/"]
