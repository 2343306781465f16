"""hanweb's lists: datastores and dataproxy.jsp, JPAAS units, the disclosure module's search."""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from crawl.families.records import Ask, Found, ListPage, Rules
from crawl.families.rows import own_rows, read_html, read_links
from crawl.families.wrapped import parse_json

CDATA = re.compile(r"<record>\s*<!\[CDATA\[(.*?)\]\]>\s*</record>", re.S)
DATAPROXY = "/module/web/jpage/dataproxy.jsp"
UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
QUERY_DATA = re.compile(r"queryData\s*=\s*(\"\{.*?\}\"|'\{.*?\}')", re.S)
AREA = re.compile(r"/module/xxgk/\w+\.jsp\?(?:[^\"'\s]*&)?area=([\w-]+)")
SEARCH = "/module/xxgk/search.jsp"
PER_PAGE = 15
FORM = (("Content-Type", "application/x-www-form-urlencoded"),)


def read_datastore(page: ListPage, rules: Rules) -> Found:
    """Records of a datastore, in a page's script or in dataproxy's answer; the page's links where there are none."""
    records = CDATA.findall(page.text)
    if not records:
        return read_html(page, rules) if page.number == 1 else Found(strict=page.strict)
    return own_rows(read_links("\n".join(records), page.start, rules), page, rules)


def dataproxy(page: ListPage, _: Rules) -> Iterator[Ask]:
    """dataproxy.jsp, by GET and where that gives nothing by POST; what it wants to know stands in page 1's script.

    Some hosts obey ``page`` and some ``startrecord``: both say the same.
    """
    if page.number > 1:
        asked = dict(parse_qsl(urlsplit(page.ask.url).query, keep_blank_values=True))
        asked |= dict(parse_qsl(page.ask.body.decode(), keep_blank_values=True))
        yield from _dataproxy(page, asked, int(asked["page"]) + 1)
        return
    names = ("columnid", "unitid", "webid")
    found = {name: _word(rf"\b{name}[\"']?\s*[:=]\s*[\"']?([\w-]+)", page.text) or "" for name in names}
    if not all(found.values()):
        return
    size = _int(r"\bperpage[\"']?\s*[:=]\s*[\"']?(\d+)", page.text) or PER_PAGE
    asked = {
        "col": "1",
        "appid": "1",
        "webid": found["webid"],
        "path": "/",
        "columnid": found["columnid"],
        "sourceContentType": _word(r"sourceContentType[\"']?\s*[:=]\s*[\"']?(\d+)", page.text) or "1",
        "unitid": found["unitid"],
        "webname": unescape(_word(r"webname[\"']?\s*[:=]\s*[\"']([^\"']*)[\"']", page.text) or ""),
        "permissiontype": "0",
        "perpage": str(size),
    }
    yield from _dataproxy(page, asked, len(CDATA.findall(page.text)) // size + 1)


def _dataproxy(page: ListPage, asked: dict[str, str], number: int) -> Iterator[Ask]:
    size = int(asked["perpage"])
    span = {"startrecord": str((number - 1) * size + 1), "endrecord": str(number * size), "perpage": str(size)}
    address, fields = urljoin(page.start, DATAPROXY), urlencode(asked | span | {"page": str(number)})
    yield Ask(f"{address}?{fields}", "dataproxy:get", page.number + 1)
    yield Ask(f"{address}?{urlencode(span)}", "dataproxy:post", page.number + 1, "POST", fields.encode(), FORM)


def jpaas(page: ListPage, rules: Rules) -> Iterator[Ask]:
    """Each unit of the column page is a candidate; the one whose answer holds articles is the list."""
    if page.number > 1:
        asked = dict(parse_qsl(urlsplit(page.ask.url).query, keep_blank_values=True))
        paging = json.loads(asked["paramJson"])
        yield _unit(page, asked, paging["pageNo"] + 1, paging["pageSize"])
        return
    shown = len(read_html(page, rules).rows)
    for found in QUERY_DATA.finditer(page.text):
        data: Any = parse_json(unescape(found[1][1:-1]).replace("'", '"'))
        if isinstance(data, dict):
            asked = {str(key): value if isinstance(value, str) else json.dumps(value) for key, value in data.items()}
            size = _int(r"pageSize\D{0,5}(\d+)", found[1]) or PER_PAGE
            yield _unit(page, {"parseType": "bulidstatic", "pageType": "column", **asked}, 2 if shown else 1, size)


def _unit(page: ListPage, asked: dict[str, str], number: int, size: int) -> Ask:
    fields = asked | {"paramJson": json.dumps({"pageNo": number, "pageSize": size}, separators=(",", ":"))}
    return Ask(f"{urljoin(page.start, UNIT)}?{urlencode(fields)}", f"jpaas:{asked.get('tagId', '')}", page.number + 1)


def search(page: ListPage, _: Rules) -> Iterator[Ask]:
    """The disclosure module's search: all that a county has disclosed, whatever its column, a page after the other."""
    area = _word(r"[?&]area=([\w-]+)", page.ask.url if page.number > 1 else page.start) or _word(AREA, page.text)
    if area is not None:
        number = page.number if page.ask.pager == "search" else 1
        fields = urlencode({"area": area, "currpage": number})
        yield Ask(f"{urljoin(page.start, SEARCH)}?{fields}", "search", page.number + 1, "POST", fields.encode(), FORM)


def messages(page: ListPage, _: Rules) -> Iterator[Ask]:
    """messageController/getMessage.do: by the numbers of records, of which a host gives as many at once as it likes."""
    if page.ask.pager == "messages":
        asked = dict(parse_qsl(urlsplit(page.ask.url).query, keep_blank_values=True))
        came = len(re.findall(r"<record>", page.text)) or len(re.findall(r"<li\b", page.text))
        first = int(asked["startrecord"]) + came
        if not came:
            return
    else:
        given = re.search(r"\{[^{}]*\bcolumnId\b[^{}]*\}", page.text)
        pairs = re.findall(r"[\"']?(\w+)[\"']?\s*:\s*[\"']?([\w./-]+)[\"']?", given[0] if given else "")
        column = _word(r"\bcolumnId[\"']?\s*[:=]\s*[\"']([\w-]+)", page.text)
        if column is None:
            return
        asked, first = dict(pairs) | {"columnId": column, "callback": "callback"}, 1
        asked["perpage"] = asked["perpage"] if asked.get("perpage", "").isdigit() else str(PER_PAGE)
    asked |= {"startrecord": str(first), "endrecord": str(first + int(asked["perpage"]) - 1)}
    path = _word(r"[\"']([^\"'\s]*messageController/getMessage\.do)", page.text)
    address = urljoin(page.start, path) if path else page.ask.url.partition("?")[0]
    yield Ask(f"{address}?{urlencode(asked)}", "messages", page.number + 1, headers=(("Referer", page.start),))


def _word(pattern: str | re.Pattern[str], text: str) -> str | None:
    found = re.search(pattern, text)
    return found[1] if found else None


def _int(pattern: str, text: str) -> int | None:
    found = _word(pattern, text)
    return int(found) if found else None
