"""The settings: one table of name, default, unit, help and environment variable; options of a command come first."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any


class SettingError(ValueError):
    """A setting whose value can't be used; the message names the setting, its value and what would do."""


def setting(default: str | int | float, unit: str, help: str, at_least: float | None = None) -> Any:
    """A row of the table."""
    return field(default=default, metadata={"unit": unit, "help": help, "at_least": at_least})


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run may be told; each field is read from ``XIANGTU_<NAME>`` where no option says otherwise."""

    data: str = setting("data", "folder or URL", "The data folder; a URL that fsspec knows for all but store and state")
    local: str = setting("", "folder", "Where store, state and locks stand when the data folder is a URL")
    base: str = setting("https://w3id.org/xiangtu/", "IRI", "What the IRIs of pages, places and facts begin with")
    workers: int = setting(1, "processes", "How many shards are read at once", at_least=1)
    retries: int = setting(2, "times", "How often a shard's task is tried again after an error", at_least=0)
    page_bytes: int = setting(10 * 1024 * 1024, "bytes", "A larger page goes to the quarantine unread", at_least=1)
    pack_files: int = setting(5_000, "files", "How many HTML and text files are packed into one shard", at_least=1)
    query_timeout_s: int = setting(30, "seconds", "A query that takes longer is ended", at_least=1)
    query_memory_mb: int = setting(2_000, "MB", "A query that wants more memory is ended", at_least=16)
    query_bytes: int = setting(100_000, "bytes", "A longer query is refused", at_least=1)
    query_rows: int = setting(1_000_000, "rows", "An answer of more rows or triples is refused", at_least=1)
    query_answer_mb: int = setting(200, "MB", "A larger answer is refused", at_least=1)
    query_at_once: int = setting(4, "queries", "How many queries the endpoint runs at once", at_least=1)
    query_slow: int = setting(4, "queries", "How many that run for over a second may go on beside those", at_least=0)
    query_queue: int = setting(200, "queries", "How many queries may wait for a place", at_least=0)
    query_wait_s: int = setting(10, "seconds", "A query that waits longer for a place is sent away", at_least=1)
    host: str = setting("127.0.0.1", "address", "Where the SPARQL endpoint listens")
    port: int = setting(7878, "port", "The SPARQL endpoint's port; 0 takes a free one", at_least=0)
    connections: int = setting(500, "connections", "How many the endpoint holds; the idlest makes room", at_least=1)
    request_s: int = setting(15, "seconds", "A request that has not arrived whole by then is answered 408", at_least=1)
    public: str = setting("", "address", "The address that the world knows the endpoint by, where it differs")


@dataclass(frozen=True, slots=True)
class Row:
    """One setting as documented."""

    name: str
    env: str
    default: str | int | float
    unit: str
    help: str
    at_least: float | None


def table() -> Iterator[Row]:
    """The rows of the settings' table, in its order."""
    for f in fields(Settings):
        yield Row(f.name, f"XIANGTU_{f.name.upper()}", f.default, **f.metadata)  # type: ignore[arg-type]


def load(environ: Mapping[str, str] | None = None, **options: str | int | None) -> Settings:
    """The settings in force: options that are not None, else the environment, else the defaults.

    Raises SettingError for a value of the wrong type or below its least.
    """
    environ = os.environ if environ is None else environ
    values = {}
    for row in table():
        option = options.get(row.name)
        values[row.name] = parse(row, environ.get(row.env) or row.default) if option is None else parse(row, option)
    return Settings(**values)


def parse(row: Row, value: str | float) -> Any:
    """A value in the type of the setting's default."""
    if isinstance(row.default, str):
        return str(value)
    try:
        parsed = int(value)
    except ValueError:
        raise SettingError(f"{row.env}={value!r}: give a number of {row.unit}, such as {row.default}") from None
    if row.at_least is not None and parsed < row.at_least:
        raise SettingError(f"{row.env}={value!r}: give at least {row.at_least:g} ({row.unit})")
    return parsed
