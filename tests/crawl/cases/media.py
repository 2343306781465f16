"""Newspapers and county media."""

from datetime import UTC, date, datetime, timedelta

from crawl.hours import BEIJING
from tests.crawl.cases.base import Case, static
from tests.crawl.web import ARTICLE, Answer, rows

TODAY = datetime.now(UTC).astimezone(BEIJING).date()


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


def paper_index() -> Case:
    """An entry that leads to the newest issue by a meta refresh; days without a mark between them."""
    days = [TODAY - timedelta(days=n) for n in (1, 2)]
    lists = {"/paperindex.htm": f'<meta http-equiv="refresh" content="0; url=content/{days[0]:%Y%m%d}/Page01BC.htm">'}
    for day in days:
        links = rows("Articel01001BC.htm", "Articel01002BC.htm")
        lists[f"/content/{day:%Y%m%d}/Page01BC.htm"] = links + '<a href="Page02BC.htm">第02版</a>'
        lists[f"/content/{day:%Y%m%d}/Page02BC.htm"] = rows("Articel02001BC.htm")

    def answer(path: str) -> Answer | None:
        return lists.get(path) or (ARTICLE if "Articel" in path and "/content/20" in path else None)

    names = ("01001", "01002", "02001")
    expected = {f"/content/{day:%Y%m%d}/Articel{name}BC.htm" for day in days for name in names}
    return Case("paper", "/paperindex.htm", expected, answer, 17)
