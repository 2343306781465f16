"""A new store is moved to while queries run, and none fails."""

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager

import httpx

from flows.storage import DataFolder
from tests.serve.conftest import put_store, rows

Serve = Callable[..., AbstractContextManager[httpx.Client]]
QUAD = '<http://a/s> <http://a/p> "{}" .\n'


def test_the_endpoint_moves_to_each_new_store_and_no_query_fails(serve: Serve, data: DataFolder) -> None:
    with serve(QUAD.format("0")) as client:
        old = data.local / "store"
        first = old.resolve()
        found, done = list[str](), threading.Event()

        def ask() -> None:
            while not done.is_set():
                (row,) = rows(client.get("/query", params={"query": "SELECT ?o { ?s ?p ?o }", "format": "json"}))
                found.append(row["o"])

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for number in range(1, 4):
            put_store(data, QUAD.format(number))
            until = time.monotonic() + 30
            while found[-1:] != [str(number)]:
                assert time.monotonic() < until
                time.sleep(0.05)
        done.set()
        for thread in threads:
            thread.join()
        assert len(found) > 20
        put_store(data, QUAD.format("last"))
        assert not first.is_dir(), "nobody reads it any more"
