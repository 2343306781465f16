"""What people correct by hand: rejected facts, merged names, other homes; kept in history, undone, told where wrong."""

import csv
import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from pyoxigraph import RdfFormat, parse
from starlette.testclient import TestClient

from flows.store.corrected import Corrected, node
from flows.store.corrections import CorrectionError, Corrections, read_corrections
from flows.store.history import triple_of
from ontology.iris import XT, Iris
from pipeline.graph.emit import page_triples
from pipeline.graph.written import ntriples
from serve.explorer.graph import Graph
from tests.drafts import FETCHED, Draft
from tests.flows.conftest import page
from tests.serve.explorer.world import make_app_on

IRIS = Iris()
SIGNED = {"reason": "数字取自标题", "by": "编辑部", "date": "2026-05-01"}
URL = "http://a.example/1"
COUNTY, OTHER, TOWN = "431225", "152922", "431225212"


def draft(url: str = URL, home: str | None = COUNTY, name: str = "清洁乡村行动") -> Draft:
    """A page with two facts, one of which takes its place from the page's home."""
    lines = (f"2023年,全县实施{name},改造户厕120户。", f"2023年,青朗乡实施{name},改造户厕30户。")
    made = Draft(url, "记事", *lines, home=home, published="2024-03-01").place("青朗乡", TOWN)
    made.program(name, "mechanism", "points-system" if name == "积分制" else None)
    about = {"when": "2023", "program": name, "indicator": "toilets"}
    return made.fact("120户", "120", "户", "户厕", **about).fact("30户", "30", "户", "户厕", where=TOWN, **about)


def graph(made: Draft) -> bytes:
    return "".join(ntriples(page_triples(made.reading, FETCHED))).encode()


def corrections(tmp_path: Path, **entries: list[dict[str, str]]) -> Corrections:
    path = tmp_path / "corrections.yaml"
    path.write_text(json.dumps({kind: [SIGNED | e for e in given] for kind, given in entries.items()}), "utf-8")
    return read_corrections(path, IRIS)


def corrected(tmp_path: Path, made: Draft, **entries: list[dict[str, str]]) -> bytes:
    iri = node(IRIS.page(made.reading.article.url))
    return Corrected(corrections(tmp_path, **entries), IRIS).now(iri, graph(made))


def facts(text: bytes) -> dict[str, dict[str, str]]:
    """The facts of a graph by their value, each with what it says by local name, its IRI as ``iri``."""
    said: dict[str, dict[str, str]] = {}
    for quad in parse(text, RdfFormat.N_TRIPLES):
        name = quad.predicate.value.replace("#", "/").rpartition("/")[2]
        said.setdefault(quad.subject.value, {"iri": quad.subject.value})[name] = quad.object.value  # type: ignore[union-attr]
    return {says["value"]: says for says in said.values() if says.get("type") == str(XT.Fact)}


def test_what_no_entry_names_is_left_byte_for_byte(tmp_path: Path) -> None:
    text = graph(draft())
    assert corrected(tmp_path, draft(), reject=[{"fact": "fact/" + "0" * 20}]) == text
    assert corrected(tmp_path, draft(), home=[{"page": "http://b.example/", "place": OTHER}]) == text


@pytest.mark.parametrize("spelt", ["{iri}", "{key}", "{id}"])
def test_a_fact_is_rejected_by_its_iri_or_its_id(tmp_path: Path, spelt: str) -> None:
    iri = facts(graph(draft()))["120"]["iri"]
    name = spelt.format(iri=iri, key=iri.removeprefix(IRIS.base), id=iri.rpartition("/")[2])
    left = corrected(tmp_path, draft(), reject=[{"fact": name}])
    assert facts(left).keys() == {"30"}
    assert iri.encode() not in left


def test_another_home_moves_the_facts_that_took_their_place_from_it(tmp_path: Path) -> None:
    before, after = facts(graph(draft())), facts(corrected(tmp_path, draft(), home=[{"page": URL, "place": OTHER}]))
    assert after["120"]["home"] == IRIS.base + f"place/{OTHER}"
    assert after["30"] == before["30"]
    assert after["120"]["wasRevisionOf"] == before["120"]["iri"] != after["120"]["iri"]


