"""Limits that hold, watched from outside: each has its status and a sentence, and nobody else notices."""

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from tests.serve.conftest import LIMITS, rows

Serve = Callable[..., AbstractContextManager[httpx.Client]]
QUADS = "".join(f'<http://a/s{n}> <http://a/p> "value {n}" .\n' for n in range(1000))
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f . ?g ?t ?h }"
HUNGRY = "SELECT * { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f } ORDER BY ?b ?d ?f"
TICKS = os.sysconf("SC_CLK_TCK")


def post(client: httpx.Client, query: str, accept: str = "application/json") -> httpx.Response:
    return client.post("/query", data={"query": query}, headers={"accept": accept})


def query_processes() -> dict[int, float]:
    """The query processes of this process, and the processor seconds that each has had."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text().rpartition(")")[2].split()
            command = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if int(stat[1]) == os.getpid() and b"serve.worker" in command:
            found[int(folder.name)] = (int(stat[11]) + int(stat[12])) / TICKS
    return found


def says(answer: httpx.Response, status: int, reason: str) -> str:
    assert answer.status_code == status, answer.text
    error = answer.json()["error"]
    assert (error["status"], error["reason"]) == (status, reason)
    return str(error["message"])


def test_a_query_is_ended_at_its_time_and_takes_no_processor_after_it(serve: Serve) -> None:
    with serve(QUADS, replace(LIMITS, timeout_s=2)) as client:
        begun = time.monotonic()
        assert "within 2 s" in says(post(client, ENDLESS), 408, "out-of-time")
        assert time.monotonic() - begun < 10
        before = query_processes()
        time.sleep(1)
        after = query_processes()
        assert all(after[pid] - before.get(pid, 0) < 0.7 for pid in after), "nothing runs on"
        assert len(rows(post(client, "SELECT * { ?s ?p ?o }"))) == 1000


def test_a_query_whose_client_hangs_up_is_ended(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    with serve(QUADS, replace(LIMITS, timeout_s=60)) as client:
        started = query_processes()
        with pytest.raises(httpx.ReadTimeout):
            client.post("/query", data={"query": ENDLESS}, timeout=1.5)
        until = time.monotonic() + 10
        while any(cpu - started.get(pid, 0) > 1 for pid, cpu in query_processes().items()):
            assert time.monotonic() < until
            time.sleep(0.1)
        assert len(rows(post(client, "SELECT * { ?s ?p ?o } LIMIT 1"))) == 1
    assert not caplog.records, "nobody need hear of it"


def test_a_query_that_wants_too_much_memory_is_ended(serve: Serve) -> None:
    with serve(QUADS, replace(LIMITS, memory_mb=100, timeout_s=50)) as client:
        assert "memory" in says(post(client, HUNGRY), 503, "out-of-memory")
        assert len(rows(post(client, "SELECT * { ?s ?p ?o }"))) == 1000


@pytest.mark.parametrize("accept", ["text/csv", "text/tab-separated-values", "application/sparql-results+xml"])
def test_too_many_rows_are_refused_whole_in_every_form(accept: str, serve: Serve) -> None:
    with serve(QUADS, replace(LIMITS, rows=999)) as client:
        answer = post(client, "SELECT * { ?s ?p ?o }", accept)
        assert (answer.status_code, answer.headers["content-type"]) == (413, "text/plain; charset=utf-8")
        assert answer.text == "the answer has more than 999 rows; narrow the query, use LIMIT\n"
        assert post(client, "SELECT * { ?s ?p ?o } LIMIT 999", accept).status_code == 200


def test_too_many_rows_of_json_and_too_many_triples_are_too(serve: Serve) -> None:
    with serve(QUADS, replace(LIMITS, rows=999)) as client:
        assert "999 rows" in says(post(client, "SELECT * { ?s ?p ?o }"), 413, "too-large")
        assert len(rows(post(client, "SELECT * { ?s ?p ?o } LIMIT 999"))) == 999
        assert "999 triples" in says(post(client, "CONSTRUCT WHERE { ?s ?p ?o }"), 413, "too-large")


def test_too_large_an_answer_and_too_long_a_query_are_refused(serve: Serve) -> None:
    with serve(QUADS, replace(LIMITS, answer_mb=1)) as client:
        assert "larger than 1 MB" in says(post(client, "SELECT * { ?s ?p ?o . ?a ?b ?c }"), 413, "too-large")
        assert "longer than" in says(post(client, "ASK {} #" + "x" * 60_000), 413, "too-large")
        assert "longer than" in says(post(client, "ASK {} #" + "x" * 600_000), 413, "too-large")


def test_a_large_answer_comes_whole_and_leaves_no_file(serve: Serve) -> None:
    with serve(QUADS) as client:
        answer = post(client, "SELECT * { ?s ?p ?o . ?a ?b ?c } LIMIT 30000", "text/csv")
        assert int(answer.headers.get("content-length", 0)) > 0
        assert answer.text.count("\r\n") == 30_001
    assert not list(Path("/tmp").glob("xiangtu-answers-*/*"))


def test_queries_beyond_the_queue_are_sent_away(serve: Serve) -> None:
    few = replace(LIMITS, processes=1, slow=0, queue=1, timeout_s=4, wait_s=20)
    with serve(QUADS, few) as client, ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda _: post(client, ENDLESS), range(6)))
        assert sorted({answer.status_code for answer in answers}) == [408, 429]
        sent_away = next(answer for answer in answers if answer.status_code == 429)
        assert "ask again" in says(sent_away, 429, "busy")
        assert int(sent_away.headers["retry-after"]) > 0


def test_queries_that_do_not_end_hold_no_place_and_those_too_many_are_told_so(serve: Serve) -> None:
    few = replace(LIMITS, processes=1, slow=1, timeout_s=7, wait_s=20)
    with serve(QUADS, few) as client, ThreadPoolExecutor(3) as threads:
        begun = time.monotonic()
        endless = [threads.submit(post, client, ENDLESS) for _ in range(3)]
        sent_away = next(as_completed(endless)).result()
        assert "slow queries run" in says(sent_away, 429, "busy")
        for _ in range(10):
            assert len(rows(post(client, "SELECT * { ?s ?p ?o } LIMIT 3"))) == 3
        assert not all(query.done() for query in endless), "short ones pass by them"
        assert sorted(query.result().status_code for query in endless) == [408, 408, 429]
        assert time.monotonic() - begun > 11, "one was stopped until the other's end, which is none of its time"


def test_a_query_that_would_end_a_server_is_refused_and_nobody_notices(serve: Serve) -> None:
    deep = "SELECT * { ?s ?p ?o FILTER(" + " || ".join(f"?s = {n}" for n in range(3000)) + ") } LIMIT 1"
    with serve(QUADS) as client:
        assert "deep" in says(post(client, deep), 400, "refused")
        for _ in range(3):
            assert post(client, "ASK {}").json()["boolean"] is True


def test_what_kills_a_query_process_is_refused_and_the_process_replaced(serve: Serve) -> None:
    with serve(QUADS) as client:
        for pid in query_processes():
            os.kill(pid, 9)
        time.sleep(0.3)
        assert post(client, "ASK {}").json()["boolean"] is True
