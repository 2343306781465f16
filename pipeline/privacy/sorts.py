"""What sort of word stands right before or behind a place: verb, noun, adverb …, by a shipped list."""

import zipfile
from collections.abc import Mapping
from functools import cache
from importlib.resources import as_file, files

LONGEST = 3


def sort_before(text: str, end: int) -> str:
    """The sort of the longest word that ends at a place; empty where none is known."""
    return next((s for n in range(LONGEST, 0, -1) if (s := sorts().get(text[max(0, end - n) : end]))), "")


def sort_behind(text: str, start: int) -> str:
    """The sort of the longest word that begins at a place; empty where none is known."""
    return next((s for n in range(LONGEST, 0, -1) if (s := sorts().get(text[start : start + n]))), "")


@cache
def sorts() -> Mapping[str, str]:
    """The sort of each word."""
    with as_file(files("pipeline.privacy").joinpath("data", "sorts.zip")) as path, zipfile.ZipFile(path) as archive:
        return {word: sort for sort in archive.namelist() for word in archive.read(sort).decode("utf-8").split("\n")}
