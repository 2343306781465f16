"""The endpoint, for real: Oxigraph's server behind the gate, on loopback."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
import uvicorn
from pyoxigraph import RdfFormat, Store

from flows.storage import DataFolder
from flows.store.folders import link, next_folder, reading, switch, tidy
from serve import pool
from serve.app import make_app
from serve.limits import Limits
from serve.source import Source


def put_store(data: DataFolder, value: str) -> Path:
    """A new store with one statement, switched to."""
    folder = next_folder(data)
    store = Store(str(folder))
    store.load(f'<http://a/s> <http://a/p> "{value}" .'.encode(), format=RdfFormat.N_QUADS)
    store.flush()
    del store
    switch(data, folder)
    tidy(data, keep=folder)
    return folder


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    return DataFolder(str(tmp_path), tmp_path)


@pytest.fixture
def client(data: DataFolder, monkeypatch: pytest.MonkeyPatch) -> Iterator[httpx.Client]:
    monkeypatch.setattr(pool, "WATCH_S", 0.1)
    put_store(data, "first")
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        limits = Limits(timeout_s=5, query_bytes=10_000, processes=2)
        source = Source(lambda: link(data), lambda: reading(data))
        app = make_app(source, limits, base="http://a/", prefixes={"a": "http://a/"})
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="on"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with httpx.Client(base_url=address, trust_env=False, timeout=30) as client:
            yield client
        server.should_exit = True
        thread.join(15)
        assert not thread.is_alive()


def values(client: httpx.Client, query: str = "SELECT ?o { ?s ?p ?o }") -> list[str]:
    answer = client.post("/query", data={"query": query}, headers={"accept": "application/sparql-results+json"})
    assert answer.status_code == 200, answer.text
    return [row["o"]["value"] for row in answer.json()["results"]["bindings"]]


def test_a_query_is_answered_however_it_is_sent(client: httpx.Client) -> None:
    query = "SELECT ?o { ?s ?p ?o }"
    csv = {"accept": "text/csv"}
    sent = [
        client.get("/query", params={"query": query}, headers=csv),
        client.get("/sparql", params={"query": query}, headers=csv),
        client.post("/query", data={"query": query}, headers=csv),
        client.post("/query", content=query, headers={**csv, "content-type": "application/sparql-query"}),
    ]
    assert [(a.status_code, a.text) for a in sent] == [(200, "o\r\nfirst\r\n")] * 4


@pytest.mark.parametrize("path", ["/query", "/sparql", "//query", "/query/", "/%71uery"])
def test_service_is_refused_on_every_path_that_takes_queries(path: str, client: httpx.Client) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as trap:
        trap.settimeout(0.3)
        query = f"SELECT * {{ SERVICE <http://127.0.0.1:{trap.getsockname()[1]}/> {{ ?s ?p ?o }} }}"
        url = str(client.base_url).rstrip("/") + path
        answers = [client.get(url, params={"query": query}), client.post(url, data={"query": query})]
        assert [answer.status_code for answer in answers if answer.status_code < 400] == []
        with pytest.raises(TimeoutError):
            trap.accept()


def test_errors_have_one_shape(client: httpx.Client) -> None:
    answers = {
        400: client.post("/query", data={"query": "SELECT"}),
        404: client.get("/nowhere"),
        405: client.post("/update", data={"update": "DROP ALL"}),
    }
    for status, answer in answers.items():
        assert answer.status_code == status
        assert answer.json()["error"].keys() == {"status", "reason", "message"}
        assert answer.json()["error"]["status"] == status


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "POST"])
def test_nothing_can_be_written(method: str, client: httpx.Client) -> None:
    assert client.request(method, "/store?default", content="<a:a> <a:b> 1 .").status_code == 405
    assert values(client) == ["first"]


def test_no_query_two_queries_and_too_long_a_query_are_refused(client: httpx.Client) -> None:
    assert client.post("/query", data={"other": "1"}).status_code == 400
    assert client.get("/query?query=ASK{}&query=ASK{}").status_code == 400
    assert client.post("/query", data={"query": "ASK {} #" + "x" * 20_000}).status_code == 413
    long, kind = "x" * 200_000, {"content-type": "application/sparql-query"}
    assert client.post("/query", content=long, headers=kind).status_code == 413


def test_a_query_that_takes_too_long_is_ended(client: httpx.Client, data: DataFolder) -> None:
    rows = " ".join(str(n) for n in range(2000))
    crossed = " ".join(f"VALUES ?v{n} {{ {rows} }}" for n in range(1))
    slow = (
        f"SELECT (COUNT(*) AS ?n) {{ {crossed} BIND(1 AS ?a) "
        + " ".join(
            f"{{ SELECT ?w{n} {{ VALUES ?w{n} {{ {' '.join(str(i) for i in range(300))} }} }} }}" for n in range(4)
        )
        + " }"
    )
    begun = time.monotonic()
    answer = client.post("/query", data={"query": slow})
    assert time.monotonic() - begun < 20
    assert answer.status_code >= 400


def test_the_endpoint_moves_to_a_new_store_without_refusing_anyone(client: httpx.Client, data: DataFolder) -> None:
    old = link(data)
    assert old is not None
    put_store(data, "second")
    assert old.is_dir(), "a store that is served is not removed"
    until = time.monotonic() + 20
    while (found := values(client)) != ["second"]:
        assert found == ["first"]
        assert time.monotonic() < until
    time.sleep(3)
    new = put_store(data, "third")
    assert not old.is_dir(), "nobody reads it any more"
    assert new.is_dir()
