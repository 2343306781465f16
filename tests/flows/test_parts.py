"""A large archive is several shards: more workers, the same graph, and only what is missing is read again."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from pyoxigraph import Store

from crawl.archive import Archive
from tests.flows.conftest import page
from tests.flows.test_kill import outputs

Run = Callable[..., Result]
FIRST = datetime(2024, 5, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve pages of 400 kB, which packing halves."""
    dice, folder = random.Random(5), tmp_path_factory.mktemp("large")
    with Archive(folder, "large") as out:
        for number in range(12):
            body = page(number).replace("</body>", f"<!-- {dice.randbytes(200_000).hex()} --></body>")
            url, moment = f"http://x.cn/{number}.html", FIRST + timedelta(minutes=number)
            out.write(url, moment, 200, [("Content-Type", "text/html; charset=utf-8")], body.encode())
    return folder


def quads(data: Path) -> set[str]:
    return set(map(str, Store.read_only(str(data / "store"))))


def test_parts_are_shards_that_give_the_graph_of_the_whole(
    xiangtu: Run, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    assert xiangtu("build", archive, "--data", whole).exit_code == 0
    monkeypatch.setenv("XIANGTU_SHARD_MB", "1")
    said = xiangtu("build", archive, "--data", parts)
    assert said.exit_code == 0
    assert " from byte 0 to " in said.stderr
    assert len(list((whole / "graph").iterdir())) == 1
    assert len(list((parts / "graph").iterdir())) >= 2
    assert quads(parts) == quads(whole)


@pytest.mark.slow
def test_several_workers_share_an_archive(
    xiangtu: Run, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XIANGTU_SHARD_MB", "1")
    one, two = tmp_path / "one", tmp_path / "two"
    assert xiangtu("build", archive, "--data", one).exit_code == 0
    assert xiangtu("build", archive, "--data", two, "--workers", "2").exit_code == 0
    assert len(list((two / "graph").iterdir())) >= 2
    assert outputs(two) == outputs(one)


def test_a_part_that_is_lost_is_read_again_alone_and_another_size_reads_all_again(
    xiangtu: Run, archive: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XIANGTU_SHARD_MB", "1")
    assert xiangtu("build", archive).exit_code == 0
    before = outputs(data)
    parts = sorted((data / "sums").iterdir())
    parts[0].unlink()
    mended = xiangtu("build")
    assert "1 of " in mended.stderr, mended.stderr
    assert outputs(data) == before
    assert "nothing to do" in xiangtu("build").stderr
    assert xiangtu("status").stdout.count("waiting    nothing") == 1
    monkeypatch.delenv("XIANGTU_SHARD_MB")
    assert xiangtu("build").exit_code == 0
    assert len(list((data / "graph").iterdir())) == 1


def test_an_archive_of_which_a_part_was_never_read_still_waits(xiangtu: Run, archive: Path, data: Path) -> None:
    from flows.run.status import read_whole

    assert read_whole([("raw/a", "d:0-10", 20), ("raw/a", "d:10-20", 20), ("raw/b", "d:0-10", 20)]) == {"raw/a"}
    assert read_whole([("raw/c", "d", 20), ("raw/d", "d", None)]) == {"raw/c", "raw/d"}
