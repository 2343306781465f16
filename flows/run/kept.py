"""The readings that a shard keeps, so that the next one of its archive takes over what cannot have changed.

A file of lines: first what they were read with, then an answer of the archive each, its place and its reading or
refusal as JSON. They are as the reader gave them, before names are masked: like ``raw`` they are no part of a release.
"""

import gzip
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any, Literal

from pydantic import TypeAdapter

from flows.run.version import stage_version
from flows.storage import DataFolder
from pipeline.records import Article, Reading, Refusal

From = Literal["clean", "read", "emit"]
"""The first stage that an archive goes through: from its bytes, from kept articles, from kept readings."""
UNSURE = ("error", "killed")
"""Refusals that another try may not bring; they are not kept."""
LEVEL = 4
"""Of gzip: 2.9 kB a page of 30 facts in a quarter of a millisecond."""
UNREADABLE = (OSError, EOFError, zlib.error, ValueError)


@dataclass(frozen=True, slots=True)
class Basis:
    """What readings depend on beside the archive's bytes: versions of the stages, the registry's entry, the limit."""

    clean: str
    read: str
    site: str
    page_bytes: int


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier shard of the same archive, and from which stage on there is something to do over it."""

    shard: str
    stage: From


def basis(site: str, page_bytes: int) -> Basis:
    """What a reading depends on now. ``site`` is the digest of the registry's entries."""
    return Basis(stage_version("clean"), stage_version("read"), site, page_bytes)


def compared(then: Basis | None, now: Basis) -> tuple[From, str]:
    """From which stage on an archive is to be read that was read on another basis, and why."""
    if then is None:
        return "clean", "no readings of it are kept"
    if then.page_bytes != now.page_bytes:
        return "clean", "another limit for pages"
    if then.site != now.site:
        return "clean", "its site's entry in the registry changed"
    if then.clean != now.clean:
        return "clean", "what cleans pages changed"
    if then.read != now.read:
        return "read", "what reads articles changed"
    return "emit", "what is said of readings changed"


def basis_of(data: DataFolder, shard: str) -> Basis | None:
    """What a shard's kept readings were read with; None where none can be read."""
    try:
        with data.open(data.output("readings", shard)) as file, gzip.open(file) as lines:
            return Basis(**json.loads(lines.readline()))
    except (*UNREADABLE, TypeError):
        return None


class Keeper:
    """Writes a shard's readings."""

    def __init__(self, out: IO[bytes] | gzip.GzipFile, of: Basis) -> None:
        self._out = out
        out.write(json.dumps(asdict(of)).encode() + b"\n")

    def add(self, offset: int, found: Reading | Refusal) -> None:
        """Keep what was read of the answer at this place of the archive."""
        if isinstance(found, Refusal) and found.reason in UNSURE:
            return
        try:
            self._out.write(b"%d %s\n" % (offset, _adapter().dump_json(found)))
        except ValueError:  # half a character, which JSON can't have
            return


@contextmanager
def keeper(path: Path, of: Basis) -> Iterator[Keeper]:
    """What writes the readings of a shard into a file; the same readings give the same bytes."""
    with path.open("wb") as file, gzip.GzipFile("", "wb", LEVEL, file, mtime=0) as out:
        yield Keeper(out, of)


class Kept:
    """An earlier shard's readings, asked for in the order of the archive."""

    def __init__(self, lines: Iterator[bytes], stage: From) -> None:
        self._lines, self._stage = lines, stage
        self._offset, self._text = -1, b""

    def of(self, offset: int) -> Reading | Refusal | Article | None:
        """What is kept of the answer at this place that is still as it would be read now."""
        try:
            while self._offset < offset:
                at, _, self._text = next(self._lines).partition(b" ")
                self._offset = int(at)
            found = _adapter().validate_json(self._text) if self._offset == offset else None
        except (StopIteration, *UNREADABLE):
            self._lines, self._offset = iter(()), offset + 1
            return None
        if self._stage == "emit":
            return found
        return found.article if isinstance(found, Reading) else None


@contextmanager
def kept(data: DataFolder, earlier: Earlier | None) -> Iterator[Kept]:
    """The readings of an earlier shard; none where there is none."""
    if earlier is None or earlier.stage == "clean":
        yield Kept(iter(()), "clean")
        return
    with data.open(data.output("readings", earlier.shard)) as file, gzip.open(file) as lines:
        lines.readline()
        yield Kept(iter(lines), earlier.stage)


@cache
def _adapter() -> TypeAdapter[Any]:
    return TypeAdapter(Reading | Refusal)
