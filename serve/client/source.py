"""Where the client's answers come from: an endpoint's address, or a data folder on this machine."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import httpx
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn, TransferSpeedColumn

from ontology.iris import DEFAULT_BASE
from ontology.questions import prefixes
from serve.ask import ask
from serve.errors import QueryError, UnavailableError, error_of
from serve.limits import Limits

LONG_BYTES = 1 << 20
"""A longer download shows how far it is."""


class Source(Protocol):
    """Gives the answer of a query as SPARQL's JSON. Raises QueryError."""

    def ask(self, query: str) -> dict[str, Any]:
        """The answer."""


def source_of(where: str | Path, timeout_s: float, *, progress: bool) -> Source:
    """The source at an address or in a folder."""
    if str(where).startswith(("http://", "https://")):
        return Endpoint(str(where), timeout_s, progress=progress)
    return Folder(Path(where), timeout_s)


class Endpoint:
    """An endpoint by its address: the site's, or the endpoint's own."""

    def __init__(self, address: str, timeout_s: float, *, progress: bool) -> None:
        address = address.rstrip("/")
        self.address = address if address.endswith(("/query", "/sparql")) else f"{address}/query"
        self.progress = progress
        self._client = httpx.Client(timeout=timeout_s, headers={"accept": "application/sparql-results+json"})

    def ask(self, query: str) -> dict[str, Any]:
        """The answer, with a bar while a long one comes in."""
        try:
            with self._client.stream("POST", self.address, data={"query": query}) as answer:
                text = self._read(answer)
        except httpx.HTTPError as error:
            raise UnavailableError(
                f"{self.address}: {error or type(error).__name__}; is the endpoint running?"
            ) from error
        if answer.status_code != httpx.codes.OK:
            raise problem(answer, text)
        found: dict[str, Any] = json.loads(text)
        return found

    def _read(self, answer: httpx.Response) -> bytes:
        size = int(answer.headers.get("content-length", 0))
        if not self.progress or size < LONG_BYTES:
            return answer.read()
        text = bytearray()
        columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
            task = shown.add_task("", total=size)
            for piece in answer.iter_bytes(1 << 16):
                text += piece
                shown.update(task, completed=answer.num_bytes_downloaded)
        return bytes(text)


def problem(answer: httpx.Response, text: bytes) -> QueryError:
    """What an endpoint's error says."""
    try:
        said: Mapping[str, Any] = json.loads(text)["error"]
        return error_of(said["reason"], said["message"])
    except (ValueError, KeyError, TypeError):
        return UnavailableError(f"{answer.url}: {answer.status_code}: {text[:200].decode('utf-8', 'replace')}")


class Folder:
    """The store of a data folder, asked in a process for each query."""

    def __init__(self, folder: Path, timeout_s: float) -> None:
        self.store = folder / "store"
        self.limits = Limits(timeout_s=timeout_s)
        if not self.store.is_dir():
            raise UnavailableError(f"{self.store}: nothing is built there; run 'xiangtu build', or give an address")

    def ask(self, query: str) -> dict[str, Any]:
        """The answer from the newest store."""
        found: dict[str, Any] = json.loads(ask(self.store, query, "json", self.limits, prefixes(DEFAULT_BASE)))
        return found
