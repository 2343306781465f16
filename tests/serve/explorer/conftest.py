"""One store and one client for all tests of the explorer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.serve.explorer.world import make_app_on, make_store, pages


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("explorer") / "store", pages())


@pytest.fixture(scope="session")
def client(store: Path) -> Iterator[TestClient]:
    with TestClient(make_app_on(store), headers={"accept": "text/html", "accept-language": "zh-CN"}) as client:
        yield client
