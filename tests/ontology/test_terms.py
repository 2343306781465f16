"""The vocabulary: two languages on every term, nothing used that is not declared, nothing declared that is not used."""

import json
import re
from functools import cache
from importlib.resources import files
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import OWL, RDF, RDFS, SH, SKOS, Graph, URIRef

import ontology
from ontology import concepts
from ontology.concepts import Concept, load
from ontology.context import context
from ontology.iris import XT
from ontology.schemes import graphs
from ontology.terms import Term, terms
from ontology.units import broad_kind, by_word, kind
from pipeline.graph.emit import page_graph
from tests.drafts import FETCHED
from tests.ontology.world import PAGES

ROOT = Path(ontology.__file__).parent.parent
OUTSIDE = {"rdf", "rdfs", "owl", "skos", "prov", "schema", "xsd", "sh", "qudt", "dcterms", "dct"}


@cache
def vocabulary() -> Graph:
    return Graph().parse(data=files("ontology").joinpath("xiangtu.ttl").read_text("utf-8"), format="turtle")


@pytest.mark.parametrize("term", terms(), ids=lambda term: term.iri)
def test_a_term_has_a_label_and_a_comment_in_both_languages(term: Term):
    assert re.search(r"[\u4e00-\u9fff]", term.zh)
    assert re.search(r"[\u4e00-\u9fff]", term.comment_zh)
    assert term.en.isascii()
    assert term.comment_en.isascii()


def test_every_subject_of_the_file_is_a_term_or_the_ontology():
    graph = vocabulary()
    declared = {graph.namespace_manager.expand_curie(term.iri) for term in terms()}
    assert set(graph.subjects()) - declared == set(graph.subjects(RDF.type, OWL.Ontology))


def test_what_is_ours_is_aligned_or_stands_below_what_is():
    above = {term.iri: term.above for term in terms()}
    for term in terms():
        if term.sort == "class" and term.is_own:
            assert any(not a.startswith("xt:") or above[a] for a in term.above), term.iri


def test_domains_and_ranges_are_classes_that_are_known():
    known = {term.iri for term in terms() if term.sort == "class"}
    for term in terms():
        for end in (*term.domains, *term.ranges):
            assert end in known or end.split(":")[0] in OUTSIDE, (term.iri, end)


def used() -> set[str]:
    """The local names of every ``xt:`` term in code, queries, shapes, schemes and pages."""
    names = set()
    for folder, pattern in (
        ("ontology", "*.ttl"),
        ("ontology/queries", "*.rq"),
        ("serve", "**/*.*"),
        ("flows", "**/*.*"),
    ):
        for file in (ROOT / folder).glob(pattern):
            if file.suffix in {".ttl", ".rq", ".py", ".html", ".js", ".yaml"} and file.name != "xiangtu.ttl":
                names |= set(re.findall(r"\bxt:([A-Za-z]+)", file.read_text("utf-8", "replace")))
    for file in (*(ROOT / "pipeline").glob("**/*.py"), *(ROOT / "ontology").glob("*.py")):
        names |= set(re.findall(r"\bXT\.([a-z][A-Za-z]+|[A-Z][a-z]+)\b", file.read_text("utf-8")))
    for page in PAGES:
        for triple in page_graph(page().reading, FETCHED):
            names |= {str(node).removeprefix(XT) for node in triple if isinstance(node, URIRef) and node in XT}
    return names - set(dir(str))


def test_what_is_used_is_declared():
    assert used() - {term.name for term in terms() if term.is_own} == set()


def test_what_is_declared_is_used():
    ends = {end.removeprefix("xt:") for term in terms() for end in (*term.domains, *term.ranges)}
    assert {term.name for term in terms() if term.is_own} - used() - ends == set()


def test_the_ontology_and_the_schemes_have_no_blank_nodes():
    for name, graph in graphs().items():
        assert all(isinstance(subject, URIRef) for subject in graph.subjects()), name


def test_the_shapes_speak_of_declared_terms_only():
    shapes = Graph().parse(data=files("ontology").joinpath("shapes.ttl").read_text("utf-8"), format="turtle")
    declared = {vocabulary().namespace_manager.expand_curie(term.iri) for term in terms()}
    for predicate in (SH.path, SH.targetClass, SH["class"], SH.targetSubjectsOf, SH.lessThan, SH.equals):
        named = {o for o in shapes.objects(None, predicate) if isinstance(o, URIRef)}
        assert named - declared == set()


def test_a_page_survives_json_ld():
    for page in PAGES:
        graph = page_graph(page().reading, FETCHED)
        text = graph.serialize(format="json-ld", context=context()["@context"])
        assert set(terms_of(json.loads(text))) <= context()["@context"].keys()
        assert {str(t) for t in Graph().parse(data=text, format="json-ld")} == {str(t) for t in reparsed(graph)}


def reparsed(graph: Graph) -> Graph:
    """The graph with literals as rdflib normalises them on reading."""
    return Graph().parse(data=graph.serialize(format="nt"), format="nt")


def terms_of(node: object) -> list[str]:
    if isinstance(node, list):
        return [name for item in node for name in terms_of(item)]
    if not isinstance(node, dict):
        return []
    inner = {key: value for key, value in node.items() if key != "@context"}
    return [key for key in inner if not key.startswith("@")] + [n for v in inner.values() for n in terms_of(v)]


@pytest.mark.parametrize("scheme", ["programs", "indicators", "units"])
def test_a_schemes_concepts_have_the_iris_that_pages_point_to(scheme: str):
    graph = graphs()[scheme]
    prefix = f"https://w3id.org/xiangtu/{scheme.removesuffix('s')}/"
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        assert str(concept).startswith(prefix)
        assert str(concept).removeprefix(prefix) in {c.slug for c in load(scheme)}


@pytest.mark.parametrize("scheme", ["programs", "indicators", "units"])
def test_a_published_concept_has_one_chinese_name(scheme: str):
    graph = graphs()[scheme]
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        assert [label.language for label in graph.objects(concept, RDFS.label)] == ["zh"]


def test_a_broader_concept_is_one_of_its_scheme():
    for scheme in ("programs", "indicators", "units"):
        known = {concept.slug for concept in load(scheme)}
        assert [c.slug for c in load(scheme) if not set(c.broader) <= known] == []


def test_every_indicator_is_measured_in_what_some_unit_measures():
    measured = {kind(word) for word in by_word()} | {"money"}
    assert [c.slug for c in load("indicators") if broad_kind(c.note("unitKind") or "") not in measured] == []


def test_a_programme_is_of_the_class_of_its_kind():
    graph = graphs()["programs"]
    kinds = {term.name for term in terms() if "xt:Program" in term.above}
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        (said,) = graph.objects(concept, XT.kind)
        assert str(said).capitalize() in kinds
        assert (concept, RDF.type, XT[str(said).capitalize()]) in graph


def test_a_concept_without_a_name_in_a_language_is_refused():
    name = pyoxigraph.Literal("里", language="zh")
    with pytest.raises(ValueError, match="prefLabel"):
        concepts._concept("https://w3id.org/xiangtu/unit/x", [(str(SKOS.prefLabel), name)])
    assert isinstance(load("units")[0], Concept)
