"""The registered sites: those that the project ships and those of the data folder's own ``sites/*.yaml``."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from crawl.registry import SITES, RegistryError, SiteConfig, read_sites
from flows.storage import DataFolder
from pipeline.records import Site


@dataclass(frozen=True)
class Sites:
    """Which site a page was taken from, and which entries have a say in an archive."""

    by_host: Mapping[str, SiteConfig]

    def of(self, url: str, captured: datetime | None = None) -> Site | None:
        """The site of a URL, by its host, with the port where the entry has one, as it was at the page's capture."""
        try:
            parts = urlsplit(url)
            netloc, host = parts.netloc.lower(), parts.hostname or ""
        except ValueError:
            return None
        found = self.by_host.get(netloc) or self.by_host.get(host)
        return found.to_site(captured) if found is not None else None

    def digest(self, raw: str) -> str:
        """A digest of what the registry says of the site whose folder an archive stands in, else of all sites."""
        folder = raw.split("/")[1] if raw.count("/") >= 2 else ""
        entries = [(host, config.to_site(), config.earlier) for host, config in sorted(self.by_host.items())]
        own = [entry for entry in entries if entry[1].id == folder]
        return hashlib.sha256(repr(own or entries).encode()).hexdigest()[:16]


@cache
def registered(folder: Path | None) -> Mapping[str, SiteConfig]:
    """All sites by id: the shipped ones and those of a folder. Raises RegistryError where an entry is wrong."""
    found = read_sites(SITES, folder) if folder else read_sites(SITES)
    if found.faults:
        raise RegistryError(*found.faults)
    return found.sites


def sites_of(data: DataFolder) -> Sites:
    """The sites that a data folder's pages may come from. Raises RegistryError."""
    configs = registered(data.local / "sites").values()
    return Sites({host.lower(): config for config in configs for host in config.hosts})