def test_a_corrected_fact_bears_the_name_that_it_would_have_been_read_under(tmp_path: Path) -> None:
    """So that it is one with the same fact of other pages, and its claim with theirs."""
    for home in (COUNTY, None):
        right = facts(graph(draft(home=OTHER, name="积分制")))["120"]
        moved = facts(corrected(tmp_path, draft(home=home, name="积分制"), home=[{"page": URL, "place": OTHER}]))["120"]
        assert (moved["iri"], moved["claim"]) == (right["iri"], right["claim"])


def test_a_merged_name_is_replaced_by_the_one_kept_and_stays_as_another_name(tmp_path: Path) -> None:
    old, kept = f"program/{COUNTY}/清洁乡村行动", f"program/{COUNTY}/清洁行动"
    text = corrected(tmp_path, draft(), merge=[{"name": old, "into": kept}])
    assert {f["program"] for f in facts(text).values()} == {IRIS.base + kept}
    assert {t for t in map(triple_of, text.splitlines(keepends=True)) if t[0] == node(IRIS.base + old)} == set()
    told = {(p.rpartition(b"#")[2], o) for s, p, o in map(triple_of, text.splitlines(keepends=True))
            if s == node(IRIS.base + kept)}  # fmt: skip
    assert {(b"altLabel>", '"清洁乡村行动"@zh'.encode()), (b"label>", '"清洁行动"@zh'.encode())} <= told
    same = facts(graph(draft(name="清洁行动")))
    assert facts(text)["30"]["iri"] == same["30"]["iri"]


def test_a_name_is_merged_into_a_programme_of_the_scheme_which_describes_itself(tmp_path: Path) -> None:
    old = f"program/{COUNTY}/清洁乡村行动"
    text = corrected(tmp_path, draft(), merge=[{"name": old, "into": "program/points-system"}])
    subject = node(IRIS.base + "program/points-system")
    said = {p for s, p, _ in map(triple_of, text.splitlines(keepends=True)) if s == subject}
    assert said == {b"<http://www.w3.org/2004/02/skos/core#altLabel>", f"<{XT.correction}>".encode()}


WRONG = [
    ("reject: [", "not YAML"),
    ("rejects: []", "1: rejects: unknown key; take one of reject, merge, home"),
    ("reject: no", "1: reject: a list is needed"),
    ("reject:\n- fact: fact/1\n  by: x\n  date: 2026-05-01", "2: reject 1 reason: is missing; add it"),
    ("reject:\n- {fact: fact/1, by: x, reason: y, date: soon}", "2: reject 1 date: Input should be a valid date"),
    ("reject:\n- {fact: place/15, by: x, reason: y, date: 2026-05-01}", "2: reject 1: 'place/15' is no fact"),
    ("home:\n- {page: u, place: 99, by: x, reason: y, date: 2026-05-01}", "2: home 1: '99' is no division's code"),
    ("merge:\n- {name: place/15, into: place/1529, by: x, reason: y, date: 2026-05-01}", "is of the list"),
    ("merge:\n- {name: org/a, into: program/b, by: x, reason: y, date: 2026-05-01}", "are not of one kind"),
    (
        "merge:\n- &x {name: org/a, into: org/b, by: x, reason: y, date: 2026-05-01}\n- *x",
        "merge 2: https://w3id.org/xiangtu/org/a has an entry already; leave one of them",
    ),
    (
        "merge:\n- {name: org/a, into: org/b, by: x, reason: y, date: 2026-05-01}\n"
        "- {name: org/b, into: org/c, by: x, reason: y, date: 2026-05-01}",
        "the name kept is merged away by another entry",
    ),
]


