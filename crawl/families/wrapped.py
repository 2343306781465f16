"""Lists that come wrapped: JSON, JSONP, XML with CDATA, HTML in strings of these."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crawl.families.records import Row
from crawl.hours import BEIJING

URL_KEYS = ("url", "post_url", "link", "linkurl", "infourl", "href", "docpuburl", "pageurl", "contenturl", "articleurl")
TITLE_KEYS = ("title", "realtitle", "name", "doctitle", "infotitle", "articletitle")
DATE_KEYS = ("display_publish_time", "pubtime", "pubdate", "publish_time", "publishtime", "infodate", "docreltime")
OTHER_DATE = re.compile(r"(time|date)$", re.I)
JSONP = re.compile(r"^\s*(?:/\*.*?\*/\s*)?[\w.$]+\s*\((.*)\)\s*;?\s*$", re.S)
CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.S)
DATE = re.compile(r"^(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})")
DEPTH = 12


@dataclass(frozen=True, slots=True)
class Piece:
    """What a wrapped answer holds: rows as data, or HTML."""

    rows: tuple[Row, ...]
    html: str


def unwrap(text: str) -> Piece:
    """The rows of a JSON answer, else its HTML; an answer that is not wrapped is HTML as it is."""
    data = parse_json(text)
    if isinstance(data, dict | list):
        rows = max(_tables(data), key=len, default=())
        return Piece(rows, "" if rows else bare("\n".join(_strings(data))))
    call = JSONP.match(text) if "<" in text and not text.lstrip().startswith("<") else None
    return Piece((), bare(call[1] if call else text))


def bare(text: str) -> str:
    """HTML out of its CDATA sections, which a parser of HTML would take for comments."""
    return CDATA.sub(r"\1", text) if "<![CDATA[" in text else text


def parse_json(text: str) -> Any:
    """JSON, bare or in a callback's call; None for what is none."""
    inner = text if text.lstrip("\ufeff \t\r\n").startswith(("{", "[")) else None
    if inner is None and (call := JSONP.match(text)) is not None:
        inner = call[1]
    try:
        return json.loads(inner.strip("\ufeff \t\r\n")) if inner is not None else None
    except (ValueError, RecursionError):
        return None


def _tables(data: Any, depth: int = DEPTH) -> Iterator[tuple[Row, ...]]:
    """Each list of objects that have addresses, JSON within strings included."""
    if isinstance(data, str) and data[:1] in ("{", "["):
        data = parse_json(data)
    if depth and isinstance(data, dict):
        for value in data.values():
            yield from _tables(value, depth - 1)
    elif depth and isinstance(data, list):
        rows = tuple(row for entry in data if isinstance(entry, dict) and (row := _row(entry)) is not None)
        if rows:
            yield rows
        else:
            for value in data:
                yield from _tables(value, depth - 1)


def _row(entry: dict[str, Any]) -> Row | None:
    keys = {key.lower(): value for key, value in entry.items() if value not in (None, "")}
    url = next((keys[key] for key in URL_KEYS if isinstance(keys.get(key), str)), None)
    if url is None:
        return None
    title = next((str(keys[key]) for key in TITLE_KEYS if key in keys), "")
    dates = [keys[key] for key in DATE_KEYS if key in keys] or [v for k, v in keys.items() if OTHER_DATE.search(k)]
    return Row(url, title, next(filter(None, map(_day, dates)), None))


def _day(value: Any) -> str | None:
    """A day of a moment: ISO text, or seconds or milliseconds since 1970."""
    if isinstance(value, str) and (found := DATE.match(value)):
        return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
    number = int(value) if isinstance(value, int) or (isinstance(value, str) and value.isdecimal()) else 0
    number = number // 1000 if number >= 1 << 33 else number
    if 86400 * 365 < number < 1 << 33:
        return datetime.fromtimestamp(number, BEIJING).date().isoformat()
    return None


def _strings(data: Any, depth: int = DEPTH) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif depth and isinstance(data, dict | list):
        for value in data.values() if isinstance(data, dict) else data:
            yield from _strings(value, depth - 1)
