"""What the index of a store is told that the store itself does not say: refusals, and which archive holds a page."""

import json
from collections import Counter
from urllib.parse import urlsplit

from flows.store.state import State

HOSTS = 500
"""Hosts and reasons that are told, those with most refusals."""
ARCHIVE = """SELECT s.raw, coalesce(c.digest, '') FROM captures c JOIN shards s ON s.name = c.shard
    WHERE c.newest AND c.page = ?"""


def notes_of(state: State) -> dict[str, str]:
    """Refusals by reason, and by host and reason, each as JSON."""
    return {"refused": json.dumps(state.refused()), "refused_by_host": json.dumps(refused_by_host(state)[:HOSTS])}


def refused_by_host(state: State) -> list[tuple[str, str, int]]:
    """How many captures of each host were refused for each reason, the most first."""
    rows = state.db.execute("SELECT url, reason FROM captures WHERE reason IS NOT NULL")
    found = Counter((host_of(url), str(reason)) for url, reason in rows)
    return [(host, reason, n) for (host, reason), n in sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))]


def host_of(url: str) -> str:
    """The host of an address, empty where it has none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def archive_of(state: State, page: str) -> tuple[str, str] | None:
    """The archive that holds a page's newest capture, and the digest of its body; None for a page that is not said."""
    row = state.db.execute(ARCHIVE, (page,)).fetchone()
    return (str(row[0]), str(row[1])) if row else None
