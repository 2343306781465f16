"""hanweb: datastores and dataproxy, JPAAS units, the disclosure module, getMessage.do."""

import json
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit

from tests.crawl.cases.base import Case
from tests.crawl.web import ARTICLE, Answer, reply, rows

XML = {"Content-Type": "text/xml; charset=utf-8"}
JSON = {"Content-Type": "application/json"}


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
        reply(handler, body, XML["Content-Type"])

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


def jpage_by_record() -> Case:
    """A host that obeys startrecord and not page; article addresses of both generations."""
    hrefs = [f"/art/2024/5/1/art_284_{n}.html" for n in range(1000, 1020)]
    hrefs += [f"/xwzx/zwyw/art/2024/art_{n:032x}.html" for n in range(15)]

    def records(part: list[str]) -> str:
        inner = "".join(f"<record><![CDATA[<li><a href='{href}'>关于项目的报道</a></li>]]></record>" for href in part)
        return f"<datastore><recordset>{inner}</recordset></datastore>"

    def answer(path: str) -> Answer | None:
        if path.startswith("/col/"):
            script = "'/module/web/jpage/dataproxy.jsp';var columnid=284,unitid=77,webid=3,perpage=10;"
            return f"<script type='text/xml'>{records(hrefs[:10])}</script><script>var url={script}</script>"
        if not path.startswith("/module/"):
            return ARTICLE
        asked = {key: values[0] for key, values in parse_qs(urlsplit(path).query).items()}
        return 200, XML, records(hrefs[int(asked["startrecord"]) - 1 : int(asked["endrecord"])])

    return Case("jpage", "/col/col284/index.html", set(hrefs), answer, 5)


def xxgk() -> Case:
    """A county's items of all columns, by POST: pages without a row of ours are not the end; the last page repeats."""
    own = [f"/art/2024/5/{n}/art_284_{n}.html" for n in range(1, 6)]
    every = [f"/art/2024/4/1/art_{column}_{n}.html" for column in (11, 12) for n in range(100, 112)]
    parts = [own[:2] + every[:4], every[4:10], every[10:16], own[2:] + every[16:]]

    def answer(path: str) -> Answer | None:
        if path.startswith("/col/"):
            return '<iframe src="/module/xxgk/tree.jsp?area=014"></iframe><a href="/">首页</a>'
        return search if path.startswith("/module/xxgk/search.jsp") else ARTICLE

    def search(handler: BaseHTTPRequestHandler) -> None:
        asked = parse_qs(urlsplit(handler.path).query)
        good = handler.command == "POST" and asked["area"] == ["014"]
        number = min(int(asked["currpage"][0]), len(parts))
        body = (rows(*parts[number - 1]) if good else "").encode()
        reply(handler, body, "text/html")

    return Case("xxgk", "/col/col284/index.html", set(own), answer, 7)


def truecms(json_inside: bool = False) -> Case:
    """A host that gives ten records at most, whatever is asked, and none without a Referer."""
    hrefs = [f"/xwzx/zwyw/202405/t20240501_{n}.html" for n in range(1000, 1025)]
    script = "$.ajax({url: '/ms/messageController/getMessage.do', data: {columnId: 'c-77', perpage: 20}})"

    def answer(path: str) -> Answer | None:
        if path == "/zwyw/":
            return f"<html><body><a href='/'>首页</a><script>{script}</script></body></html>"
        return messages if path.startswith("/ms/") else ARTICLE

    def messages(handler: BaseHTTPRequestHandler) -> None:
        asked = {key: values[0] for key, values in parse_qs(urlsplit(handler.path).query).items()}
        first, last = int(asked["startrecord"]), int(asked["endrecord"])
        part = hrefs[first - 1 : min(last, first + 9)] if asked["columnId"] == "c-77" else []
        inner = "".join(f"<record><![CDATA[<li><a href='{href}'>关于项目的报道</a></li>]]></record>" for href in part)
        xml = f"<datastore><recordset>{inner}</recordset></datastore>"
        body = f"{asked['callback']}({json.dumps({'message': xml}) if json_inside else xml})".encode()
        reply(handler, body, "text/javascript; charset=utf-8", 200 if handler.headers.get("Referer") else 404)

    return Case("truecms", "/zwyw/", set(hrefs), answer, 5)
