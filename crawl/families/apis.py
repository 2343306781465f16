"""Lists that come from an address of their own as XML or JSON: hanweb's two generations and Guangdong's platform."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from crawl.families.records import Ask, ListPage, Row, Rules
from crawl.families.rows import clean_url, own_rows, read_html, read_links
from crawl.hours import BEIJING
from crawl.urls import owns

Rows = tuple[tuple[Row, ...], int]

CDATA = re.compile(r"<record>\s*<!\[CDATA\[(.*?)\]\]>\s*</record>", re.S)
DATAPROXY = "/module/web/jpage/dataproxy.jsp"
UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
QUERY_DATA = re.compile(r"queryData\s*=\s*(\"\{.*?\}\"|'\{.*?\}')", re.S)
SID = re.compile(r"[\"']?\bSID[\"']?\s*:\s*[\"']?(\w+)")
PAGE_OF_GKMLPT = 100
PER_PAGE = 15


def read_datastore(page: ListPage, rules: Rules) -> Rows:
    """Records of a datastore, in a page's script or in dataproxy's answer; the page's links where there are none."""
    records = CDATA.findall(page.text)
    if not records:
        return read_html(page, rules) if page.number == 1 else ((), 0)
    rows, offsite = read_links("\n".join(records), page.start, rules)
    return own_rows(rows, page.start, rules), offsite


def dataproxy(page: ListPage, _: Rules) -> Iterator[Ask]:
    """dataproxy.jsp, by GET and where that gives nothing by POST; what it wants to know stands in page 1's script."""
    if page.number > 1:
        asked = dict(parse_qsl(page.ask.body.decode() or urlsplit(page.ask.url).query, keep_blank_values=True))
        number, last = int(asked["page"]) + 1, _int(r"<totalpage>(\d+)</totalpage>", page.text)
        if last is None or number <= last:
            yield from _dataproxy(page, asked | {"page": str(number)})
        return
    names = ("columnid", "unitid", "webid")
    found = {name: _word(rf"\b{name}[\"']?\s*[:=]\s*[\"']?([\w-]+)", page.text) or "" for name in names}
    if not all(found.values()):
        return
    size = _int(r"\bperpage[\"']?\s*[:=]\s*[\"']?(\d+)", page.text) or PER_PAGE
    asked = {
        "page": str(len(CDATA.findall(page.text)) // size + 1),
        "col": "1",
        "webid": found["webid"],
        "path": "/",
        "columnid": found["columnid"],
        "sourceContentType": _word(r"sourceContentType[\"']?\s*[:=]\s*[\"']?(\d+)", page.text) or "1",
        "unitid": found["unitid"],
        "webname": unescape(_word(r"webname[\"']?\s*[:=]\s*[\"']([^\"']*)[\"']", page.text) or ""),
        "permissiontype": "0",
        "perpage": str(size),
    }
    yield from _dataproxy(page, asked)


def _dataproxy(page: ListPage, asked: dict[str, str]) -> Iterator[Ask]:
    address, fields = urljoin(page.start, DATAPROXY), urlencode(asked)
    form = (("Content-Type", "application/x-www-form-urlencoded"),)
    yield Ask(f"{address}?{fields}", "dataproxy:get", page.number + 1)
    yield Ask(address, "dataproxy:post", page.number + 1, "POST", fields.encode(), form)


def read_jpaas(page: ListPage, rules: Rules) -> Rows:
    """The HTML that JPAAS wraps in JSON; the column page's own links on page 1."""
    data = _json(page.text)
    if not isinstance(data, dict):
        return read_html(page, rules)
    inner = data.get("data")
    html = inner.get("html") if isinstance(inner, dict) else None
    rows, offsite = read_links(html if isinstance(html, str) else "", page.start, rules)
    return own_rows(rows, page.start, rules), offsite


def jpaas(page: ListPage, rules: Rules) -> Iterator[Ask]:
    """Each unit of the column page is a candidate; the one whose answer holds articles is the list."""
    if page.number > 1:
        asked = dict(parse_qsl(urlsplit(page.ask.url).query, keep_blank_values=True))
        paging = json.loads(asked["paramJson"])
        yield _unit(page, asked, paging["pageNo"] + 1, paging["pageSize"])
        return
    shown = len(read_html(page, rules)[0])
    for found in QUERY_DATA.finditer(page.text):
        data = _json(unescape(found[1][1:-1]).replace("'", '"'))
        if isinstance(data, dict):
            asked = {str(key): value if isinstance(value, str) else json.dumps(value) for key, value in data.items()}
            size = _int(r"pageSize\D{0,5}(\d+)", found[1]) or PER_PAGE
            yield _unit(page, {"parseType": "bulidstatic", "pageType": "column", **asked}, 2 if shown else 1, size)


def _unit(page: ListPage, asked: dict[str, str], number: int, size: int) -> Ask:
    fields = asked | {"paramJson": json.dumps({"pageNo": number, "pageSize": size}, separators=(",", ":"))}
    return Ask(f"{urljoin(page.start, UNIT)}?{urlencode(fields)}", f"jpaas:{asked.get('tagId', '')}", page.number + 1)


def read_gkmlpt(page: ListPage, rules: Rules) -> Rows:
    """Rows of the platform's JSON; none on its page, which is a shell."""
    data = _json(page.text)
    articles = data.get("articles") if isinstance(data, dict) else None
    rows: dict[str, Row] = {}
    offsite = 0
    for article in articles if isinstance(articles, list) else ():
        address = str(article.get("url") or article.get("post_url") or "") if isinstance(article, dict) else ""
        url = clean_url(page.start, address) if address else None
        if url is None:
            continue
        if owns(rules.hosts, url):
            rows[url] = Row(url, str(article.get("title") or ""), _day(article))
        else:
            offsite += 1
    return tuple(rows.values()), offsite


def gkmlpt(page: ListPage, _: Rules) -> Iterator[Ask]:
    """/gkmlpt/api/all/<column>?page=N&sid=S, the column from the list's fragment (0 is all), the rest from its page."""
    if page.number > 1:
        asked = urlsplit(page.ask.url)
        fields = dict(parse_qsl(asked.query))
        number, data = int(fields["page"]) + 1, _json(page.text)
        total = data.get("total") if isinstance(data, dict) else None
        if not isinstance(total, int) or (number - 1) * PAGE_OF_GKMLPT < total:
            url = asked._replace(query=urlencode(fields | {"page": number})).geturl()
            yield Ask(url, "gkmlpt", page.number + 1)
        return
    sid = SID.search(page.text)
    base, found, rest = page.start.partition("/gkmlpt/")
    if sid and found:
        column = re.sub(r"\D", "", rest.partition("#")[2]) or "0"
        yield Ask(f"{base}/gkmlpt/api/all/{column}?page=1&sid={sid[1]}", "gkmlpt", 2)


def _day(article: dict[str, Any]) -> str | None:
    for key in ("display_publish_time", "create_time"):
        value = article.get(key)
        if isinstance(value, int) and 0 < value < 1 << 33:
            return datetime.fromtimestamp(value, BEIJING).date().isoformat()
        if isinstance(value, str) and re.match(r"20\d\d-\d\d-\d\d", value):
            return value[:10]
    return None


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _word(pattern: str, text: str) -> str | None:
    found = re.search(pattern, text)
    return found[1] if found else None


def _int(pattern: str, text: str) -> int | None:
    found = _word(pattern, text)
    return int(found) if found else None
