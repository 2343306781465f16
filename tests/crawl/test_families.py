"""Each family against a server that pages as the family does: exactly the expected articles, and then it stops.

The servers are written from what published crawlers say of the families; none copies a real site.
"""

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from crawl.hours import BEIJING
from crawl.report import SiteReport
from tests.crawl.web import ARTICLE, Answer, Web, crawl, pages, rows, served, site

XML = {"Content-Type": "text/xml; charset=utf-8"}
JSON = {"Content-Type": "application/json"}
TODAY = datetime.now(UTC).astimezone(BEIJING).date()


@dataclass
class Case:
    """A server, its list, the articles that are to be captured, and the list pages that it is asked for at most."""

    family: str
    list: str
    expected: set[str]
    answer: Callable[[str], Answer | None]
    most: int
    keys: dict[str, Any] = field(default_factory=dict)


def static(lists: dict[str, str]) -> Callable[[str], Answer | None]:
    """Lists by path, articles for the rest, 404 for what looks like another list page."""

    def answer(path: str) -> Answer | None:
        if path in lists:
            return lists[path]
        name = path.rpartition("/")[2]
        missing = name.startswith(("index", "list", "8060")) or (name.removesuffix(".html").isdigit() and len(name) < 9)
        return None if missing else ARTICLE

    return answer


def t(number: int) -> str:
    return f"./202405/t20240501_{number}.html"


def at(folder: str, *numbers: int) -> set[str]:
    return {f"{folder}202405/t20240501_{number}.html" for number in numbers}


def createpage_zero() -> Case:
    call = '<script>createPageHTML(4, {}, "index", "html", "black2", 60);</script>'
    lists = {"/xwzx/": rows(t(1001), t(1002)) + call.format(0)}
    for page in (1, 2):  # four pages are declared, three exist
        lists[f"/xwzx/index_{page}.html"] = rows(t(1001 + 2 * page), t(1002 + 2 * page)) + call.format(page)
    return Case("createpage", "/xwzx/", at("/xwzx/", *range(1001, 1007)), static(lists), 5)


def createpage_one() -> Case:
    call = "<script>createPageHTML('paging', 3, {}, 'index', 'html', 6);</script>"
    lists = {"/xwzx/": rows(t(1001), t(1002)) + call.format(1)}
    for page in (2, 3):
        lists[f"/xwzx/index_{page}.html"] = rows(t(999 + 2 * page), t(1000 + 2 * page)) + call.format(page)
    return Case("createpage", "/xwzx/", at("/xwzx/", *range(1003, 1007), 1001, 1002), static(lists), 5)


def createpage_list() -> Case:
    call = "<script>createPageHTML('page_div', 3)</script>"
    lists = {
        "/zwgk/xxx_list.html": rows(t(1001), t(1002)) + call,
        "/zwgk/xxx_list_1.html": rows(t(1001), t(1002)) + call,
    }
    lists |= {f"/zwgk/xxx_list_{n}.html": rows(t(1000 + n)) + call for n in (2, 3)}
    lists["/zwgk/xxx_list_2.html"] = rows(t(1003)) + call
    lists["/zwgk/xxx_list_3.html"] = rows(t(1004)) + call
    return Case("createpage", "/zwgk/xxx_list.html", at("/zwgk/", 1001, 1002, 1003, 1004), static(lists), 6)


def tickers() -> Case:
    """A column of its own rows, with a ticker of another column on top and links to other hosts among them."""
    other = rows("/other/202405/t20240501_9001.html", "http://elsewhere.cn/t20240501_9002.html")
    lists = {"/xwzx/": other + rows(t(1001), t(1002), t(1003))}
    return Case("createpage", "/xwzx/", at("/xwzx/", 1001, 1002, 1003), static(lists), 1)


def jpage(method: str = "GET") -> Case:
    """Thirty records on page 1 are three shown pages; the fourth and fifth come from dataproxy."""
    hrefs = [f"/art/2024/5/1/art_284_{n}.html" for n in range(1000, 1043)]

    def records(part: list[str]) -> str:
        inner = "".join(
            f"<record><![CDATA[<li><a href='{href}'>关于项目的报道之一</a></li>]]></record>" for href in part
        )
        return f"<datastore><totalpage>5</totalpage><recordset>{inner}</recordset></datastore>"

    script = (
        "var url='/module/web/jpage/dataproxy.jsp?columnid=284&unitid=77&webid=3&webname=%E5%8E%BF'; var perpage = 10;"
    )

    def answer(path: str) -> Answer | None:
        if path.startswith("/col/"):
            head = "<a href='/col/col1/index.html'>首页</a>" + rows("/art/2024/5/1/art_999_5000.html")
            return f"{head}<script type='text/xml'>{records(hrefs[:30])}</script><script>{script}</script>"
        return proxy if path.startswith("/module/") else ARTICLE

    def proxy(handler: BaseHTTPRequestHandler) -> None:
        query = urlsplit(handler.path).query if handler.command == "GET" else handler.posted.decode()  # type: ignore[attr-defined]
        asked = {key: values[0] for key, values in parse_qs(query).items()}
        number, size = int(asked.get("page", 0)), int(asked.get("perpage", 1))
        good = handler.command == method and (asked.get("columnid"), asked.get("unitid")) == ("284", "77")
        body = records(hrefs[(number - 1) * size : number * size] if good else []).encode()
        handler.send_response(200)
        handler.send_header("Content-Type", XML["Content-Type"])
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return Case("jpage", "/col/col284/index.html", set(hrefs), answer, 5)


