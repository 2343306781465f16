"""The explorer in a browser: the ways that readers take through it, and whether all can take them.

Runs where Playwright for Python and a Chromium (``XIANGTU_BROWSER``, else the system's) are installed; what axe-core
says of each page where ``XIANGTU_AXE`` names its ``axe.min.js``.
"""

import csv
import io
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serve.explorer.test_pages import ADDRESSES
from tests.serve.explorer.world import MARKUP, TOWN, VILLAGE, make_app_on, make_store, served

api = pytest.importorskip("playwright.sync_api", reason="Playwright for Python is not installed")
AXE = Path(os.environ.get("XIANGTU_AXE", "node_modules/axe-core/axe.min.js"))
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def address(store: Path) -> Iterator[str]:
    with served(make_app_on(store)) as address:
        yield address


@pytest.fixture
def page(browser: "api.Browser", address: str) -> Iterator["api.Page"]:
    context = browser.new_context(base_url=address, locale="zh-CN", accept_downloads=True)
    context.set_default_timeout(20_000)
    page = context.new_page()
    elsewhere: list[str] = []
    page.on("request", lambda request: None if request.url.startswith(address) else elsewhere.append(request.url))
    page.on("console", lambda message: elsewhere.append(message.text) if message.type == "error" else None)
    page.on("dialog", lambda dialog: elsewhere.append(f"dialog {dialog.message}"))
    yield page
    assert elsewhere == []
    context.close()


def test_from_the_search_to_the_sentence(page: "api.Page") -> None:
    page.goto("/")
    page.get_by_role("combobox").press_sequentially("ljc")
    page.get_by_role("option", name=re.compile("朗江村")).first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"/place/{VILLAGE}"))
    page.get_by_role("row", name=re.compile("30万元")).last.get_by_role("link", name="30万元", exact=True).click()
    page.wait_for_url(re.compile("/fact/"))
    assert page.locator("mark").first.inner_text() == "30万元"
    page.get_by_role("link", name="荒坡变果园").first.click()
    assert page.locator(":target mark").inner_text() == "30万元"


def test_the_search_works_by_its_button(page: "api.Page") -> None:
    page.goto("/")
    page.get_by_role("combobox").fill("青朗乡")
    page.get_by_role("button", name="搜索").click()
    page.get_by_role("main").get_by_role("link", name="青朗侗族苗族乡").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "青朗侗族苗族乡"


def test_a_chart_stands_as_high_as_its_numbers(page: "api.Page") -> None:
    page.goto(f"/place/{VILLAGE}")
    page.get_by_text("数据表").first.click()
    rows = page.locator("#f-series-collective-income tbody tr")
    shown = [rows.nth(at).locator("td.c-amount").inner_text().split("\n")[0] for at in range(rows.count())]
    circles = page.locator("#f-series-collective-income .years a circle")
    heights = [240 - (circles.nth(at).bounding_box() or {})["y"] for at in range(circles.count())]
    assert len(shown) == len(heights) == 5
    labels = [page.locator(".years a").nth(at).get_attribute("aria-label") for at in range(5)]
    values = [int(re.findall(r"(\d+)万元", label or "")[0]) for label in labels]
    by_height = [value for _, value in sorted(zip(heights, values, strict=True))]
    assert by_height == sorted(values)


def test_places_are_compared_and_the_link_keeps_the_choice(page: "api.Page") -> None:
    page.goto("/compare")
    page.get_by_role("combobox", name="第 1 个地方").press_sequentially("ljc")
    page.get_by_role("option", name=re.compile("朗江村")).first.click()
    page.get_by_role("combobox", name="第 2 个地方").fill("阿右旗")
    page.get_by_role("button", name="比较").click()
    page.locator(".years circle.s1").wait_for()
    again = page.url
    page.goto("about:blank")
    page.goto(again)
    page.locator(".years circle.s1").wait_for()


def test_a_question_is_asked_and_its_answer_taken_home(page: "api.Page") -> None:
    page.goto("/ask")
    page.get_by_role("link", name=re.compile("集体经济收入")).first.click()
    page.get_by_label(re.compile("年份")).fill("2023")
    page.get_by_role("button", name="查询").click()
    page.wait_for_url(re.compile("year=2023"))
    page.get_by_role("heading", level=1).wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").last.click()
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig"))))
    shown = page.locator("table.t-collective-income").last.locator("tbody tr").count()
    assert len(rows) == shown > 0


