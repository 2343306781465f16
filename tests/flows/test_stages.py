"""Of an archive that was read before, a build does again what can differ now, and says so first."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from flows.run import kept, reading
from flows.run.version import ENTRIES, closure, stage_version
from tests.flows.conftest import page
from tests.flows.test_build import outputs

Run = Callable[..., Result]
Pages = Callable[..., Path]
Change = Callable[..., None]


@pytest.fixture
def change(monkeypatch: pytest.MonkeyPatch) -> Change:
    """Makes the pipeline another one, in these stages beside what it emits."""

    def made(*stages: str) -> None:
        for module in ("flows.run.version", "flows.run.build"):
            monkeypatch.setattr(f"{module}.pipeline_version", lambda: f"other {stages}")
        real = {stage: stage_version(stage) for stage in ENTRIES}
        monkeypatch.setattr(kept, "stage_version", lambda stage: "other" if stage in stages else real[stage])

    return made


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which of the pipeline's doors are gone through, in their order."""
    seen = list[str]()
    for name in ("read_page", "read_article"):
        real = getattr(reading, name)

        def watched(*arguments: object, name: str = name, real: Callable[..., object] = real) -> object:
            seen.append(name)
            return real(*arguments)

        monkeypatch.setattr(reading, name, watched)
    return seen


def contents(data: Path) -> list[bytes]:
    """The outputs whatever their shard is called; of the kept readings all but what they were read with."""
    named = {name.split("/")[0]: value for name, value in outputs(data).items()}
    named["readings"] = gzip.decompress(named["readings"]).split(b"\n", 1)[1]
    return [named[kind] for kind in sorted(named)]


@pytest.mark.parametrize(
    ("stages", "gone_through"),
    [
        ((), []),
        (("read",), [*["read_article"] * 3, "read_page"]),  # of a page that was refused no article is kept
        (("clean", "read"), ["read_page"] * 4),
    ],
    ids=["emitted", "read", "cleaned"],
)
def test_only_what_can_differ_is_done_again_and_the_outputs_are_the_same(
    xiangtu: Run,
    pages: Pages,
    data: Path,
    change: Change,
    calls: list[str],
    stages: tuple[str],
    gone_through: list[str],
) -> None:
    folder = pages(3)
    (folder / "empty.html").write_text("<html></html>", "utf-8")
    xiangtu("build", folder)
    before = contents(data)
    change(*stages)
    calls.clear()
    assert xiangtu("build").exit_code == 3
    assert sorted(calls) == gone_through
    assert contents(data) == before


@pytest.mark.parametrize(
    ("stages", "stage", "said"),
    [
        ((), "emit", "1 archive to be emitted again from kept readings: what is said of readings changed"),
        (("read",), "read", "1 archive to be read again from kept articles: what reads articles changed"),
        (("clean",), "clean", "1 archive to be read from the pages on: what cleans pages changed"),
    ],
)
def test_a_build_says_first_what_it_reads_and_why(
    xiangtu: Run, built: Pages, data: Path, change: Change, stages: tuple[str], stage: str, said: str
) -> None:
    built(2)
    change(*stages)
    before = outputs(data)
    forecast = xiangtu("build", "--dry-run")
    assert forecast.exit_code == 0
    assert forecast.stdout.splitlines()[0].split("\t")[1] == stage
    assert said in forecast.stderr
    assert outputs(data) == before
    assert said in xiangtu("build").stderr


def test_new_archives_are_told_as_new_and_what_is_up_to_date_not_at_all(
    xiangtu: Run, pages: Pages, built: Pages, data: Path
) -> None:
    built(2)
    assert "nothing to read" in xiangtu("build", "--dry-run").stderr
    assert "leave the inputs out" in xiangtu("build", "--dry-run", pages(2)).stderr
    (data / "raw" / "files" / "another.warc").write_bytes(b"WARC/1.0\r\n\r\n")
    assert "1 archive to be read from the pages on: new" in xiangtu("build", "--dry-run").stderr


def test_kept_readings_that_are_damaged_are_not_taken_over(
    xiangtu: Run, built: Pages, data: Path, change: Change, calls: list[str]
) -> None:
    built(2)
    before = contents(data)
    file = next((data / "readings").iterdir())
    text = bytearray(file.read_bytes())
    text[len(text) // 2] ^= 1
    file.write_bytes(text)
    change()
    calls.clear()
    assert xiangtu("build").exit_code == 0
    assert "read_page" in calls
    assert contents(data) == before


def test_a_stage_depends_on_what_it_imports_and_on_the_data_beside_that() -> None:
    cleaning, reads = (closure(ENTRIES[stage]).keys() for stage in ("clean", "read"))
    assert {"pipeline.clean.html", "pipeline.clean/chrome.yaml", "pipeline.attachments.pdf.rules"} <= cleaning
    assert {"pipeline.text/phrases.yaml", "pipeline.names/programs.yaml", "pipeline.numbers/dates.yaml"} <= reads
    assert {"pipeline.statements.prose", "pipeline.statements/weights.json", "ontology/units.ttl"} <= reads - cleaning
    assert cleaning - {"crawl", *(name for name in cleaning if name.startswith("crawl"))} <= reads | cleaning
    assert not {name for name in reads | cleaning if "pipeline.graph" in name or "shapes.ttl" in name}


def test_half_a_character_is_read_again_rather_than_kept_wrong(xiangtu: Run, tmp_path: Path, data: Path) -> None:
    file = tmp_path / "odd.html"
    file.write_text(page(1).replace("今年", "&#xD800;今年"), "utf-8")
    assert xiangtu("build", file).exit_code == 0
    assert len(list((data / "readings").iterdir())) == 1
