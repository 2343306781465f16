"""The flow on Prefect, for real: the demo from crawl to answers, several workers, no trace elsewhere."""

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result

from flows.run.inputs import Archive
from tests.conftest import DemoRun
from tests.flows.test_kill import outputs

Run = Callable[..., Result]
Pages = Callable[..., Path]


def xiangtu_process(data: Path, home: Path, *arguments: object) -> "subprocess.CompletedProcess[str]":
    """The command in a process of its own, in an empty home folder."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "XIANGTU_"))}
    home.mkdir(exist_ok=True)
    command = [sys.executable, "-c", "from flows.cli import app; app()", *map(str, arguments)]
    env |= {"HOME": str(home), "XIANGTU_DATA": str(data)}
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=240, cwd=home, check=False)


def test_the_demo_answers_three_questions_with_sentences_and_pages_and_leaves_a_data_folder(
    demo_run: DemoRun, xiangtu: Run
) -> None:
    data, home, done = demo_run.data, demo_run.home, demo_run
    assert done.code == 0, done.stderr
    assert done.stdout.count("？") + done.stdout.count("?") >= 6, "three questions in two languages"
    assert done.stdout.count("    “") >= 6
    assert done.stdout.count("    http://127.0.0.1:") >= 6
    assert "Traceback" not in done.stderr
    asked = xiangtu("query", "money", "--format", "csv", "--data", data)
    assert asked.exit_code == 0
    assert len(asked.stdout.splitlines()) > 5
    reposts = xiangtu("query", "reposts", "--format", "csv", "--data", data).stdout.splitlines()[1:]
    pairs = [re.findall(r"_(\d+)\.html", line) for line in reposts]
    assert sorted(pairs) == [["3001", "1002"], ["3002", "1010"]], "the glossed copy and the hijacked one"
    assert (data / "releases").is_dir()
    with closing(sqlite3.connect(data / ".prefect" / "prefect.db")) as prefect:
        artifacts = dict(prefect.execute("SELECT key, data FROM artifact WHERE type = 'table'"))
    assert {"crawl-hosts", "crawl-lists"} <= set(artifacts), "the crawl's report is on Prefect"
    assert '"new"' in artifacts["crawl-hosts"].replace("\\", "")
    assert [p.name for p in home.iterdir()] == [], "nothing is written outside the data folder"
    assert "nothing to do" in xiangtu_process(data, home, "build").stderr


def test_two_workers_give_the_same_shards_as_one(
    xiangtu: Run, pages: Pages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XIANGTU_PACK_FILES", "3")
    folder = pages(9)
    (folder / "empty.html").write_bytes(b"")
    assert xiangtu("build", "--data", tmp_path / "one", folder).exit_code == 3
    assert xiangtu("build", "--data", tmp_path / "two", "--workers", "2", folder).exit_code == 3
    assert outputs(tmp_path / "two") == outputs(tmp_path / "one")
    assert len(list((tmp_path / "two" / "graph").iterdir())) == 4


def test_an_archive_that_fails_is_tried_again_then_reported_and_the_others_are_built(
    xiangtu: Run, pages: Pages, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.run import work

    monkeypatch.setenv("XIANGTU_PACK_FILES", "1")
    monkeypatch.setenv("XIANGTU_RETRIES", "2")
    tried: list[str] = []
    make = work.make_shard

    def failing(folder: object, archive: Archive, *rest: object, **named: object) -> object:
        if not tried or archive.raw == tried[0]:
            tried.append(archive.raw)
            raise OSError(28, "No space left on device", "somewhere")
        return make(folder, archive, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(work, "make_shard", failing)
    result = xiangtu("build", pages(3))
    assert result.exit_code == 3, result.stderr
    assert len(tried) == 3
    assert f"{tried[0]}: somewhere: No space left on device" in result.stderr
    assert len(list((data / "graph").iterdir())) == 2
    monkeypatch.undo()
    monkeypatch.setenv("XIANGTU_DATA", str(data))
    assert xiangtu("build").exit_code == 0
    assert len(list((data / "graph").iterdir())) == 3
