"""Lists that come from an address of their own as JSON: Guangdong's platform, Epoint's disclosure lists."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from crawl.families.records import Ask, ListPage, Rules

SID = re.compile(r"[\"']?\bSID[\"']?\s*:\s*[\"']?(\w+)")
JSON = (("Content-Type", "application/json"),)
BUILDER = "webBuilderCommon.js"
GOVINFO = "/rest/lightfrontaction/getgovinfolist"
PER_PAGE = 15


def gkmlpt(page: ListPage, _: Rules) -> Iterator[Ask]:
    """/gkmlpt/api/all/<column>?page=N&sid=S, the column from the list's fragment (0 is all), the rest from its page."""
    if page.number > 1:
        asked = urlsplit(page.ask.url)
        fields = dict(parse_qsl(asked.query))
        url = asked._replace(query=urlencode(fields | {"page": int(fields["page"]) + 1})).geturl()
        yield Ask(url, "gkmlpt", page.number + 1)
        return
    sid = SID.search(page.text)
    base, found, rest = page.start.partition("/gkmlpt/")
    if sid and found:
        column = re.sub(r"\D", "", rest.partition("#")[2]) or "0"
        yield Ask(f"{base}/gkmlpt/api/all/{column}?page=1&sid={sid[1]}", "gkmlpt", 2)


def govinfo(page: ListPage, _: Rules) -> Iterator[Ask]:
    """Epoint's disclosure lists, by JSON in a POST: the names it wants stand in webBuilderCommon.js.

    Whether its pages count from 0 or 1 is not told: 0 is asked first, and where 1 is the same, 2.
    """
    pager, given = page.ask.pager.partition(":")[::2]
    if pager == "govinfo" and page.ask.method == "POST":
        asked = json.loads(page.ask.body)
        steps = (1, 2) if asked["pageIndex"] == 0 else (1,)
        for step in steps:
            yield _govinfo(page.ask.url, asked | {"pageIndex": asked["pageIndex"] + step}, page.number + 1, page.start)
    elif pager == "govinfo":
        project, site = _value("projectName", page.text), _value("siteGuid", page.text)
        asked = {"siteGuid": site or "", "pageIndex": 0, "pageSize": PER_PAGE, **dict(parse_qsl(given))}
        path = f"/{project.strip('/')}{GOVINFO}" if project else GOVINFO
        yield _govinfo(urljoin(page.start, path), asked, 2, page.start)
    elif script := re.search(rf"src\s*=\s*[\"']([^\"']*{re.escape(BUILDER)}[^\"']*)", page.text):
        query = dict(parse_qsl(urlsplit(page.start).query))
        names = ("deptcode", "categorynum")
        known = {name: query.get(name) or _value(name, page.text) or "" for name in names}
        if not known["categorynum"] and (number := re.search(r"/(\d{6,})/", page.start)):
            known["categorynum"] = number[1]
        yield Ask(urljoin(page.url, script[1]), f"govinfo:{urlencode(known)}", 1)


def _govinfo(url: str, asked: dict[str, Any], number: int, referrer: str) -> Ask:
    return Ask(url, "govinfo", number, "POST", json.dumps(asked).encode(), (*JSON, ("Referer", referrer)))


def _value(name: str, text: str) -> str | None:
    found = re.search(rf"\b{name}[\"']?\s*[:=]\s*[\"']([^\"']+)[\"']", text, re.I)
    return found[1] if found else None
