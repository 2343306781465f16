"""The other forms of a release's dump, and the proof that each file can be opened and holds what it should."""

import gzip
from collections.abc import Iterable
from pathlib import Path
from typing import IO, cast

import pyarrow.parquet as pq
from pyoxigraph import RdfFormat, parse, serialize

from flows.files import gzip_file

PREFIXES = {
    "xt": "https://w3id.org/xiangtu/ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
FORMS = {"xiangtu.trig.gz": RdfFormat.TRIG, "xiangtu.jsonld.gz": RdfFormat.JSON_LD}


class DamagedError(RuntimeError):
    """A file of a release that does not hold what was written."""


def write_forms(folder: Path) -> None:
    """TriG and JSON-LD of the N-Quads dump, as streams."""
    for name, form in FORMS.items():
        with gzip.open(folder / "xiangtu.nq.gz") as quads, gzip_file(folder / name) as out:
            serialize(parse(cast("IO[bytes]", quads), RdfFormat.N_QUADS, lenient=True), out, form, prefixes=PREFIXES)


def check(folder: Path, quads: int, rows: dict[str, int]) -> None:
    """Open the dumps and tables again and count what they hold. Raises DamagedError."""
    with gzip.open(folder / "xiangtu.nq.gz") as file:
        found = {"xiangtu.nq.gz": (_length(file), quads)}
    with gzip.open(folder / "xiangtu.trig.gz") as file:
        found["xiangtu.trig.gz"] = (_length(parse(cast("IO[bytes]", file), RdfFormat.TRIG, lenient=True)), quads)
    for name, count in rows.items():
        found[f"{name}.parquet"] = (pq.ParquetFile(folder / f"{name}.parquet").metadata.num_rows, count)
    for name, (holds, written) in found.items():
        if holds != written:
            raise DamagedError(f"{folder / name}: holds {holds:,} of {written:,}; call 'xiangtu export' again")


def _length(things: Iterable[object]) -> int:
    return sum(1 for _ in things)
