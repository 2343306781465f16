"""What the check lets through, the engine's stack bears: each shape of query at the limits of depth and of steps."""

import subprocess
import sys

import pytest

from serve.errors import RefusedQueryError
from serve.sparql import DEPTH, STEPS, checked

D = DEPTH - 6
SHAPES = {
    "or": "SELECT * { ?s ?p ?o FILTER(" + " || ".join(f"?s = {n}" for n in range(STEPS - 2)) + ") } LIMIT 1",
    "plus": "SELECT (" + " + ".join("1" for _ in range(STEPS)) + " AS ?x) {}",
    "bind": "SELECT * { " + " ".join(f"BIND({n} AS ?o{n})" for n in range(STEPS - 1)) + " } LIMIT 1",
    "minus": "SELECT * { ?s ?p ?o " + " ".join(f"MINUS {{ ?s ?p {n} }}" for n in range(STEPS - 1)) + " } LIMIT 1",
    "union": "SELECT * { " + " UNION ".join(f"{{ ?s ?p ?o{n} }}" for n in range(STEPS - 1)) + " } LIMIT 1",
    "braces": "SELECT * " + "{" * D + " ?s ?p ?o " + "}" * D,
    "parentheses": "SELECT (" + "(" * D + "1" + ")" * D + " AS ?x) {}",
    "if": "SELECT (" + "IF(true," * D + "1" + ",2)" * D + " AS ?x) {}",
    "exists": "ASK { " + "FILTER EXISTS { " * D + " ?s ?p ?o " + "}" * D + "}",
    "subselects": "SELECT * {" + "{ SELECT * { " * (D // 2) + " ?s ?p ?o " + "} }" * (D // 2) + "}",
    "graphs": "SELECT * {" + "GRAPH ?g { " * D + " ?s ?p ?o " + "}" * D + "}",
    "both": "SELECT (" + "IF(" * D + " || ".join("true" for _ in range(STEPS)) + ",1,2)" * D + " AS ?x) { " + "}",
}
RUN = """
import sys
from pyoxigraph import NamedNode, Quad, Store
store = Store()
store.add(Quad(NamedNode("http://a/"), NamedNode("http://b/"), NamedNode("http://c/"), NamedNode("http://g/")))
answer = store.query(sys.stdin.read())
bool(answer) if type(answer).__name__ == "QueryBoolean" else list(answer)
"""


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_the_engine_bears_what_is_let_through(shape: str) -> None:
    query = SHAPES[shape]
    assert checked(query, 200_000)
    command = [sys.executable, "-c", RUN]
    done = subprocess.run(command, input=query, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, (done.returncode, done.stderr[-200:])


def test_a_step_more_is_refused() -> None:
    with pytest.raises(RefusedQueryError, match="deep"):
        checked(SHAPES["bind"].replace("SELECT * {", "SELECT * { BIND(1 AS ?more)"), 200_000)
