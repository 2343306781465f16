"""Lists: where a list ends, what is asked again, what is an error."""

from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawl.drift import drifted
from tests.crawl.scenes import Outcome, Scene, numbered, play, why
from tests.crawl.web import ARTICLE, Answer, Web, crawl, pages, rows, served, site


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


def shell(handler: BaseHTTPRequestHandler) -> None:
    """A frame around a list, which itself never changes."""
    fresh = handler.headers.get("If-None-Match") == '"v1"'
    body = b"" if fresh else b"<iframe src='/frame/'></iframe>"
    handler.send_response(304 if fresh else 200)
    handler.send_header("ETag", '"v1"')
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


FURTHER = '<a href="/list/2">下一页</a>'
ALL = [f"/a/{n}.html" for n in range(1000, 1004)]
PINNED = "".join(f'<li>[置顶]<a href="{url}">关于乡村建设项目的报道</a></li>' for url in ALL[:2])
TEN = [f"/a/{n}.html" for n in range(1000, 1010)]
SCENES: dict[str, Scene] = {
    "pages": Scene(numbered(4)),
    "itself": Scene(itself),
    "endless": Scene(endless, max_pages=5),
    "no rows": Scene({"/list/": '<ul></ul><a href="/">首页</a>'}),
    "rows elsewhere": Scene({"/list/": rows("http://elsewhere.cn/a/1001.html", "http://elsewhere.cn/a/1002.html")}),
    "few rows": Scene({"/list/": rows(*TEN), **dict.fromkeys(TEN, ARTICLE)}, later={"/list/": rows("/a/1003.html")}),
    "one more": Scene(numbered(2), later={"/list/": rows("/a/2000.html", "/a/1000.html"), "/a/2000.html": ARTICLE}),
    "rows lost": Scene(numbered(1), later={"/list/": "<ul></ul>"}),
    "pinned": Scene(
        {"/list/": PINNED + FURTHER, "/list/2": rows("/a/1002.html"), **dict.fromkeys(ALL, ARTICLE)},
        later={"/list/2": rows("/a/1003.html", "/a/1002.html")},
    ),
    "frame": Scene(
        {"/list/": shell, "/frame/": rows("/a/1000.html"), **dict.fromkeys(ALL, ARTICLE)},
        later={"/frame/": rows("/a/1001.html", "/a/1000.html")},
    ),
    "busy in the middle": Scene(
        {**numbered(3), "/list/2": (500, {}, "sorry " * 500)}, later={"/list/2": numbered(3)["/list/2"]}
    ),
    "etag": Scene({"/list/": with_etag, "/a/1000.html": ARTICLE}),
}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Outcome]]:
    yield from play(SCENES, tmp_path_factory.mktemp("data"), "127.0.4")


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


def test_a_list_that_lost_all_its_rows_is_an_error_that_says_how_many_it_had(outcomes: dict[str, Outcome]) -> None:
    told = outcomes["rows lost"].second
    assert why(told) == ["rows-lost"]
    assert "usually 3" in told.errors[0].detail


def test_known_rows_that_are_pinned_do_not_end_a_walk(outcomes: dict[str, Outcome]) -> None:
    assert outcomes["pinned"].articles(2) == ["/a/1003.html"]


def test_a_frame_that_did_not_change_says_nothing_of_the_list_in_it(outcomes: dict[str, Outcome]) -> None:
    assert outcomes["frame"].articles(2) == ["/a/1001.html"]


def test_a_list_of_which_a_part_did_not_come_is_walked_to_its_end_again(outcomes: dict[str, Outcome]) -> None:
    seen = outcomes["busy in the middle"]
    assert (why(seen.first), len(seen.articles(1))) == (["http-500"], 3)
    assert len(seen.articles(2)) == 6


def test_a_report_tells_what_each_list_found(outcomes: dict[str, Outcome]) -> None:
    (told,) = outcomes["few rows"].second.columns
    assert (told.rows, told.first, told.usual) == (1, 1, 10)
    (told,) = outcomes["pages"].first.columns
    assert (told.pages, told.rows, told.first, told.usual) == (4, 12, 3, None)


def test_what_lies_before_the_days_asked_for_is_left_for_a_crawl_without_them(tmp_path: Path) -> None:
    routes: dict[str, Answer] = {f"/a/{n}001.html": ARTICLE for n in (1, 2, 3)}
    for n, day in enumerate(("2024-05-02", "2024-05-01", "2024-04-30"), 1):
        routes["/list/" if n == 1 else f"/list/{n}"] = (
            rows(f"/a/{n}001.html", date=day) + f'<a href="/list/{n + 1}">下一页</a>'
        )
    web = Web(routes)
    with served(web):
        first = crawl(site(web), tmp_path, since=date(2024, 5, 2))
        second = crawl(site(web), tmp_path)
    assert list(pages(first)) == ["/a/1001.html"]
    assert list(pages(second)) == ["/a/2001.html", "/a/3001.html"]


@pytest.mark.parametrize(
    ("rows", "before", "slug"),
    [
        (20, (), None),
        (0, (), None),
        (0, (0, 0), None),
        (0, (20,), "rows-lost"),
        (0, (0, 0, 20), "rows-lost"),
        (5, (20, 20, 2), "few-rows"),
        (7, (20, 20, 20), None),
        (1, (4, 4), None),
    ],
)
def test_rows_are_held_against_the_list_s_own_history(rows: int, before: tuple[int, ...], slug: str | None) -> None:
    odd = drifted(rows, before)
    assert (odd and odd[0]) == slug
