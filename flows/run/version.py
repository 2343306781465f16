"""The pipeline's version: a hash of all that shapes what is read on a page, so that a change makes new shards."""

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

from flows.settings import Settings

PACKAGES = ("crawl.archive", "ontology", "pipeline")
MODULES = (("flows.run", "outputs.py"), ("flows.run", "reading.py"), ("flows.run", "shard.py"))
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

    ``site`` is the digest of the registry entries that have a say in it, ``told`` what the settings say that have.
    """
    text = "\n".join((input_digest, pipeline_version(), site, told))
    return hashlib.sha256(text.encode()).hexdigest()[:20]