@pytest.mark.parametrize(("text", "said"), WRONG)
def test_a_file_that_is_wrong_says_where_and_what_to_do(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "corrections.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(CorrectionError) as wrong:
        read_corrections(path, IRIS)
    assert str(wrong.value).startswith(f"{path}:")
    assert said in str(wrong.value)


def test_comments_have_no_part_in_what_the_file_says(tmp_path: Path) -> None:
    path = tmp_path / "corrections.yaml"
    path.write_text("# none yet\n", "utf-8")
    assert read_corrections(path, IRIS).digest == "" == read_corrections(tmp_path / "none.yaml", IRIS).digest


def test_a_build_applies_keeps_and_undoes_them_and_releases_say_so(
    xiangtu: Callable[..., Result], tmp_path: Path, data: Path
) -> None:
    """One data folder, through its life."""
    source = tmp_path / "page.html"
    source.write_text(page(0), "utf-8")
    assert xiangtu("build", source).exit_code == 0

    def ask(query: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(xiangtu("query", query, "--format", "csv").stdout)))

    everything = "SELECT ?s ?p ?o WHERE { ?s ?p ?o } ORDER BY ?s ?p ?o"
    before = ask(everything)
    fact = ask("SELECT ?f WHERE { ?f a xt:Fact ; xt:indicator ?i }")[0]["f"]
    unmet = {"fact": "f" * 20}
    (data / "corrections.yaml").write_text(json.dumps({"reject": [SIGNED | {"fact": fact}, SIGNED | unmet]}), "utf-8")
    assert "run 'xiangtu build' first" in xiangtu("export").stderr

    said = " ".join(xiangtu("build").stderr.split())
    assert "corrections applied 1" in said
    assert f"{'f' * 20}: met nothing" in said
    assert "nothing to do" in xiangtu("build").stderr
    assert ask(f"SELECT ?p WHERE {{ <{fact}> ?p ?o }}") == []
    why = ask(
        f"""SELECT ?reason ?by ?on ?quote ?what WHERE {{ GRAPH <{IRIS.graph("history")}> {{
        <{fact}> xt:correction ?c ; xt:what ?what . ?c rdfs:comment ?reason ; dcterms:creator ?by ; dcterms:date ?on .
        ?a xt:states <{fact}> ; xt:quote ?quote }} }}"""
    )
    assert [(row["reason"], row["by"], row["on"]) for row in why] == [tuple(SIGNED.values())]
    assert why[0]["what"] in why[0]["quote"]

    assert xiangtu("export", "--date", "2026-05-02").exit_code == 0
    quads = gzip.decompress((data / "releases" / "2026-05-02" / "xiangtu.nq.gz").read_bytes()).decode().splitlines()
    graphs = {line.rpartition(" <")[2].rpartition(">")[0] for line in quads if f"<{fact}>" in line}
    assert {g.removeprefix(IRIS.base).partition("/")[0] for g in graphs} == {"history", "corrections"}
    assert fact not in (data / "releases" / "2026-05-02" / "facts.csv").read_text("utf-8")
    assert xiangtu("check").exit_code == 0

    (data / "corrections.yaml").write_text("reject: [{}]", "utf-8")
    assert "reject 1 fact: is missing; add it" in xiangtu("check").stdout
    assert xiangtu("build").exit_code == 1
    (data / "corrections.yaml").unlink()
    assert xiangtu("build").exit_code == 0
    assert ask(everything) == before
    assert ask(f"SELECT ?s WHERE {{ GRAPH <{IRIS.graph('history')}> {{ ?s ?p ?o }} }}") == []


def test_the_explorer_says_what_was_corrected_and_leads_on_from_what_is_gone(
    xiangtu: Callable[..., Result], tmp_path: Path, data: Path
) -> None:
    source = tmp_path / "page.html"
    source.write_text(page(0).replace("镇村干部", "额敏县农业农村局牵头，镇村干部"), "utf-8")
    assert xiangtu("build", source).exit_code == 0
    graph = Graph(data / "store", IRIS.base)
    first, *_ = [row["fact"] for row in graph.rows("SELECT fact FROM facts ORDER BY fact")]
    (told,) = graph.rows("SELECT page, url, home FROM pages")
    (body,) = [row["key"] for row in graph.rows("SELECT key FROM things WHERE kind = 'org' LIMIT 1")]
    entries = {
        "reject": [SIGNED | {"fact": first}],
        "merge": [SIGNED | {"name": body, "into": "org/654221/额敏县融媒"}],
        "home": [SIGNED | {"page": told["url"], "place": OTHER}],
    }
    (data / "corrections.yaml").write_text(json.dumps(entries), "utf-8")
    assert "corrections applied 3" in " ".join(xiangtu("build").stderr.split())
    with TestClient(make_app_on(data / "store"), headers={"accept": "text/html"}) as client:
        rejected = client.get(f"/{first}")
        assert rejected.status_code == 200
        assert "已更正：此条有误" in rejected.text
        assert "数字取自标题" in rejected.text
        assert "编辑部" in rejected.text
        about = client.get(f"/{told['page']}").text
        assert "已更正：网页所述地改为阿拉善右旗" in about
        assert f"/{first}" not in about
        merged = client.get(f"/{body}")
        assert merged.history[0].status_code == 308
        assert "并入“额敏县融媒”" in merged.text
        assert client.get("/fact/" + "0" * 20).status_code == 404