def jpaas() -> Case:
    """Two units on the page: a menu and the list; only the list's pages hold articles."""
    hrefs = [f"/art/2024/art_{n:032x}.html" for n in range(20)]

    def unit(tag: str) -> str:
        data = {
            "parseType": "bulidstatic",
            "webId": "w1",
            "tplSetId": "t1",
            "pageType": "column",
            "tagId": tag,
            "pageId": "p1",
        }
        return f'<div class="unit" queryData="{json.dumps(data).replace(chr(34), chr(39))}"></div>'

    def answer(path: str) -> Answer | None:
        if path.startswith("/col/"):
            return f"<script src='/unitbuild.js'></script><a href='/'>首页</a>{unit('menu')}{unit('list')}"
        if not path.startswith("/api-gateway/"):
            return ARTICLE
        asked = {key: values[0] for key, values in parse_qs(urlsplit(path).query).items()}
        paging = json.loads(asked["paramJson"])
        part = hrefs[(paging["pageNo"] - 1) * 8 : paging["pageNo"] * 8] if asked["tagId"] == "list" else []
        return 200, JSON, json.dumps({"success": True, "data": {"html": rows(*part) if part else "<ul></ul>"}})

    return Case("jpaas", "/col/col55/index.html", set(hrefs), answer, 6)


def gkmlpt() -> Case:
    """JSON of a hundred rows a page, some of which lead to other hosts; the declared total is too low."""
    hrefs = [f"/gkmlpt/content/4/{n // 1000}/post_{n}.html" for n in range(4000, 4130)]

    def answer(path: str) -> Answer | None:
        if path.startswith("/gkmlpt/index"):
            return '<script>window._CONFIG = {"SID": 755003, "TREE": []}</script><script src="/a.js"></script>'
        if not path.startswith("/gkmlpt/api/all/12"):
            return ARTICLE
        asked = parse_qs(urlsplit(path).query)
        assert asked["sid"] == ["755003"]
        number = int(asked["page"][0])
        articles: list[dict[str, Any]] = [
            {"title": "关于补助资金的公示", "url": href, "display_publish_time": 1714521600}
            for href in hrefs[(number - 1) * 100 : number * 100]
        ]
        articles.append({"title": "外链", "url": "http://elsewhere.cn/post_1.html"})
        return 200, JSON, json.dumps({"total": 128, "articles": articles})

    return Case("gkmlpt", "/gkmlpt/index#12", set(hrefs), answer, 3)


def nfcms() -> Case:
    lists = {
        "/zwgk/zcjd/index.html": rows(
            "content/post_1001.html", "content/mpost_1002.html", "http://mp.weixin.qq.com/s/1"
        )
    }
    lists["/zwgk/zcjd/index_2.html"] = rows("content/post_1003.html")
    expected = {
        "/zwgk/zcjd/content/post_1001.html",
        "/zwgk/zcjd/content/mpost_1002.html",
        "/zwgk/zcjd/content/post_1003.html",
    }
    return Case("nfcms", "/zwgk/zcjd/index.html", expected, static(lists), 3)


def ls() -> Case:
    """A pretty first page; the others by column and page index. The row separators are no rows."""
    script = '<script>Ls.pagination("#page_1", {{currPage: {}, pageCount: 3}})</script>'

    def answer(path: str) -> Answer | None:
        parts = urlsplit(path)
        page = int(parse_qs(parts.query).get("pageIndex", ["1"])[0])
        if parts.path in ("/ywdt/xzdt/index.html", "/content/column/6789"):
            if page > 3:
                return "<ul></ul>"
            links = rows(f"/content/article/{8000 + page}", f"/ywdt/xzdt/16390{page}.html")
            return f'<div class="doc_list list-6789">{links}</div><li class="lm_line"></li>' + script.format(page)
        return ARTICLE

    expected = {f"/content/article/{8000 + n}" for n in (1, 2, 3)} | {f"/ywdt/xzdt/16390{n}.html" for n in (1, 2, 3)}
    return Case("ls", "/ywdt/xzdt/index.html", expected, answer, 3)


