"""The house rules that no linter knows: who may import whom, sizes, names, and where Chinese words may stand."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("crawl", "pipeline", "ontology", "flows", "serve", "corpus")
MAY_IMPORT = {
    "ontology": set(),
    "crawl": {"pipeline"},
    "pipeline": {"ontology"},
    "serve": {"pipeline", "ontology", "crawl"},
    "corpus": {"pipeline", "ontology"},
    "flows": {"crawl", "pipeline", "ontology", "serve"},
}
"""``crawl`` knows of the pipeline its records alone, and what it reads a probed page with."""
MOST_LINES = 400
TWICE = {"columns", "words"}
"""Names that still stand twice: the next who touches one renames it."""
MODULES_WITH_WORDS = 83
"""How many modules of the reader still hold Chinese words in their patterns (2026-11-30: 83); it only falls."""
HAN = re.compile(r"[\u4e00-\u9fff]{2,}")


def modules(*rooms: str) -> Iterator[Path]:
    for room in rooms or ROOMS:
        yield from sorted((ROOT / room).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """The project's modules that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        yield from (name for name in names if name.split(".")[0] in ROOMS)


def words_of(path: Path) -> Iterator[str]:
    """The strings of a module that hold Chinese words, docstrings and the strings that explain a constant left out."""
    tree = ast.parse(path.read_text("utf-8"))
    explained = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explained:
            yield from HAN.findall(node.value)


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_imports_go_one_way(room: str) -> None:
    wrong = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(room)
        for name in imported(path)
        if name.split(".")[0] not in MAY_IMPORT[room] | {room}
    }
    assert not wrong


def test_the_crawler_knows_only_the_page_record() -> None:
    known = {name for path in modules("crawl") for name in imported(path) if name.startswith("pipeline")}
    assert known <= {"pipeline.records"}


def test_no_module_is_too_long() -> None:
    assert [path for path in modules() if len(path.read_text("utf-8").splitlines()) > MOST_LINES] == []


def test_no_two_modules_of_the_pipeline_bear_one_name() -> None:
    names = Counter(path.stem for path in modules("pipeline") if path.stem != "__init__")
    assert {name for name, count in names.items() if count > 1} <= TWICE


def test_chinese_words_of_the_reader_move_into_lexicons() -> None:
    """They still stand in many modules' patterns; none may join these, and one that is clean stays so."""
    found = {str(path.relative_to(ROOT)) for path in modules("pipeline") if any(words_of(path))}
    assert len(found) <= MODULES_WITH_WORDS, sorted(found)
