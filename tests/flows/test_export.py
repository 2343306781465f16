"""A release: whole, checkable, described, and the same bytes for the same pages."""

import gzip
import hashlib
from collections.abc import Callable
from pathlib import Path

from click.testing import Result
from pyoxigraph import RdfFormat, parse
from rdflib import DCAT, RDF, VOID, Graph

from tests.flows.conftest import page

Run = Callable[..., Result]
Pages = Callable[..., Path]


def lines(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in gzip.decompress(path.read_bytes()).decode().splitlines()]


def test_a_release_holds_dumps_checksums_and_a_description_that_agree(xiangtu: Run, pages: Pages, data: Path) -> None:
    xiangtu("build", pages(3))
    result = xiangtu("export", "--date", "2026-01-31")
    assert result.exit_code == 0, result.stderr
    folder = data / "releases" / "2026-01-31"
    assert result.stdout.strip() == str(folder)
    for line in (folder / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    quads = list(parse(gzip.decompress((folder / "xiangtu.nq.gz").read_bytes()), RdfFormat.N_QUADS))
    triples = {q.triple for q in quads}
    turtle = {q.triple for q in parse(gzip.decompress((folder / "xiangtu.ttl.gz").read_bytes()), RdfFormat.TURTLE)}
    assert triples == turtle
    described = Graph().parse(folder / "void.ttl")
    dataset = described.value(None, RDF.type, DCAT.Dataset)
    assert int(described.value(dataset, VOID.triples)) == len(quads)  # type: ignore[arg-type]
    assert int(described.value(dataset, VOID.documents)) == 3  # type: ignore[arg-type]
    sizes = {str(s).rsplit("/", 1)[-1]: int(o) for s, o in described.subject_objects(DCAT.byteSize)}  # type: ignore[arg-type]
    assert sizes == {n: (folder / n).stat().st_size for n in ("xiangtu.nq.gz", "xiangtu.ttl.gz")}


def test_every_place_and_programme_that_a_page_points_to_is_described_in_the_release(
    xiangtu: Run, pages: Pages, data: Path
) -> None:
    xiangtu("build", pages(3))
    xiangtu("export", "--date", "2026-01-31")
    dump = gzip.decompress((data / "releases" / "2026-01-31" / "xiangtu.nq.gz").read_bytes())
    quads = list(parse(dump, RdfFormat.N_QUADS))
    subjects = {q.subject.value for q in quads}
    for kind in ("place", "program", "unit", "indicator"):
        named = {q.object.value for q in quads if f"/xiangtu/{kind}/" in getattr(q.object, "value", "")}
        assert named, kind
        assert named <= subjects, kind


def test_a_release_without_anything_new_is_not_written(xiangtu: Run, pages: Pages, data: Path) -> None:
    xiangtu("build", pages(2))
    xiangtu("export", "--date", "2026-01-31")
    result = xiangtu("export", "--date", "2026-02-28")
    assert result.exit_code == 0
    assert "nothing changed" in result.stderr
    assert [p.name for p in (data / "releases").iterdir()] == ["2026-01-31"]


def test_a_second_release_of_a_day_has_a_name_of_its_own_and_says_what_changed(
    xiangtu: Run, pages: Pages, data: Path
) -> None:
    folder = pages(2)
    xiangtu("build", folder)
    xiangtu("export", "--date", "2026-01-31")
    (folder / "000.html").write_text(page(0, money=999), "utf-8")
    (folder / "007.html").write_text(page(7), "utf-8")
    xiangtu("build", folder)
    xiangtu("export", "--date", "2026-01-31")
    second = data / "releases" / "2026-01-31.2"
    assert sorted(what for _, what in lines(second / "changes.tsv.gz")) == ["added", "changed", "ended"]
    assert len(lines(second / "pages.tsv.gz")) == 3


def test_names_tell_in_which_order_releases_were_made_though_a_clock_goes_back(
    xiangtu: Run, pages: Pages, data: Path
) -> None:
    folder = pages(2)
    xiangtu("build", folder)
    xiangtu("export", "--date", "2026-01-31")
    (folder / "007.html").write_text(page(7), "utf-8")
    xiangtu("build", folder)
    second = xiangtu("export", "--date", "2026-01-30")
    assert second.stdout.strip() == str(data / "releases" / "2026-01-31.2")
    assert "2026-01-30 is before the newest release" in second.stderr
    third = xiangtu("export", "--date", "2026-02-01")
    assert "nothing changed since" in third.stderr
    assert not (data / "releases" / "2026-02-01").exists()


def test_nothing_to_release_is_an_error(xiangtu: Run) -> None:
    result = xiangtu("export")
    assert result.exit_code == 1
    assert "xiangtu build" in result.stderr


def test_many_shards_are_merged_in_rounds_with_the_same_result(
    xiangtu: Run, pages: Pages, tmp_path: Path, monkeypatch
) -> None:  # type: ignore[no-untyped-def]
    from flows.release import dumps as release

    dumps = set()
    for limit, size in ((100, "100"), (2, "1")):
        monkeypatch.setattr(release, "OPEN_FILES", limit)
        monkeypatch.setenv("XIANGTU_PACK_FILES", size)
        own = tmp_path / f"data-{size}"
        xiangtu("build", "--data", own, pages(5, "same"))
        xiangtu("export", "--data", own, "--date", "2026-01-31")
        dumps.add((own / "releases" / "2026-01-31" / "xiangtu.nq.gz").read_bytes())
    assert len(dumps) == 1