def ls_query() -> Case:
    """A list whose own address has the page index."""

    def answer(path: str) -> Answer | None:
        parts = urlsplit(path)
        if parts.path == "/site/label/8888":
            page = int(parse_qs(parts.query)["pageIndex"][0])
            return rows(f"/public/12/{500 + page}.html") if page < 4 else "<div></div>"
        return ARTICLE

    path = "/site/label/8888?labelName=publicInfoList&siteId=1&pageIndex=1&pageSize=1"
    return Case("ls", path, {f"/public/12/{500 + n}.html" for n in (1, 2, 3)}, answer, 4)


def ucap() -> Case:
    """The list of one column, in which another's stands twice as a ticker."""
    own = [f"/x/c117594/202405/{n:032x}.shtml" for n in range(5)]
    other = [f"/x/c99999/202405/{n:032x}.shtml" for n in range(50, 52)]
    lists = {"/x/c117594/list.shtml": rows(*other, *own[:3]), "/x/c117594/list_2.shtml": rows(*other, *own[3:])}
    return Case("ucap", "/x/c117594/list.shtml", set(own), static(lists), 3)


def vsb() -> Case:
    """Numbers fall: zwyw.htm of three pages, then zwyw/2.htm and zwyw/1.htm."""
    lists = {
        "/xwzx/zwyw.htm": rows("../info/1012/1006.htm", "../info/1012/1005.htm")
        + '<a href="zwyw/2.htm">下页</a><i>1/3</i>',
        "/xwzx/zwyw/2.htm": rows("../../info/1012/1004.htm", "../../info/1012/1003.htm") + '<a href="1.htm">下页</a>',
        "/xwzx/zwyw/1.htm": rows("../../info/1012/1002.htm"),
    }
    return Case("vsb", "/xwzx/zwyw.htm", {f"/info/1012/{n}.htm" for n in range(1002, 1007)}, static(lists), 4)


def vsb_falling() -> Case:
    """The same without links: only the count tells."""
    case = vsb()
    lists = {
        "/xwzx/zwyw.htm": rows("../info/1012/1006.htm") + "<i>1/3</i>",
        "/xwzx/zwyw/2.htm": rows("../../info/1012/1004.htm") + "<i>2/3</i>",
        "/xwzx/zwyw/1.htm": rows("../../info/1012/1002.htm") + "<i>3/3</i>",
    }
    return Case("vsb", case.list, {f"/info/1012/{n}.htm" for n in (1002, 1004, 1006)}, static(lists), 3)


def ewb() -> Case:
    hrefs = [f"/xwzx/002006/20240501/{uuid.UUID(int=n)}.html" for n in range(6)]
    lists = {"/xwzx/002006/": rows(*hrefs[:3]), "/xwzx/002006/2.html": rows(*hrefs[3:])}
    return Case("ewb", "/xwzx/002006/", set(hrefs), static(lists), 3)


def channels() -> Case:
    """All rows stand in the page, hidden by a script; the rest after fifty shown pages."""
    hrefs = [f"/articles/ch00232/202401/{uuid.UUID(int=n)}.shtml" for n in range(60)]
    lists = {"/channels/ch00232/": rows(*hrefs[:50]), "/channels/ch00232/index_51.shtml": rows(*hrefs[50:])}
    return Case("channels", "/channels/ch00232/", set(hrefs), static(lists), 3)


def paper(classic: bool = False) -> Case:
    """Issues walked backward over a day without one; two sections each; image maps, queries, links to old issues."""
    days = [TODAY - timedelta(days=n) for n in (0, 1, 3, 4)]
    folder = "/html/{:%Y-%m/%d}/" if classic else "/pc/layout/{:%Y%m/%d}/"
    content = "/html/{:%Y-%m/%d}/content_{}_{}.htm" if classic else "/pc/content/{:%Y%m/%d}/content_{}{}.html"
    ext = "htm" if classic else "html"

    def issue(day: date, section: int) -> str:
        links = [f"{content.format(day, section, n)}?v=1" for n in (101, 102)]
        old = rows(content.format(day - timedelta(days=40), 1, 9))
        area = f'<map name="PagePicMap"><area href="{content.format(day, section, 103)}"></map>'
        others = "".join(f'<a href="node_{n}.{ext}">第{n}版</a>' for n in (1, 2))
        return f'<div id="layoutlist">{others}</div>{rows(*links)}{old}{area}'

    lists = {f"{folder.format(day)}node_{n}.{ext}": issue(day, n) for day in days for n in (1, 2)}

    def answer(path: str) -> Answer | None:
        return lists.get(path) or (ARTICLE if "content_" in path else None)

    expected = {content.format(day, section, n) for day in days for section in (1, 2) for n in (101, 102, 103)}
    start = ("/html/%Y-%m/%d/node_1.htm") if classic else "/pc/layout/%Y%m/%d/node_1.html"
    return Case("paper", start, expected, answer, 30)


