"""A data folder in an S3 bucket holds the bytes that a local one holds, whoever reads the shards.

Needs ``pip install s3fs 'moto[server]'``; without them, skipped.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

moto = pytest.importorskip("moto.server", reason="moto[server] is not installed")
s3fs = pytest.importorskip("s3fs", reason="s3fs is not installed")

Pages = Callable[..., Path]
OUTPUTS = ("pages", "graph", "quarantine", "captures", "releases/2026-01-31")


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """An empty bucket of an S3 server on loopback, as a file system."""
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    address = "http://{}:{}".format(*server.get_host_and_port())
    httpx.post(address + "/moto-api/reset")  # buckets are the process's, not the server's
    said = {"AWS_ENDPOINT_URL": address, "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x"}
    for name, value in {**said, "AWS_DEFAULT_REGION": "us-east-1"}.items():
        monkeypatch.setenv(name, value)
    fs = s3fs.S3FileSystem(endpoint_url=address, skip_instance_cache=True)
    fs.mkdir("county")
    yield fs
    server.stop()


def xiangtu(url: str, *arguments: object, **settings: str) -> None:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "XIANGTU_"))}
    env |= {"XIANGTU_DATA": url, "XIANGTU_PACK_FILES": "2", **settings}
    command = [sys.executable, "-m", "flows.cli", *map(str, arguments)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=400, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("options", [("--workers", "1"), ("--workers", "2"), ("--runner", "dask", "--workers", "2")])
def test_a_bucket_holds_the_bytes_of_a_local_folder(
    bucket: Any, pages: Pages, tmp_path: Path, options: tuple[str, ...]
) -> None:
    if "dask" in options:
        pytest.importorskip("prefect_dask")
    inputs, plain = pages(5), tmp_path / "plain"
    for url, more in ((str(plain), {}), ("s3://county/data", {"XIANGTU_LOCAL": str(tmp_path / "local")})):
        xiangtu(url, "build", inputs, *options, **more)
        xiangtu(url, "export", "--date", "2026-01-31", **more)
    bucket.invalidate_cache()
    there = {str(path).removeprefix("county/data/"): bucket.cat_file(path) for path in bucket.find("county/data")}
    here = {str(path.relative_to(plain)): path.read_bytes() for path in plain.rglob("*") if path.is_file()}
    for folder in OUTPUTS:
        kept = {name: content for name, content in here.items() if name.startswith(folder + "/")}
        assert kept, folder
        assert {name: content for name, content in there.items() if name.startswith(folder + "/")} == kept
