"""A SPARQL store of somebody else's: Update and the Graph Store Protocol over a pyoxigraph store, with their whims."""

import base64
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store

REALM, NONCE = "store", "5ccc069c403ebaf9f0171e9517f40e41"


@dataclass
class Foreign:
    """The store, what was asked of it, and how it behaves."""

    store: Store = field(default_factory=Store)
    auth: str = ""
    """``basic`` or ``digest``."""
    known: tuple[str, str] = ("dba", "secret")
    answers: list[int] = field(default_factory=list)
    """What the next requests are answered instead of being served; 0 drops the connection."""
    after: int = 0
    """So many are served first."""
    asked: list[str] = field(default_factory=list)
    address: str = ""

    @property
    def update(self) -> str:
        return f"{self.address}/update"

    @property
    def graph_store(self) -> str:
        return f"{self.address}/store"

    def quads(self) -> set[str]:
        return {str(quad) for quad in self.store}

    def whim(self) -> int | None:
        if self.after:
            self.after -= 1
            return None
        return self.answers.pop(0) if self.answers else None

    def admits(self, header: str) -> bool:
        user, password = self.known
        if self.auth == "basic":
            return header == "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
        if self.auth == "digest":
            told = dict(re.findall(r'(\w+)="?([^",]+)"?', header))
            if not {"username", "nonce", "uri", "response"} <= told.keys() or told["nonce"] != NONCE:
                return False
            first, second = md5(f"{user}:{REALM}:{password}"), md5(f"POST:{told['uri']}")
            return told["response"] == md5(f"{first}:{NONCE}:{told['nc']}:{told['cnonce']}:auth:{second}")
        return True


def md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


class Handler(BaseHTTPRequestHandler):
    at: Foreign
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        if not self.at.admits(self.headers.get("authorization", "")):
            self.answer(401)
            return
        whim = self.at.whim()
        if whim == 0:
            self.close_connection = True
            self.connection.close()
            return
        self.answer(whim or self.serve(body))

    def serve(self, body: bytes) -> int:
        url = urlsplit(self.path)
        self.at.asked.append(self.path)
        if url.path == "/update" and self.headers["content-type"] == "application/sparql-update":
            self.at.store.update(body.decode())
        elif url.path == "/store" and self.headers["content-type"] == "application/n-triples":
            name = parse_qs(url.query).get("graph")
            self.at.store.load(body, RdfFormat.N_TRIPLES, to_graph=NamedNode(name[0]) if name else DefaultGraph())
        else:
            return 404
        return 204

    def answer(self, status: int) -> None:
        self.send_response(status)
        asks = {"basic": f'Basic realm="{REALM}"', "digest": f'Digest realm="{REALM}", nonce="{NONCE}", qop="auth"'}
        if status == 401:
            self.send_header("www-authenticate", asks[self.at.auth])
        if status == 503:
            self.send_header("retry-after", "0")
        if status == 302:
            self.send_header("location", "http://elsewhere.example/")
        self.send_header("content-length", "0")
        self.end_headers()


USED: set[int] = set()
"""Ports of the stores of this process."""


@contextmanager
def foreign(**whims: object) -> Iterator[Foreign]:
    """The store at work, on loopback."""
    at = Foreign(**whims)  # type: ignore[arg-type]
    handling = type("Handling", (Handler,), {"at": at})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handling)
    while server.server_port in USED:  # a data folder knows a store by its address
        server.server_close()
        server = ThreadingHTTPServer(("127.0.0.1", 0), handling)
    USED.add(server.server_port)
    at.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield at
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
