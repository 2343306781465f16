"""What tests of several folders share: one run of the demo, made once whatever the number of test processes."""

import fcntl
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

HOME = Path(__file__).parents[1]


@dataclass(frozen=True)
class DemoRun:
    """What ``xiangtu demo`` left in its data folder, which tests only read, and in its empty home, and what it said."""

    data: Path
    home: Path
    code: int
    stdout: str
    stderr: str


@pytest.fixture(scope="session")
def demo_run(tmp_path_factory: pytest.TempPathFactory) -> DemoRun:
    """The demo as a user would run it, in a process of its own with an empty home folder."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "demo"
    folder.mkdir(exist_ok=True)
    data, home, said = folder / "data", folder / "home", folder / "said.json"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not said.exists():
            said.write_text(json.dumps(run_demo(data, home)), "utf-8")
    return DemoRun(data, home, **json.loads(said.read_text("utf-8")))


def run_demo(data: Path, home: Path) -> dict[str, str | int]:
    """Run it; its exit code and what it said."""
    home.mkdir(exist_ok=True)
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "XIANGTU_"))} | {"HOME": str(home)}
    command = [sys.executable, "-m", "flows.cli", "demo", "--data", str(data)]
    done = subprocess.run(command, cwd=HOME, env=env, capture_output=True, text=True, timeout=400, check=False)
    return {"code": done.returncode, "stdout": done.stdout, "stderr": done.stderr}
