"""Rows of lists: dates in all their forms, links as scripts, pinned rows, columns; bounded on hostile pages."""

import time

import pytest
from selectolax.lexbor import LexborHTMLParser

from crawl.decoding import decode
from crawl.families import Ask, ListPage, Row, Rules, read_list
from crawl.families.links import clean_url, targets
from crawl.families.wrapped import unwrap
from crawl.moved import script_target

LIST = "http://x.cn/zw/"


def read(html: str, **rules: str) -> tuple[Row, ...]:
    return read_list(ListPage(LIST, html, Ask(LIST), LIST), Rules(("x.cn",), **rules)).rows  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("row", "date"),
    [
        ("<li>{} 2024-05-01</li>", "2024-05-01"),
        ("<li>{}<span>[2024/5/1]</span></li>", "2024-05-01"),
        ("<li><em>2024年5月1日</em>{}</li>", "2024-05-01"),
        ("<li>{}<i>发布时间：2024.05.01 10:30:00</i></li>", "2024-05-01"),
        ("<tr><td>{}</td><td>20240501</td></tr>", "2024-05-01"),
        ("<dl><dt>{}</dt><dd>2024-05-01</dd></dl>", "2024-05-01"),
        ("<div><b>01</b><span>2024-05</span>{}</div>", "2024-05-01"),
        ("<div>{}<p>05-01</p><p>2024</p></div>", "2024-05-01"),
        ("<div>{}<p>来源：县政府办 2024-05-01 阅读 3</p></div>", "2024-05-01"),
        ("<li>{}<span>05-01</span></li>", None),
        ("<li>{}</li>", None),
        ("<li>{} 发布 2024-05-01 有效期至 2025-05-01</li>", None),
        ("<li>{}<span>2024-13-01</span></li>", None),
    ],
)
def test_a_row_s_date_is_the_piece_of_text_that_is_nothing_else(row: str, date: str | None) -> None:
    link = '<a href="/zw/10001.html">关于2023年12月31日前完成项目的通知</a>'
    html = f"<table>{row.format(link)}</table>" if "<tr>" in row else row.format(link)
    assert [
        row.date for row in read(f"{html}<li><a href='/zw/10002.html'>另一篇关于项目的报道</a>1999-01-01</li>")
    ] == [
        date,
        "1999-01-01",
    ]


def test_rows_without_elements_of_their_own_take_the_text_after_their_link() -> None:
    flat = "".join(f'<a href="/zw/1000{n}.html">关于乡村建设项目的报道</a> 2024-05-0{n}<br>' for n in (1, 2, 3))
    assert [row.date for row in read(f"<p>{flat}</p>")] == ["2024-05-01", "2024-05-02", "2024-05-03"]


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ('<a href="a.html">', "http://x.cn/zw/a.html"),
        ("<a href='javascript:;' onclick=\"window.open('../b/1.html')\">", "http://x.cn/b/1.html"),
        ("<a href=\"javascript:go('/c/2.shtml?id=3')\">", "http://x.cn/c/2.shtml?id=3"),
        ('<a href="..\\d\\3.htm">', "http://x.cn/d/3.htm"),
        ('<a href="//x.cn:80/e.html#top">', "http://x.cn/e.html"),
        ('<a href="f.jsp;jsessionid=AB12?id=1">', "http://x.cn/zw/f.jsp?id=1"),
        ('<a href="\n g.html \t">', "http://x.cn/zw/g.html"),
        ("<a href=\"javascript:alert('abc')\">", None),
        ('<a href="mailto:a@x.cn">', None),
        ('<a href="http://[bad/">', None),
        ('<a href="http://x.cn:99999/">', None),
    ],
)
def test_a_link_leads_where_a_browser_would_go(link: str, target: str | None) -> None:
    assert [found for _, found in targets(LexborHTMLParser(link), LIST)] == ([target] if target else [])


def test_an_address_is_relative_to_the_base_of_its_page() -> None:
    (row,) = read('<base href="/other/"><li><a href="10001.html">关于乡村建设项目的报道</a></li>')
    assert row.url == "http://x.cn/other/10001.html"


@pytest.mark.parametrize("mark", ["[置顶]", "<i>置顶</i>", "<span>【顶】</span>"])
def test_a_pinned_row_is_known_by_its_mark(mark: str) -> None:
    html = f"<li>{mark}<a href='/zw/10001.html'>关于乡村建设项目的报道</a> 2024-05-01</li>"
    assert read(html)[0].pinned
    assert not read(html.replace(mark, "[工作动态]"))[0].pinned


