"""Sites of no family."""

from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs

from tests.crawl.cases.base import Case, static
from tests.crawl.web import ARTICLE, Answer, reply, rows


def generic_frame() -> Case:
    """A page that is only a frame around its list, whose pages are counted in a script."""
    lists = {
        "/zwyw/": '<script>var x=1</script><iframe src="/frame/index.html"></iframe>',
        "/frame/index.html": rows("/2026/08-03/1077300.html") + '<div id="pageDec" pagesize="1" pagecount="2"></div>',
        "/frame/index_2.html": rows("/2026-08-05/610135.html"),
    }
    return Case("generic", "/zwyw/", {"/2026/08-03/1077300.html", "/2026-08-05/610135.html"}, static(lists), 5)


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


def scripted() -> Case:
    """Links that are scripts, a base, backslashes, sessions, queries that decorate, and an entry that leads on."""
    list_page = (
        '<html><head><base href="/news/"></head><body>'
        "<li><a href=\"javascript:open('/news/show/10001.html')\">关于乡村建设项目的报道</a></li>"
        "<li onclick=\"location.href='show/10002.html'\"><b>关于乡村建设项目的报道</b> 2024-05-01</li>"
        '<li><a href="show\\10003.html;jsessionid=9A?x=1">关于乡村建设项目的报道</a></li>'
        '<li><a href="/story/alpha.html" title="关于乡村建设项目的报道">关于…</a><span>[2024-05-01]</span></li>'
        '<li><a href="/guide.html">政府信息公开指南</a></li>'
        '<a class="next" onclick="location=\'index_2.html\'"><img src="r.png"></a></body></html>'
    )
    lists = {
        "/news/": "<script>window.location.href='list.html'</script>",
        "/news/list.html": list_page,
        "/news/index_2.html": rows("/news/show/10004.html"),
    }
    expected = {"/news/show/10001.html", "/news/show/10002.html", "/news/show/10003.html?x=1"}
    expected |= {"/story/alpha.html", "/news/show/10004.html"}

    def answer(path: str) -> Answer | None:
        return lists.get(path) or (ARTICLE if path in expected else None)

    return Case("generic", "/news/", expected, answer, 4)


def postback() -> Case:
    """ASP.NET: the next page is a form sent back with what the page hid in it."""
    link = "javascript:__doPostBack('AspNetPager1','{}')"

    def page(number: int) -> str:
        hidden = f'<input type="hidden" name="__VIEWSTATE" value="state{number}">'
        further = f'<a href="{link.format(number + 1)}">下一页</a>' if number < 3 else ""
        return f'<form method="post" action="list.aspx?id=5">{hidden}{rows(f"/show.aspx?id={number}")}{further}</form>'

    def answer(path: str) -> Answer | None:
        return lists if path.startswith("/list.aspx") else ARTICLE

    def lists(handler: BaseHTTPRequestHandler) -> None:
        posted = parse_qs(getattr(handler, "posted", b"").decode()) if handler.command == "POST" else {}
        number = int(posted["__EVENTARGUMENT"][0]) if posted else 1
        good = not posted or posted["__VIEWSTATE"] == [f"state{number - 1}"]
        body = (page(number) if good else "").encode()
        reply(handler, body, "text/html; charset=utf-8")

    return Case("generic", "/list.aspx?id=5", {f"/show.aspx?id={n}" for n in (1, 2, 3)}, answer, 3)


def gbk() -> Case:
    """A list in GBK that is declared to be Latin-1, whose next page is found by its Chinese name."""

    def answer(path: str) -> Answer | None:
        text = {
            "/zw/": rows("/zw/20001.html") + '<a href="/zw/?p=b">下一页</a>',
            "/zw/?p=b": rows("/zw/20002.html"),
        }.get(path)
        header = {"Content-Type": "text/html; charset=ISO-8859-1"}
        return (200, header, text.encode("gb18030")) if text else ARTICLE

    return Case("generic", "/zw/", {"/zw/20001.html", "/zw/20002.html"}, answer, 3)


def two_addresses() -> Case:
    """Articles that stand twice: below two schemes in a list, and behind a redirect."""

    def answer(path: str) -> Answer | None:
        if path == "/zw/":
            return rows("/zw/30001.html", "/go/40001.html", "/go/40002.html")
        return (302, {"Location": "/zw/30001.html"}, "") if path.startswith("/go/") else ARTICLE

    return Case("generic", "/zw/", {"/zw/30001.html"}, answer, 1)
