"""A killed build is simply run again: nothing half done is ever taken for done."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
Pages = Callable[..., Path]


def outputs(data: Path) -> dict[str, bytes]:
    return {
        str(p.relative_to(data)): p.read_bytes()
        for kind in ("pages", "graph", "quarantine", "captures")
        for p in (data / kind).iterdir()
    }


def start_build(data: Path, *inputs: Path) -> "subprocess.Popen[bytes]":
    command = [
        sys.executable,
        "-c",
        "from flows.cli import app; app()",
        "build",
        "--data",
        str(data),
        *map(str, inputs),
    ]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True)


def kill(process: "subprocess.Popen[bytes]") -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def test_a_build_killed_while_reading_leaves_no_shard_and_the_next_one_is_whole(
    xiangtu: Run, pages: Pages, tmp_path: Path
) -> None:
    folder, clean, killed = pages(30), tmp_path / "clean", tmp_path / "killed"
    process = start_build(killed, folder)
    until = time.monotonic() + 60
    while not list((killed / ".tmp").glob("*.progress")):
        assert process.poll() is None and time.monotonic() < until
        time.sleep(0.01)
    kill(process)
    assert not (killed / "graph").exists()
    assert xiangtu("build", "--data", killed, folder).exit_code == 0
    assert xiangtu("build", "--data", clean, folder).exit_code == 0
    assert outputs(killed) == outputs(clean)
    assert not any((killed / ".tmp").glob("*")), "what the killed build left is swept"


@pytest.mark.slow
@pytest.mark.parametrize("options", [(), ("--workers", "2"), ("--runner", "dask", "--workers", "2")])
def test_ctrl_c_ends_a_build_within_two_seconds_with_a_word_whatever_the_workers(
    options: tuple[str, ...], pages: Pages, tmp_path: Path
) -> None:
    if "dask" in options:
        pytest.importorskip("prefect_dask")
    data = tmp_path / "data"
    command = [sys.executable, "-c", "from flows.cli import app; app()", "build", "--data", str(data)]
    process = subprocess.Popen(
        [*command, *options, str(pages(400))],
        env=os.environ | {"XIANGTU_PACK_FILES": "100"},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    until = time.monotonic() + 60
    while not list((data / ".tmp").glob("*.progress")):
        assert process.poll() is None and time.monotonic() < until
        time.sleep(0.01)
    begun = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the workers too
    _, said = process.communicate(timeout=30)
    assert time.monotonic() - begun < 2
    assert process.returncode == 130
    assert said.splitlines()[-1] == "xiangtu: interrupted; what was done is kept, call it again to go on"
    assert "Traceback" not in said


@pytest.mark.slow
def test_a_build_killed_at_any_moment_ends_with_the_same_release(xiangtu: Run, pages: Pages, tmp_path: Path) -> None:
    folder, clean, killed = pages(40), tmp_path / "clean", tmp_path / "killed"
    dice = random.Random(11)
    os.environ["XIANGTU_PACK_FILES"] = "10"
    try:
        for _ in range(12):
            process = start_build(killed, folder)
            time.sleep(dice.uniform(0.3, 4))
            kill(process)
        for data in (clean, killed):
            assert xiangtu("build", "--data", data, folder).exit_code == 0
            assert xiangtu("export", "--data", data, "--date", "2026-01-31").exit_code == 0
    finally:
        del os.environ["XIANGTU_PACK_FILES"]
    name = Path("releases/2026-01-31/xiangtu.nq.gz")
    assert (clean / name).read_bytes() == (killed / name).read_bytes()
