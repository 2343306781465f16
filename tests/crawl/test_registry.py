"""The registry: what a site's file may say, and how it says what is wrong."""

import json
from datetime import datetime
from pathlib import Path
from textwrap import dedent

import pytest

from crawl.registry import SITES, RegistryError, json_schema, load_site, load_sites
from crawl.urls import owns
from pipeline.records import Site

GOOD = """\
id: x
name: 某县人民政府
division: "431225"
hosts: [www.x.gov.cn]
family: createpage
own_names: [某县融媒体中心]
lists:
  - url: https://www.x.gov.cn/xwzx/
    column: 要闻
"""


def put(folder: Path, text: str, name: str = "x.yaml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dedent(text), "utf-8")
    return path


def test_a_site_needs_few_keys_and_its_family_fills_the_rest(tmp_path: Path) -> None:
    site = load_site(put(tmp_path, GOOD))
    assert site.to_site() == Site("x", "某县人民政府", "431225", ("某县融媒体中心",), None)
    assert (site.enabled, site.delay, site.lists[0].max_pages) == (True, None, 50)


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        (("family: createpage", "familly: createpage"), 5, ["familly", "unknown key", "family"]),
        (("    column: 要闻", "    colum: 要闻"), 9, ["lists.0.colum", "unknown key", "max_pages"]),
        (("family: createpage", "family: nosuch"), 5, ["nosuch", "not a known family", "createpage"]),
        (('"431225"', '"4312"'), 3, ["division", "4312"]),
        (("https://www.x.gov.cn/xwzx/", "www.x.gov.cn/xwzx/"), 8, ["lists.0.url", "http://"]),
        (("https://www.x.gov.cn/xwzx/", "https://other.gov.cn/"), 1, ["other.gov.cn", "hosts"]),
        (("name: 某县人民政府\n", ""), 1, ["name", "missing"]),
        (("id: x\n", "id: X Y\n"), 1, ["id", "X Y"]),
        (("family: createpage", "article: '(['"), 5, ["article", "regular expression"]),
        (("family: createpage", "page: {kind: template}"), 5, ["page", "template"]),
        (("family: createpage", "row: 'ul >'"), 5, ["row", "CSS selector", "ul >"]),
        (("    column: 要闻", "    row: '[['"), 9, ["lists.0.row", "CSS selector"]),
        (("family: createpage", "earlier: [{until: soon}]"), 5, ["earlier.0.until", "date"]),
        (("family: createpage", "earlier: [{until: 2025-03-01, bodi: p}]"), 5, ["bodi", "unknown key", "until"]),
        (("family: createpage", "earlier: [{body: p}]"), 5, ["earlier.0.until", "missing"]),
        (("family: createpage", "earlier: [{until: 2025-03-01}, {until: 2024-03-01}]"), 1, ["oldest first"]),
    ],
)
def test_an_error_names_the_file_the_line_the_key_and_what_to_do(
    tmp_path: Path, change: tuple[str, str], line: int, words: list[str]
) -> None:
    path = put(tmp_path, GOOD.replace(*change))
    with pytest.raises(RegistryError) as caught:
        load_site(path)
    message = str(caught.value)
    assert message.startswith(f"{path}:{line}: ")
    assert all(word in message for word in words)


@pytest.mark.parametrize("text", ["- a\n- b\n", "id: [\n", "just words"])
def test_a_file_that_is_no_mapping_is_an_error_with_its_name(tmp_path: Path, text: str) -> None:
    with pytest.raises(RegistryError, match=r"x\.yaml"):
        load_site(put(tmp_path, text))


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    put(tmp_path, GOOD, "hunan/x.yaml")
    put(tmp_path, GOOD.replace("id: x", "id: y"), "hunan/y.yaml")
    put(tmp_path, GOOD.replace("id: x", "id: z").replace("www.x", "www.z"), "hunan/w.yaml")
    with pytest.raises(RegistryError) as caught:
        load_sites(tmp_path)
    first, second = str(caught.value).splitlines()
    assert "w.yaml" in first
    assert "name the file z.yaml" in first
    assert "www.x.gov.cn belongs to x already" in second


def test_the_registry_that_is_shipped_is_valid() -> None:
    assert all(site.id == key for key, site in load_sites().items())


@pytest.mark.parametrize(
    ("hosts", "url", "expected"),
    [
        (("x.gov.cn",), "http://x.gov.cn:8080/a", True),
        (("x.gov.cn",), "http://www.x.gov.cn/a", False),
        (("x.gov.cn:8080",), "http://x.gov.cn/a", False),
        (("x.gov.cn",), "http://evil.cn/x.gov.cn", False),
        (("X.gov.cn",), "http://x.GOV.cn/a", True),
    ],
)
def test_a_host_owns_its_own_pages_only(hosts: tuple[str, ...], url: str, expected: bool) -> None:
    assert owns(hosts, url) is expected


def test_shipped_sites_are_disabled_until_a_person_has_looked() -> None:
    for site in load_sites().values():
        assert site.verified is not None or not site.enabled, site.id
        assert site.source, site.id


def test_an_enabled_site_needs_a_list(tmp_path: Path) -> None:
    path = put(tmp_path, GOOD.partition("lists:")[0])
    with pytest.raises(RegistryError, match="needs a list"):
        load_site(path)
    path.write_text(path.read_text("utf-8") + "enabled: false\n", "utf-8")
    assert load_site(path).lists == ()


def test_the_schema_for_editors_is_the_model_s() -> None:
    assert json.loads((SITES / "site.schema.json").read_text("utf-8")) == json_schema()


EARLIER = (
    GOOD
    + """\
body: .new
earlier:
  - until: 2023-01-01
    family: generic
    body: .oldest
    own_names: [某县广播电视台]
  - until: 2025-03-01
    body: .old
"""
)


@pytest.mark.parametrize(
    ("moment", "body", "family", "names"),
    [
        ("2022-12-31T15:59:59+00:00", ".oldest", "generic", ("某县广播电视台",)),
        ("2022-12-31T16:00:00+00:00", ".old", "createpage", ("某县融媒体中心",)),  # midnight in Beijing
        ("2025-02-28T00:00:00+00:00", ".old", "createpage", ("某县融媒体中心",)),
        ("2025-03-01T00:00:00+00:00", ".new", "createpage", ("某县融媒体中心",)),
    ],
)
def test_an_old_capture_keeps_the_parser_of_its_day(
    tmp_path: Path, moment: str, body: str, family: str, names: tuple[str, ...]
) -> None:
    config = load_site(put(tmp_path, EARLIER))
    held, site = config.at(datetime.fromisoformat(moment)), config.to_site(datetime.fromisoformat(moment))
    assert (held.body, held.family, held.own_names) == (body, family, names)
    assert (site.body, site.own_names) == (body, names)
    assert config.to_site().body == ".new"
