"""Each kind of file of a data folder damaged in each way: whether it is noticed, and what the next build makes of it.

    python -m bench.damage PAGE.html [FILE…]     (all, or some: readings, readings:cut, state …)

A folder is built and released once, then copied for each damage: ``check`` must find it, ``build`` heal it (what can be
made again from ``raw``), and ``check`` find nothing any more. Each command is a process of its own.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

DAY = "2026-01-31"
FILES = {
    "archive": "raw/files/*.warc.gz",
    "articles": "pages/*.parquet",
    "graph": "graph/*.nq.gz",
    "captures": "captures/*.jsonl",
    "quarantine": "quarantine/*.jsonl",
    "readings": "readings/*.jsonl.gz",
    "rows": "rows/*.zip",
    "checksums": "sums/*.sha256",
    "state": "state.sqlite",
    "store: CURRENT": ".stores/*/CURRENT",
    "store: table": ".stores/*/*.sst",
    "store: index": ".stores/*/index.sqlite",
    "release": f"releases/{DAY}/xiangtu.nq.gz",
}


def cut(path: Path) -> None:
    """Half of it is gone."""
    os.truncate(path, path.stat().st_size // 2)


def garble(path: Path) -> None:
    """A byte in the middle is another, and the time stays as it was."""
    stat = path.stat()
    body = bytearray(path.read_bytes())
    body[len(body) // 2] ^= 0xFF
    path.write_bytes(body)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def empty(path: Path) -> None:
    """Nothing is left in it."""
    os.truncate(path, 0)


HARMS: dict[str, Callable[[Path], object]] = {"cut": cut, "garbled": garble, "emptied": empty, "removed": Path.unlink}


@dataclass(frozen=True, slots=True)
class Row:
    """A damage: exit codes of ``check``, of the build after it and of ``check`` after that, and what the build said."""

    file: str
    harm: str
    found: int
    built: int
    left: int
    said: str
    traceback: bool


def run(data: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """A command on a data folder."""
    command = [sys.executable, "-m", "flows.cli", *arguments, "--data", str(data)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def damages(page: Path, home: Path, wanted: Collection[str] = ()) -> Iterator[Row]:
    """Every damage of the files that are wanted; ``home`` is an empty folder to work in.

    An empty page is built beside the other, so that the quarantine holds something.
    """
    whole, data, refused = home / "whole", home / "data", home / "empty.html"
    refused.touch()
    for arguments in (("build", str(page), str(refused)), ("export", "--date", DAY)):
        run(whole, *arguments)
    for name, pattern in FILES.items():
        for harm, harmful in HARMS.items():
            if wanted and not {name, f"{name}:{harm}"} & set(wanted):
                continue
            shutil.copytree(whole, data, symlinks=True, copy_function=shutil.copy2)
            harmful(min(data.glob(pattern)))
            found = run(data, "check")
            built = run(data, "build", "--force")
            left = run(data, "check")
            said = next((line for line in built.stderr.splitlines() if " again" in line or "gone" in line), "")
            trace = any("Traceback" in done.stderr or "Aborted" in done.stderr for done in (found, built, left))
            said = said.replace(f"{data}/", "")
            yield Row(name, harm, found.returncode, built.returncode, left.returncode, said, trace)
            shutil.rmtree(data)


def main() -> None:
    """Print the table, a line as soon as it is known."""
    print("| file | damage | check | build --force | check again | the build said |\n|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="xiangtu-damage-") as home:
        for row in damages(Path(sys.argv[1]).absolute(), Path(home), sys.argv[2:]):
            said = "TRACEBACK " * row.traceback + row.said
            print(f"| {row.file} | {row.harm} | {row.found} | {row.built} | {row.left} | {said} |", flush=True)


if __name__ == "__main__":
    main()
