"""The README shows the ontology as it is: its generated parts are current, its example is what the pipeline emits."""

from datetime import UTC, datetime
from pathlib import Path

from rdflib import Graph

from ontology import readme
from ontology.diagram import classes
from ontology.questions import questions
from ontology.terms import terms
from pipeline.graph.emit import page_graph
from pipeline.graph.validate import violations
from tests.drafts import Draft

FOLDER = Path(readme.__file__).parent


def example() -> Graph:
    """A made-up page with one fact and one relation."""
    page = Draft(
        "https://www.example.gov.cn/news/1.html",
        "荒坡变果园,村集体有了收入",
        "2023年,朗江村发展壮大村集体经济,集体经济收入突破60万元。",
        home="431225212209",
        published="2024-01-10",
    )
    page.place("朗江村", "431225212209").program("发展壮大村集体经济", "campaign", "collective-economy")
    page.fact(
        "60万元",
        "600000",
        "CNY",
        "集体经济收入",
        qualifier="over",
        indicator="collective-income",
        program="发展壮大村集体经济",
        where="431225212209",
        when="2023",
    )
    page.relation("adoption", "朗江村", program="发展壮大村集体经济", where="431225212209", when="2023")
    return page_graph(page.reading, datetime(2024, 1, 11, 2, 0, tzinfo=UTC))


def test_the_generated_parts_are_current():
    text = (FOLDER / "README.md").read_text("utf-8")
    assert readme.filled(text) == text, "run: python -m ontology.readme"


def test_the_context_is_current():
    from ontology.context import written

    assert (FOLDER / "context.jsonld").read_text("utf-8") == written(), "run: python -m ontology.context"


def test_the_example_is_what_the_pipeline_emits():
    shown = Graph().parse(FOLDER / "example.ttl", format="turtle")
    assert violations(shown) == ()
    assert set(shown) == set(Graph().parse(data=example().serialize(format="nt"), format="nt"))


def test_every_term_and_every_question_stands_in_the_readme():
    text = (FOLDER / "README.md").read_text("utf-8")
    assert [term.iri for term in terms() if f"`{term.iri}`" not in text] == []
    assert [name for name, question in questions().items() if name not in text or question.zh not in text] == []


def test_the_diagram_draws_every_class_and_every_link():
    drawn = classes()
    for term in terms():
        assert term.sort == "individual" or f" {term.name}" in drawn or not term.domains
