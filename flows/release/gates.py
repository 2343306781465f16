"""The gate before a release: assertions on what stands in the store, overall, against the last runs and site by site.

Too bad a figure blocks, a bad one warns (``gates.yaml``). Each run's figures are kept in ``reports/gates.jsonl``, so
that a sudden drop shows.
"""

import json
import sqlite3
from contextlib import closing
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from statistics import median
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from pyoxigraph import QuerySolutions, Store

from flows.settings import Settings
from flows.storage import DataFolder
from flows.store.folders import reading
from ontology.iris import XT

COUNT = f"SELECT (COUNT(?f) AS ?n) {{ ?f a <{XT.Fact}> }}"
PLACED = f"SELECT (COUNT(DISTINCT ?f) AS ?n) {{ ?f a <{XT.Fact}> ; <{XT.place}> ?place }}"
CAPTURES = """SELECT s.raw, count(*) FILTER (WHERE c.newest), count(c.reason),
    count(*) FILTER (WHERE c.reason = 'shape'), count(*)
    FROM captures c JOIN shards s ON s.name = c.shard GROUP BY s.raw"""


class GateError(ValueError):
    """What is wrong with a file of gates, where, and what to do."""


class Strict(BaseModel):
    """A model that knows all its keys and does not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Levels(Strict):
    """From where on a figure blocks or warns; None never."""

    block: float | None = None
    warn: float | None = None


class Bound(Strict):
    """The least or the most that a figure may be."""

    least: Levels | None = None
    most: Levels | None = None


class Drops(Strict):
    """By what share of the median of the last runs a count may fall."""

    runs: int = 10
    pages: Levels = Levels()
    facts: Levels = Levels()


class Gates(Strict):
    """A file of gates."""

    overall: dict[str, Bound] = {}
    drops: Drops = Drops()
    sites: dict[str, dict[str, Bound]] = {}


@dataclass(frozen=True, slots=True)
class Finding:
    """A figure that is out of bounds: by which limit on which side, and whether that blocks (else it warns); ``of`` is
    the site that it is of, empty for the whole."""

    figure: str
    of: str
    value: float
    side: str
    limit: float
    blocks: bool

    @property
    def line(self) -> str:
        """It in words."""
        name = f"{self.figure} of {self.of}" if self.of else self.figure
        return f"{name} is {self.value:.3g}, {self.side} {self.limit:g}"


@dataclass(slots=True)
class GateResult:
    """What the gate found: the figures, and those that are out of bounds."""

    figures: dict[str, float]
    findings: list[Finding] = field(default_factory=list)

    @property
    def blocking(self) -> list[str]:
        """What blocks the release, a line each."""
        return [finding.line for finding in self.findings if finding.blocks]

    @property
    def warnings(self) -> list[str]:
        """What warns, a line each."""
        return [finding.line for finding in self.findings if not finding.blocks]

    def hold(self, figure: str, value: float, bound: Bound, of: str = "") -> None:
        """Hold a figure against its bounds."""
        for levels, side in ((bound.least, "least"), (bound.most, "most")):
            for limit, blocks in ((levels.block, True), (levels.warn, False)) if levels else ():
                if limit is not None and (value < limit if side == "least" else value > limit):
                    self.findings.append(Finding(figure, of, value, side, limit, blocks))
                    break


def gate_of(data: DataFolder, settings: Settings) -> GateResult:  # noqa: ARG001  the settings will name a file of gates
    """Hold what stands in the data folder against its gates, and keep the figures. Raises GateError, OSError."""
    gates, past = read_gates(data.local / "gates.yaml"), _past(data)
    sites = _sites(data)
    figures = _figures(data, sites)
    result = GateResult(figures)
    for name, bound in gates.overall.items():
        if name not in figures:
            raise GateError(f"gates.yaml: overall.{name}: no such figure; there are {', '.join(sorted(figures))}")
        result.hold(name, figures[name], bound)
    for name, levels in (("pages", gates.drops.pages), ("facts", gates.drops.facts)):
        before = [run[name] for run in past[-gates.drops.runs :] if name in run]
        if before and median(before):
            result.hold(f"the drop of {name}", 1 - figures[name] / median(before), Bound(most=levels))
    for name, site in sites.items():
        bounds = gates.sites.get(name, gates.sites.get("any", {}))
        for figure, value in site.shares.items():
            result.hold(figure, value, bounds.get(figure, Bound()), name)
    _keep(data, result, gates)
    return result


def read_gates(own: Path) -> Gates:
    """The gates of a data folder's own file, else those that are shipped. Raises GateError."""
    where = str(own) if own.exists() else "flows/release/gates.yaml"
    text = own.read_text("utf-8") if own.exists() else files("flows.release").joinpath("gates.yaml").read_text("utf-8")
    try:
        return Gates.model_validate(yaml.safe_load(text) or {})
    except yaml.YAMLError as error:
        raise GateError(f"{where}: not YAML: {error}") from None
    except ValidationError as error:
        wrong = (f"{where}: {'.'.join(map(str, e['loc'])) or 'the file'}: {e['msg']}" for e in error.errors())
        raise GateError("\n".join(wrong)) from None


@dataclass(slots=True)
class _Site:
    pages: int = 0
    refused: int = 0
    misshapen: int = 0
    captures: int = 0

    @property
    def shares(self) -> dict[str, float]:
        """Of the captures: those refused, and those refused since their graph breaks a shape."""
        of = self.captures or 1
        return {"share_refused": self.refused / of, "share_misshapen": self.misshapen / of}


def _sites(data: DataFolder) -> dict[str, _Site]:
    """Pages and refusals by the folder of ``raw`` that they came in: a site's id, or files."""
    found: dict[str, _Site] = {}
    with closing(sqlite3.connect(data.local / "state.sqlite")) as db:
        for raw, pages, refused, misshapen, captures in db.execute(CAPTURES):
            site = found.setdefault(str(raw).split("/")[-2] if "/" in str(raw) else "files", _Site())
            site.pages += pages
            site.refused += refused
            site.misshapen += misshapen
            site.captures += captures
    return found


def _figures(data: DataFolder, sites: dict[str, _Site]) -> dict[str, float]:
    with reading(data) as folder:
        store = Store.read_only(str(folder))
        facts, placed = _count(store, COUNT), _count(store, PLACED)
    whole = _Site(*(sum(getattr(site, f.name) for site in sites.values()) for f in fields(_Site)))
    return {
        "pages": whole.pages,
        "facts": facts,
        "facts_per_page": facts / whole.pages if whole.pages else 0.0,
        "share_with_place": placed / facts if facts else 1.0,
        **whole.shares,
    }


def _count(store: Store, query: str) -> int:
    found = store.query(query)
    assert isinstance(found, QuerySolutions)
    value: Any = next(found)["n"]
    return int(value.value)


def _past(data: DataFolder) -> list[dict[str, float]]:
    path = data.local / "reports" / "gates.jsonl"
    return [json.loads(line)["figures"] for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def _keep(data: DataFolder, result: GateResult, gates: Gates) -> None:
    path = data.local / "reports" / "gates.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    line = {
        "moment": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "figures": result.figures,
        "bounds": {name: bound.model_dump(exclude_none=True) for name, bound in gates.overall.items()},
        "findings": [asdict(finding) for finding in result.findings],
    }
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
