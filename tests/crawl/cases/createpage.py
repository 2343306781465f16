"""createPageHTML in its signatures, and tickers on top."""

from tests.crawl.cases.base import Case, static
from tests.crawl.web import rows


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


def createpage_stale_first() -> Case:
    """index_1 is page 1 as it was before its newest row: it brings nothing new, and index_2 is asked for."""
    call = "<script>createPageHTML('paging', 3, {}, 'index', 'html', 6);</script>"
    lists = {
        "/xwzx/": rows(t(1009), t(1001), t(1002)) + call.format(1),
        "/xwzx/index_1.html": rows(t(1001), t(1002)) + call.format(1),
        "/xwzx/index_2.html": rows(t(1003)) + call.format(2),
        "/xwzx/index_3.html": rows(t(1004)) + call.format(3),
    }
    return Case("createpage", "/xwzx/", at("/xwzx/", 1009, 1001, 1002, 1003, 1004), static(lists), 6)


def createpage_more_than_declared() -> Case:
    """Two pages are declared, four exist; index_4 is a stub of a few bytes."""
    call = '<script>createPageHTML(2, {}, "index", "html");</script>'
    lists = {"/xwzx/": rows(t(1000)) + call.format(0)}
    lists |= {f"/xwzx/index_{n}.html": rows(t(1000 + n)) + call.format(n) for n in (1, 2, 3)}
    lists["/xwzx/index_4.html"] = "<html><head><script>var page = 4;</script></head><body></body></html>"
    return Case("createpage", "/xwzx/", at("/xwzx/", 1000, 1001, 1002, 1003), static(lists), 6)


def other_column_beyond() -> Case:
    """Beyond its last page the list shows another column's rows."""
    call = '<script>createPageHTML(2, {}, "index", "html");</script>'
    lists = {"/xwzx/": rows(t(1000), t(1001)) + call.format(0), "/xwzx/index_1.html": rows(t(1002))}
    lists["/xwzx/index_2.html"] = rows("/other/202405/t20240501_9001.html", "/other/202405/t20240501_9002.html")
    return Case("createpage", "/xwzx/", at("/xwzx/", 1000, 1001, 1002), static(lists), 4)
