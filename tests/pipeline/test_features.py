"""Features: names are written where nobody knows yet what they weigh, and sums are whole thousandths."""

import pytest

from pipeline.features import Names, Sums, Texts, beside, called, names_of


def test_names_are_written_once_for_all_that_depend_on_the_same() -> None:
    written: list[str] = []

    def near(scope: str) -> Names:
        written.append(scope)
        return (f"near {scope}", "any")

    sums = Sums({"near home": 0.2, "any": 0.1})
    assert [sums.worth([(near, "home")]), sums.worth([(near, "afar"), (near, "home")])] == [300, 400]
    assert written == ["home", "afar"]
    assert names_of([(near, "home"), (called, "plain")]) == ("near home", "any", "plain")


def test_a_sum_is_the_same_in_whatever_order() -> None:
    sums = Sums({"a": 0.1, "b": 0.2, "c": 0.3})
    assert sums[called, "a", "b", "c"] == sums[called, "c", "b", "a"] == 600


def test_what_is_kept_of_sums_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.features.KEPT", 3)
    sums = Sums({"b": 1.0})
    assert [sums[called, name] for name in "abcdeb"] == [0, 1000, 0, 0, 0, 1000]
    assert len(sums) <= 3


def test_what_stands_beside_a_mention_is_told_by_one_and_two_characters() -> None:
    assert names_of([beside("near", "位于", "建成")]) == (
        "near before 建",
        "near before 建成",
        "near after 于",
        "near after 位于",
    )


def test_texts_weigh_what_their_names_do() -> None:
    sums = Sums({"near home": 0.2, "near hill": 0.1, "afar home": 0.4, "any": 5.0})
    near = Texts("near ", "afar ")
    for texts in (("home", "home"), ("hill", "hill"), ("", "any")):
        assert sums[near, *texts] == sum(map(sums.weight, near(*texts)))
    assert sums.under("near ") == {"home": 200, "hill": 100}
    assert sums.under("by ") == {}
    assert not sums
