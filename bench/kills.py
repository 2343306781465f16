"""Builds, loads and exports killed (SIGKILL) at random moments, and run again: whether the graph is the same bytes.

    python -m bench.kills [--builds 10] [--loads 3] [--exports 3] [--pages 40] [--seed 11]

Archives of our own pages, ten in each, are built and released once without a kill. Then, for each row, a command is
started in a process group of its own and killed: a build at any moment from its start to its end; a build whose shards
are read already at any moment of its load; an export likewise. Moments are of processor time, so that they are spread
alike on a busy machine. What the kill left is built and released again, and held against the first: every output of
every shard, what the store says, and the release's N-Quads. ``left`` is what lay there after the kill; ``again`` the
processor seconds of the build that mended it. The project's files must stay as they are meanwhile: another pipeline
reads all again, and rightly gives other shards.
"""

import argparse
import hashlib
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from pyoxigraph import Store

from bench.made import FIRST, html, url
from crawl.archive import Archive

DAY = "2026-01-31"
COMMAND = [sys.executable, "-c", "from flows.cli import app; app()"]
PER_ARCHIVE = 10
OUTPUTS = ("pages", "graph", "quarantine", "captures", "readings", "rows", "sums")
PATIENCE_S = 300
TICKS = os.sysconf("SC_CLK_TCK")


def started(data: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    """A command on a data folder, in a process group of its own."""
    command = [*COMMAND, *arguments, "--data", str(data)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def done(data: Path, *arguments: str) -> float:
    """A command that must go well; gives its processor seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    if code := started(data, *arguments).wait(PATIENCE_S):
        raise RuntimeError(f"{' '.join(arguments)}: exit code {code}")
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    return now.ru_utime + now.ru_stime - before.ru_utime - before.ru_stime


def spent(process: "subprocess.Popen[bytes]") -> float:
    """The processor seconds that a running process has had."""
    stat = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(stat[11]) + int(stat[12])) / TICKS


def killed(data: Path, share: float, total: float, begun: Callable[[], object], *arguments: str) -> bool:
    """Kill a command at a share of the processor seconds from when something has begun to its end, of ``total`` in all;
    gives whether it still ran then."""
    process, since = started(data, *arguments), None
    while process.poll() is None:
        now = spent(process)
        if since is None and begun():
            since = now
        if since is not None and now >= since + share * (total - since):
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return True
        time.sleep(0.005)
    return False


def made(data: Path, pages: int) -> None:
    """Archives of so many pages."""
    for first in range(0, pages, PER_ARCHIVE):
        with Archive(data / "raw" / "made", f"made{first}") as archive:
            for number in range(first, min(first + PER_ARCHIVE, pages)):
                moment = FIRST + timedelta(seconds=number)
                archive.write(url(number), moment, 200, [("Content-Type", "text/html")], html(number).encode())


def stands(data: Path) -> dict[str, str]:
    """Digests of all that a build and an export leave, whatever files the store keeps it in."""
    files = [path for kind in OUTPUTS for path in (data / kind).iterdir()]
    files.append(data / "releases" / DAY / "xiangtu.nq.gz")
    found = {str(path.relative_to(data)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    quads = sorted(map(str, Store.read_only(str(data / "store"))))
    return found | {"store": hashlib.sha256("\n".join(quads).encode()).hexdigest()}


def left(data: Path) -> str:
    """What lay there after a kill."""
    shards = len(list((data / "sums").glob("*"))) if (data / "sums").exists() else 0
    stores = (
        [path.name for path in (data / ".stores").iterdir() if path.is_dir()] if (data / ".stores").exists() else []
    )
    half = len(stores) - (data / "store").is_dir()
    released = (data / "releases" / DAY).exists()
    return f"{shards} shards, {half} half stores, {'a' if released else 'no'} release"


def rounds(folder: Path, counts: dict[str, int], pages: int, chance: random.Random) -> Iterator[list[str]]:
    """A row for each kill."""
    whole, raw = folder / "whole", folder / "raw-only"
    made(raw, pages)
    shutil.copytree(raw, whole)
    seconds = {"build": done(whole, "build"), "export": done(whole, "export", "--date", DAY)}
    wanted, read = stands(whole), folder / "read"
    shutil.copytree(whole, read, symlinks=True)
    for name in ("releases", ".stores"):
        shutil.rmtree(read / name)
    (read / "store").unlink()
    built = folder / "built"
    shutil.copytree(whole, built, symlinks=True)
    shutil.rmtree(built / "releases")
    seconds["load"] = done(shutil.copytree(read, folder / "loaded", symlinks=True), "build")
    begins: dict[str, tuple[Path, tuple[str, ...], Callable[[Path], object]]] = {
        "build": (raw, ("build",), lambda _: True),
        "load": (read, ("build",), lambda data: (data / ".stores").exists() and any((data / ".stores").iterdir())),
        "export": (built, ("export", "--date", DAY), lambda _: True),
    }
    for kind, count in counts.items():
        source, command, begun = begins[kind]
        for number in range(count):
            own = folder / f"{kind}{number}"
            shutil.copytree(source, own, symlinks=True)
            share = chance.random()
            ran = killed(own, share, seconds[kind], lambda own=own, begun=begun: begun(own), *command)  # type: ignore[misc]
            found = left(own)
            again = done(own, "build")
            done(own, "export", "--date", DAY)
            same = stands(own) == wanted
            yield [kind, f"{share:.0%}", found if ran else "had ended", f"{again:.1f}", "same" if same else "OTHER"]
            shutil.rmtree(own)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, value in (("builds", 10), ("loads", 3), ("exports", 3), ("pages", 40), ("seed", 11)):
        parser.add_argument(f"--{name}", type=int, default=value)
    told = parser.parse_args()
    counts = {"build": told.builds, "load": told.loads, "export": told.exports}
    print("| killed | at | left | again s | graph |\n|---|---:|---|---:|---|", flush=True)
    with tempfile.TemporaryDirectory() as name:
        bad = 0
        for row in rounds(Path(name), counts, told.pages, random.Random(told.seed)):
            bad += row[-1] != "same"
            print(f"| {' | '.join(row)} |", flush=True)
    sys.exit(min(bad, 1))


if __name__ == "__main__":
    main()
