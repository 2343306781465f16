"""Digital newspapers: an issue a day, sections within it, and the days walked backward."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from crawl.families.links import base_of, clean_url
from crawl.families.records import Ask, Found, ListPage, Row, Rules
from crawl.families.rows import read_links
from crawl.hours import BEIJING
from crawl.urls import owns

DAY = re.compile(r"(20\d\d)([-/]?)(0[1-9]|1[0-2])([-/]?)(0[1-9]|[12]\d|3[01])(?=/)")
SECTION = re.compile(r"/(node_\w+|col\w*\d+|Page\w+)\.html?$", re.I)


def first_issue(url: str, now: datetime) -> str:
    """A list's address for today: the registry writes the day as strftime does (%Y%m/%d)."""
    return now.astimezone(BEIJING).strftime(url) if "%Y" in url else url


def issue_day(url: str) -> date | None:
    """The day that an address of an issue bears."""
    found = DAY.search(urlsplit(url).path)
    try:
        return date(int(found[1]), int(found[3]), int(found[5])) if found else None
    except ValueError:
        return None


def read_issue(page: ListPage, rules: Rules) -> Found:
    """Articles of a section page, image maps included; queries (?v=1) dropped, dated by the issue."""
    found = read_links(page.text, page.url, rules)
    day = issue_day(page.url)
    rows: dict[str, Row] = {}
    for row in found.rows:
        url = row.url.partition("?")[0]
        if issue_day(url) == day:
            kept = rows.get(url, Row(url, "", day.isoformat() if day else None))
            rows[url] = replace(kept, title=max(kept.title, row.title, key=len))
    return Found(tuple(rows.values()), found.offsite)


def sections(page: ListPage, rules: Rules) -> Iterator[Ask]:
    """The issue's other sections, from its front page."""
    if page.ask.pager == "section":
        return
    day = issue_day(page.url)
    seen = {page.url}
    tree = LexborHTMLParser(page.text)
    base = base_of(tree, page.url)
    for node in tree.css("a[href]"):
        url = (clean_url(base, node.attributes.get("href") or "") or "").partition("?")[0]
        if SECTION.search(url) and url not in seen and issue_day(url) == day and owns(rules.hosts, url):
            seen.add(url)
            yield Ask(url, "section", page.number)


def day_before(page: ListPage, _: Rules) -> Iterator[Ask]:
    """The front page of the day before; a day without an issue is no end.

    An entry without a day (paperindex.htm) leads to the newest issue; the days before it are walked from there.
    """
    asked = page.ask.url if issue_day(page.ask.url) else page.url
    day, found = issue_day(asked), DAY.search(asked)
    if day is not None and found is not None and page.ask.pager != "section":
        before = f"{day - timedelta(days=1):%Y{found[2]}%m{found[4]}%d}"
        yield Ask(asked[: found.start()] + before + asked[found.end() :], "day", page.number + 1)
