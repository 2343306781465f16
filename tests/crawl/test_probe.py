"""A first look at a site gives the entry to commit and says what is missing."""

from pathlib import Path

import pytest
import yaml

from crawl.archive import read_pages
from crawl.families.catalogue import load_families, sniff
from crawl.probe import metas_of, one_line, probe, save, site_id
from crawl.registry import load_site, make_site
from tests.crawl.web import ARTICLE, LOOPBACK, QUICK, Web, rows, served

METAS = (
    '<meta name="SiteName" content="某县人民政府"><META NAME="siteidcode" CONTENT="4312250001">'
    '<meta content="要闻" name="ColumnName"><meta name="PubDate" content="2024-05-01 10:00">'
    '<meta name="ArticleTitle" content="null">'
)


def look(web: Web, path: str = "/list/") -> "object":
    with served(web):
        return probe(web.url + path, allow_private=LOOPBACK, settings=QUICK | {"XIANGTU_DELAY": 0})


def test_family_name_division_and_column_are_found() -> None:
    call = '<script>createPageHTML(2, {}, "index", "html");</script>'
    first = [f"./202405/t20240501_{n}.html" for n in range(1000, 1006)]
    web = Web(
        lambda path: {
            "/list/": rows(*first) + call.format(0),
            "/list/index_1.html": rows("./202405/t20240501_2000.html") + call.format(1),
        }.get(path, METAS + ARTICLE)
    )
    found = look(web)
    entry = yaml.safe_load(found.text)  # type: ignore[attr-defined]
    assert make_site(entry).family == "createpage"
    assert (entry["name"], entry["division"], entry["lists"][0]["column"]) == ("某县人民政府", "431225", "要闻")
    assert (found.lists, found.rows) == (2, 7)  # type: ignore[attr-defined]
    assert [line for line in found.missing if not line.startswith("verified")] == []  # type: ignore[attr-defined]
    assert sum("/202405/" in path for path in web.paths()) == 2, "two articles are enough for a look"


def test_what_was_not_found_is_said() -> None:
    web = Web({"/list/": rows("/a/1000.html", "/a/1001.html"), "/a/1000.html": ARTICLE, "/a/1001.html": ARTICLE})
    found = look(web)
    words = " ".join(found.missing)  # type: ignore[attr-defined]
    for word in ("no family", "second page", "only 2 rows", "division", "SiteName", "PubDate", "verified"):
        assert word in words
    assert found.text.startswith("# To do: ")  # type: ignore[attr-defined]


def test_a_wall_is_said_to_be_one() -> None:
    web = Web({"/list/": (412, {}, "<script>r='m'</script>")})
    found = look(web)
    assert web.paths() == ["/list/"], "a host that refuses is asked once"
    assert "ruishu" in " ".join(found.missing)  # type: ignore[attr-defined]
    assert found.article is None  # type: ignore[attr-defined]


def test_metas_are_read_case_blind_and_empty_ones_are_none() -> None:
    assert metas_of(METAS + '<meta name="ContentSource" content="">') == {
        "SiteName": "某县人民政府",
        "SiteIDCode": "4312250001",
        "ColumnName": "要闻",
        "PubDate": "2024-05-01 10:00",
    }


def test_each_family_but_the_generic_has_a_fingerprint() -> None:
    assert [name for name, family in load_families().items() if not family.sniff] == ["generic"]


def test_fingerprints_tell_families_apart() -> None:
    signs = {
        "jpage": "<script type='text/xml'><datastore><recordset></recordset></datastore></script>",
        "jpaas": "<script src='/x/unitbuild.js'></script>",
        "xxgk": "<iframe src='/module/xxgk/tree.jsp?area=014'></iframe>",
        "truecms": "<script>url: '/ms/messageController/getMessage.do'</script>",
        "gkmlpt": "<script>window._CONFIG = {SID: 1}</script>",
        "nfcms": "<script>var NFCMS_SITE_ID = 1</script>",
        "ls": "<script>Ls.pagination('#page_1')</script>",
        "ucap": "<a href='/x/c117594/common_list.shtml'>更多</a>",
        "vsb": "<div id='vsb_content_2'></div>",
        "ewb": "<script src='/js/webBuilderCommon.js'></script>",
        "channels": "<li class='pagedContent'></li>",
        "paper": "<map name='PagePicMap'></map>",
        "cjyun": "<script>shareVariable = {sid: 1}</script>",
        "createpage": "<script>createPageHTML(3, 0)</script>",
        "zjol": "<a href='https://dqnews.zjol.com.cn/dqnews/'>首页</a>",
        "rednet": "<a href='https://jishou.rednet.cn/channel/7250.html'>首页</a>",
    }
    assert {name: sniff(text) for name, text in signs.items()} == {name: name for name in signs}
    assert sniff("<p>nothing special</p>") is None


def test_what_was_found_is_saved_for_a_person_to_confirm(tmp_path: Path) -> None:
    web = Web({"/list/": rows("/a/1000.html", "/a/1001.html"), "/a/1000.html": ARTICLE, "/a/1001.html": ARTICLE})
    found = look(web)
    entry, archive, confirm = save(found, tmp_path / "sites", tmp_path / "pages")  # type: ignore[arg-type]
    assert load_site(entry).enabled is False
    assert [page.url for page in read_pages(archive)] == [web.url + "/a/1000.html", web.url + "/a/1001.html"]
    assert yaml.safe_load(confirm.read_text("utf-8"))[0]["title"] is None
    with pytest.raises(FileExistsError, match="is there already"):
        save(found, tmp_path / "sites", tmp_path / "pages")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("url", "id"),
    [
        ("http://www.huitong.gov.cn/xwzx/", "huitong"),
        ("https://zwgk.Some_County.gov.cn:8080/", "some-county"),
        ("http://[::1]:80/", "site"),
        ("http://127.0.0.1/", "site"),
    ],
)
def test_a_site_is_named_after_its_host(url: str, id: str) -> None:
    assert site_id(url) == id


def test_what_a_page_had_a_part_in_is_one_line_of_the_entry_s_head() -> None:
    assert one_line("timeout at\n http://x/\u2028id: evil\x1b[31m\u202e") == "timeout at http://x/ id: evil [31m"
