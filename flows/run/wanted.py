"""What a build is asked for: inputs, or of all that is there the archives of some sites, or those since a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from crawl.archive import SUFFIXES
from flows.run.inputs import InputError
from flows.storage import DataFolder, site_of
from flows.store.state import State

ENDED = """SELECT raw FROM shards s GROUP BY raw
    HAVING max(coalesce((SELECT max(fetched) FROM captures WHERE shard = s.name), '')) < :day
    AND max(coalesce((SELECT max(moment) FROM checks WHERE shard = s.name), '')) < :day"""
"""The archives of which all captures and answers are of before a day."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be built; all of ``raw`` where neither inputs, sites nor a day are named."""

    inputs: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    """Whose archives are looked at, and no others."""
    since: date | None = None
    """Archives that were read before are looked at only where something in them was fetched on that day or later."""
    prune: bool = False
    """Drop what was read from archives that are gone."""
    force: bool = False
    """Hash archives and outputs whose size and time are as they were nonetheless."""

    def archives(self, data: DataFolder, state: State) -> list[str] | None:
        """The archives of ``raw`` that sites and day choose; None for all. Raises InputError for a site without any."""
        if not (self.sites or self.since):
            return None
        found = data.find("raw", *SUFFIXES)
        if self.sites:
            _all_there(self.sites, found, data.url)
            found = [raw for raw in found if site_of(raw) in self.sites]
        ended = {str(raw) for (raw,) in state.db.execute(ENDED, {"day": str(self.since)})} if self.since else set()
        return [raw for raw in found if raw not in ended or state.input_digest(raw, *data.info(raw)) is None]


def _all_there(sites: Iterable[str], raws: Iterable[str], url: str) -> None:
    there = sorted(set(map(site_of, raws)))
    for site in sites:
        if site not in there:
            raise InputError(
                f"{site}: no archive of it in {url}/raw; there are archives of {', '.join(there) or 'none'}"
            )
