"""Hosts on loopback that answer as a test wants, and a crawl of them with the real spider."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from crawl.archive import read_pages
from crawl.registry import SiteConfig, make_site
from crawl.report import CrawlReport
from crawl.run import run
from pipeline.records import RawPage

Answer = str | bytes | tuple[int, Mapping[str, str], str | bytes] | Callable[[BaseHTTPRequestHandler], None]
Routes = Mapping[str, Answer] | Callable[[str], Answer | None]
LOOPBACK = ("127.0.0.0/8",)
QUICK = {"DOWNLOAD_TIMEOUT": 5, "RETRY_TIMES": 0}


class Web:
    """A host and the log of what it was asked: (seconds, method, path with query)."""

    def __init__(self, routes: Routes, address: str = "127.0.0.1") -> None:
        self.routes, self.log = routes, []  # type: tuple[Routes, list[tuple[float, str, str]]]
        web = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                web.log.append((time.monotonic(), self.command, self.path))
                web.answer(self)

            def do_POST(self) -> None:
                self.posted = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                self.do_GET()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer((address, 0), Handler)
        self.server.daemon_threads = True
        self.host = f"{address}:{self.server.server_port}"
        self.url = f"http://{self.host}"

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        path = handler.path
        if callable(self.routes):
            found = None if path == "/robots.txt" else self.routes(path)
        else:
            found = self.routes.get(path)
        if callable(found):
            found(handler)
            return
        status, headers, body = (
            found if isinstance(found, tuple) else (200 if found is not None else 404, {}, found or "")
        )
        data = body.encode() if isinstance(body, str) else body
        handler.send_response(status)
        for name, value in {
            "Content-Type": "text/html; charset=utf-8",
            **headers,
            "Content-Length": str(len(data)),
        }.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(data)

    def paths(self) -> list[str]:
        """What was asked for, robots.txt left out."""
        return [path for _, _, path in self.log if path != "/robots.txt"]


def reply(handler: BaseHTTPRequestHandler, body: bytes, kind: str, status: int = 200) -> None:
    """Answer with a body of a type."""
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


@contextmanager
def served(*webs: Web) -> Iterator[None]:
    threads = [Thread(target=web.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True) for web in webs]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for web in webs:
            web.server.shutdown()
            web.server.server_close()


def site(web: Web, *lists: str, id: str = "x", **keys: Any) -> SiteConfig:
    """A registry entry for a host; lists as paths."""
    entries = [{"url": web.url + path} for path in lists or ("/list/",)]
    return make_site({"id": id, "name": id, "hosts": [web.host], "delay": 0, "lists": entries, **keys})


def crawl(sites: SiteConfig | Sequence[SiteConfig], data: Path, **options: Any) -> CrawlReport:
    options = {"allow_private": LOOPBACK, "settings": QUICK} | options
    return run([sites] if isinstance(sites, SiteConfig) else sites, data, **options)


def pages(report: CrawlReport) -> dict[str, RawPage]:
    """The articles that a crawl brought, by path. Fails where one was captured twice."""
    found = [page for path in report.files for page in read_pages(path)]
    assert all(isinstance(page, RawPage) for page in found)
    by_path = {"/" + page.url.split("/", 3)[3]: page for page in found if isinstance(page, RawPage)}
    assert len(by_path) == len(found)
    return by_path


def rows(*hrefs: str, date: str = "2024-05-01") -> str:
    """An HTML list of links with titles long enough for articles."""
    return "<ul>" + "".join(f'<li><a href="{href}">关于乡村建设项目的报道</a> {date}</li>' for href in hrefs) + "</ul>"


ARTICLE = "<html><body><h1>报道</h1><p>" + "村里修了一条路。" * 30 + '</p><a href="/">首页</a></body></html>'
