"""Shards read on a Dask cluster have the bytes that processes of this machine give them."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.flows.test_kill import outputs

Run = Callable[..., Result]
Pages = Callable[..., Path]


def build(data: Path, folder: Path, *options: str) -> None:
    env = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")} | {"XIANGTU_PACK_FILES": "3"}
    command = [sys.executable, "-c", "from flows.cli import app; app()", "build", "--data", str(data), str(folder)]
    done = subprocess.run([*command, *options], env=env, capture_output=True, text=True, timeout=400, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_the_bytes_are_the_same_from_processes_and_from_a_dask_cluster_of_two(pages: Pages, tmp_path: Path) -> None:
    pytest.importorskip("prefect_dask")
    folder = pages(7)
    build(tmp_path / "processes", folder, "--workers", "2")
    build(tmp_path / "dask", folder, "--runner", "dask", "--workers", "2")
    assert outputs(tmp_path / "dask") == outputs(tmp_path / "processes")
    assert len(list((tmp_path / "dask" / "graph").iterdir())) == 3


def test_a_runner_that_is_none_is_named_with_those_that_are(xiangtu: Run) -> None:
    result = xiangtu("build", "--runner", "spark")
    assert result.exit_code == 1
    assert "XIANGTU_RUNNER='spark'" in result.stderr
    assert "dask" in result.stderr


def test_without_dask_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.run.flow import dask_runner
    from flows.settings import SettingError, Settings

    monkeypatch.setitem(sys.modules, "prefect_dask.task_runners", None)
    with pytest.raises(SettingError, match=r"xiangtu\[dask\]"):
        dask_runner(Settings(runner="dask"))
