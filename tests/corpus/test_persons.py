"""Persons on annotated pages: what is counted, and pages that are made to learn from."""

from corpus import persons
from corpus.learning.made_pages import made_page
from corpus.learning.persons import examples, learnt


def test_what_stays_and_what_is_lost_is_counted_and_the_misses_of_unread_pages_are_not_shown() -> None:
    pages = [page for page in persons.pages("ab") if page.name.startswith(("a2", "b1"))]
    found = persons.score(pages, weights={"any": -99.0})
    assert found.must_go == sum(len(page.masked) for page in pages)
    assert 0 < found.gone < found.must_go
    assert found.misses
    assert not any(miss.startswith("b") for miss in found.misses)


def test_a_made_page_says_where_its_names_stand_and_is_the_same_each_time() -> None:
    page = made_page(1)
    assert page == made_page(1)
    assert page != made_page(2)
    assert page.names
    assert all(1 < end - start < 16 and "\n" not in page.text[start:end] for start, end in page.names)


def test_what_stands_before_names_alone_is_learnt() -> None:
    text = "村民赵大山说，路通了。据悉，路通了。村民钱小河说，路通了。会上，路通了。"
    names = [(text.index(name), text.index(name) + 3) for name in ("赵大山", "钱小河")]
    pages = [(f"{n}", examples(text, names, ())) for n in range(3)]
    weights = learnt(pages)
    assert weights["left role"] > 0
    assert all(sum(weights.get(f, 0.0) for f in e.features) > 0 for _, found in pages for e in found if e.is_name)
