"""A part of what is there: the archives of a site, or those since a day, read and no others, and said so first."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from flows.run.standing import Day, days_text, sites_of, sites_text
from flows.storage import DataFolder
from tests.flows.conftest import page
from tests.flows.test_build import capture

Run = Callable[..., Result]


@pytest.fixture
def two_sites(xiangtu: Run, data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with pages of two sites, of two days of one, built by a pipeline of before."""
    capture(data / "raw" / "one", "http://a.example.com/1.html", page(1), 1, "one")
    capture(data / "raw" / "one", "http://a.example.com/2.html", page(2), 9, "one-9")
    capture(data / "raw" / "two", "http://b.example.com/1.html", page(3), 9, "two")
    capture(data / "raw" / "two", "http://b.example.com/2.html", "<html></html>", 9, "two-empty")
    xiangtu("build")
    for module in ("flows.run.version", "flows.run.build"):
        monkeypatch.setattr(f"{module}.pipeline_version", lambda: "another")
    return data


@pytest.mark.parametrize(
    ("options", "read"),
    [
        (("--site", "one"), ["one/one", "one/one-9"]),
        (("--since", "2024-05-02"), ["one/one-9", "two/two", "two/two-empty"]),
        (("--site", "one", "--since", "2024-05-02"), ["one/one-9"]),
        (("--since", "2024-05-10"), []),
    ],
    ids=lambda value: " ".join(value),
)
def test_only_what_is_named_is_told_and_then_read_again(
    options: tuple[str, ...], read: list[str], xiangtu: Run, two_sites: Path
) -> None:
    told = xiangtu("build", "--dry-run", *options)
    assert told.exit_code == 0, told.stderr
    named = [line.split("\t")[0] for line in told.stdout.splitlines()]
    assert [re.sub(r"-\d{14}.*", "", raw) for raw in named] == [f"raw/{raw}" for raw in read]
    before = {path.name for path in (two_sites / "graph").iterdir()}
    xiangtu("build", *options)
    after = {path.name for path in (two_sites / "graph").iterdir()}
    assert len(after - before) == len(before - after) == len(read)
    assert xiangtu("build", "--dry-run", *options).stdout == ""


def test_an_archive_that_was_never_read_is_new_whatever_its_day(xiangtu: Run, two_sites: Path) -> None:
    capture(two_sites / "raw" / "two", "http://b.example.com/0.html", page(4), 1, "late")
    told = xiangtu("build", "--dry-run", "--since", "2024-05-10").stdout
    assert told.startswith("raw/two/late-")
    assert told.endswith("\tclean\tnew\n")


@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        (("--site", "three"), 1, "there are archives of one, two"),
        (("--site", "one", "--prune"), 2, "--prune"),
        (("--site", "one", "raw"), 2, "leave the inputs out"),
        (("--since", "May"), 2, "--since"),
    ],
)
def test_what_can_not_be_meant_is_refused(
    options: tuple[str, ...], code: int, says: str, xiangtu: Run, data: Path
) -> None:
    for site in ("one", "two"):
        capture(data / "raw" / site, f"http://{site}.example.com/1.html", page(1), 1, site)
    result = xiangtu("build", *options)
    assert (result.exit_code, says in result.output) == (code, True), result.output


def test_the_worst_site_comes_first_with_a_link_to_its_quarantine(xiangtu: Run, two_sites: Path) -> None:
    folder = DataFolder(str(two_sites), two_sites)
    first, second = sites_of(folder)
    assert (first.name, first.pages, first.refused, first.captures) == ("two", 1, 1, 2)
    assert (second.name, second.refused) == ("one", 0)
    row = sites_text([first, second], folder).splitlines()[2]
    assert "50%" in row
    (link,) = [cell for cell in row.split("(") if cell.startswith("file://")]
    assert '"no-article"' in Path(link.split(")")[0].removeprefix("file://")).read_text("utf-8")


def test_days_are_bars_of_the_greatest() -> None:
    rows = days_text([Day("2026-01-01", 10, 100), Day("2026-01-02", 20, 1), Day("2026-01-03", 0, 0)]).splitlines()[2:]
    assert [row.count("█") for row in rows] == [12 + 24, 24 + 1, 0]
    assert days_text([]).count("\n") == 1
