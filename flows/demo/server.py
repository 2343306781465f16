"""The demo site on a free loopback port, and its registry entry for that port."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import yaml

from crawl.registry import SiteConfig, make_site

FOLDER = Path(__file__).parent / "site"
ENTRY = Path(__file__).parent / "site.yaml"
PORT = 18620
"""Taken where it is free, so that the demo's pages keep their addresses from one run to the next."""
PLACEHOLDER = "http://demo.invalid"
"""Stands in site.yaml for the address that the server gets."""


class Handler(SimpleHTTPRequestHandler):
    """Static files, quietly."""

    def log_message(self, *_: object) -> None:
        """Say nothing: the crawl reports what it fetched."""

    def list_directory(self, *_: object) -> None:
        """A folder without index.html is not found."""
        self.send_error(404)


def _bind(handler: partial[Handler]) -> ThreadingHTTPServer:
    try:
        return ThreadingHTTPServer(("127.0.0.1", PORT), handler)
    except OSError:
        return ThreadingHTTPServer(("127.0.0.1", 0), handler)


@contextmanager
def serve(folder: Path = FOLDER) -> Iterator[str]:
    """Serve a folder on loopback while the context lasts; gives its address, http://127.0.0.1:PORT or any free port."""
    with _bind(partial(Handler, directory=str(folder))) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def demo_site(address: str) -> SiteConfig:
    """The demo site's registry entry, at the address that ``serve`` gave."""
    text = ENTRY.read_text("utf-8")
    host = address.partition("://")[2]
    data = yaml.safe_load(text.replace(PLACEHOLDER, address).replace(PLACEHOLDER.partition("://")[2], host))
    return make_site(data, str(ENTRY))
