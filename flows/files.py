"""Files whose bytes depend on nothing but what is written."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast


@contextmanager
def gzip_file(path: Path) -> Iterator[IO[bytes]]:
    """A gzip file to write that tells neither its name nor the time."""
    with path.open("wb") as plain, gzip.GzipFile("", "wb", 6, plain, mtime=0) as packed:
        yield cast(IO[bytes], packed)


def open_gzip(path: Path) -> IO[bytes]:
    """A gzip file to read."""
    return cast(IO[bytes], gzip.open(path))
