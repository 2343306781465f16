"""Newspapers to learn persons from: words with their tags become a text that says where names stand."""

from collections import Counter

from corpus.learning.news import OFTEN, NewsPage

LINE = "１２月/t  ，/w  青川县/ns  农民/n  赵/nr  大山/nr  对/p  记者/n  欧阳/nr  海/nr  说/v  ，/w  小平/nr  去过/v"


def words(page: NewsPage, spans: list[tuple[int, int]]) -> list[str]:
    return [page.text[start:end] for start, end in spans]


def test_a_surname_and_a_given_name_are_one_name_and_a_given_name_alone_is_unclear() -> None:
    page = NewsPage()
    page.add(LINE, Counter())
    assert page.text == "12月，青川县农民赵大山对记者欧阳海说，小平去过\n"
    assert words(page, page.names) == ["赵大山", "欧阳海"]
    assert words(page, page.unclear) == ["小平"]
    assert words(page, page.held) == ["青川县"]


def test_a_name_that_stands_everywhere_is_learnt_from_some_times_only() -> None:
    page, seen = NewsPage(), Counter[str]()
    for _ in range(OFTEN + 2):
        page.add("赵/nr  大山/nr  说/v", seen)
    assert len(page.names) == OFTEN
    assert words(page, page.unclear) == ["赵大山"] * 2
