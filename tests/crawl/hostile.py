"""Hostile answers, each on a host of its own, all in one crawl; ``python -m tests.crawl.hostile`` prints what happened.

The table stands in crawl/README.md between its marks, and is checked there.
"""

import gzip
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from tempfile import TemporaryDirectory

from crawl.report import SiteReport
from tests.crawl.web import ARTICLE, Answer, Routes, Web, crawl, rows, served, site

README = Path(__file__).parents[2] / "crawl" / "README.md"
MARKS = "<!-- hostile answers -->", "<!-- end -->"
LIMIT = 200_000
SETTINGS = {"DOWNLOAD_TIMEOUT": 2, "DOWNLOAD_MAXSIZE": LIMIT, "RETRY_TIMES": 0}


def stream(handler: BaseHTTPRequestHandler) -> None:
    """A body that says it has ten gigabytes, and sends them."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Length", str(10 * 2**30))
    handler.end_headers()
    pump(handler, b"x" * 65536)


def chunks(handler: BaseHTTPRequestHandler) -> None:
    """A chunked body without end."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    pump(handler, b"400\r\n" + b"x" * 1024 + b"\r\n")


def slow(handler: BaseHTTPRequestHandler) -> None:
    """A byte now and then."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    pump(handler, b"x", 0.2, 50)


def pump(handler: BaseHTTPRequestHandler, piece: bytes, pause: float = 0, times: int = 200_000) -> None:
    try:
        for _ in range(times):
            handler.wfile.write(piece)
            handler.wfile.flush()
            time.sleep(pause)
    except OSError:
        handler.close_connection = True


@cache
def packed() -> bytes:
    """A hundred megabytes in a hundred kilobytes."""
    return gzip.compress(b"\0" * 100_000_000)


def bomb(handler: BaseHTTPRequestHandler) -> None:
    """A gzip bomb."""
    body = packed()
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Encoding", "gzip")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def cut(handler: BaseHTTPRequestHandler) -> None:
    """A connection that ends before the body does."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(b"<p>")
    handler.close_connection = True


def film(handler: BaseHTTPRequestHandler) -> None:
    """A film of a gigabyte."""
    handler.send_response(200)
    handler.send_header("Content-Type", "video/mp4")
    handler.send_header("Content-Length", str(2**30))
    handler.end_headers()
    pump(handler, b"x" * 65536)


def to(url: str) -> Answer:
    return 302, {"Location": url}, ""


@dataclass
class Hostile:
    """What a host answers, and why it is refused."""

    what: str
    answer: Answer
    reason: str
    list: Routes | None = None
    """Where the list is hostile and not an article."""
    name: str | None = None
    """A host name instead of the address."""
    most: int = 1
    """Articles that are captured all the same."""


def links_to_itself(path: str) -> Answer:
    """A list whose next page is always another address of the same rows."""
    return ARTICLE if path.startswith("/a/") else rows("/a/1001.html") + f'<a href="{path}x">下一页</a>'


def always_new(path: str) -> Answer:
    """A list that always has new rows."""
    if path.startswith("/a/"):
        return ARTICLE
    number = int(path.strip("/").partition("/")[2] or 1)
    return rows(f"/a/{number + 1000}.html") + f'<a href="/list/{number + 1}">下一页</a>'


HOSTILE = (
    Hostile("redirect to 127.0.0.1", to("http://127.0.9.9:1/secret"), "private-address"),
    Hostile("redirect to 169.254.169.254", to("http://169.254.169.254/latest/meta-data"), "private-address"),
    Hostile("redirect to [::1]", to("http://[::1]/secret"), "private-address"),
    Hostile("redirect to 2130706433, which is 127.0.0.1", to("http://2130706433:1/secret"), "private-address"),
    Hostile("redirect to a name of another site", to("http://example.org/elsewhere"), "offsite"),
    Hostile("redirect to localhost", to("http://localhost:1/secret"), "offsite"),
    Hostile("redirect to file:", to("file:///etc/passwd"), "http-302"),
    Hostile("redirect loop", to("/a/1000.html"), "redirect-loop"),
    Hostile("body of 10 GB", stream, "too-large"),
    Hostile("chunks without end", chunks, "too-large"),
    Hostile("gzip bomb, 100 MB in 100 kB", bomb, "too-large"),
    Hostile("a byte now and then", slow, "timeout"),
    Hostile("body shorter than announced", cut, "connection"),
    Hostile("header of 1 MB", (200, {"X-Long": "x" * 1_000_000}, ARTICLE), "connection"),
    Hostile("film in an article's place", film, "content-type"),
    Hostile("name that resolves to 127.0.0.1", ARTICLE, "private-address", name="localhost", most=0),
    Hostile("list that links to itself for ever", ARTICLE, "", links_to_itself),
    Hostile("list that always has new rows, max_pages: 5", ARTICLE, "", always_new, most=5),
)


@dataclass(frozen=True)
class Happened:
    """What a crawl says of a hostile answer, and how often the host was asked."""

    told: SiteReport
    asked: int

    @property
    def reasons(self) -> list[str]:
        """Why addresses were refused."""
        return sorted({problem.reason for problem in (*self.told.errors, *self.told.refused)})


def happen(data: Path) -> Iterator[Happened]:
    """All of them in one crawl, with small limits."""
    packed()  # so that the host does not make it while the crawl waits
    webs, sites = [], []
    for n, case in enumerate(HOSTILE, 1):
        lists = {"/list/": rows("/a/1000.html", "/a/1001.html"), "/a/1000.html": case.answer, "/a/1001.html": ARTICLE}
        web = Web(case.list or lists, "127.0.0.1" if case.name else f"127.0.2.{n}")
        entry = site(web, id=f"h{n}", lists=[{"url": f"{web.url}/list/", "max_pages": 5}])
        if case.name:
            host = f"{case.name}:{web.server.server_port}"
            keys = {"hosts": [host], "lists": [{"url": f"http://{host}/list/"}]}
            entry = type(entry).model_validate(entry.model_dump(mode="json") | keys)
        webs.append(web)
        sites.append(entry)
    with served(*webs):
        report = crawl(sites, data, allow_private=["127.0.2.0/24"], settings=SETTINGS)
    for web, told in zip(webs, report.sites, strict=True):
        yield Happened(told, len(web.paths()))


def table(happened: list[Happened]) -> str:
    """What happened, as a table for the README."""
    lines = ["| answer | reason in the report | requests | articles captured |", "|---|---|---|---|"]
    for case, was in zip(HOSTILE, happened, strict=True):
        reasons = ", ".join(f"`{reason}`" for reason in was.reasons) or "none"
        lines.append(f"| {case.what} | {reasons} | {was.asked} | {was.told.articles} |")
    return "\n".join(lines)


def shown() -> str:
    """The table in the README."""
    return README.read_text("utf-8").partition(MARKS[0])[2].partition(MARKS[1])[0].strip()


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        made = table(list(happen(Path(folder))))
    if "--write" in sys.argv:
        README.write_text(README.read_text("utf-8").replace(shown(), made), "utf-8")
    print(made)
