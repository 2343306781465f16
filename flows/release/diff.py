"""What a release has that the one before had not, and the other way: N-Quads that, applied to it, give the new one.

Both dumps are sorted on the disk by ``sort`` and compared by ``comm`` (POSIX; a quarter of the time that Python takes),
so memory does not grow with them.
"""

import gzip
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from flows.files import gzip_file

SORT = ("sort", "-u", "-S", "64M")
SIDES = {"added": "-13", "removed": "-23"}
"""What ``comm`` leaves out of an old and a new list."""
PIECE = 1 << 20


def write_difference(old: IO[bytes] | None, new: Path, folder: Path) -> dict[str, int]:
    """Write ``added.nq.gz`` and ``removed.nq.gz`` of two gzipped dumps, and give the numbers of quads.

    ``old`` is None for a first release: all of it is added. Raises OSError.
    """
    before, now = folder / "old", folder / "new"
    before.touch()
    if old is not None:
        with gzip.GzipFile(fileobj=old) as lines:
            write_sorted(cast("IO[bytes]", lines), before)
    with gzip.open(new) as lines:
        write_sorted(cast("IO[bytes]", lines), now)
    counts = {}
    for name, left_out in SIDES.items():
        with gzip_file(folder / f"{name}.nq.gz") as out, running("comm", left_out, before, now) as comm:
            counts[name] = 0
            while piece := comm.stdout.read(PIECE):  # type: ignore[union-attr]
                counts[name] += piece.count(b"\n")
                out.write(piece)
    before.unlink()
    now.unlink()
    return counts


def write_sorted(lines: IO[bytes], path: Path) -> None:
    """Write lines in order, each once."""
    with running(*SORT, "-T", path.parent, "-o", path) as sort:
        stdin = cast("IO[bytes]", sort.stdin)
        shutil.copyfileobj(lines, stdin, PIECE)
        stdin.close()


@contextmanager
def running(*command: str | Path) -> Iterator[subprocess.Popen[bytes]]:
    """A command that compares bytes, with its pipes; it ends with the context. Raises OSError where it fails."""
    env = {**os.environ, "LC_ALL": "C"}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env) as process:
        try:
            yield process
            failed = process.wait()
        except BaseException:
            process.kill()
            raise
    if failed:
        raise OSError(f"{command[0]} failed with status {failed}; is the disk of {command[-1]} full?")
