"""The query page in a browser: YASGUI asks, shows an answer and a readable error, and asks nobody else."""

import shutil
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from serve.endpoint.page import FILES, YASGUI

CHROMIUM = shutil.which("chromium")

pytestmark = [
    pytest.mark.skipif(not CHROMIUM, reason="Debian's chromium is not installed"),
    pytest.mark.skipif(not all((YASGUI / name).exists() for name in FILES), reason="'make yasgui' was not called"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Any, demo_client: httpx.Client) -> Iterator[Any]:
    """The query page, with the addresses that it asked for in ``page.asked``."""
    page = browser.new_page()
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url))
    page.goto(str(demo_client.base_url.join("/sparql")))
    page.wait_for_selector(".yasqe .CodeMirror")
    yield page
    page.close()


def ask(page: Any, query: str) -> None:
    page.evaluate("query => document.querySelector('.yasqe .CodeMirror').CodeMirror.setValue(query)", query)
    page.click(".yasqe_queryButton")


def test_an_answer_is_shown_and_nobody_else_is_asked(page: Any, demo_client: httpx.Client) -> None:
    ask(page, "SELECT ?name { ?village a xt:Village ; rdfs:label ?name } LIMIT 3")
    page.wait_for_selector(".yasr_results td")
    assert page.locator("text=村").count() > 0
    assert all(url.startswith((str(demo_client.base_url), "data:", "blob:")) for url in page.asked), page.asked


def test_an_error_is_a_sentence(page: Any) -> None:
    ask(page, "SELECT ?name { ?village a nope:Village }")
    page.wait_for_selector(".errorResult")
    shown = page.inner_text(".errorResult")
    assert "the prefix nope: is not declared" in shown
    assert "{" not in shown.replace("{ ?village", "")


def test_classes_and_properties_are_completed(page: Any) -> None:
    code = "document.querySelector('.yasqe .CodeMirror').CodeMirror"
    page.evaluate(f"() => {{ {code}.setValue('SELECT * {{ ?f a xt:Fa }}'); {code}.setCursor(0, 21); {code}.focus(); }}")
    page.keyboard.press("Control+Space")
    page.wait_for_selector(".CodeMirror-hints")
    assert "xt:Fact" in page.inner_text(".CodeMirror-hints")
