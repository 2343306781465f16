"""What stands beside the store in the data folder, as pages show it: releases, what changed between two, the gate."""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import IO, Any, Protocol

from serve.compared import CHANGES, Change, differences

SUMS, INDEX, GATES = "SHA256SUMS", "releases/index.json", "reports/gates.jsonl"
LATEST = "latest"
"""The link to the newest release, which is none of its own."""
LISTED, KEPT = 100, 8
"""Changes that are listed; comparisons of two releases that are kept."""
LAST_BYTES = 64 * 1024
"""Of the gate's figures, which a line is added to with every run."""
_COUNTED = re.compile(r"(pages|appearances) (.+) \((\w+)\)")


class Folder(Protocol):
    """The data folder, as far as pages read it (``flows`` has it; any fsspec URL may be behind it)."""

    def find(self, rel: str, *suffixes: str) -> list[str]:
        """The files below a folder that end so."""

    def open(self, rel: str) -> IO[bytes]:
        """A file to read."""

    def info(self, rel: str) -> tuple[int, str]:
        """A file's size and a token of its contents."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of a release: its name, size in bytes and SHA-256."""

    name: str
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed between two releases: how many things of which sort, what became of them and why; and the first."""

    old: str
    new: str
    counts: Mapping[tuple[str, str, str], int]
    first: tuple[tuple[str, str, str], ...]
    """IRI, what became of it, cause."""


@dataclass(frozen=True, slots=True)
class Gate:
    """What the gate found of the newest runs, the last one first: a run has ``moment``, ``figures``, ``bounds``, and
    ``findings`` for what is out of bounds."""

    runs: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Releases:
    """The releases of a data folder; ``folder`` gives it, None where there is none."""

    folder: Folder | None = None
    _kept: dict[tuple[str, str], Changes] = field(default_factory=dict, compare=False, repr=False)
    _index: dict[tuple[int, str], Mapping[str, Mapping[str, Any]]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def names(self) -> list[str]:
        """The complete releases, the oldest first."""
        if self.folder is None:
            return []
        return list(self._entries()) or self._found()

    def files(self, name: str) -> list[File]:
        """The files of a release. Raises FileNotFoundError."""
        folder = self._known(name)
        with folder.open(f"releases/{name}/{SUMS}") as lines:
            sums = {line.split()[1].decode(): line.split()[0].decode() for line in lines}
        return [File(f, folder.info(f"releases/{name}/{f}")[0], digest) for f, digest in sorted(sums.items())]

    def open(self, name: str, file: str) -> IO[bytes]:
        """A file of a release. Raises FileNotFoundError for what is none."""
        folder = self._known(name)
        if file != SUMS and file not in {f.name for f in self.files(name)}:
            raise FileNotFoundError(file)
        return folder.open(f"releases/{name}/{file}")

    def changes(self, old: str, new: str) -> Changes:
        """What changed from one release to another: as the later one tells where it was made after the other, else by
        their lists, which takes the time to read them. Raises FileNotFoundError."""
        self._known(old)
        self._known(new)
        told = self._entries().get(new, {})
        found = self._kept.get((old, new))
        if found is None:
            found = self._told(old, new, told) if told.get("since") == old else self._compared(old, new)
            for stale in list(self._kept)[KEPT - 1 :]:
                self._kept.pop(stale, None)
            self._kept[old, new] = found
        return found

    def gate(self) -> Gate:
        """What the gate found in the last two runs; nothing where it never ran."""
        if self.folder is None:
            return Gate()
        try:
            size, _ = self.folder.info(GATES)
            with self.folder.open(GATES) as file:
                file.seek(max(0, size - LAST_BYTES))
                lines = file.read().decode("utf-8", "replace").splitlines()
        except FileNotFoundError:
            return Gate()
        whole = lines if size <= LAST_BYTES else lines[1:]
        return Gate(tuple(json.loads(line) for line in reversed(whole[-2:]) if line))

    def _told(self, old: str, new: str, entry: Mapping[str, Any]) -> Changes:
        """What a release says itself of what changed since the one before it."""
        found = ((_COUNTED.fullmatch(name), n) for name, n in entry.get("changes", {}).items())
        counts = {(match[1], match[2], match[3]): n for match, n in found if match}
        first = list[tuple[str, str, str]]()
        if (packed := self._opened(new, CHANGES)) is not None:
            with packed, gzip.GzipFile(fileobj=packed) as lines:
                for line in islice(lines, LISTED):
                    iri, what, cause = line.decode("utf-8", "replace").rstrip("\n").split("\t")
                    first.append((iri, what, cause))
        return Changes(old, new, counts, tuple(first))

    def _compared(self, old: str, new: str) -> Changes:
        """What changed between any two releases."""
        entries = self._entries()
        same = entries.get(old, {}).get("pipeline") == entries.get(new, {}).get("pipeline")
        counts, first = Counter[tuple[str, str, str]](), list[tuple[str, str, str]]()
        changes: Iterator[Change] = differences(
            partial(self._opened, old), partial(self._opened, new), same_pipeline=same
        )
        for iri, things, what, cause in changes:
            counts[things, what, cause] += 1
            if len(first) < LISTED:
                first.append((iri.decode("utf-8", "replace"), what, cause))
        return Changes(old, new, dict(sorted(counts.items())), tuple(first))

    def _opened(self, name: str, file: str) -> IO[bytes] | None:
        """A file of a release, None where it has none such."""
        try:
            return self._known(name).open(f"releases/{name}/{file}")
        except FileNotFoundError:
            return None

    def _entries(self) -> Mapping[str, Mapping[str, Any]]:
        """What the index of releases says of each, the oldest first; it is read again when it changes."""
        assert self.folder is not None
        try:
            token = self.folder.info(INDEX)
            if token not in self._index:
                with self.folder.open(INDEX) as file:
                    found = {str(one["name"]): one for one in json.load(file)["releases"]}
                self._index.clear()
                self._kept.clear()
                self._index[token] = found
            return self._index[token]
        except FileNotFoundError:
            return {}

    def _found(self) -> list[str]:
        """The complete releases of a folder without an index."""
        assert self.folder is not None
        found = (rel.split("/")[1] for rel in self.folder.find("releases", f"/{SUMS}"))
        names = (name for name in found if name != LATEST)
        return sorted(names, key=lambda name: (name.partition(".")[0], int(name.partition(".")[2] or 1)))

    def _known(self, name: str) -> Folder:
        if self.folder is None or name not in self.names():
            raise FileNotFoundError(name)
        return self.folder
