"""What a deployment needs before its first night: a contact, sites to crawl, a server, a data folder to write to.

Only looks: nothing is made, neither the data folder nor anything on the server.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from crawl.registry import RegistryError
from crawl.run import NO_CONTACT, contact_given
from flows.run.crawling import UnknownSiteError, chosen
from flows.run.schedules import Schedule
from flows.run.status import existing
from flows.storage import DataFolder

SERVER_TIMEOUT_S = 5
NO_SERVER = "PREFECT_API_URL is not set; start 'prefect server start' and set it to that server's /api"


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that a deployment lacks, with what to do; ``by_user`` where an option or an entry would mend it."""

    line: str
    by_user: bool = False


def lacks(data: DataFolder, schedules: Iterable[Schedule], contact: str | None) -> list[Lack]:
    """All that is missing for schedules to run; empty where all is there."""
    crawls = [schedule for schedule in schedules if schedule.crawls]
    return [*_contact(crawls, contact), *_sites(data, crawls), *_server(), *_folder(data)]


def _contact(crawls: list[Schedule], contact: str | None) -> Iterator[Lack]:
    if crawls and not contact_given(contact):
        yield Lack(f"{NO_CONTACT}, or give --contact", by_user=True)


def _sites(data: DataFolder, crawls: list[Schedule]) -> Iterator[Lack]:
    for schedule in crawls:
        try:
            sites = chosen(data, schedule.sites)
        except (UnknownSiteError, RegistryError) as error:
            yield Lack(f"{schedule.name}: {error}", by_user=True)
            continue
        if not any(site.enabled for site in sites):
            all_of = f"all {len(sites)} are disabled" if sites else "none is registered"
            own = data.local / "sites"
            yield Lack(
                f"{schedule.name}: no enabled site ({all_of}); probe one with 'xiangtu probe URL', then set enabled: "
                f"true in its entry in {own}",
                by_user=True,
            )


def _server() -> Iterator[Lack]:
    """Whether the Prefect server answers."""
    import httpx

    address = os.environ.get("PREFECT_API_URL")
    if not address:
        yield Lack(NO_SERVER)
        return
    try:
        httpx.get(f"{address.rstrip('/')}/health", timeout=SERVER_TIMEOUT_S).raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        yield Lack(
            f"PREFECT_API_URL={address}: no Prefect server answers there ({error}); start it, or mend the address"
        )


def _folder(data: DataFolder) -> Iterator[Lack]:
    place = existing(data.local)
    if not place.is_dir():
        yield Lack(f"{place}: a file, not a folder; name another data folder with --data")
    elif not os.access(place, os.W_OK | os.X_OK):
        yield Lack(f"{place}: this user can't write there; change its rights, or name another folder with --data")
    if not data.is_local:
        try:
            data.exists("raw")
        except Exception as error:  # noqa: BLE001  each file system has errors of its own
            yield Lack(f"{data.url}: {error or type(error).__name__}")
