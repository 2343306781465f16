"""What a query may and may not do, and how its answer is written."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from flows.show.answers import show_table
from flows.show.console import out
from ontology.questions import by_theme, questions

Run = Callable[..., Result]
Pages = Callable[..., Path]


@pytest.fixture
def built(xiangtu: Run, built_once: Pages, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line on a data folder of three pages, which questions only read."""
    monkeypatch.setenv("XIANGTU_DATA", str(built_once(3) / "data"))
    return xiangtu


def test_every_competency_question_runs_on_a_built_store(built: Run) -> None:
    for name in questions():
        result = built("query", name, "--format", "json")
        assert result.exit_code == 0, result.stderr
        assert json.loads(result.stdout)["head"]["vars"]


def test_a_named_question_gives_every_answer_its_sentence_and_page(built: Run) -> None:
    result = built("query", "money", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert {"1000000", "200000"} <= {row["value"] for row in rows}
    assert all(row["sentence"] and row["url"].startswith("file:///") for row in rows)


def test_a_table_shows_the_rows_and_their_number(built: Run) -> None:
    result = built("query", "SELECT ?page ?title { ?page a xt:Page ; schema:headline ?title }")
    assert result.exit_code == 0
    assert result.stdout.count("扎实推进人居环境整治") == 3
    assert "3 rows" in result.stderr


def test_a_question_takes_values(built: Run) -> None:
    low = built("query", "dossier", "--set", "code=654221", "--format", "json")
    high = built("query", "dossier", "--set", "code=110101", "--format", "json")
    assert json.loads(low.stdout)["results"]["bindings"]
    assert not json.loads(high.stdout)["results"]["bindings"]
    wrong = built("query", "dossier", "--set", "kode=1")
    assert wrong.exit_code == 1
    assert "code" in wrong.stderr


def test_pages_of_a_question_follow_one_another(built: Run) -> None:
    whole = built("query", "money", "--format", "csv").stdout.splitlines()
    found: list[str] = []
    for number in range(1, 99):
        result = built("query", "money", "--set", "limit=2", "--page", number, "--format", "csv")
        head, *rows = result.stdout.splitlines()
        found += rows
        if not rows:
            break
    assert head == whole[0]
    assert sorted(found) == sorted(whole[1:])
    assert "page 3; the next by --page 4" in built("query", "money", "--set", "limit=1", "--page", "3").stderr


@pytest.mark.parametrize(
    ("question", "options", "told"),
    [
        ("coverage", ("--page", "2"), "has no pages"),
        ("ASK { ?s ?p ?o }", ("--page", "2"), "has no pages"),
        ("money", ("--page", "2", "--set", "offset=5"), "not both"),
        ("money", ("--page", "2", "--set", "limit=many"), "limit"),
    ],
)
def test_a_page_of_what_has_none_is_refused(question: str, options: tuple[str, ...], told: str, built: Run) -> None:
    result = built("query", question, *options)
    assert result.exit_code == 1
    assert told in result.stderr


def test_a_file_and_standard_input_are_queries_too(built: Run, tmp_path: Path) -> None:
    file = tmp_path / "ask.rq"
    file.write_text("ASK { ?page a xt:Page }", "utf-8")
    assert json.loads(built("query", file, "-f", "json").stdout)["boolean"] is True
    assert built("query", file, "-f", "csv").stdout == "true\n"
    assert "yes" in built("query", file).stdout


def test_a_construct_gives_turtle(built: Run) -> None:
    result = built("query", "CONSTRUCT { ?s a xt:Page } WHERE { ?s a xt:Page }")
    assert result.stdout.count("Page") == 3


@pytest.mark.parametrize("query", ["DESCRIBE <https://w3id.org/xiangtu/place/654221>", "describe place:654221"])
def test_describe_is_a_query_though_it_has_no_braces(query: str, built: Run) -> None:
    assert "额敏县" in built("query", query).stdout


def test_the_questions_are_listed_by_theme_in_both_languages_with_their_parameters(xiangtu: Run) -> None:
    listed = xiangtu("query", "--list").stdout
    names = [question.name for asked in by_theme().values() for question in asked]
    assert [line.split()[0] for line in listed.splitlines() if line.split()[:1] and line.split()[0] in names] == names
    for (zh, en), asked in by_theme().items():
        assert f"{zh} {en}" in listed
        for question in asked:
            assert question.zh in listed
            assert all(f"--set {p.name}={p.default}" in listed for p in question.parameters)


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE"),
        ("INSERT DATA { <http://a> <http://b> 1 }", "not a SPARQL 1.1 query: line 1"),
        ("SELECT * {\n ?s ?p }", "line 2"),
        ("no-such-question", "there are: "),
    ],
)
def test_what_can_not_be_asked_is_refused_with_the_reason(query: str, says: str, built: Run) -> None:
    result = built("query", query)
    assert result.exit_code == 1
    assert says in result.stderr


def test_a_query_that_takes_too_long_is_ended(built: Run) -> None:
    pairs = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(4))
    result = built("query", f"SELECT (COUNT(*) AS ?n) {{ {pairs} }}", "--timeout-s", "1")
    assert result.exit_code == 1
    assert "within 1 s" in result.stderr


def test_a_query_that_wants_too_much_memory_is_ended(built: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIANGTU_QUERY_MEMORY_MB", "300")
    pairs = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(3))
    result = built("query", f"SELECT * {{ {pairs} }} ORDER BY ?a0 ?b1 ?c2", "--timeout-s", "60")
    assert result.exit_code == 1


def test_without_a_store_it_says_what_to_run_first(xiangtu: Run) -> None:
    result = xiangtu("query", "money")
    assert result.exit_code == 1
    assert "xiangtu build" in result.stderr


def test_no_question_at_all_is_a_usage_error(xiangtu: Run) -> None:
    assert xiangtu("query").exit_code == 2


def test_what_pages_say_moves_no_cursor_and_turns_no_line() -> None:
    with out.capture() as said:
        show_table(["a"], [{"a": "\x1b[2Jred\x9b31m \u202egnp 乡村\r"}], "https://w3id.org/xiangtu/")
        out.print("file \x1b]0;title\x07.html", markup=False)
    assert "�[2Jred�31m �gnp 乡村" in said.get()
    assert all(character.isprintable() or character == "\n" for character in said.get())
