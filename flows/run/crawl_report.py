"""A crawl's report: as tables for people, as JSON in the data folder."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from crawl.report import CrawlReport, HostReport
from flows.storage import DataFolder

HOST = ("site", "host", "answers", "new", "changed", "unchanged", "walls", "errors")
LIST = ("site", "list", "pages", "declared", "rows", "first", "usual")
"""``first`` are the rows on its first page, ``usual`` the median of those in the walks before."""
PROBLEM = ("site", "reason", "url", "detail")
COUNTS = ("pages", "new", "changed", "unchanged", "walls", "errors")


def host_rows(report: CrawlReport) -> list[dict[str, Any]]:
    """What each host answered; a site of which no host was asked has a row as well."""
    none = HostReport("")
    return [
        dict(zip(HOST, (site.site, host.host, *(getattr(host, name) for name in COUNTS)), strict=True))
        for site in report.sites
        for host in site.hosts or (replace(none, errors=len(site.errors)),)
    ]


def list_rows(report: CrawlReport) -> list[dict[str, Any]]:
    """What each list that was read brought."""
    return [
        dict(zip(LIST, (site.site, c.url, c.pages, c.declared, c.rows, c.first, c.usual), strict=True))
        for site in report.sites
        for c in site.columns
    ]


def problem_rows(report: CrawlReport) -> list[dict[str, Any]]:
    """All that gave nothing, errors before what was to be expected."""
    return [
        dict(zip(PROBLEM, (site.site, problem.reason, problem.url, problem.detail), strict=True))
        for site in report.sites
        for problem in (*site.errors, *site.refused)
    ]


def keep(report: CrawlReport, data: DataFolder) -> Path:
    """Write the report to ``reports/crawl-<start>.json`` of the data folder; returns the file. Raises OSError."""
    stamp = "".join(c for c in report.started if c.isdigit())[:14]
    path = data.local / "reports" / f"crawl-{stamp}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(as_json(report) + "\n", "utf-8")
    return path


def as_json(report: CrawlReport) -> str:
    """The report as JSON."""
    return json.dumps(report.to_dict(), ensure_ascii=False, indent=1)
