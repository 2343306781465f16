"""A data folder looked through: archives, shards' outputs, state, store and releases, read to their last byte.

Nothing is written, so it can be asked of a folder that is read-only. Of each thing that is wrong: where, what, and
what to do.
"""

import gzip
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from crawl.archive import SUFFIXES
from flows.storage import OUTPUTS, DataFolder
from flows.store import corrections, seal, sound
from flows.store.folders import link
from flows.sums import digest_of, wrong_files
from ontology.iris import Iris

BUILD = "run 'xiangtu build', which makes it again"
FORCE = "run 'xiangtu build --force', which makes it again"
RESTORE = "restore it from a copy, or remove it and crawl again"
CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong: the file or folder, what is wrong with it, and what to do."""

    where: str
    what: str
    remedy: str

    def line(self) -> str:
        """It in a sentence."""
        return f"{self.where}: {self.what}; {self.remedy}"

    def as_json(self) -> dict[str, str]:
        """It as an object."""
        return asdict(self)


Look = tuple[str, Callable[[], Iterator[Finding]]]
"""What is looked at, and the look."""


def looks(data: DataFolder, iris: Iris) -> list[Look]:
    """All that there is to look at in a data folder; ``iris`` mints what its graph names."""
    state = data.local / "state.sqlite"
    inputs, shards, read = known(state)
    found: list[Look] = [("state.sqlite", partial(look_at_state, state))]
    found += [
        (raw, partial(look_at_archive, data, raw, inputs.get(raw)))
        for raw in sorted({*data.find("raw", *SUFFIXES), *read})
    ]
    written = {rel.rpartition("/")[2].removesuffix(OUTPUTS["sums"]) for rel in data.infos("sums")}
    for shard in sorted(written | shards):
        rel = data.output("sums", shard)
        found.append((rel, partial(look_at_list, data, rel, FORCE)))
    if shards or (data.local / "store").is_symlink():
        found.append(("store", partial(look_at_store, data)))
    if (path := data.local / corrections.FILE).exists():
        found.append((corrections.FILE, partial(look_at_corrections, path, iris)))
    for rel in data.find("releases", "/SHA256SUMS"):
        if rel.startswith("releases/latest/"):  # a link to one of the others
            continue
        remedy = f"remove {rel.rpartition('/')[0]} and run 'xiangtu export', or restore it from a copy"
        found.append((rel, partial(look_at_list, data, rel, remedy)))
    return found


def known(state: Path) -> tuple[dict[str, tuple[int, str, str]], set[str], set[str]]:
    """What a state knows: archives with size, token and digest, the complete shards, their archives."""
    if not state.exists() or seal.broken(state):
        return {}, set(), set()
    with closing(seal.read_only(state)) as db:
        inputs = {raw: (size, token, value) for raw, size, token, value in db.execute("SELECT * FROM inputs")}
        shards = dict(db.execute("SELECT name, raw FROM shards").fetchall())
    return inputs, set(shards), set(shards.values())


def look_at_state(state: Path) -> Iterator[Finding]:
    """The state: its seal, and what SQLite says of it."""
    wrong = seal.broken(state, all_read=True) or (seal.unsound(state) if state.exists() else None)
    if wrong:
        yield Finding(str(state), wrong.removeprefix(f"{state} "), BUILD)


def look_at_corrections(path: Path, iris: Iris) -> Iterator[Finding]:
    """What is corrected by hand: each entry of the file."""
    try:
        corrections.read_corrections(path, iris)
    except corrections.CorrectionError as error:
        for fault in str(error).splitlines():
            where, _, what = fault.removeprefix(str(path)).partition(": ")
            yield Finding(f"{path}{where}", what, "mend the entry and run 'xiangtu build'")


def look_at_archive(data: DataFolder, raw: str, before: tuple[int, str, str] | None) -> Iterator[Finding]:
    """An archive: whether it unpacks to its end, and has the digest that was taken of it."""
    if not data.exists(raw):
        yield Finding(data.path(raw), "is gone", f"{RESTORE}, or drop its pages with 'xiangtu build --prune'")
        return
    if not data.info(raw)[0]:
        yield Finding(data.path(raw), "is empty", RESTORE)
        return
    try:
        if raw.endswith(".gz"):
            with data.open(raw) as file, gzip.open(file) as unpacked:
                while unpacked.read(CHUNK_BYTES):
                    pass
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield Finding(data.path(raw), f"is cut or damaged ({error})", RESTORE)
        return
    if before and data.info(raw) == before[:2]:
        with data.open(raw) as file:
            if digest_of(file) != before[2]:
                yield Finding(data.path(raw), "is not the archive that was built, of its size and time", FORCE)


def look_at_list(data: DataFolder, rel: str, remedy: str) -> Iterator[Finding]:
    """A list of checksums and the files that it names."""
    for wrong in wrong_files(data, rel):
        where, _, what = wrong.partition(" is ")
        yield Finding(data.path(where), f"is {what}", remedy)


def look_at_store(data: DataFolder) -> Iterator[Finding]:
    """The store's files."""
    folder = link(data)
    if folder is None:
        yield Finding(str(data.local / "store"), "is gone", BUILD)
    elif wrong := sound.wrong_in(folder, all_read=True):
        where, _, what = wrong.partition(" is ")
        yield Finding(where, f"is {what}", BUILD)
