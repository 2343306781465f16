"""How like a settlement's name characters are, by how villages and townships are called."""

import numpy as np

from pipeline.tagger.likeness import likeness


def of(text: str) -> dict[str, list[int]]:
    codes = np.array([min(ord(character), 0xFFFF) for character in text], np.int64)
    return {name: column.tolist() for name, column in likeness(codes).items()}


def test_what_villages_are_called_by_is_told_from_prose() -> None:
    coomb, road = of("坪"), of("的")
    assert coomb["end"] > road["end"]
    assert of("东岭")["pair"][0] > of("的在")["pair"][0]


def test_each_column_is_as_long_as_the_text_and_a_character_that_no_name_has_is_nothing() -> None:
    found = of("东岭,\U00020000")
    assert {len(column) for column in found.values()} == {4}
    assert [column[-1] for column in found.values()] == [0, 0, 0, 0]
    assert likeness(np.array([], np.int64))["pair"].tolist() == []
