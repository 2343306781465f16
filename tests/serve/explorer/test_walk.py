"""The ways that readers take, in a browser, through graphs that were really built: the demo's, and one of 20,000 pages.

The large one is made anew (minutes, ``slow``) unless ``XIANGTU_MANY`` names the folder of a store with its index.
"""

import csv
import io
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bench.explorer import make
from serve.search import schema
from tests.conftest import DemoRun
from tests.serve.explorer.world import make_app_on, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGES = 20_000
PHONE = {"width": 390, "height": 844}


@dataclass(frozen=True)
class Ground:
    """A graph that is served: its address, and what the index has of it."""

    address: str
    store: Path

    def one(self, sql: str) -> Any:
        found = schema.opened(self.store).execute(sql).fetchone()
        assert found, sql
        return found

    @property
    def place(self) -> Any:
        """A place of one name with numbers of several years or, where there is none, with most facts."""
        return self.one("""SELECT t.key, t.name FROM things t JOIN facts f ON f.place = t.key
            WHERE t.kind = 'place' AND (SELECT count(*) FROM names n WHERE n.name = t.name) = 1
            GROUP BY t.key ORDER BY count(DISTINCT f.indicator || ' ' || f.year) DESC, t.facts DESC LIMIT 1""")


@pytest.fixture(scope="module", params=["demo", pytest.param("many", marks=pytest.mark.slow)])
def ground(request: pytest.FixtureRequest, browser: "Browser", tmp_path_factory: Any) -> Iterator[Ground]:
    if request.param == "demo":
        run: DemoRun = request.getfixturevalue("demo_run")
        store = (run.data / "store").resolve()
    elif named := os.environ.get("XIANGTU_MANY"):
        store = Path(named)
    else:
        store = tmp_path_factory.mktemp("many") / "store"
        make(store, PAGES)
    with served(make_app_on(store)) as address:
        yield Ground(address, store)


@pytest.fixture
def page(browser: "Browser", ground: Ground) -> Iterator["Page"]:
    context = browser.new_context(base_url=ground.address, locale="zh-CN", accept_downloads=True)
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def test_from_the_search_over_a_place_and_a_fact_to_the_sentence(page: "Page", ground: Ground) -> None:
    _, name = ground.place
    page.goto("/")
    page.get_by_role("combobox").fill(name)
    page.get_by_role("option", name=re.compile(f"^{re.escape(name)}")).first.click()
    page.wait_for_url(re.compile("/place/"))
    assert page.get_by_role("heading", level=1).inner_text() == name
    page.locator("table.t-facts td.c-amount a").first.click()
    page.wait_for_url(re.compile("/fact/"))
    quote = page.locator(".witness p").first.inner_text()
    assert page.locator(".witness mark").first.inner_text() in quote
    page.locator(".witness footer a").first.click()
    assert page.locator(":target").count() == 1
    assert page.locator(":target p").inner_text() == quote


def test_charts_say_what_their_tables_say(page: "Page", ground: Ground) -> None:
    (indicator,) = ground.one("SELECT key FROM things WHERE kind = 'indicator' ORDER BY facts DESC LIMIT 1")
    page.goto(f"/{indicator}")
    figure = page.locator("#f-first")
    figure.get_by_text("数据表").click()
    bars = [text.split()[-1] for text in figure.locator(".bars .value").all_inner_texts()]
    cells = [text.split()[0] for text in figure.locator("td.c-amount").all_inner_texts()]
    assert bars == cells != []
    page.goto(f"/{ground.place[0]}")
    for chart in page.locator("figure:has(.years a)").all():
        chart.get_by_text("数据表").click()
        points = chart.locator(".years a").evaluate_all("found => found.map(a => a.getAttribute('aria-label'))")
        cells = [text.split()[0] for text in chart.locator("td.c-amount").all_inner_texts()]
        assert sorted(point.split()[-1] for point in points) == sorted(cells)


def test_two_places_are_compared(page: "Page", ground: Ground) -> None:
    sql = """SELECT a.place, b.place FROM facts a JOIN facts b ON b.indicator = a.indicator AND b.unit IS a.unit
        WHERE a.year AND b.year AND b.place > a.place AND a.place || b.place NOT LIKE '%/%/%/%' LIMIT 1"""
    first, second = (key.removeprefix("place/") for key in ground.one(sql))
    page.goto(f"/compare?place={first}&place={second}")
    assert page.locator("input[name=place]:checked").count() == 2
    assert page.locator(".years circle.s0").count() and page.locator(".years circle.s1").count()


def test_a_question_takes_the_name_of_a_place_and_its_answer_is_downloaded(page: "Page", ground: Ground) -> None:
    _, name = ground.place
    page.goto("/ask/newest")
    page.get_by_role("combobox", name=re.compile("区划代码")).fill(name)
    page.get_by_role("button", name="查询").click()
    page.wait_for_url(re.compile("code="))
    shown = page.locator("table.t-newest tbody tr").count()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").last.click()
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig"))))
    assert len(rows) == shown
    assert all(row["url"].startswith("http") for row in rows)


def test_each_kind_of_page_fits_a_phone_without_scripts(browser: "Browser", ground: Ground) -> None:
    kinds = ("place", "program", "org", "document", "indicator", "site")
    found = schema.opened(ground.store)
    sql = "SELECT key FROM things WHERE kind = ? AND facts + pages > 0 ORDER BY facts + pages DESC, key LIMIT 1"
    keys = [row[0] for kind in kinds for row in found.execute(sql, (kind,))]
    keys += [ground.one(f"SELECT {kind} FROM {kind}s ORDER BY id LIMIT 1")[0] for kind in ("fact", "relation", "page")]
    context = browser.new_context(
        base_url=ground.address, locale="zh-CN", viewport=PHONE, java_script_enabled=False
    )  # fmt: skip
    page = context.new_page()
    for path in ("", "search?q=村", "compare", "ask", "ask/places", "data", *keys):
        answer = page.goto(f"/{path}")
        assert answer and answer.status == 200, path
        assert len(answer.body()) < 100_000, path
        assert page.locator("html").evaluate("e => e.scrollWidth") <= PHONE["width"], path
    answer = page.goto("/place/0")
    assert answer and answer.status == 404
    context.close()
