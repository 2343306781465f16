"""The process that reads strangers' files: one after the other from standard input, until that ends.

``python -m pipeline.attachments.worker``; ``apart.py`` starts it. It can't write files, and what takes too much memory
or processor time ends it, or is refused.
"""

import os
import resource
import sys
from pathlib import Path
from typing import BinaryIO, cast

from pipeline.attachments.content import RefusedError, limit
from pipeline.attachments.kinds import Kind
from pipeline.attachments.parse import parse
from pipeline.attachments.wire import CONTENT, HEAD, MIB, READY, REFUSED, frame, pack, read_head


def main() -> None:
    """Answer until no more is asked."""
    asked, told = sys.stdin.buffer, _alone()
    _confine()
    told.write(frame(READY, b""))
    told.flush()
    while len(head := asked.read(HEAD.size)) == HEAD.size:
        kind, size = read_head(head)
        told.write(_answer(cast(Kind, kind), asked.read(size)))
        told.flush()


def _alone() -> BinaryIO:
    """Standard output, from which whatever libraries print is kept away."""
    told = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    return told


def _confine() -> None:
    """Limit what the process may take from now on: memory beside what it has, files it may write (none), its dump."""
    pages = int(Path("/proc/self/statm").read_text().split()[0]) if Path("/proc/self/statm").exists() else 0
    most = pages * resource.getpagesize() + limit("max_memory_mb") * MIB
    for which, value in ((resource.RLIMIT_AS, most), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(which)
        least = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(which, (least, least))


def _answer(kind: Kind, body: bytes) -> bytes:
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used) + 1 + limit("max_cpu_s"), hard))
    try:
        said = pack(parse(kind, body))
    except RefusedError as error:
        return frame(REFUSED, f"{error.reason} {error.detail}".encode("utf-8", "replace"))
    except MemoryError:
        return frame(REFUSED, f"too-large reading it takes more than {limit('max_memory_mb')} MB".encode())
    except Exception as error:  # noqa: BLE001  a reader that trips over a file is no reason to end
        return frame(REFUSED, f"damaged {type(error).__name__}: {error}".encode("utf-8", "replace"))
    if len(said) > limit("max_output_mb") * MIB:
        return frame(REFUSED, f"too-large it holds more than {limit('max_output_mb')} MB of text".encode())
    return frame(CONTENT, said)


if __name__ == "__main__":
    main()
