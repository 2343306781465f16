"""``xiangtu sites``: what is registered, what is wrong with it, and what was captured last."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import Result

from crawl.archive import Archive
from crawl.registry import load_sites
from tests.crawl.test_archive import HTML, NOON
from tests.crawl.web import ARTICLE, Web, crawl, rows, served, site

Run = Callable[..., Result]
OWN = """\
id: own
name: 某县网
division: "431225"
hosts: [own.example.com]
lists:
  - url: http://own.example.com/list/
"""


def put(data: Path, text: str = OWN, name: str = "own") -> Path:
    path = data / "sites" / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def keep(data: Path, *pages: tuple[str, str, str]) -> None:
    """Save pages (path, role, text) of the site as a crawl would."""
    with Archive(data / "raw" / "own", "own") as archive:
        for path, role, text in pages:
            url = f"http://own.example.com{path}"
            archive.write(url, NOON, 200, HTML, text.encode(), role=role)  # type: ignore[arg-type]


def test_all_registered_sites_are_listed_with_their_county(xiangtu: Run, data: Path) -> None:
    put(data)
    result = xiangtu("sites")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert len([line for line in lines if line.startswith("│")]) == len(load_sites()) + 1
    own = next(line for line in lines if "│ own " in line)
    assert [cell.strip() for cell in own.strip("│").split("│")] == [
        *("own", "某县网", "431225 会同县", "generic", "enabled, unverified", "1", "")
    ]
    assert f"{len(load_sites()) + 1} sites, 1 enabled" in result.stderr


def test_the_sites_that_are_named_are_listed_as_data(xiangtu: Run, data: Path) -> None:
    path = put(data)
    (line,) = json.loads(xiangtu("sites", "own", "--format", "json").stdout)
    assert line == {
        **{"id": "own", "name": "某县网", "division": "431225", "division_name": "会同县", "kind": "gov"},
        **{"family": "generic", "enabled": True, "verified": None, "lists": 1, "newest": None, "file": str(path)},
    }
    (same,) = csv.DictReader(io.StringIO(xiangtu("sites", "own", "-f", "csv").stdout))
    assert (same["id"], same["division_name"], same["newest"]) == ("own", "会同县", "")


def test_the_newest_capture_is_what_the_crawl_brought(xiangtu: Run, data: Path) -> None:
    web = Web({"/list/": rows("/a/1000.html"), "/a/1000.html": ARTICLE})
    with served(web):
        report = crawl(site(web, id="own"), data)
    put(data)
    (line,) = json.loads(xiangtu("sites", "own", "-f", "json").stdout)
    assert report.started.replace("+00:00", "Z") <= line["newest"]
    assert line["newest"].endswith("Z")
    (data / "crawl.sqlite").write_bytes(b"no database " * 100)
    result = xiangtu("sites")
    assert result.exit_code == 1
    assert "crawl.sqlite" in result.stderr


def test_an_unknown_site_is_named(xiangtu: Run) -> None:
    result = xiangtu("sites", "nosuch")
    assert result.exit_code == 1
    assert "nosuch: no such site; 'xiangtu sites' names them" in result.stderr


def test_one_wrong_file_hides_no_other_site(xiangtu: Run, data: Path) -> None:
    put(data)
    wrong = put(data, OWN.replace("name:", "nmae:").replace("own", "bad"), "bad")
    result = xiangtu("sites")
    assert result.exit_code == 3
    assert "│ own " in result.stdout
    assert f"{wrong}:2: nmae: unknown key" in result.stderr
    assert xiangtu("sites", "own").exit_code == 0


def test_a_registry_without_faults_passes_the_check(xiangtu: Run, data: Path) -> None:
    put(data)
    result = xiangtu("sites", "--check")
    assert (result.exit_code, result.stdout) == (0, "")
    assert f"{len(load_sites()) + 1} sites checked, 0 problems" in result.stderr


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        (('"431225"', '"999999"'), 3, "division: no county of the list of divisions has the code 999999"),
        (("hosts: [own.example.com]", "hosts:\n- own.example.com\n- WWW.huitong.gov.cn"), 6, "hosts.1: WWW.huit"),
        (("id: own", "id: huitong"), 1, "id: id is 'huitong'; name the file"),
        (("id: own", "id: huitong"), 1, "id: 'huitong' is the id of"),
        (("lists:", "body: 'div >'\nlists:"), 5, "body: not a CSS selector"),
        (("lists:", "lists: ["), 6, "not valid YAML"),
    ],
)
def test_what_is_wrong_is_said_with_file_line_and_key(
    change: tuple[str, str], line: int, words: str, xiangtu: Run, data: Path
) -> None:
    path = put(data, OWN.replace(*change))
    result = xiangtu("sites", "--check")
    assert result.exit_code == 3
    assert any(said.startswith(f"{path}:{line}: {words}") for said in result.stdout.splitlines()), result.stdout


@pytest.mark.parametrize(
    ("keys", "alive", "dead"),
    [
        ("body: {}\nlists:", "h1", ".content"),
        ("row: {}\nlists:", "li", ".rows"),
        ("article: {}\nlists:", r"/a/\d+\.html$", "/art/"),
    ],
)
def test_a_selector_that_fits_no_saved_page_is_dead(keys: str, alive: str, dead: str, xiangtu: Run, data: Path) -> None:
    keep(data, ("/list/", "list", rows("/a/1000.html")), ("/a/1000.html", "article", ARTICLE))
    put(data, OWN.replace("lists:", keys.format(alive)))
    assert xiangtu("sites", "own", "--check").exit_code == 0
    path = put(data, OWN.replace("lists:", keys.format(dead)))
    result = xiangtu("sites", "own", "--check")
    assert result.exit_code == 3
    assert result.stdout.startswith(f"{path}:5: {keys.partition(':')[0]}: dead: {dead!r}")


def test_a_list_s_own_selector_is_looked_for_on_its_own_page(xiangtu: Run, data: Path) -> None:
    other = "  - url: http://own.example.com/other/\n    row: .rows\n"
    keep(data, ("/list/", "list", rows("/a/1000.html")), ("/other/", "list", rows("/a/1001.html")))
    path = put(data, OWN + other)
    (found,) = json.loads(xiangtu("sites", "--check", "-f", "json").stdout)
    assert (found["file"], found["line"], found["key"]) == (str(path), 8, "lists.1.row")
    assert "http://own.example.com/other/ as saved on" in found["text"]


def test_a_probed_site_is_open_until_a_person_has_confirmed_it(xiangtu: Run, data: Path) -> None:
    put(data)
    text = "村里修好了通往茶园的路，今年又装上了路灯。" * 20
    line = "<p>发布时间：2024-05-01 10:00　来源：某县融媒体中心</p>"
    html = f"<html><body><h1>茶园的路修好了</h1>{line}<p>{text}</p></body></html>"
    with Archive(data / "probes", "own") as archive:
        archive.write("http://own.example.com/1.html", NOON, 200, HTML, html.encode())
    right = {
        "url": "http://own.example.com/1.html",
        "title": "茶园的路修好了",
        "published": "2024-05-01T10:00",
        "source": "某县融媒体中心",
        "body_starts": text[:12],
        "body_ends": text[-12:],
    }
    file = data / "probes" / "own.yaml"
    file.write_text(yaml.safe_dump([right | {"title": None, "source": "别处"}], allow_unicode=True), "utf-8")
    first, second = xiangtu("sites", "--check", "own").stdout.splitlines()
    assert first == (
        f"{file}:6: 0.url: title not confirmed; read http://own.example.com/1.html and fill in what it says"
    )
    assert second.startswith(f"{file}:4: 0.source: ")
    assert "'别处' on the page, '某县融媒体中心' read" in second
    file.write_text(yaml.safe_dump([right], allow_unicode=True), "utf-8")
    assert xiangtu("sites", "--check", "own").exit_code == 0
    file.write_text("just words", "utf-8")
    assert "not a list of pages" in xiangtu("sites", "--check", "own").stdout