def cjyun() -> Case:
    lists = {
        "/list/12.html": rows("/p/5003.html", "/p/5002.html") + '<a href="/list/12.html?page=2">下一页</a>',
        "/list/12.html?page=2": rows("/p/5001.html"),
    }
    return Case("cjyun", "/list/12.html", {f"/p/{n}.html" for n in (5001, 5002, 5003)}, static(lists), 2)


def rednet() -> Case:
    lists = {
        "/channel/8060.html": rows("/content/646042/68/16201808.html"),
        "/channel/8060_2.html": rows("/content/2021/09/14/101409.html"),
    }
    expected = {"/content/646042/68/16201808.html", "/content/2021/09/14/101409.html"}
    return Case("rednet", "/channel/8060.html", expected, static(lists), 3)


def zjol() -> Case:
    lists = {"/dqnews/xwzx/": rows("/dqnews/system/2024/05/01/035285000.shtml")}
    return Case("zjol", "/dqnews/xwzx/", {"/dqnews/system/2024/05/01/035285000.shtml"}, static(lists), 2)


def generic_frame() -> Case:
    """A page that is only a frame around its list, whose pages are counted in a script."""
    lists = {
        "/zwyw/": '<script>var x=1</script><iframe src="/frame/index.html"></iframe>',
        "/frame/index.html": rows("/2026/08-03/1077300.html") + '<div id="pageDec" pagesize="1" pagecount="2"></div>',
        "/frame/index_2.html": rows("/2026-08-05/610135.html"),
    }
    return Case("generic", "/zwyw/", {"/2026/08-03/1077300.html", "/2026-08-05/610135.html"}, static(lists), 4)


def site_template() -> Case:
    """A site of no family, whose entry says how it pages and what articles are."""
    lists = {
        "/a/list.php": rows("/a/show-1", "/a/menu-9"),
        "/a/list-p1": rows("/a/show-2"),
        "/a/list-p2": rows("/a/show-3"),
    }
    keys = {"page": {"kind": "template", "template": "list-p{n}", "start": 1}, "article": "/a/show-\\d+$"}

    def answer(path: str) -> Answer | None:
        return lists.get(path) or (ARTICLE if "/show-" in path else None)

    return Case("generic", "/a/list.php", {"/a/show-1", "/a/show-2", "/a/show-3"}, answer, 4, keys)


CASES: dict[str, Case] = {
    "createpage, zero-based, one page declared too many": createpage_zero(),
    "createpage, one-based": createpage_one(),
    "createpage, xxx_list, page 1 repeated as _1": createpage_list(),
    "createpage, tickers": tickers(),
    "jpage, dataproxy by GET": jpage(),
    "jpage, dataproxy by POST": jpage("POST"),
    "jpaas": jpaas(),
    "gkmlpt": gkmlpt(),
    "nfcms": nfcms(),
    "ls, pretty": ls(),
    "ls, query": ls_query(),
    "ucap": ucap(),
    "vsb, by link": vsb(),
    "vsb, by count": vsb_falling(),
    "ewb": ewb(),
    "channels": channels(),
    "paper, new": paper(),
    "paper, classic": paper(classic=True),
    "cjyun": cjyun(),
    "rednet": rednet(),
    "zjol": zjol(),
    "generic, frame": generic_frame(),
    "generic, template": site_template(),
}


@dataclass
class Outcome:
    told: SiteReport
    captured: set[str]
    asked: list[str]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    webs = {name: Web(case.answer, f"127.0.3.{n}") for n, (name, case) in enumerate(CASES.items(), 1)}
    with served(*webs.values()):
        sites = [
            site(webs[name], case.list, id=f"f{n}", family=case.family, **case.keys)
            for n, (name, case) in enumerate(CASES.items())
        ]
        report = crawl(sites, tmp_path_factory.mktemp("data"))
    return {
        name: Outcome(told, set(pages(type(report)((told,)))), web.paths())
        for (name, web), told in zip(webs.items(), report.sites, strict=True)
    }


@pytest.mark.parametrize("name", CASES)
def test_exactly_the_expected_articles_are_captured(outcomes: dict[str, Outcome], name: str) -> None:
    assert outcomes[name].captured == CASES[name].expected
    assert outcomes[name].told.errors == ()


@pytest.mark.parametrize("name", CASES)
def test_the_walk_ends(outcomes: dict[str, Outcome], name: str) -> None:
    lists = [path for path in outcomes[name].asked if path not in CASES[name].expected]
    assert len(lists) <= CASES[name].most, lists
    assert len(lists) == len(set(lists)) or CASES[name].family == "jpage", "no list page is asked for twice"
