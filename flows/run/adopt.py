"""A complete shard taken into the state, from its own files."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow.parquet as pq

from flows.run.inputs import Archive
from flows.run.soundness import trust
from flows.storage import DataFolder
from flows.store.state import Captured, Event, Shard, State

CAPTURED = ["page", "url", "digest", "fetched", "signature", "published", "source", "own_names"]
"""What the state takes from an article's row."""


def adopt(data: DataFolder, state: State, shard: str, archive: Archive) -> tuple[int, Counter[str]]:
    """Take a shard, whose outputs are known to be sound, into the state; gives how many captures were read in it, and
    how many refused for each reason."""
    answers = list(read_captures(data, shard))
    reads = [answer for answer in answers if answer["what"] == "read"]
    checks = [(a["page"], Event(a["moment"], a["what"], since=a["since"] or "")) for a in answers if "since" in a]
    captures = [*read_rows(data, shard, reads), *read_quarantine(data, shard)]
    refused = Counter(c.reason for c in captures if c.reason)
    pages = len(captures) - refused.total()
    state.add_shard(Shard(shard, archive.input, archive.raw, pages, refused.total()), captures, checks)
    trust(data, state, shard)
    return pages, refused


def read_captures(data: DataFolder, shard: str) -> Iterator[dict[str, Any]]:
    """What the archive of a shard holds of pages, an answer each."""
    with data.open(data.output("captures", shard)) as file:
        yield from map(json.loads, file)


def read_rows(data: DataFolder, shard: str, reads: Iterable[dict[str, Any]]) -> Iterator[Captured]:
    """The captures of a shard's articles; ``reads`` says of each, in their order, where the shard's graph has it."""
    with data.open(data.output("pages", shard)) as file:
        batches = pq.ParquetFile(file).iter_batches(columns=CAPTURED)
        rows = (row for batch in batches for row in batch.to_pylist())
        for row, read in zip(rows, reads, strict=True):
            fetched, names = row.pop("fetched").isoformat(), tuple(row.pop("own_names"))
            kept = {key: read[key] for key in ("said", "at", "size")}
            yield Captured(**row, **kept, fetched=fetched, own_names=names)


def read_quarantine(data: DataFolder, shard: str) -> Iterator[Captured]:
    """The captures that a shard refused."""
    with data.open(data.output("quarantine", shard)) as file:
        for entry in map(json.loads, file):
            yield Captured("", entry["url"], entry["digest"], entry["fetched"], entry["reason"])
