"""What stands beside the store in the data folder, as pages show it: releases, and what changed between two."""

import gzip
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from typing import IO, Protocol

SUMS, PAGES = "SHA256SUMS", "pages.tsv.gz"
LATEST = "latest"
"""The link to the newest release, which is none of its own."""
UNREAD = "-"
"""In place of a graph's digest where nothing could be read on a page."""
MOST_LINES = 5_000_000
"""Pages of a release that are compared."""
LISTED = 100


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
    """What changed between two releases: how many pages were added, changed, removed, and the first of them."""

    old: str
    new: str
    counts: dict[str, int]
    first: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Releases:
    """The releases of a data folder; ``folder`` gives it, None where there is none."""

    folder: Folder | None = None

    def names(self) -> list[str]:
        """The complete releases, the oldest first."""
        if self.folder is None:
            return []
        found = (rel.split("/")[1] for rel in self.folder.find("releases", f"/{SUMS}"))
        names = (name for name in found if name != LATEST)
        return sorted(names, key=lambda name: (name.partition(".")[0], int(name.partition(".")[2] or 1)))

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

    def changes(self, old: str, new: str) -> "Changes":
        """What changed from one release to another. Raises FileNotFoundError."""
        counts, first = Counter[str](), list[tuple[str, str]]()
        with ExitStack() as stack:
            before, after = (self._pages(stack, name) for name in (old, new))
            for page, what in differences(before, after):
                counts[what] += 1
                if len(first) < LISTED:
                    first.append((page, what))
        return Changes(old, new, dict(counts), tuple(first))

    def _pages(self, stack: ExitStack, name: str) -> Iterator[tuple[str, str]]:
        packed = stack.enter_context(self._known(name).open(f"releases/{name}/{PAGES}"))
        lines = stack.enter_context(gzip.GzipFile(fileobj=packed))
        for line in islice(lines, MOST_LINES):
            page, graph, *_ = line.decode("utf-8", "replace").rstrip("\n").split("\t")
            if graph != UNREAD:
                yield page, graph

    def _known(self, name: str) -> Folder:
        if self.folder is None or name not in self.names():
            raise FileNotFoundError(name)
        return self.folder


def differences(old: Iterator[tuple[str, str]], new: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """What became of each page between two lists in the order of pages: added, changed or removed."""
    before, after = next(old, None), next(new, None)
    while before or after:
        if after is None or (before is not None and before[0] < after[0]):
            assert before is not None
            yield before[0], "removed"
            before = next(old, None)
        elif before is None or after[0] < before[0]:
            yield after[0], "added"
            after = next(new, None)
        else:
            if before[1] != after[1]:
                yield after[0], "changed"
            before, after = next(old, None), next(new, None)
