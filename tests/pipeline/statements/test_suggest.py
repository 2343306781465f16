"""Suggesters propose and never choose: the right answer is among the options, each once, with named features."""

from collections.abc import Sequence
from typing import TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records import Reading
from pipeline.statements import load_scorer, read_facts
from pipeline.statements.judge import Answer, Rules, Scorer
from pipeline.statements.options import Option, Question
from pipeline.statements.prose import Prose
from pipeline.statements.scene import Scene
from tests.pipeline.statements.rules.reading import reading

V = TypeVar("V")


class Asked(Rules):
    """Keeps what was suggested."""

    def __init__(self) -> None:
        self.options: dict[Question, list[object]] = {}
        self.features: dict[Question, list[tuple[str, ...]]] = {}

    def choose(self, question: Question, scene: Scene, options: Sequence[Option[V]]) -> Answer[V]:
        self.options[question] = [option.value for option in options]
        self.features[question] = [option.features() for option in options]
        return super().choose(question, scene, options)


def asked(page: Reading) -> Asked:
    judge = Asked()
    Prose(page, judge).facts()
    return judge


def test_things_are_stretches_on_both_sides_and_what_was_counted_before() -> None:
    options = asked(reading("全乡有农户300户、党员40名参加培训。")).options["thing"]
    assert {"党员", "参加培训", "农户"} <= set(options)


def test_things_are_what_clauses_before_begin_and_end_with_up_to_one_that_counts() -> None:
    named = asked(reading("今年新建的幸福食堂,由镇里统一管理,面积300平方米。")).options["thing"]
    assert {"幸福食堂", "统一管理", "面积"} <= set(named)
    counted = asked(reading("修渠3公里,安装路灯,花费20万元。")).options["thing"]
    assert {"安装路灯", "路灯", "花费"} <= set(counted)
    assert "修渠" not in asked(reading("修渠,挖井3眼,花费20万元。")).options["thing"]


def test_things_stand_behind_the_verb_of_the_rules_too() -> None:
    assert "贷款" in asked(reading("全村发放贷款共计20万元。")).options["thing"]


def test_no_thing_ends_with_the_verb_that_its_figure_follows() -> None:
    options = asked(reading("村道清扫做了15次。")).options["thing"]
    assert "村道清扫" in options
    assert not any(str(option).endswith("做") for option in options)


def test_no_stretch_parts_a_quote_from_its_other_half() -> None:
    options = asked(reading("建成“幸福食堂”5处。")).options["thing"]
    assert all(str(option).count("“") == str(option).count("”") for option in options)


def test_places_are_those_named_before_and_the_home() -> None:
    page = reading("朗江村修渠3公里。", places={"朗江村": "431225212209"})
    values = asked(page).options["place"]
    assert [getattr(v, "code", None) for v in values] == ["431225212209", "431225212"]


def features_of(page: Reading, code: str) -> tuple[str, ...]:
    judge = asked(page)
    at = [getattr(value, "code", None) for value in judge.options["place"]].index(code)
    return judge.features["place"][at]


def test_members_of_a_list_are_told_by_whose_turn_it_is() -> None:
    page = reading("朗江村、下坪村修渠3公里、5公里。", places={"朗江村": "431225212209", "下坪村": "431225212201"})
    assert "member's even own" in features_of(page, "431225212201")
    assert "member's even other" in features_of(page, "431225212209")


def test_places_are_told_by_what_their_paragraph_names_and_by_how_large_the_figure_is() -> None:
    page = reading("朗江村修渠3公里,投资5000万元。", places={"朗江村": "431225212209"})
    assert {"1 in its paragraph village", "village of CNY by 7"} <= set(features_of(page, "431225212209"))
    assert {"0 in its paragraph, 1 below", "no next"} <= set(features_of(page, "431225212"))


def test_this_project_leaves_no_choice() -> None:
    names = ["清水润田项目", "抱团发展"]
    page = reading("该乡实施清水润田项目。采取抱团发展。该项目投入200万元。", programs=names)
    assert [getattr(v, "text", None) for v in asked(page).options["programme"]] == ["清水润田项目"]
    page = reading("该乡实施清水润田项目。采取抱团发展，投入200万元。", programs=names)
    assert len(asked(page).options["programme"]) == 3


def test_programmes_are_those_of_the_paragraph_and_none() -> None:
    page = reading("推进河长制。实施厕所革命,改厕300户。", programs=["河长制", "厕所革命"])
    assert [getattr(v, "text", None) for v in asked(page).options["programme"]] == [None, "厕所革命", "河长制"]


def test_each_option_of_a_question_is_told_by_names_that_say_what_they_mean() -> None:
    judge = asked(reading("2023年,全乡计划栽树300株。"))
    assert "digits unit 株" in judge.features["claim"][1]
    assert "equals home" in judge.features["place"][0]


def test_a_fact_says_how_sure_it_is() -> None:
    (fact,) = read_facts(reading("2023年,全乡栽树300株。"))
    assert (fact.when, fact.modality) == ("2023", "actual")
    assert fact.what.endswith("树")
    assert 0 < (fact.confidence or 0) < 1


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="全乡栽树修渠“”()、,。的了和3万元户20亩年月:;\n ", min_size=1, max_size=80))
def test_any_text_is_read(text: str) -> None:
    for fact in read_facts(reading(text)):
        assert fact.what


def test_what_counted_villages_have_is_no_single_village_s() -> None:
    page = reading("朗江村建起果园。2个村的集体收入突破50万元。", places={"朗江村": "431225212209"})
    assert [getattr(place, "code", None) for place in asked(page).options["place"]] == ["431225212"]
    page = reading("朗江村带动2个村种茶50亩。", places={"朗江村": "431225212209"})
    assert "431225212209" in [getattr(place, "code", None) for place in asked(page).options["place"]]


class Weighing(Scorer):
    """Holds what suggesters summed against the names of the features."""

    def __init__(self) -> None:
        super().__init__(load_scorer().weights)
        self.summed = 0

    def choose(self, question: Question, scene: Scene, options: Sequence[Option[V]]) -> Answer[V]:
        sums = self.worth(question)
        for option in options:
            if option.known is not None:
                assert option.known == sum(map(sums.weight, option.features())), option.value
                self.summed += 1
        return super().choose(question, scene, options)


def test_what_is_summed_by_tables_is_what_the_named_features_weigh() -> None:
    judge = Weighing()
    for text in (
        "建成“幸福食堂”、老年之家5处,每处补助3万元的运行经费。",
        "村3户,今年新建的文化广场,由镇里管理,面积300平方米。",
    ):
        Prose(reading(text), judge).facts()
    assert judge.summed > 40
