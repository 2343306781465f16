"""Sites whose pages are made in the browser: an extra, off by default (pip install '.[javascript]').

A page is asked for without a browser first, so that a wall is met as any other client meets it, and loaded in one only
where none stands there. The browser reaches the site's own hosts at the addresses that the guard let through, fetches
no pictures, and keeps to the host's pace with what it loads; the scripts of a page come along with it.
"""

import importlib.util
import ipaddress
import os
import socket
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from crawl.entries import SiteConfig
from crawl.networks import is_allowed, literal_address
from crawl.urls import owns

if TYPE_CHECKING:
    from scrapy.settings import Settings

BROWSER_VARIABLE = "XIANGTU_BROWSER"
"""The environment variable that names a Chromium to use instead of Playwright's own."""
MISSING = "{sites}: javascript: true takes a browser; run pip install '.[javascript]' && playwright install chromium"
HANDLER = "crawl.javascript.BrowserHandler"
FETCHED = frozenset({"document", "script", "xhr", "fetch", "stylesheet"})
"""Kinds of requests that a page may make."""


def missing(sites: Iterable[SiteConfig]) -> str | None:
    """Why sites can't be crawled on this machine, and what to do; None where they can."""
    asked = [site.id for site in sites if site.javascript]
    if not asked or importlib.util.find_spec("scrapy_playwright") is not None:
        return None
    return MISSING.format(sites=", ".join(asked))


def browser_settings(sites: Sequence[SiteConfig], settings: "Settings") -> dict[str, Any]:
    """The Scrapy settings with which a browser is used for the sites that ask for one; none where no site does."""
    hosts = [host for site in sites if site.javascript for host in site.hosts]
    if not hosts:
        return {}
    launch: dict[str, Any] = {
        "args": [f"--host-resolver-rules={resolver_rules(hosts, settings.getlist('XIANGTU_OPEN_NETWORKS'))}"]
    }
    if path := os.environ.get(BROWSER_VARIABLE):
        launch["executable_path"] = path
    return {
        "DOWNLOAD_HANDLERS": settings.getdict("DOWNLOAD_HANDLERS") | {"http": HANDLER, "https": HANDLER},
        "PLAYWRIGHT_LAUNCH_OPTIONS": launch,
        "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": 4,
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": settings.getfloat("DOWNLOAD_TIMEOUT") * 1000,
        "PLAYWRIGHT_ABORT_REQUEST": lambda request: not _is_wanted(request, hosts),
    }


def resolver_rules(hosts: Iterable[str], networks: Sequence[str]) -> str:
    """What Chromium may resolve: the sites' names, to public addresses or opened ones, and nothing else."""
    opened = [ipaddress.ip_network(network) for network in networks]
    rules = []
    for name in sorted({host.partition(":")[0] for host in hosts if not host.startswith("[")}):
        if literal_address(name) is not None:
            rules.append(f"EXCLUDE {name}")
            continue
        try:
            address = socket.gethostbyname(name)
        except OSError:
            continue  # the request without a browser says so
        if is_allowed(address, opened):
            rules.append(f"MAP {name} {address}")
    return ", ".join([*rules, "MAP * ~NOTFOUND"])


def _is_wanted(request: Any, hosts: Sequence[str]) -> bool:
    return request.resource_type in FETCHED and owns(hosts, request.url)
