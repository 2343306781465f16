"""Fifty hosts at once: nothing lost, nothing fetched twice, each host's delay kept, memory bounded."""

import resource
from itertools import pairwise
from pathlib import Path

import pytest

from tests.crawl.web import ARTICLE, Answer, Web, crawl, rows, served, site

HOSTS, PAGES, SIZE, DELAY = 50, 8, 5, 0.2
MAX_MB = 300


def host(number: int) -> Web:
    routes: dict[str, Answer] = {}
    for page in range(PAGES):
        links = [f"./202405/t20240501_{1000 + page * SIZE + n}.html" for n in range(SIZE)]
        path = "/list/" if page == 0 else f"/list/index_{page}.html"
        routes[path] = rows(*links) + f'<script>createPageHTML({PAGES}, {page}, "index", "html");</script>'
        routes |= {"/list" + link[1:]: ARTICLE * 20 for link in links}
    return Web(routes, f"127.0.5.{number + 1}")


@pytest.mark.slow
def test_two_thousand_articles_of_fifty_hosts(tmp_path: Path) -> None:
    webs = [host(number) for number in range(HOSTS)]
    with served(*webs):
        report = crawl([site(w, id=f"s{n}", family="createpage", delay=DELAY) for n, w in enumerate(webs)], tmp_path)
    megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{report.articles} articles of {HOSTS} hosts in {report.seconds:.0f} s, {megabytes:.0f} MB")
    assert report.ok
    assert report.articles == HOSTS * PAGES * SIZE == len(pages_by_host(report))
    for web in webs:
        asked = web.paths()
        assert len(asked) == len(set(asked)) == PAGES * (SIZE + 1) + 1, "and the page after the last that is declared"
        times = sorted(moment for moment, _, path in web.log if path != "/robots.txt")
        assert times[-1] - times[0] >= DELAY * (len(times) - 1) * 0.98
        assert min(later - earlier for earlier, later in pairwise(times)) >= DELAY / 3, "servers here share a thread"
    assert megabytes < MAX_MB


def pages_by_host(report: object) -> set[str]:
    from crawl.archive import read_pages

    return {page.url for path in report.files for page in read_pages(path)}  # type: ignore[attr-defined]
