"""A release: whole, checkable, described, and the same bytes for the same pages."""

import gzip
import hashlib
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from click.testing import Result
from pyoxigraph import RdfFormat, Store, parse
from rdflib import DCAT, RDF, VOID, Dataset, Graph

from crawl.archive import Archive
from ontology.iris import XT
from tests.flows.conftest import page
from tests.flows.test_build import capture

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
    now = {q.triple for q in quads if "/history/" not in q.graph_name.value}
    turtle = {q.triple for q in parse(gzip.decompress((folder / "xiangtu.ttl.gz").read_bytes()), RdfFormat.TURTLE)}
    assert now == turtle
    described = Graph().parse(folder / "void.ttl")
    dataset = described.value(None, RDF.type, DCAT.Dataset)
    assert int(described.value(dataset, VOID.triples)) == len(now)  # type: ignore[arg-type]
    assert int(described.value(dataset, VOID.documents)) == 3  # type: ignore[arg-type]
    sizes = {str(s).rsplit("/", 1)[-1]: int(o) for s, o in described.subject_objects(DCAT.byteSize)}  # type: ignore[arg-type]
    assert sizes == {p.name: p.stat().st_size for p in folder.iterdir() if p.name not in ("void.ttl", "SHA256SUMS")}


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
    told = described.value(described.value(None, RDF.type, DCAT.Dataset), VOID.triples)
    assert int(asked) == len(now) == len(turtle) == int(told)  # type: ignore[arg-type]
    facts = [row["n"].value for row in store.query(f"SELECT (COUNT(?f) AS ?n) {{ ?f a <{XT.Fact}> }}")]  # type: ignore[union-attr]
    assert int(facts[0]) == len({s for s, p, o in now if (p, o) == (RDF.type, XT.Fact)})


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
    assert [p.name for p in (data / "releases").glob("2*")] == ["2026-01-31"]


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
