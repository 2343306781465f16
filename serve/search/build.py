"""The index of a store made anew from what the store says; a build keeps it up to date instead (``index``)."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from pyoxigraph import Store

from serve.search import schema
from serve.search.index import Index
from serve.search.rows import page_rows, times_in
from serve.search.walk import beside, pages


def make_index(
    folder: Path,
    base: str,
    notes: Mapping[str, str] = MappingProxyType({}),
    archives: Mapping[str, tuple[str, str]] = MappingProxyType({}),
) -> Path:
    """Make the index of the store in this folder, whole or not at all; ``base`` is what its IRIs begin with.

    ``notes`` are kept for the data page (``refused``: a JSON object of reasons and counts, ``refused_by_host``: a list
    of hosts, reasons and counts). ``archives`` tells of pages (IRIs) in which archive each is, and the digest of its
    body there. The time it takes grows with the store, its memory does not.
    """
    store = Store.read_only(str(folder))
    with Index(folder, base) as index:
        for page, triples, original in pages(store, base):
            index.put(page_rows(page, triples, base), times_in(page, triples), original, archives.get(page))
        index.put_beside(beside(store, base))
        index.notes = notes
    return folder / schema.FILE
