"""Readings of characters are those that pypinyin gives, without its phrases being loaded."""

from pypinyin import Style, pinyin

from pipeline.sounds import readings


def test_readings_are_pypinyins() -> None:
    for character in "垇坳女绿略行重长肯嗯㐱𠀀鿕":
        assert readings(character) == set(pinyin(character, style=Style.NORMAL, heteronym=True)[0]), character


def test_a_mark_has_none() -> None:
    assert readings("、") == readings("A") == frozenset()
