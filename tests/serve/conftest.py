"""A store of the test's own, or the demo's, behind the application on loopback."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import httpx
import pytest
from pyoxigraph import RdfFormat, Store

from flows.settings import Settings
from flows.storage import DataFolder
from flows.store.folders import link, next_folder, reading, switch, tidy
from ontology.questions import prefixes
from serve import pool
from serve.app import make_app
from serve.limits import ConnectionLimits, Limits
from serve.server import server
from serve.source import Source
from tests.conftest import DemoRun

HOME = Path(__file__).parents[2]
CONNECTIONS = ConnectionLimits()
LIMITS = Limits(timeout_s=10, processes=2, slow=1, query_bytes=50_000)


def put_store(data: DataFolder, text: str) -> Path:
    """A new store with these N-Quads, switched to."""
    folder = next_folder(data)
    store = Store(str(folder))
    store.load(text.encode(), format=RdfFormat.N_QUADS)
    store.flush()
    del store
    switch(data, folder)
    tidy(data, keep=folder)
    return folder


def source_of(data: DataFolder) -> Source:
    return Source(lambda: link(data), lambda: reading(data))


@contextmanager
def served(
    data: DataFolder, limits: Limits = LIMITS, connections: ConnectionLimits = CONNECTIONS, **more: str
) -> Iterator[httpx.Client]:
    """A client of the application."""
    settings = Settings()
    app = make_app(source_of(data), limits, base=settings.base, prefixes=prefixes(settings.base), **more)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        running = server(app, limits.query_bytes, connections)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        try:
            with httpx.Client(base_url=address, trust_env=False, timeout=60) as client:
                until = time.monotonic() + 30
                while not running.started:
                    assert thread.is_alive()
                    assert time.monotonic() < until
                    time.sleep(0.02)
                yield client
        finally:
            running.should_exit = True
            thread.join(20)
        assert not thread.is_alive()


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    return DataFolder(str(tmp_path), tmp_path)


@pytest.fixture
def serve(data: DataFolder, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AbstractContextManager[httpx.Client]]:
    """Serves a store of these N-Quads under limits."""
    monkeypatch.setattr(pool, "WATCH_S", 0.1)

    def serving(text: str, limits: Limits = LIMITS, **more: object) -> AbstractContextManager[httpx.Client]:
        put_store(data, text)
        return served(data, limits, **more)  # type: ignore[arg-type]

    return serving


@pytest.fixture(scope="session")
def demo(demo_run: DemoRun) -> DataFolder:
    """A data folder that the demo made."""
    assert demo_run.code == 0, demo_run.stderr
    return DataFolder(str(demo_run.data), demo_run.data)


@pytest.fixture(scope="session")
def demo_client(demo: DataFolder) -> Iterator[httpx.Client]:
    with served(demo, Limits(timeout_s=20, processes=2)) as client:
        yield client


def rows(answer: httpx.Response) -> list[dict[str, str]]:
    """The rows of a JSON answer, plain."""
    assert answer.status_code == 200, answer.text
    return [{k: v["value"] for k, v in row.items()} for row in json.loads(answer.text)["results"]["bindings"]]
