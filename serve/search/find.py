"""What the index has for what somebody typed: things by their names, and sentences by their words.

A name is found by itself, by what it begins with, by its letters in their order (阿右旗, 青朗乡), by its pinyin, in
Traditional characters, and by a code; the nearest names come first, of equally near ones the weightiest things.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from serve.search.forms import LONGEST, all_of, closeness, letters, normal, pairs

LOOKED_AT = 300
"""Names that are weighed for one search; those of the weightiest things come first."""
LAST = "\U0010ffff"
PINYIN = 4
CODE = 5
RELAXED = 6
"""Further grades of nearness after those of ``closeness``."""
HIT = ("key", "kind", "name", "wording", "level", "parent", "pages", "facts")
SUFFIXED = 3
"""Letters that a name has at least whose last one may be another (玉环县 is 玉环市 now)."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found: its key, kind and name, the wording that was found and how near that is."""

    key: str
    kind: str
    name: str
    wording: str
    level: int | None
    parent: str | None
    pages: int
    facts: int
    near: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that holds all that was asked: its page and where on it."""

    page: str
    first: int
    last: int

    @property
    def key(self) -> str:
        """The passage's key."""
        return f"{self.page}#char={self.first},{self.last}"


def find_things(db: sqlite3.Connection, asked: str, limit: int = 20, kind: str | None = None) -> list[Hit]:
    """Things by name, code or pinyin, the nearest first."""
    text = normal(asked[:LONGEST])
    if not letters(text):
        return []
    grades = _grades(db, text)
    if not grades and len(text) >= SUFFIXED and not text.isascii():
        grades = {name: RELAXED + near for name, near in _grades(db, text[:-1]).items()}
    return _hits(db, grades, limit, kind)


def _grades(db: sqlite3.Connection, text: str) -> dict[int, int]:
    """The names that are like a text, by id, with how near they are."""
    found = dict[int, int]()
    for number, name in _like(db, text):
        near = closeness(text, name)
        if near is not None:
            found[number] = near
    if text.isascii() and text.isalnum():
        plain = text.replace("'", "")
        for column in ("initials", "pinyin"):
            sql = f"SELECT id FROM names WHERE {column} >= ? AND {column} < ? LIMIT ?"
            for (number,) in db.execute(sql, (plain, plain + LAST, LOOKED_AT)):
                found.setdefault(number, PINYIN)
    if text.isdigit():
        sql = """SELECT n.id, t.key FROM things t JOIN names n ON n.thing = t.id
            WHERE t.key >= ? AND t.key < ? ORDER BY t.key LIMIT ?"""
        for number, key in db.execute(sql, (f"place/{text}", f"place/{text}{LAST}", LOOKED_AT)):
            found.setdefault(number, CODE if key != f"place/{text}" else 0)
    return found


def _like(db: sqlite3.Connection, text: str) -> Iterable[tuple[int, str]]:
    """Names that may be like a text: the same, those that begin so, and those with all its letters."""
    yield from map(tuple, db.execute("SELECT id, name FROM names WHERE name = ? LIMIT ?", (text, LOOKED_AT)))
    sql = "SELECT id, name FROM names WHERE name > ? AND name < ? LIMIT ?"
    yield from map(tuple, db.execute(sql, (text, text + LAST, LOOKED_AT)))
    sql = """SELECT n.id, n.name FROM name_letters l CROSS JOIN names n ON n.id = l.rowid
        WHERE name_letters MATCH ? ORDER BY l.rowid LIMIT ?"""
    yield from map(tuple, db.execute(sql, (all_of(letters(text)), LOOKED_AT)))


def _hits(db: sqlite3.Connection, grades: dict[int, int], limit: int, kind: str | None) -> list[Hit]:
    """The things that bear these names, each once, by nearness and weight."""
    best = dict[str, tuple[tuple[int, int, int, int, int, str, bool], Hit]]()
    for numbers in _pieces(sorted(grades)):
        marks = ", ".join("?" * len(numbers))
        sql = f"""SELECT n.id AS number, n.name AS wording, t.key, t.kind, t.name, t.level, t.parent, t.pages, t.facts
            FROM names n JOIN things t ON t.id = n.thing WHERE n.id IN ({marks})"""
        for row in db.execute(sql, numbers):
            if kind and row["kind"] != kind:
                continue
            near = grades[row["number"]]
            unused = not (row["pages"] or row["facts"])
            weight, level = row["pages"] + row["facts"], 9 if row["level"] is None else row["level"]
            length = len(row["wording"]) if near == PINYIN or unused else 0
            order = (near, int(unused), length, -weight, level, row["key"], row["wording"] != row["name"])
            hit = Hit(near=near, **{name: row[name] for name in HIT})
            if row["key"] not in best or order < best[row["key"]][0]:
                best[row["key"]] = order, hit
    return [hit for _, hit in sorted(best.values(), key=lambda pair: pair[0])[:limit]]


def _pieces(numbers: list[int]) -> Iterable[list[int]]:
    return (numbers[at : at + 500] for at in range(0, len(numbers), 500))


def find_sentences(db: sqlite3.Connection, asked: str, limit: int = 20, offset: int = 0) -> list[Sentence]:
    """The sentences that hold all that was asked, the newest first; nothing for less than two letters."""
    tokens = pairs(normal(asked[:LONGEST]))
    if not tokens:
        return []
    sql = """SELECT g.page, p.first, p.last FROM sentences s
        CROSS JOIN passages p ON p.id = s.rowid CROSS JOIN pages g ON g.id = p.page
        WHERE sentences MATCH ? ORDER BY s.rowid LIMIT ? OFFSET ?"""
    return [Sentence(*row) for row in db.execute(sql, (all_of(tokens), limit, offset))]
