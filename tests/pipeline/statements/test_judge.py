"""Judges: the scorer sums weights, the rules take their own answer; wordings stand for one another."""

import pytest

from pipeline.features import Names, called
from pipeline.statements.judge import Rules, Scorer
from pipeline.statements.options import QUESTIONS, RULE, Option
from pipeline.statements.overlap import Wording
from pipeline.statements.rules.surroundings import Thing
from pipeline.statements.scene import Scene
from pipeline.text.figures import figures
from pipeline.text.sentences import Clause, Sentence
from tests.pipeline.statements.rules.reading import reading

PAGE = reading("全乡栽树300株。")
FIGURE = figures(PAGE)[0]
SCENE = Scene(FIGURE, Clause(0, 9), Sentence(0, 9, 0, 0, "paragraph", ()), 0, 9, Thing("树", 0, 3))


def scorer(**weights: dict[str, float]) -> Scorer:
    return Scorer({q: weights.get(q, {}) for q in (*QUESTIONS, "sure")})


def told(value: str, *names: str) -> Option[str]:
    return Option(value, (((called, *names),),))


def test_the_option_with_the_heaviest_features_is_chosen() -> None:
    options = [told("2022", "near", "past"), told("2023", "near", "of its year"), Option(None, ())]
    answer = scorer(programme={"past": -1.0, "of its year": 2.0, "near": 0.5}).choose("programme", SCENE, options)
    assert answer.value == "2023"
    assert 0.8 < answer.chance < 1


def test_features_that_were_never_learnt_weigh_nothing() -> None:
    options = [told("planned", "unheard of"), told("actual")]
    assert scorer().choose("claim", SCENE, options).chance == pytest.approx(0.5)


def test_names_are_written_once_for_all_options_that_depend_on_the_same() -> None:
    written: list[str] = []

    def near(scope: str) -> Names:
        written.append(scope)
        return (f"near {scope}", "any")

    judge = scorer(programme={"near home": 0.2, "any": 0.1})
    options = [Option("2022", (((near, "home"),),)), Option("2023", (((near, "afar"), (near, "home")),))]
    assert judge.scores("programme", options) == judge.scores("programme", options) == [300, 400]
    assert written == ["home", "afar"]
    assert options[1].features() == ("near afar", "any", "near home", "any")


def test_of_wordings_the_one_that_shares_most_with_the_likely_ones_is_chosen() -> None:
    weights = {"a": 1.0, "b": 0.9, "c": 1.1}
    options = [told("茶园面积", "a"), told("茶园面积共", "b"), told("亩产", "c")]
    answer = scorer(thing=weights).choose("thing", SCENE, options)
    assert answer.value == "茶园面积"
    assert answer.chance > 0.6


def test_the_rules_take_their_own_answer_and_know_no_confidence() -> None:
    options = [Option("a", ()), Option("b", (), RULE)]
    assert Rules().choose("thing", SCENE, options).value == "b"
    assert Rules().choose("thing", SCENE, [Option("a", ())]).value == "a"
    assert Rules().sure((0.5,)) is None


def test_a_fact_is_surer_the_surer_its_answers_are() -> None:
    weights = {"sure": {"any": -0.5, "thing": 0.8}}
    sure = scorer(**weights).sure
    assert sure((0.5,) * 3) < sure((0.9,) * 3) < sure((0.99,) * 3) < 1


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ("茶园", "茶园", 1.0),
        ("“茶园”", "茶 园", 1.0),
        ("茶园", "果树", 0.0),
        ("茶园面积", "茶园", 2 / 3),
        ("", "", 1.0),
    ],
)
def test_two_wordings_share_their_letters(one: str, other: str, share: float) -> None:
    assert Wording(one).overlap(Wording(other)) == pytest.approx(share)
    assert Wording(one).is_like(Wording(other)) == (share >= 0.6)


def test_a_scene_says_how_near_a_point_of_the_text_is() -> None:
    scene = SCENE._replace(clause=Clause(4, 9), low=6)
    assert [scene.scope(at) for at in (7, 5, 2)] == ["in its part", "in its clause", "in its sentence"]
    assert (scene.behind(8), scene.behind(12)) == ("behind in its clause", "behind in its sentence")
