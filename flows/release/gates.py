"""The gate before a release: assertions on what stands in the store, overall, against the last runs and site by site,
and on how well the reader does.

Too bad a figure blocks, a bad one warns (``gates.yaml``). Each run's figures are kept in ``reports/gates.jsonl``, so
that a sudden drop shows.
"""

import json
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from statistics import median
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from flows.release.figures import figures_of
from flows.storage import DataFolder

RUNS, SITE_RUNS = "gates.jsonl", "gates-sites.jsonl"
"""Files of ``reports``: the figures of each run, and those of its sites."""


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


class Fall(Strict):
    """By what share of the median of the last runs counts may fall."""

    pages: Levels = Levels()
    facts: Levels = Levels()


class Drops(Fall):
    """The same for the whole, for each site, and of how many runs."""

    runs: int = 10
    sites: Fall = Fall()


class Gates(Strict):
    """A file of gates."""

    overall: dict[str, Bound] = {}
    drops: Drops = Drops()
    sites: dict[str, dict[str, Bound]] = {}
    reader: dict[str, Bound] = {}


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


def gate_of(data: DataFolder) -> GateResult:
    """Hold what stands in the data folder against its gates, and keep the figures.

    Raises GateError, NoStoreError, NoIndexError, OSError.
    """
    gates, found = read_gates(data.local / "gates.yaml"), figures_of(data)
    checked = {name: value for name, value in found.reader.items() if name in gates.reader}
    result = GateResult(found.whole | checked)
    for where, bounds, figures in (("overall", gates.overall, found.whole), ("reader", gates.reader, found.reader)):
        for name, bound in bounds.items():
            if name not in figures:
                raise GateError(f"gates.yaml: {where}.{name}: no such figure; there are {', '.join(sorted(figures))}")
            result.hold(name, figures[name], bound)
    reports, runs = data.local / "reports", gates.drops.runs
    hold_drops(result, gates.drops, found.whole, [run["figures"] for run in _past(reports / RUNS, runs)])
    before = _past(reports / SITE_RUNS, runs)
    for site, figures in found.sites.items():
        bounds = gates.sites.get(site, gates.sites.get("any", {}))
        for name, value in figures.items():
            result.hold(name, value, bounds.get(name, Bound()), site)
        hold_drops(result, gates.drops.sites, figures, [run[site] for run in before if site in run], site)
    _keep(reports, result, gates, found.sites)
    return result


def hold_drops(
    result: GateResult, most: Fall, figures: Mapping[str, float], past: Sequence[Mapping[str, float]], of: str = ""
) -> None:
    """Hold the fall of counts since the last runs against its bounds."""
    for name, levels in (("pages", most.pages), ("facts", most.facts)):
        before = [run[name] for run in past if name in run]
        if before and median(before):
            result.hold(f"the drop of {name}", 1 - figures[name] / median(before), Bound(most=levels), of)


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


def _past(path: Path, runs: int) -> list[dict[str, Any]]:
    """What was kept of the last runs."""
    with path.open(encoding="utf-8") if path.exists() else nullcontext(()) as lines:
        return [json.loads(line) for line in deque(lines, runs)]


def _keep(reports: Path, result: GateResult, gates: Gates, sites: Mapping[str, Mapping[str, float]]) -> None:
    reports.mkdir(parents=True, exist_ok=True)
    bounds = {name: bound.model_dump(exclude_none=True) for name, bound in (gates.overall | gates.reader).items()}
    line = {
        "moment": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "figures": result.figures,
        "bounds": bounds,
        "findings": [asdict(finding) for finding in result.findings],
    }
    counts = {site: {name: figures[name] for name in ("pages", "facts")} for site, figures in sites.items()}
    for name, said in ((RUNS, line), (SITE_RUNS, counts)):
        with (reports / name).open("a", encoding="utf-8") as file:
            file.write(json.dumps(said, ensure_ascii=False) + "\n")
