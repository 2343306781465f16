"""What a release has that the one before had not, and the other way: N-Quads that, applied to it, give the new one.

Both dumps are sorted in pieces on the disk and compared as streams, so memory does not grow with them.
"""

import gzip
import heapq
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import groupby, islice
from pathlib import Path
from typing import IO

from flows.files import gzip_file

PIECE_LINES = 200_000
"""Lines sorted in memory at once: some 60 MB."""


def write_difference(old: IO[bytes] | None, new: Path, folder: Path) -> dict[str, int]:
    """Write ``added.nq.gz`` and ``removed.nq.gz`` of two gzipped dumps, and give the numbers of quads.

    ``old`` is None for a first release: all of it is added. Raises OSError.
    """
    counts = {"added": 0, "removed": 0}
    with ExitStack() as stack:
        now = _sorted(stack.enter_context(gzip.open(new)), folder / "new", stack)
        before: Iterator[bytes] = iter(())
        if old is not None:
            before = _sorted(stack.enter_context(gzip.GzipFile(fileobj=old)), folder / "old", stack)
        out = {name: stack.enter_context(gzip_file(folder / f"{name}.nq.gz")) for name in counts}
        for line, name in _apart(now, before):
            counts[name] += 1
            out[name].write(line)
    return counts


def _apart(new: Iterator[bytes], old: Iterator[bytes]) -> Iterator[tuple[bytes, str]]:
    """The lines that stand on one side only, each with what became of it."""
    marked = heapq.merge(((line, "added") for line in new), ((line, "removed") for line in old))
    for line, group in groupby(marked, key=lambda pair: pair[0]):
        sides = {side for _, side in group}
        if len(sides) == 1:
            yield line, sides.pop()


def _sorted(lines: Iterable[bytes], part: Path, stack: ExitStack) -> Iterator[bytes]:
    """Lines in order, each once, sorted in pieces on the disk."""
    lines = iter(lines)
    pieces: list[Iterator[bytes]] = []
    while piece := sorted(set(islice(lines, PIECE_LINES))):
        path = part.with_name(f"{part.name}-{len(pieces)}")
        with path.open("wb") as out:
            out.writelines(piece)
        pieces.append(iter(stack.enter_context(path.open("rb"))))
    return (line for line, _ in groupby(heapq.merge(*pieces)))
