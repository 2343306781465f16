"""The demo: the bundled site served on loopback and entered in the data folder's registry; questions to its graph."""

from collections.abc import Iterator
from contextlib import contextmanager

import yaml

from flows.demo.server import demo_site, serve
from flows.storage import DataFolder


@contextmanager
def demo_served(data: DataFolder) -> Iterator[str]:
    """The demo site on loopback while the context lasts, registered as ``demo`` with its address."""
    with serve() as address:
        entry = demo_site(address).model_dump(mode="json", exclude_defaults=True)
        home = data.local / "sites"
        home.mkdir(parents=True, exist_ok=True)
        (home / "demo.yaml").write_text(yaml.safe_dump(entry, allow_unicode=True, sort_keys=False), "utf-8")
        yield address
