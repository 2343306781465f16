"""Hostile answers, each on a host of its own, all in one crawl: what happened to each, and that the others went on."""

import gzip
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from crawl.networks import is_allowed, literal_address, open_networks
from crawl.report import CrawlReport, SiteReport
from tests.crawl.web import ARTICLE, Answer, Web, crawl, rows, served, site

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


def bomb(handler: BaseHTTPRequestHandler) -> None:
    """A hundred megabytes in a hundred kilobytes."""
    body = gzip.compress(b"\0" * 100_000_000)
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


def to(url: str) -> Answer:
    return 302, {"Location": url}, ""


# What the article answers → the reason in the report.
HOSTILE: list[tuple[Answer, str]] = [
    (to("http://127.0.9.9:1/secret"), "private-address"),
    (to("http://169.254.169.254/latest/meta-data"), "private-address"),
    (to("http://[::1]/secret"), "private-address"),
    (to("http://2130706433:1/secret"), "private-address"),
    (to("http://localhost:1/secret"), "offsite"),
    (to("http://example.org/elsewhere"), "offsite"),
    (to("file:///etc/passwd"), "http-302"),
    (to("/a/1000.html"), "redirect-loop"),
    (stream, "too-large"),
    (chunks, "too-large"),
    (bomb, "too-large"),
    (slow, "timeout"),
    (cut, "connection"),
    ((200, {"X-Long": "x" * 1_000_000}, ARTICLE), "connection"),
]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> tuple[SiteReport, ...]:
    webs = [
        Web(
            {"/list/": rows("/a/1000.html", "/a/1001.html"), "/a/1000.html": answer, "/a/1001.html": ARTICLE},
            f"127.0.2.{n}",
        )
        for n, (answer, _) in enumerate(HOSTILE, 1)
    ]
    with served(*webs):
        sites = [site(web, id=f"h{n}") for n, web in enumerate(webs)]
        return crawl(sites, tmp_path_factory.mktemp("data"), allow_private=["127.0.2.0/24"], settings=SETTINGS).sites


@pytest.mark.parametrize("number", range(len(HOSTILE)), ids=[f"{n}-{reason}" for n, (_, reason) in enumerate(HOSTILE)])
def test_each_is_reported_and_the_next_article_is_fetched(reports: tuple[SiteReport, ...], number: int) -> None:
    told = reports[number]
    assert [problem.reason for problem in (*told.errors, *told.refused)] == [HOSTILE[number][1]]
    assert told.articles == 1


def test_a_name_that_resolves_to_a_private_address_is_refused(tmp_path: Path) -> None:
    web = Web({}, "127.0.0.1")
    with served(web):
        entry = site(web).model_dump(mode="json")
        host = f"localhost:{web.server.server_port}"
        entry |= {"hosts": [host], "lists": [{"url": f"http://{host}/list/"}]}
        report: CrawlReport = crawl(type(site(web)).model_validate(entry), tmp_path, allow_private=["10.0.0.0/8"])
    assert web.log == []
    assert [problem.reason for problem in report.sites[0].errors] == ["private-address"]
    assert "localhost resolves to 127.0.0.1" in report.sites[0].errors[0].detail


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("8.8.8.8", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("192.168.1.1", False),
        ("172.16.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("2001:4860:4860::8888", True),
    ],
)
def test_only_public_addresses_are_allowed(address: str, allowed: bool) -> None:
    assert is_allowed(address, ()) is allowed


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.1", "127.0.0.1"),
        ("0x7f000001", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("017700000001", "127.0.0.1"),
        ("[::1]", "::1"),
        ("www.x.gov.cn", None),
    ],
)
def test_an_address_is_known_in_all_its_spellings(host: str, address: str | None) -> None:
    assert literal_address(host) == address


def test_networks_are_opened_by_name() -> None:
    assert open_networks(False) == ()
    assert open_networks(["127.0.0.1/32"]) == ("127.0.0.1/32",)
    with pytest.raises(ValueError, match="nonsense"):
        open_networks(["nonsense"])
