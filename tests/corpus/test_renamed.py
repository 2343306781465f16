"""Annotated pages under other names."""

from corpus.learning.renamed import Marked, renamed

TEXT = "石板镇的赵大山说，路通了。赵大山和钱小河来自大坪村。"
PAGE = Marked(
    TEXT,
    [(at, at + 3) for at in (4, TEXT.rindex("赵大山"), TEXT.index("钱小河"))],
    [(0, 3), (TEXT.index("大坪村"), TEXT.index("大坪村") + 3)],
    [(3, 5)],
)


def test_a_name_is_another_the_same_wherever_it_stands_and_the_rest_is_as_it_was() -> None:
    copy = renamed(PAGE, 1)
    first, again, other = (copy.text[a:b] for a, b in copy.names)
    assert first == again != "赵大山"
    assert other != "钱小河"
    assert copy.text == TEXT.replace("赵大山", first).replace("钱小河", other)
    assert [copy.text[a:b] for a, b in copy.held] == ["石板镇", "大坪村"]
    assert copy.unclear == []


def test_a_number_gives_the_same_copy_each_time() -> None:
    assert renamed(PAGE, 7) == renamed(PAGE, 7) != renamed(PAGE, 8)
