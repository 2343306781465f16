"""Why a statement says what it does."""

from pipeline.statements import read_facts
from pipeline.statements.why import as_text, explain
from tests.pipeline.statements.rules.reading import reading

PAGE = reading("2023年,朗江村修渠3公里。", places={"朗江村": "431225212209"}, programs=["厕所革命"])


def test_each_figure_has_its_questions_with_options_and_chances() -> None:
    (reason,) = explain(PAGE)
    assert [d.question for d in reason.decisions] == ["thing", "claim", "place", "programme"]
    for decision in reason.decisions:
        chances = [option.chance for option in decision.options]
        assert chances == sorted(chances, reverse=True)
        assert sum(chances) <= 1.0001


def test_what_is_explained_is_what_is_read() -> None:
    (fact,), (reason,) = read_facts(PAGE), explain(PAGE)
    chosen = {decision.question: decision.chosen for decision in reason.decisions}
    assert (chosen["thing"], chosen["place"]) == (fact.what, "朗江村 431225212209")


def test_the_reasons_can_be_read() -> None:
    text = as_text(explain(PAGE))
    assert text.startswith("3公里  in: 2023年,朗江村修渠3公里。")
    assert "place: 朗江村 431225212209" in text
