"""The register of sites shown: each with its county's name, and when its newest article was captured."""

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from crawl.registry import SITES, Registry, read_sites
from flows.storage import DataFolder
from pipeline.places import gazetteer


@dataclass(frozen=True, slots=True)
class Line:
    """One site as it is listed; ``newest`` is ISO 8601, UTC, None where nothing was captured yet."""

    id: str
    name: str
    division: str | None
    division_name: str | None
    kind: str
    family: str
    enabled: bool
    verified: str | None
    lists: int
    newest: str | None
    file: str

    @property
    def state(self) -> str:
        """Whether it is crawled, and whether a person has looked at what comes."""
        if self.enabled:
            return "enabled" if self.verified else "enabled, unverified"
        return "disabled" if self.verified else "unverified"


def register(data: DataFolder) -> Registry:
    """The shipped sites and those of the data folder, with all that is wrong in their files."""
    return read_sites(SITES, own_folder(data))


def own_folder(data: DataFolder) -> Path:
    """Where the user's own sites stand."""
    return data.local / "sites"


def lines(found: Registry, ids: Iterable[str], newest: Mapping[str, str]) -> list[Line]:
    """The sites with these ids as they are listed."""
    listed = []
    for id in ids:
        site = found.sites[id]
        county = gazetteer.get(site.division) if site.division else None
        listed.append(
            Line(
                id=id,
                name=site.name,
                division=site.division,
                division_name=county.name if county else None,
                kind=site.kind,
                family=site.family,
                enabled=site.enabled,
                verified=site.verified.isoformat() if site.verified else None,
                lists=len(site.lists),
                newest=newest.get(id),
                file=str(found.files[id]),
            )
        )
    return listed


def newest_captures(data: DataFolder) -> dict[str, str]:
    """When each site's newest article was captured, as the crawler wrote it down. Raises OSError."""
    path = data.local / "crawl.sqlite"
    if not path.is_file():
        return {}
    query = "SELECT site, MAX(captured) FROM crawl_pages WHERE role = 'article' AND captured IS NOT NULL GROUP BY site"
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=10)) as db:
            return {site: moment[:19] + "Z" for site, moment in db.execute(query)}
    except sqlite3.DatabaseError as error:
        raise OSError(f"{path}: {error}; the next crawl makes it again from the archives if it is deleted") from error
