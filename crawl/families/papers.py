"""Digital newspapers: an issue a day, sections within it, and the days walked backward."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from crawl.families.records import Ask, ListPage, Row, Rules
from crawl.families.rows import clean_url, read_links
from crawl.hours import BEIJING
from crawl.urls import owns

DAY = re.compile(r"(20\d\d)[-/]?(\d\d)[-/](\d\d)(?=/)")
SECTION = re.compile(r"/(node_\w+|col\w*\d+|Page\w+)\.html?$", re.I)


def first_issue(url: str, now: datetime) -> str:
    """A list's address for today: the registry writes the day as strftime does (%Y%m/%d)."""
    return now.astimezone(BEIJING).strftime(url) if "%Y" in url else url


def issue_day(url: str) -> date | None:
    """The day that an address of an issue bears."""
    found = DAY.search(urlsplit(url).path)
    try:
        return date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        return None


def read_issue(page: ListPage, rules: Rules) -> tuple[tuple[Row, ...], int]:
    """Articles of a section page, image maps included; queries (?v=1) dropped, dated by the issue."""
    found, offsite = read_links(page.text, page.url, rules)
    day = issue_day(page.url)
    rows: dict[str, Row] = {}
    for row in found:
        url = row.url.partition("?")[0]
        if issue_day(url) == day:
            kept = rows.get(url, Row(url, "", day.isoformat() if day else None))
            rows[url] = replace(kept, title=max(kept.title, row.title, key=len))
    return tuple(rows.values()), offsite


def sections(page: ListPage, rules: Rules) -> Iterator[Ask]:
    """The issue's other sections, from its front page."""
    if page.ask.pager == "section":
        return
    day = issue_day(page.url)
    seen = {page.url}
    for node in LexborHTMLParser(page.text).css("a[href]"):
        url = (clean_url(page.url, node.attributes.get("href") or "") or "").partition("?")[0]
        if SECTION.search(url) and url not in seen and issue_day(url) == day and owns(rules.hosts, url):
            seen.add(url)
            yield Ask(url, "section", page.number)


def day_before(page: ListPage, _: Rules) -> Iterator[Ask]:
    """The front page of the day before; a day without an issue is no end."""
    day = issue_day(page.ask.url)
    if day is not None and page.ask.pager != "section":
        before = day - timedelta(days=1)
        found = DAY.search(page.ask.url)
        assert found is not None
        url = page.ask.url[: found.start()] + before.strftime(_form(found[0])) + page.ask.url[found.end() :]
        yield Ask(url, "day", page.number + 1)


def _form(written: str) -> str:
    """How a day is written, as strftime has it: 202605/03 → %Y%m/%d."""
    return re.sub(r"^\d{4}(\D?)\d\d(\D)\d\d$", r"%Y\1%m\2%d", written)
