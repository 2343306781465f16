"""Lists that come as JSON from an address of their own."""

import json
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.crawl.cases.base import Case
from tests.crawl.web import ARTICLE, Answer, reply

JSON = {"Content-Type": "application/json"}


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

    return Case("gkmlpt", "/gkmlpt/index#12", set(hrefs), answer, 4)


def ucap_json() -> Case:
    """UCAP's lists by JSON: title, link, pubtime."""
    hrefs = [f"/x/c1/202405/{n:032x}.shtml" for n in range(20)]

    def answer(path: str) -> Answer | None:
        if not path.startswith("/szinf/"):
            return ARTICLE
        number = int(parse_qs(urlsplit(path).query)["currpage"][0])
        part = hrefs[(number - 1) * 15 : number * 15]
        rows = [{"title": "关于补助资金的公示", "link": href, "pubtime": "2024-05-01 10:00"} for href in part]
        return 200, JSON, json.dumps({"infolist": rows, "total": 20})

    path = f"/szinf/info/getInfoCommon/?pagesize=15&currpage=1&channelid={0:032x}"
    return Case("ucap", path, set(hrefs), answer, 3)


def govinfo(first: int = 0) -> Case:
    """Epoint's disclosure lists: a POST of JSON, the names in webBuilderCommon.js, pages from 0 or from 1."""
    hrefs = [f"/zwgk/002006/20240501/{n:08d}-0000-0000-0000-000000000000.html" for n in range(40)]

    def answer(path: str) -> Answer | None:
        if path == "/zwgk/002006/":
            return "<div class='ewb-main'>EWB-FRONT</div><script src='/js/webBuilderCommon.js?v=2'></script>"
        if path.startswith("/js/"):
            text = "var siteInfo = {projectName: '/EpointWebBuilder', siteGuid: '7eb5f7f1-9041'};"
            return 200, {"Content-Type": "application/javascript"}, text
        if path == "/EpointWebBuilder/rest/lightfrontaction/getgovinfolist":
            return lists
        return ARTICLE if path in hrefs else None

    def lists(handler: BaseHTTPRequestHandler) -> None:
        asked = json.loads(handler.posted)  # type: ignore[attr-defined]
        number = max(asked["pageIndex"] - first, 0)
        good = (asked["siteGuid"], asked["categorynum"]) == ("7eb5f7f1-9041", "002006")
        part = hrefs[number * asked["pageSize"] : (number + 1) * asked["pageSize"]] if good else []
        data = [{"infourl": href, "realtitle": "关于补助资金的公示", "infodate": "2024-05-01"} for href in part]
        body = json.dumps({"custom": json.dumps({"data": data}), "status": {"code": 1}}).encode()
        reply(handler, body, "application/json")

    return Case("ewb", "/zwgk/002006/", set(hrefs), answer, 8)
