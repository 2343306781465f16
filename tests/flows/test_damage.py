"""Damage is noticed and healed: a build makes again what it can, says so, and ends with the same bytes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.flows.test_kill import outputs

Run = Callable[..., Result]
Pages = Callable[..., Path]
Harm = Callable[[Path], object]


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def garble(path: Path) -> None:
    body = bytearray(path.read_bytes())
    body[len(body) // 2] ^= 0xFF
    path.write_bytes(body)


def empty(path: Path) -> None:
    path.write_bytes(b"")


HARMS: dict[str, Harm] = {"cut": cut, "garbled": garble, "emptied": empty, "removed": Path.unlink}


def one(folder: Path, pattern: str) -> Path:
    (found,) = folder.glob(pattern)
    return found


@pytest.mark.parametrize("pattern", ["pages/*", "graph/*", "captures/*", "sums/*"])
def test_a_damaged_output_is_made_again_and_named(pattern: str, xiangtu: Run, pages: Pages, data: Path) -> None:
    xiangtu("build", pages(2))
    before, file = outputs(data), one(data, pattern)
    garble(file)
    result = xiangtu("build")
    assert result.exit_code == 0
    assert f"{file.relative_to(data)} is damaged: made again from raw/files/" in result.stderr
    assert outputs(data) == before
    assert "nothing to do" in xiangtu("build").stderr


def test_a_damaged_output_is_not_adopted(xiangtu: Run, pages: Pages, data: Path) -> None:
    xiangtu("build", pages(2))
    before = outputs(data)
    for file in data.glob("state.sqlite*"):
        file.unlink()
    cut(one(data, "pages/*"))
    assert "is damaged: made again" in xiangtu("build").stderr
    assert outputs(data) == before


def test_what_was_read_from_an_archive_that_is_gone_is_dropped_when_it_is_damaged(
    xiangtu: Run, pages: Pages, data: Path
) -> None:
    xiangtu("build", pages(2))
    one(data, "raw/files/*").unlink()
    cut(one(data, "graph/*"))
    xiangtu("build", pages(1, "more", first=5))
    result = xiangtu("build")
    assert "nothing to do" in result.stderr
    assert len(list((data / "graph").iterdir())) == 1


@pytest.mark.parametrize("pattern", ["CURRENT", "*.sst", "MANIFEST-*", "index.sqlite", "files.json"])
def test_a_store_without_one_of_its_files_is_made_again(pattern: str, xiangtu: Run, pages: Pages, data: Path) -> None:
    xiangtu("build", pages(1))
    file = min((data / "store").resolve().glob(pattern))
    file.unlink()
    result = xiangtu("build")
    assert result.exit_code == 0
    assert f"{file} is" in result.stderr and "the store is made again from the shards" in result.stderr
    assert xiangtu("query", "places").exit_code == 0
    assert len([p for p in (data / ".stores").iterdir() if p.is_dir()]) == 1