def test_language_and_theme_are_switched(page: "api.Page") -> None:
    page.goto(f"/place/{VILLAGE}")
    light = page.evaluate("getComputedStyle(document.body.parentElement).backgroundColor")
    page.get_by_role("link", name="English").click()
    page.get_by_role("heading", name="Facts").wait_for()
    page.get_by_role("link", name="Auto").click()
    page.locator("html[data-theme=dark]").wait_for()
    assert page.url.endswith(f"/place/{VILLAGE}?lang=en")
    assert page.evaluate("getComputedStyle(document.body.parentElement).backgroundColor") != light


def test_all_ways_are_open_without_scripts(browser: "api.Browser", address: str) -> None:
    context = browser.new_context(base_url=address, locale="zh-CN", java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.get_by_role("searchbox").fill("朗江村")
    page.get_by_role("button", name="搜索").click()
    page.get_by_role("main").get_by_role("link", name="朗江村").first.click()
    page.get_by_label("年份").select_option("2023")
    page.get_by_role("button", name="筛选").click()
    page.wait_for_url(re.compile("year=2023"))
    page.get_by_role("link", name="自动").click()
    page.locator("html[data-theme=dark]").wait_for()
    context.close()


@pytest.mark.parametrize("path", ADDRESSES.values(), ids=list(ADDRESSES))
def test_no_page_is_wider_than_a_phone(browser: "api.Browser", address: str, path: str) -> None:
    context = browser.new_context(base_url=address, locale="zh-CN", viewport=PHONE)
    page = context.new_page()
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    context.close()


def test_what_is_not_there_leads_on(page: "api.Page", address: str) -> None:
    answer = page.request.get("/place/0", headers={"accept": "text/html"})
    assert answer.status == 404
    assert "没有找到" in answer.text()


def test_a_name_full_of_markup_runs_nothing(page: "api.Page") -> None:
    page.goto("/search?q=工程&kind=program")
    page.get_by_role("link", name=MARKUP).click()
    assert page.get_by_role("heading", level=1).inner_text() == MARKUP
    page.get_by_role("combobox", name="搜索").press_sequentially("script")
    page.get_by_role("option", name=re.compile("script")).first.wait_for()


def test_an_empty_graph_has_pages_too(browser: "api.Browser", tmp_path: Path) -> None:
    with served(make_app_on(make_store(tmp_path / "store", []))) as address:
        page = browser.new_page()
        page.goto(address)
        assert "xiangtu demo" in page.inner_text("main")
        page.close()


NEEDS_AXE = pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed: set XIANGTU_AXE to its axe.min.js")


def serious(page: "api.Page") -> str:
    """What axe-core finds serious or critical on a page, as text; empty where there is none."""
    page.add_script_tag(content=AXE.read_text("utf-8"))
    found = page.evaluate("axe.run().then(r => r.violations.map(v => [v.impact, v.id, v.nodes.map(n => n.html)]))")
    left = [violation for violation in found if violation[0] in ("serious", "critical")]
    return json.dumps(left, ensure_ascii=False, indent=1) if left else ""


@NEEDS_AXE
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", ADDRESSES.values(), ids=list(ADDRESSES))
def test_everyone_can_read_every_page(browser: "api.Browser", address: str, path: str, theme: str) -> None:
    context = browser.new_context(base_url=address, locale="zh-CN", color_scheme=theme, bypass_csp=True)
    page = context.new_page()
    page.goto(path)
    assert serious(page) == ""
    context.close()


@NEEDS_AXE
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_everyone_can_read_statements_and_what_is_wrong(browser: "api.Browser", address: str, theme: str) -> None:
    context = browser.new_context(base_url=address, locale="zh-CN", color_scheme=theme, bypass_csp=True)
    page = context.new_page()
    page.goto(f"/place/{VILLAGE}")
    page.get_by_role("link", name="60万元", exact=True).first.click()
    page.get_by_text("报告错误").click()
    fact = page.url
    page.goto("/program/points-system")
    page.locator("table.t-adoptions td.c-sentence a").first.click()
    for path in (fact, page.url, "/place/0", "/search?q=", "/search?q=qqzz", f"/place/{TOWN}?year=x", "/sparql"):
        page.goto(path)
        assert serious(page) == "", path
    context.close()
