"""What sort of word stands right before or behind a place: verb, noun, adverb …, by a shipped list."""

import zipfile
from collections.abc import Mapping
from functools import cache
from importlib.resources import as_file, files

LONGEST = 3


def word_before(text: str, end: int) -> str:
    """The longest known word that ends at a place; the character there where none is known."""
    known = sorts()
    return next((word for n in range(LONGEST, 1, -1) if (word := text[max(0, end - n) : end]) in known), text[end - 1])


def word_behind(text: str, start: int) -> str:
    """The longest known word that begins at a place; the character there where none is known."""
    known = sorts()
    return next((word for n in range(LONGEST, 1, -1) if (word := text[start : start + n]) in known), text[start])


def sort_before(text: str, end: int) -> str:
    """The sort of the longest word that ends at a place; empty where none is known."""
    return sorts().get(word_before(text, end), "") if end else ""


def sort_behind(text: str, start: int) -> str:
    """The sort of the longest word that begins at a place; empty where none is known."""
    return sorts().get(word_behind(text, start), "") if start < len(text) else ""


@cache
def sorts() -> Mapping[str, str]:
    """The sort of each word."""
    with as_file(files("pipeline.privacy").joinpath("data", "sorts.zip")) as path, zipfile.ZipFile(path) as archive:
        return {word: sort for sort in archive.namelist() for word in archive.read(sort).decode("utf-8").split("\n")}
