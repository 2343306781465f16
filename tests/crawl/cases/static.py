"""Families whose lists are static pages."""

import uuid
from urllib.parse import parse_qs, urlsplit

from tests.crawl.cases.base import Case, static
from tests.crawl.web import ARTICLE, Answer, rows


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
    return Case("ls", "/ywdt/xzdt/index.html", expected, answer, 4)


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


def ls_disclosure() -> Case:
    """A disclosure column whose rows its page fetches by script."""

    def answer(path: str) -> Answer | None:
        parts = urlsplit(path)
        asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
        if parts.path == "/public/column/55":
            return "<a href='/'>首页</a><script>var siteId = '1001'; loadList({pageCount:2});</script>"
        if parts.path == "/site/label/8888":
            good = (asked["siteId"], asked["organId"], asked["catId"]) == ("1001", "55", "7")
            page = int(asked["pageIndex"])
            return rows(f"/public/55/{500 + page}.html") if good and page < 4 else "<div></div>"
        return ARTICLE

    path = "/public/column/55?type=4&action=list&catId=7"
    return Case("ls", path, {f"/public/55/{500 + n}.html" for n in (1, 2, 3)}, answer, 5)


def vsb_tree() -> Case:
    """vsb out of a script: list and articles by query, the pages by a<tree>p."""

    def answer(path: str) -> Answer | None:
        parts = urlsplit(path)
        asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
        if parts.path == "/list.jsp":
            page = min(int(asked.get("a1082p", 1)), 3)  # the last page for each number beyond it
            return rows(f"content.jsp?urltype=news.NewsContentUrl&wbtreeid=1082&wbnewsid={100 + page}")
        return ARTICLE

    expected = {f"/content.jsp?urltype=news.NewsContentUrl&wbtreeid=1082&wbnewsid={100 + n}" for n in (1, 2, 3)}
    return Case("vsb", "/list.jsp?urltype=tree.TreeTempUrl&wbtreeid=1082", expected, answer, 4)


def vsb_rows() -> Case:
    """Rows bear ids; a box of other news beside them does not."""
    row = '<li id="line_u9_{}"><a href="../info/1012/{}.htm">关于乡村建设项目的报道</a></li>'
    own = "".join(row.format(n, 1000 + n) for n in range(3))
    lists = {"/xwzx/zwyw.htm": rows("../info/1077/5.htm", "../info/1077/6.htm", "../info/1077/7.htm") + own}
    return Case("vsb", "/xwzx/zwyw.htm", {f"/info/1012/{1000 + n}.htm" for n in range(3)}, static(lists), 3)
