"""``xiangtu probe``: from an address to an entry that can be checked and crawled."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import Result

from crawl.archive import read_pages
from crawl.registry import load_site, make_site
from tests.crawl.web import ARTICLE, Web, rows, served

Run = Callable[..., Result]
METAS = '<meta name="SiteName" content="某县[/b]人民政府"><meta name="SiteIDCode" content="4312250001">'
QUICKLY = ("--allow-private", "--delay", "0")


@pytest.fixture
def web() -> Web:
    call = '<script>createPageHTML(2, {}, "index", "html");</script>'
    first = [f"./202405/t20240501_{n}.html" for n in range(1000, 1006)]
    return Web(
        lambda path: {
            "/list/": rows(*first) + call.format(0),
            "/list/index_1.html": rows("./202405/t20240501_2000.html") + call.format(1),
        }.get(path, METAS + ARTICLE)
    )


def test_the_entry_goes_to_standard_output_and_what_is_missing_to_both(xiangtu: Run, web: Web) -> None:
    with served(web):
        result = xiangtu("probe", web.url + "/list/", *QUICKLY, "--id", "own")
    assert result.exit_code == 0, result.output
    entry = make_site(yaml.safe_load(result.stdout))
    assert (entry.id, entry.name, entry.family, entry.division) == ("own", "某县[/b]人民政府", "createpage", "431225")
    assert not entry.enabled
    assert "2 pages, 7 rows" in result.stderr
    for stream, mark in ((result.stdout, "# To do: verified:"), (result.stderr, "to do: verified:")):
        assert mark in stream
    assert web.paths().count("/list/") == 2
    assert sum("/202405/" in path for path in web.paths()) == 2


def test_what_is_saved_can_be_checked_and_is_not_written_over(xiangtu: Run, web: Web, data: Path) -> None:
    with served(web):
        result = xiangtu("probe", web.url + "/list/", *QUICKLY, "--id", "own", "--save")
        assert result.exit_code == 0, result.output
        entry, archive, confirm = map(Path, result.stdout.split())
        assert (entry, confirm) == (data / "sites" / "own.yaml", data / "probes" / "own.yaml")
        assert load_site(entry).lists[0].url == web.url + "/list/"
        assert len(list(read_pages(archive))) == 2
        assert "xiangtu sites --check own" in result.stderr
        checked = xiangtu("sites", "--check", "own")
        assert checked.exit_code == 3
        assert checked.stdout.count("title, published, source, body_starts, body_ends not confirmed") == 2
        asked = len(web.log)
        again = xiangtu("probe", web.url + "/list/", *QUICKLY, "--id", "other", "--save")
        assert again.exit_code == 1
        assert f"is registered as own in {entry}" in again.stderr
        entry.unlink()
        again = xiangtu("probe", web.url + "/list/", *QUICKLY, "--id", "own", "--save")
        assert f"{confirm} is there already" in again.stderr
    assert len(web.log) == asked, "the host is not asked for what can't be saved"


def test_a_folder_for_the_entry_can_be_named(xiangtu: Run, web: Web, tmp_path: Path, data: Path) -> None:
    with served(web):
        options = ("--id", "own", "--save", "--into", tmp_path / "hunan")
        result = xiangtu("probe", web.url + "/list/", *QUICKLY, *options)
    assert f"move it to {data / 'sites'}" in result.stderr
    assert load_site(tmp_path / "hunan" / "own.yaml").id == "own"


def test_private_addresses_are_refused_unless_they_are_opened(xiangtu: Run, web: Web) -> None:
    with served(web):
        result = xiangtu("probe", web.url + "/list/", "--contact", "you@example.org")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "private-address" in result.stderr
    assert "--allow-private" in result.stderr
    assert web.log == []
    assert "--allow-private" in xiangtu("probe", "--help").stdout


@pytest.mark.parametrize("options", [(), ("--allow-private",)])
def test_the_public_web_needs_a_contact(
    options: tuple[str, ...], xiangtu: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XIANGTU_CONTACT", raising=False)
    result = xiangtu("probe", "http://www.example.org/list/", *options)
    assert result.exit_code == 1
    assert "no contact address; set XIANGTU_CONTACT" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        *(["www.x.gov.cn/list/"], ["ftp://x.gov.cn/"], ["http://"], ["http://["], ["http://x:99999/"]),
        *(["http://me:secret@x.gov.cn/"], ["http://x.gov.cn/", "--id", "X Y"], []),
    ],
)
def test_what_is_no_address_is_wrong_usage(arguments: list[str], xiangtu: Run) -> None:
    assert xiangtu("probe", *arguments).exit_code == 2


def test_a_wall_is_told_and_gives_no_entry(xiangtu: Run, data: Path) -> None:
    web = Web({"/list/": (412, {}, "<script>r='m'</script>")})
    with served(web):
        result = xiangtu("probe", web.url + "/list/", *QUICKLY, "--save")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "wall: " in result.stderr
    assert "never passed" in result.stderr
    assert not (data / "sites").exists()


def test_a_page_without_articles_gives_an_entry_to_work_on(xiangtu: Run) -> None:
    web = Web({"/list/": "<html><body><p>本站首页</p></body></html>"})
    with served(web):
        result = xiangtu("probe", web.url + "/list/", *QUICKLY)
    assert result.exit_code == 3
    assert "# To do: empty-list at" in result.stdout
    assert yaml.safe_load(result.stdout)["family"] == "generic"
