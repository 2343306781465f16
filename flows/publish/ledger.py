"""What another store has of ours, as far as it was told: a folder a target under ``published`` in the data folder.

``state.nq.gz`` is what it has; ``pending`` is what is being sent, with how much of it has arrived. Both are switched
whole, so a killed publication leaves one that goes on.
"""

import fcntl
import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from flows.files import gzip_file, open_gzip
from flows.publish.remote import Target
from flows.release.diff import write_difference
from flows.storage import BusyError, DataFolder

STATE = "state.nq.gz"
END = b" .\n"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be sent: from which store, how many triples come and go, and how many go at once."""

    store: str
    added: int
    removed: int
    batch: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """The folder of a target."""

    folder: Path

    @property
    def pending(self) -> Path:
        """What is being sent."""
        return self.folder / "pending"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One publication to a target at a time. Raises BusyError."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("w") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise BusyError(f"{self.folder}: another 'xiangtu publish' is at work there; wait for it") from None
            yield

    def forget(self) -> None:
        """Know of nothing that the target has."""
        shutil.rmtree(self.pending, ignore_errors=True)
        for name in (STATE, "about.json"):
            (self.folder / name).unlink(missing_ok=True)

    @property
    def store(self) -> str:
        """The store that was published last, empty where none was."""
        path = self.folder / "about.json"
        return str(json.loads(path.read_text("utf-8"))["store"]) if path.exists() else ""

    def plan(self) -> Plan | None:
        """What is being sent, None where nothing is."""
        path = self.pending / "plan.json"
        return Plan(**json.loads(path.read_text("utf-8"))) if path.exists() else None

    def compare(self, store: Path, name: str, batch: int) -> Plan:
        """Make the plan that brings the target from what it has to what a store says."""
        new = self.folder / "pending.new"
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(parents=True)
        with gzip_file(new / STATE) as out:
            Store.read_only(str(store)).dump(out, RdfFormat.N_QUADS)
        known = self.folder / STATE
        with known.open("rb") if known.exists() else nullcontext() as old:
            counts = write_difference(old, new / STATE, new)
        plan = Plan(name, counts["added"], counts["removed"], batch)
        for part in new.glob("*-[0-9]*"):
            part.unlink()
        (new / "plan.json").write_text(json.dumps(asdict(plan)), "utf-8")
        new.replace(self.pending)
        return plan

    def batches(self, plan: Plan) -> Iterator[tuple[str, list[bytes]]]:
        """What has not arrived yet, in the order in which it is sent: what comes, then what goes."""
        left = self._arrived()
        for verb in ("added", "removed"):
            with open_gzip(self.pending / f"{verb}.nq.gz") as lines:
                while batch := list(islice(lines, plan.batch)):
                    if left:
                        left -= 1
                    else:
                        yield verb, batch

    def _arrived(self) -> int:
        path = self.pending / "arrived"
        return int(path.read_text()) if path.exists() else 0

    def arrived(self) -> None:
        """One batch more has arrived."""
        new = self.pending / "arrived.new"
        new.write_text(str(self._arrived() + 1))
        new.replace(self.pending / "arrived")

    def settle(self, plan: Plan, target: Target) -> None:
        """All has arrived: it is what the target has now."""
        if (self.pending / STATE).exists():
            (self.pending / STATE).replace(self.folder / STATE)
        about = {"endpoint": target.update, "graph": target.graph, "store": plan.store}
        new = self.folder / "about.new"
        new.write_text(json.dumps(about, ensure_ascii=False, indent=1) + "\n", "utf-8")
        new.replace(self.folder / "about.json")
        shutil.rmtree(self.pending)


def ledger_of(data: DataFolder, target: Target) -> Ledger:
    """The ledger of a target."""
    name = hashlib.sha256(f"{target.update} {target.graph}".encode()).hexdigest()[:12]
    return Ledger(data.local / "published" / name)


def triple_of(line: bytes) -> tuple[str | None, bytes]:
    """The graph of a line of N-Quads, None for the default one, and its triple as N-Triples."""
    value = line.split(b" ", 2)[2]
    if value[max(value.rfind(b'"'), 0) :].count(b" ") == 1:  # nothing between the object and the full stop
        return None, line
    triple, _, graph = line.rpartition(b" <")
    return graph.partition(b">")[0].decode(), triple + END