@pytest.mark.parametrize(
    "url",
    [
        "/xwzx/bdyw/1853267912341098496.html",
        "/Content-2331720.html",
        "/2026/08-03/1077300.html",
        "/2026-08-05/610135.html",
        "/ttxw/article/725848",
        "/xwzx/zjdt/content_23899",
        "/37584/37593/content_1234567.html",
        "/show.aspx?newsid=12",
        "/rkz/12.thtml?id=9",
        "/single/258/78274.html",
        "/news/7.html",
    ],
)
def test_a_site_of_no_family_has_articles_that_look_like_articles(url: str) -> None:
    assert [row.url for row in read(f"<a href='{url}'>关于乡村建设项目的报道</a>")] == ["http://x.cn" + url]


@pytest.mark.parametrize(
    "link",
    [
        "<a href='/index_2.html'>第二页有更多的报道</a>",
        "<a href='/Node-76760.html'>政府信息公开目录</a>",
        "<a href='/zw/2.html'>2</a>",
        "<a href='/about.html'>政府信息公开指南</a>",
        "<a href='/20001.html'>首页</a>",
    ],
)
def test_a_menu_is_no_row(link: str) -> None:
    assert read(link) == ()


def test_a_dated_row_that_leads_to_a_file_is_one_and_a_manual_beside_it_is_not() -> None:
    html = "<li><a href='/f/P020.xlsx'>补助资金发放公示表</a> 2024-05-01</li><a href='/f/manual.pdf'>操作手册</a>"
    assert [(row.url, row.file) for row in read(html)] == [("http://x.cn/f/P020.xlsx", True)]


def test_a_query_that_decorates_a_static_page_is_left_out() -> None:
    html = "<a href='/info/1/2.htm?from=list'>报道</a><a href='/info/1/2.htm'>报道</a>"
    assert [row.url for row in read(html, article=r"/info/\d+/\d+\.htm$")] == ["http://x.cn/info/1/2.htm"]


def test_rows_may_be_the_links_that_a_selector_names() -> None:
    html = "<ul class=newsList><li><a href='/1.html'>一</a></ul><a href='/2.html'>二</a>"
    for selector in (".newsList li a", ".newsList li", ":is(.newsList, .other)"):
        assert [row.url for row in read(html, row=selector, article=r"\d\.html$")] == ["http://x.cn/1.html"]


@pytest.mark.parametrize(
    "piece", ["<a href='/{}.html'>关于乡村建设的报道</a> 没有日期 ", "<a href='/1.html'>同一篇乡村建设的报道{}</a>"]
)
def test_the_time_that_a_page_takes_grows_with_its_links(piece: str) -> None:
    def seconds(links: int) -> float:
        html = "<ul><li>" + "".join(piece.format(n + 10000) for n in range(links))
        started = time.process_time()
        read(html)
        return time.process_time() - started

    assert seconds(24_000) < 8 * seconds(6_000) + 0.5


def test_wrapped_answers_are_unwrapped() -> None:
    assert unwrap('cb({"data": {"list": [{"URL": "/a", "Title": "甲", "pubDate": 1714521600000}]}});').rows == (
        Row("/a", "甲", "2024-05-01"),
    )
    assert unwrap('{"html": "<li>1</li>"}').html == "<li>1</li>"
    assert unwrap("cb(<xml><![CDATA[<li>1</li>]]></xml>)").html == "<xml><li>1</li></xml>"
    assert unwrap("[" * 100_000).rows == ()
    assert unwrap("{" + '"a":{' * 5000).rows == ()


def test_bytes_say_their_encoding_themselves() -> None:
    assert decode("下一页".encode("gb18030")) == decode("下一页".encode()) == "下一页"
    assert decode(b"\xef\xbb\xbf" + "页".encode()) == "页"
    assert decode("乡村建设".encode() * 50 + b"\xff") == "乡村建设" * 50 + "\ufffd"


def test_a_page_that_only_leads_on_is_followed_without_its_query() -> None:
    assert script_target("<script>location.href='list.html'</script>", LIST) == LIST + "list.html"
    assert script_target("<script>window.location.replace('/a/');</script>", LIST) == "http://x.cn/a/"
    assert script_target("<script>location='/?token=1'</script>", LIST) is None
    assert script_target("<a href='/'>首页</a><script>location='/b.html'</script>", LIST) is None
    assert clean_url(LIST, "javascript:void(0)") is None
