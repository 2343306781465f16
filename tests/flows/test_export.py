"""A release: whole, checkable, described, and the same bytes for the same pages."""

import gzip
import hashlib
import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result
from pyoxigraph import RdfFormat, Store, parse
from rdflib import DCAT, DCTERMS, RDF, VOID, Dataset, Graph, URIRef

from crawl.archive import Archive
from flows.storage import DataFolder
from ontology.iris import XT
from serve.explorer.data import Releases
from tests.flows.conftest import page
from tests.flows.test_build import capture

Run = Callable[..., Result]
Pages = Callable[..., Path]


def lines(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in gzip.decompress(path.read_bytes()).decode().splitlines()]


def test_a_release_holds_dumps_checksums_and_a_description_that_agree(xiangtu: Run, built: Pages, data: Path) -> None:
    built(3)
    result = xiangtu("export", "--date", "2026-01-31")
    assert result.exit_code == 0, result.stderr
    folder = data / "releases" / "2026-01-31"
    assert result.stdout.strip() == str(folder)
    for line in (folder / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    quads = list(parse(gzip.decompress((folder / "xiangtu.nq.gz").read_bytes()), RdfFormat.N_QUADS))
    now = {q.triple for q in quads if "/history/" not in q.graph_name.value}
    turtle = {q.triple for q in parse(gzip.decompress((folder / "xiangtu.ttl.gz").read_bytes()), RdfFormat.TURTLE)}
    assert now == turtle
    described = Graph().parse(folder / "void.ttl")
    dataset = described.value(None, RDF.type, VOID.Dataset)
    assert int(described.value(dataset, VOID.triples)) == len(now)  # type: ignore[arg-type]
    assert int(described.value(dataset, VOID.documents)) == 3  # type: ignore[arg-type]
    files = Graph().parse(folder / "dcat.ttl")
    sizes = {str(s).rsplit("/", 1)[-1]: int(o) for s, o in files.subject_objects(DCAT.byteSize)}  # type: ignore[arg-type]
    own = ("void.ttl", "dcat.ttl", "SHA256SUMS")
    assert sizes == {p.name: p.stat().st_size for p in folder.iterdir() if p.name not in own}
    period = files.value(None, RDF.type, DCTERMS.PeriodOfTime)
    days = [str(files.value(period, term)) for term in (DCAT.startDate, DCAT.endDate)]
    assert days == ["2024-04-26", "2024-04-26"]


def test_the_store_a_release_and_its_description_count_alike(xiangtu: Run, data: Path) -> None:
    """Pages that share most of what they state, one changed, one gone, one another's repost, one taken out again."""
    for number in range(6):
        capture(data / "raw" / f"s{number}", f"http://a.example.com/{number}.html", page(number % 4), 1)
    xiangtu("build")
    capture(data / "raw" / "s0", "http://a.example.com/0.html", page(0, money=999), 3)
    shutil.rmtree(data / "raw" / "s3")
    with Archive(data / "raw" / "s1", "demo") as archive:
        archive.write("http://a.example.com/1.html", datetime(2024, 5, 4, tzinfo=UTC), 404, [], b"")
    xiangtu("build", "--prune")
    assert xiangtu("export", "--date", "2026-01-31").exit_code == 0
    folder = data / "releases" / "2026-01-31"
    store = Store.read_only(str(data / "store"))
    asked = next(iter(store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")))["n"].value  # type: ignore[union-attr]
    merged = Dataset(default_union=True).parse(
        data=gzip.decompress((folder / "xiangtu.nq.gz").read_bytes()), format="nquads"
    )
    now = {(s, p, o) for s, p, o, g in merged.quads() if "/history/" not in str(g)}
    turtle = Graph().parse(data=gzip.decompress((folder / "xiangtu.ttl.gz").read_bytes()), format="turtle")
    described = Graph().parse(folder / "void.ttl")
    told = described.value(described.value(None, RDF.type, VOID.Dataset), VOID.triples)
    assert int(asked) == len(now) == len(turtle) == int(told)  # type: ignore[arg-type]
    facts = [row["n"].value for row in store.query(f"SELECT (COUNT(?f) AS ?n) {{ ?f a <{XT.Fact}> }}")]  # type: ignore[union-attr]
    assert int(facts[0]) == len({s for s, p, o in now if (p, o) == (RDF.type, XT.Fact)})


def test_every_place_and_programme_that_a_page_points_to_is_described_in_the_release(
    xiangtu: Run, built: Pages, data: Path
) -> None:
    built(3)
    xiangtu("export", "--date", "2026-01-31")
    dump = gzip.decompress((data / "releases" / "2026-01-31" / "xiangtu.nq.gz").read_bytes())
    quads = list(parse(dump, RdfFormat.N_QUADS))
    subjects = {q.subject.value for q in quads}
    for kind in ("place", "program", "unit", "indicator"):
        named = {q.object.value for q in quads if f"/xiangtu/{kind}/" in getattr(q.object, "value", "")}
        assert named, kind
        assert named <= subjects, kind


def test_a_release_without_anything_new_is_not_written(xiangtu: Run, built: Pages, data: Path) -> None:
    built(2)
    xiangtu("export", "--date", "2026-01-31")
    result = xiangtu("export", "--date", "2026-02-28")
    assert result.exit_code == 0
    assert "nothing changed" in result.stderr
    assert [p.name for p in (data / "releases").glob("2*")] == ["2026-01-31"]


def test_a_second_release_of_a_day_has_a_name_of_its_own_and_says_what_changed(
    xiangtu: Run, built: Pages, data: Path
) -> None:
    folder = built(2)
    xiangtu("export", "--date", "2026-01-31")
    (folder / "000.html").write_text(page(0, money=999), "utf-8")
    (folder / "007.html").write_text(page(7), "utf-8")
    xiangtu("build", folder)
    xiangtu("export", "--date", "2026-01-31")
    second = data / "releases" / "2026-01-31.2"
    told = lines(second / "changes.tsv.gz")
    assert sorted(row[1:] for row in told) == [["added", "page"], ["changed", "page"], ["ended", "page"]]
    assert len(lines(second / "pages.tsv.gz")) == 3
    files = Graph().parse(second / "dcat.ttl", publicID="http://x.example/releases/2026-01-31.2/dcat.ttl")
    (before,) = files.objects(None, URIRef(f"{DCAT}previousVersion"))
    assert str(before) == "http://x.example/releases/2026-01-31/dcat.ttl"


def test_no_release_is_described_with_a_warning(
    xiangtu: Run, pages: Pages, data: Path, recwarn: pytest.WarningsRecorder
) -> None:
    for number in (2, 3):
        xiangtu("build", pages(number))
        assert xiangtu("export", "--date", "2026-01-31").exit_code == 0
    assert len(list((data / "releases").glob("2*"))) == 2
    assert [str(w.message) for w in recwarn if "not defined" in str(w.message)] == []


def test_latest_leads_to_the_newest_release_and_is_none_itself(xiangtu: Run, pages: Pages, data: Path) -> None:
    for number in (2, 3):
        xiangtu("build", pages(number))
        xiangtu("export", "--date", "2026-01-31")
    assert (data / "releases" / "latest").resolve() == data / "releases" / "2026-01-31.2"
    assert "nothing changed since" in xiangtu("export", "--date", "2026-02-01").stderr
    assert Releases(DataFolder(str(data), data)).names() == ["2026-01-31", "2026-01-31.2"]
    assert xiangtu("check").exit_code == 0


def test_each_change_tells_what_caused_it(xiangtu: Run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        capture(data / "raw" / f"s{number}", f"http://a.example.com/{number}.html", page(number), 1)
    xiangtu("build")
    xiangtu("export", "--date", "2026-01-31")
    capture(data / "raw" / "s0", "http://a.example.com/0.html", page(0, money=999), 3)
    with Archive(data / "raw" / "s1", "demo") as archive:
        archive.write("http://a.example.com/1.html", datetime(2024, 5, 4, tzinfo=UTC), 404, [], b"")
    shutil.rmtree(data / "raw" / "s3")
    xiangtu("build", "--prune")
    xiangtu("export", "--date", "2026-02-01")
    told = {(row[1], row[2]) for row in lines(data / "releases" / "2026-02-01" / "changes.tsv.gz")}
    assert told == {("changed", "page"), ("ended", "page"), ("ended", "gone"), ("removed", "archive")}
    changes = json.loads((data / "releases" / "index.json").read_text("utf-8"))["releases"][-1]["changes"]
    assert changes["pages changed (page)"] == changes["appearances ended (gone)"] == 1


def test_what_is_read_otherwise_on_the_same_bytes_is_told_so(
    xiangtu: Run, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    capture(data / "raw" / "s0", "http://a.example.com/0.html", page(0), 1)
    capture(data / "raw" / "s1", "http://a.example.com/1.html", page(1) + "<!-- " + "x" * 9000 + " -->", 1)
    for bytes_read, told in (("9000", []), ("90000", [["added", "pipeline"]]), ("8000", [["removed", "pipeline"]])):
        monkeypatch.setenv("XIANGTU_PAGE_BYTES", bytes_read)
        xiangtu("build")
        release = xiangtu("export", "--date", "2026-01-31").stdout.strip()
        assert [row[1:] for row in lines(Path(release) / "changes.tsv.gz") if told or row[1] != "added"] == told


def test_names_tell_in_which_order_releases_were_made_though_a_clock_goes_back(
    xiangtu: Run, built: Pages, data: Path
) -> None:
    folder = built(2)
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
