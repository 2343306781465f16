"""Scenes: hosts of their own in one crawl, followed by a second crawl of all of them after some have changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crawl.report import CrawlReport, SiteReport
from tests.crawl.web import ARTICLE, Answer, Routes, Web, crawl, pages, rows, served, site

CHALLENGE = "<html><head><script>var x='$_ts';r='m'</script></head><body></body></html>"
CRAWL = """
import json, sys
from crawl.run import run
from crawl.registry import make_site
run([make_site(json.loads(sys.argv[1]))], sys.argv[2], allow_private=True)
"""
"""A program that crawls a site (JSON) into a folder."""


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


def why(told: SiteReport) -> list[str]:
    return [problem.reason for problem in told.errors]


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


def play(scenes: Mapping[str, Scene], data: Path, net: str) -> Iterator[dict[str, Outcome]]:
    """The outcomes of scenes, each on an address of a network such as 127.0.4."""
    webs = {name: Web(scene.routes, f"{net}.{n}") for n, (name, scene) in enumerate(scenes.items(), 1)}
    sites = []
    for n, (name, scene) in enumerate(scenes.items()):
        entry = {"url": webs[name].url + "/list/", "max_pages": scene.max_pages}
        sites.append(site(webs[name], id=f"s{n}", **{"lists": [entry], **scene.keys}))
    with served(*webs.values()):
        first = crawl(sites, data)
        asked = {name: len(web.log) for name, web in webs.items()}
        for name, scene in scenes.items():
            if isinstance(scene.routes, Mapping):
                webs[name].routes = {**scene.routes, **scene.later}
        second = crawl(sites, data)
    yield {
        name: Outcome(web, one, two, (web.log[: asked[name]], web.log[asked[name] :]))
        for (name, web), one, two in zip(webs.items(), first.sites, second.sites, strict=True)
    }
