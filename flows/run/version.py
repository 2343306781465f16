"""The pipeline's version: a hash of all that shapes what is read on a page, so that a change makes new shards.

Cleaning and reading have versions of their own: a hash of the modules that they import, and these in turn, with the
data beside these. What depends on a module follows from its imports, so no list can forget it.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal

from flows.settings import Settings

ROOMS = ("crawl", "pipeline", "ontology")
PACKAGES = ("crawl.archive", "ontology", "pipeline")
MODULES = (
    ("flows.run", "kept.py"),
    ("flows.run", "outputs.py"),
    ("flows.run", "reading.py"),
    ("flows.run", "shard.py"),
    ("flows.store", "kept_rows.py"),
    *(("serve.search", f"{name}.py") for name in ("forms", "ids", "packed", "rows", "schema")),
)
"""What stands outside those packages and has a hand in a shard's bytes."""
LIBRARIES = (
    "selectolax",
    "beautifulsoup4",
    "OpenCC",
    "pypinyin",
    "spacy",
    "rensa",
    "rdflib",
    "pyshacl",
    "pyarrow",
    "openpyxl",
    "xlrd",
    "lxml",
    "pypdfium2",
)
KINDS = (".py", ".cfg", ".yaml", ".json", ".ttl", ".zip", ".txt", ".csv", ".gz", ".bin", ".npz")


Stage = Literal["clean", "read"]
ENTRIES: dict[Stage, tuple[str, ...]] = {
    "clean": ("crawl.archive", "pipeline.attachments.worker", "pipeline.clean", "pipeline.decode"),
    "read": ("pipeline.components", "pipeline.read"),
}
"""The modules that a stage begins with."""
EMITTED = ("context.jsonld", "example.ttl", "shapes.ttl", "xiangtu.ttl")
"""Data of the ontology that only what is emitted depends on."""
_IMPORT = re.compile(r"^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import[ \t]+(\([^)]*\)|[^\n]+)|import[ \t]+([\w.]+))", re.M)

_NAMED = re.compile(r"""["']((?:crawl|ontology|pipeline)(?:\.\w+)*)["']""")
"""A package that is named for its data, or as what another process runs."""


@cache
def stage_version(stage: Stage) -> str:
    """Twelve hex digits that change with what a stage is done by."""
    total = hashlib.sha256()
    for name, source in sorted(closure(ENTRIES[stage]).items()):
        total.update(f"{name}\0{hashlib.sha256(source.read_bytes()).hexdigest()}\n".encode())
    for library in LIBRARIES:
        total.update(f"{library}=={version(library)}\n".encode())
    return total.hexdigest()[:12]


def closure(entries: Iterable[str]) -> dict[str, Traversable]:
    """The project's modules that these import or name, and those in turn, with the data in their packages, by name."""
    found: dict[str, Traversable] = {}
    waiting, seen = list(entries), set[str]()
    while waiting:
        name = waiting.pop()
        if name in seen or name.partition(".")[0] not in ROOMS:
            continue
        seen.add(name)
        waiting.append(name.rpartition(".")[0])
        source = _source(name)
        if source is not None:
            found[name] = source
            waiting += _imported(source)
            found |= {f"{name}/{item.name}": item for item in _data(name)}
    return found


def _source(name: str) -> Traversable | None:
    """A module's file, None for what is no module."""
    top, *rest = name.split(".")
    place = files(top).joinpath(*rest) if rest else files(top)
    module = place.joinpath("__init__.py") if place.is_dir() else files(top).joinpath(*rest[:-1], f"{rest[-1]}.py")
    return module if module.is_file() else None


def _imported(source: Traversable) -> Iterator[str]:
    """The names that a module imports or writes out: modules, and what may be modules within them."""
    text = source.read_text("utf-8")
    yield from _NAMED.findall(text)
    for package, names, module in _IMPORT.findall(text):
        yield module or package
        yield from (f"{package}.{name}" for name in re.findall(r"\w+", names))


def _data(package: str) -> Iterator[Traversable]:
    """The data files right in a package and in its folder ``data``."""
    top, *rest = package.split(".")
    place = files(top).joinpath(*rest) if rest else files(top)
    for folder in (place, place.joinpath("data")) if place.is_dir() else ():
        for item in folder.iterdir() if folder.is_dir() else ():
            is_data = item.is_file() and item.name.endswith(KINDS) and not item.name.endswith(".py")
            if is_data and item.name not in EMITTED:
                yield item


@cache
def pipeline_version() -> str:
    """Twelve hex digits that change with the pipeline's code, its data files or the libraries it reads with."""
    total = hashlib.sha256()
    for name, source in sorted(sources()):
        total.update(f"{name}\0{hashlib.sha256(source.read_bytes()).hexdigest()}\n".encode())
    for library in LIBRARIES:
        total.update(f"{library}=={version(library)}\n".encode())
    return total.hexdigest()[:12]


def sources() -> Iterable[tuple[str, Traversable]]:
    """The files that make the version, each with its name."""
    for package in PACKAGES:
        yield from walk(package, files(package))
    for package, name in MODULES:
        yield f"{package}/{name}", files(package).joinpath(name)


def walk(name: str, folder: Traversable) -> Iterable[tuple[str, Traversable]]:
    """The code and data files under a package's folder."""
    for item in folder.iterdir():
        if item.is_dir() and item.name not in ("__pycache__", "queries"):
            yield from walk(f"{name}/{item.name}", item)
        elif item.name.endswith(KINDS):
            yield f"{name}/{item.name}", item


def told_by(settings: Settings) -> str:
    """The settings that have a say in a shard's bytes."""
    return f"{settings.base} {settings.mask} {settings.page_bytes}"


def shard_name(input_digest: str, site: str, told: str) -> str:
    """The name of the shard that an input becomes under this pipeline: 20 hex digits.

    ``input_digest`` is of the archive, and says of which part where it is one; ``site`` is the digest of the registry
    entries that have a say in it, ``told`` what the settings say that have.
    """
    text = "\n".join((input_digest, pipeline_version(), site, told))
    return hashlib.sha256(text.encode()).hexdigest()[:20]
