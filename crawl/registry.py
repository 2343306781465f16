"""The registry of sites: one YAML file a site under ``sites/<province>/``, checked when it is read.

What a site leaves out its family fills in (families/families.yaml). A file that is wrong is an error that names the
file, the line, the key and what to do; nothing is guessed.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from crawl.entries import Earlier, ListConfig, PageRule, SiteConfig

__all__ = [
    "SITES",
    "Fault",
    "ListConfig",
    "Registry",
    "RegistryError",
    "SiteConfig",
    "fault",
    "json_schema",
    "load_site",
    "load_sites",
    "make_site",
    "read_sites",
]

SITES = Path(str(files("crawl"))) / "sites"
PARTS: dict[str, type[BaseModel]] = {"lists": ListConfig, "page": PageRule, "earlier": Earlier}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: the file, its line where that is known, the key, and in words what to do."""

    file: str
    line: int | None
    key: str
    text: str

    def __str__(self) -> str:
        """As compilers say it: file:line: key: text."""
        at = f"{self.file}:{self.line}" if self.line else self.file
        return ": ".join(part for part in (at, self.key, self.text) if part)


class RegistryError(ValueError):
    """What is wrong with sites' files, where, and what to do."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Registry:
    """Sites by id, the file of each, and what is wrong in the files: a site that is wrong is not among the sites."""

    sites: dict[str, SiteConfig]
    files: dict[str, Path]
    faults: tuple[Fault, ...]


def read_sites(*folders: Path) -> Registry:
    """The sites of folders, disabled ones included, and all that is wrong in them."""
    found = Registry({}, {}, ())
    hosts: dict[str, str] = {}
    faults: list[Fault] = []
    for path in (path for folder in folders for path in sorted(folder.rglob("*.yaml"))):
        try:
            site = load_site(path)
        except RegistryError as error:
            faults.extend(error.faults)
            continue
        faults.extend(_strange(path, site, found, hosts))
        if site.id not in found.sites:
            found.sites[site.id], found.files[site.id] = site, path
    return Registry(found.sites, found.files, tuple(faults))


def _strange(path: Path, site: SiteConfig, found: Registry, hosts: dict[str, str]) -> Iterable[Fault]:
    """What is wrong with a site among the others; takes its hosts down."""
    if site.id != path.stem:
        yield fault(path, ("id",), f"id is {site.id!r}; name the file {site.id}.yaml or change the id")
    if site.id in found.files:
        yield fault(path, ("id",), f"{site.id!r} is the id of {found.files[site.id]} already; take another")
        return
    for number, host in enumerate(site.hosts):
        if (owner := hosts.setdefault(host.lower(), site.id)) != site.id:
            yield fault(path, ("hosts", number), f"{host} belongs to {owner} already; a host has one entry")


def load_sites(folder: str | Path = SITES) -> dict[str, SiteConfig]:
    """All sites of a registry by id, disabled ones included. Raises RegistryError with all that is wrong in it."""
    found = read_sites(Path(folder))
    if found.faults:
        raise RegistryError(*found.faults)
    return found.sites


def load_site(path: str | Path) -> SiteConfig:
    """One site's file. Raises RegistryError."""
    path = Path(path)
    try:
        node, data = _parsed(path.read_text("utf-8"))
    except OSError as error:
        raise RegistryError(Fault(str(path), None, "", error.strerror or str(error))) from error
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or str(error)
        raise RegistryError(Fault(str(path), mark and mark.line + 1, "", f"not valid YAML: {what}")) from error
    if not isinstance(data, dict):
        what = f"a site is a mapping of keys; the file holds {type(data).__name__}"
        raise RegistryError(Fault(str(path), 1, "", what))
    return make_site(data, str(path), node)


def _parsed(text: str) -> tuple[yaml.Node | None, Any]:
    """A file's nodes, with their lines, and what they hold; by libyaml, ten times as fast as the loader in Python."""
    loader = yaml.CSafeLoader(text)
    try:
        node = loader.get_single_node()
        return node, None if node is None else loader.construct_document(node)
    finally:
        loader.dispose()


def fault(path: Path, key: tuple[str | int, ...], text: str) -> Fault:
    """What is wrong with the value of a key of a site's file, with the line on which it stands."""
    node, _ = _parsed(path.read_text("utf-8"))
    return Fault(str(path), _line(node, key), ".".join(map(str, key)), text)


def make_site(data: dict[str, Any], where: str = "site", node: yaml.Node | None = None) -> SiteConfig:
    """A site from its keys; ``where`` and ``node`` say where they stand. Raises RegistryError."""
    try:
        return SiteConfig.model_validate(data)
    except ValidationError as error:
        raise RegistryError(*(_explain(where, node, problem) for problem in error.errors())) from error


def _explain(where: str, node: yaml.Node | None, problem: Any) -> Fault:
    path = problem["loc"]
    key = ".".join(str(part) for part in path) or "the site"
    message = problem["msg"].removeprefix("Value error, ")
    if problem["type"] == "extra_forbidden":
        model = next((model for key, model in PARTS.items() if key in path), SiteConfig)
        message = f"unknown key; remove it or take one of: {', '.join(model.model_fields)}"
    elif problem["type"] == "missing":
        message = "is missing; add it"
    elif not isinstance(problem["input"], dict):
        message = f"{message} (found {problem['input']!r})"
    return Fault(where, _line(node, path), key, message)


def _line(node: yaml.Node | None, path: tuple[Any, ...]) -> int | None:
    """The line of the key that a path of keys and indices ends at, or of the last that exists."""
    line = node.start_mark.line + 1 if node is not None else None
    for part in path:
        if isinstance(node, yaml.MappingNode):
            pair = next(((key, value) for key, value in node.value if key.value == part), None)
            if pair is None:
                break
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
    return line


@cache
def json_schema() -> dict[str, Any]:
    """The JSON Schema of a site's file, for editors."""
    return SiteConfig.model_json_schema()


if __name__ == "__main__":
    schema = json.dumps(json_schema(), ensure_ascii=False, indent=1)
    (SITES / "site.schema.json").write_text(schema + "\n", "utf-8")
