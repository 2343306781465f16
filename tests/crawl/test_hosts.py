"""How hosts are treated: robots.txt, delays, hours, walls, refusals."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from crawl.archive import read_captures
from crawl.registry import make_site
from crawl.robots import hold_reason
from crawl.run import CrawlError, run
from crawl.state import State
from tests.crawl.scenes import CHALLENGE, Outcome, Scene, numbered, plain, play, why
from tests.crawl.web import ARTICLE, Answer, Web, crawl, pages, served, site

ROBOTS: list[tuple[Answer, bool]] = [
    ((404, {}, "no"), False),
    ((410, {}, ""), False),
    (plain("User-agent: *\nDisallow:\n"), False),
    (plain(""), False),
    ((200, {}, "User-agent: *\nDisallow: /admin/\n"), False),  # sent as text/html
    ((200, {}, "\ufeff# rules\r\nuser-agent : *\r\nAllow: /\r\n"), False),
    ((200, {}, "页面不存在"), True),
    ((200, {}, "<html><body>welcome</body></html>"), True),
    ((200, {}, "<pre>User-agent: *\nDisallow:</pre>"), True),
    ((403, {}, "no"), True),
    ((412, {}, "no"), True),
    ((503, {}, "later"), True),
]

WALLS: list[tuple[Answer, str]] = [
    ((412, {}, CHALLENGE), "ruishu"),
    ((521, {}, "<script>document.cookie='__jsl_clearance=1'</script>"), "jiasule"),
    ((405, {}, "访问被拦截"), "cloud-waf"),
    ((200, {}, "<html><script>var arg1='ABC';</script></html>"), "aliyun"),
    ((200, {}, "<html><head><script src='/app.js'></script></head><body><div id=app></div></body></html>"), "stub"),
]


def closed_now() -> str:
    """Hours that the present one is not among."""
    hour = (datetime.now(UTC).hour + 8) % 24
    return f"{(hour + 2) % 24}-{(hour + 4) % 24}"


SCENES: dict[str, Scene] = {
    "crawl-delay": Scene({**numbered(1), "/robots.txt": plain("User-agent: *\nCrawl-delay: 0.4\n")}),
    "delay": Scene(numbered(1), {"delay": 0.3}),
    "hours": Scene(numbered(1), {"hours": closed_now()}),
    "refuses": Scene({**numbered(1, size=9), **{f"/a/{n}.html": (403, {}, "no") for n in range(1000, 1009)}}),
    **{f"robots {n}": Scene({**numbered(1), "/robots.txt": answer}) for n, (answer, _) in enumerate(ROBOTS)},
    **{f"wall {kind}": Scene({**numbered(3), "/list/": answer}) for answer, kind in WALLS},
}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Outcome]]:
    yield from play(SCENES, tmp_path_factory.mktemp("data"), "127.0.8")


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


def test_a_host_whose_robots_txt_could_not_be_asked_for_is_held_for_minutes_at_first(tmp_path: Path) -> None:
    web = Web(numbered(1))
    web.server.server_close()
    report = crawl(site(web), tmp_path)
    assert why(report.sites[0]) == ["host-held"]
    now, state = datetime.now(UTC), State(tmp_path)
    assert state.held(web.host, now)
    assert state.held(web.host, now + timedelta(minutes=11)) is None


def test_holds_grow_and_brief_ones_come_before_those_of_hours(tmp_path: Path) -> None:
    state, now = State(tmp_path), datetime(2024, 5, 1, tzinfo=UTC)
    for hours in (0.16, 0.9, 5, 23, 160):
        state.hold("x.cn", "connection", now, brief=True)
        assert state.held("x.cn", now + timedelta(hours=hours))
        assert state.held("x.cn", now + timedelta(hours=hours * 1.3)) is None
    state.hold("x.cn", "connection", now, brief=True)
    assert "until a person has looked" in str(state.held("x.cn", now + timedelta(days=999)))


def test_public_sites_need_a_contact_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XIANGTU_CONTACT", raising=False)
    web = Web({})
    with pytest.raises(CrawlError, match="XIANGTU_CONTACT"):
        run([site(web)], tmp_path)
    with pytest.raises(CrawlError, match="no site"):
        run([], tmp_path)
    with pytest.raises(CrawlError, match="y: no list is known"):
        run([site(web, id="y").model_copy(update={"lists": ()})], tmp_path)


def asked_at(web: Web) -> list[float]:
    return sorted(moment for moment, _, path in web.log if path != "/robots.txt")


def test_hosts_of_one_address_share_its_pace_and_servers_of_one_s_own_do_not(tmp_path: Path) -> None:
    webs = [Web(numbered(1)) for _ in range(4)]
    sites = [site(web, id=f"x{n}", delay=0.3) for n, web in enumerate(webs)]
    for n, web in enumerate(webs[:2]):
        host = f"localhost:{web.server.server_port}"
        entry = sites[n].model_dump(mode="json") | {"hosts": [host], "lists": [{"url": f"http://{host}/list/"}]}
        sites[n] = make_site(entry)
    with served(*webs):
        report = crawl(sites, tmp_path)
    assert report.articles == 12
    cluster = sorted([*asked_at(webs[0]), *asked_at(webs[1])])
    assert cluster[-1] - cluster[0] >= 0.3 * 7 - 0.05
    assert min(later - earlier for earlier, later in pairwise(cluster)) >= 0.25
    own = sorted([*asked_at(webs[2]), *asked_at(webs[3])])
    assert own[-1] - own[0] < 0.3 * 7 - 0.05


def test_attachments_are_asked_for_at_half_the_rate_of_pages(tmp_path: Path) -> None:
    files = {f"/f/{n}.xlsx": (200, {"Content-Type": "application/vnd.ms-excel"}, b"PK") for n in range(3)}
    links = "".join(f'<a href="{path}">附件</a>' for path in files)
    routes: dict[str, Answer] = {**numbered(1), "/a/1000.html": ARTICLE + links, **files}
    web = Web(routes)
    with served(web):
        report = crawl(site(web, delay=0.3), tmp_path)
    assert report.sites[0].attachments == 3
    log = [(moment, path) for moment, _, path in web.log if path != "/robots.txt"]
    gaps = [(later - earlier, path) for (earlier, _), (later, path) in pairwise(log)]
    assert min(gap for gap, path in gaps if path.startswith("/f/")) >= 0.55
    assert min(gap for gap, path in gaps if path.startswith("/a/")) >= 0.25
    assert max(gap for gap, path in gaps if path.startswith("/a/")) < 0.55


@pytest.mark.parametrize(
    ("body", "held"),
    [
        (b"User-agent: *\r\nDisallow: /admin", False),
        (b"", False),
        (b"\xef\xbb\xbf# no rules here\n\n", False),
        (b"<!DOCTYPE html><html>", True),
        (b"File not found", True),
    ],
)
def test_rules_sent_as_html_are_rules_and_none_are_none(body: bytes, held: bool) -> None:
    assert (hold_reason(200, b"text/html; charset=gb2312", body) is not None) == held
