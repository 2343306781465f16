"""The settings: a table of name, default, bounds, unit, help and variable; options of a command come first."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "XIANGTU_"
ELSEWHERE = ("XIANGTU_CONTACT", "XIANGTU_BROWSER")
"""Variables that the crawler reads itself."""


class SettingError(ValueError):
    """Settings whose values can't be used; a line each names the setting, its value and what would do."""


def setting(default: str | int, unit: str, help: str, least: int | None = None, most: int | None = None) -> Any:
    """A row of the table; ``least`` and ``most`` are the bounds of a number."""
    return Field(default, ge=least, le=most, description=help, json_schema_extra={"unit": unit})


class Settings(BaseSettings):
    """What a run may be told; each field is read from ``XIANGTU_<NAME>`` where no option says otherwise."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="forbid")

    data: str = setting("data", "folder or URL", "The data folder; a URL that fsspec knows for all but store and state")
    local: str = setting("", "folder", "Where store, state and locks stand when the data folder is a URL")
    base: str = setting("https://w3id.org/xiangtu/", "IRI", "What the IRIs of pages, places and facts begin with")
    workers: int = setting(1, "processes", "How many shards are read at once", 1, 64)
    runner: Literal["processes", "dask"] = setting(
        "processes", "runner", "What reads shards: processes of this machine, or a Dask cluster"
    )
    scheduler: str = setting("", "address", "The Dask scheduler (tcp://…); a cluster of its own where none is named")
    licence: str = setting(
        "https://spdx.org/licenses/Apache-2.0", "address", "The licence that a release's description names"
    )
    retries: int = setting(2, "times", "How often a shard's task is tried again after an error", 0, 20)
    mask: Literal["private", "all"] = setting(
        "private", "persons", "Whose names are masked: all but holders of public office, or all"
    )
    page_bytes: int = setting(10 * 1024 * 1024, "bytes", "A larger page goes to the quarantine unread", 1, 1 << 30)
    pack_files: int = setting(500, "files", "How many HTML and text files are packed into one shard", 1, 1_000_000)
    shard_mb: int = setting(16, "MB", "A larger archive is read in parts of about so much, a shard each", 1, 1_000_000)
    query_timeout_s: int = setting(30, "seconds", "A query that takes longer is ended", 1, 86_400)
    query_memory_mb: int = setting(2_000, "MB", "A query that wants more memory is ended", 16, 1_000_000)
    query_bytes: int = setting(100_000, "bytes", "A longer query is refused", 1, 10_000_000)
    query_rows: int = setting(1_000_000, "rows", "An answer of more rows or triples is refused", 1, 100_000_000)
    query_answer_mb: int = setting(200, "MB", "A larger answer is refused", 1, 100_000)
    query_at_once: int = setting(4, "queries", "How many queries the endpoint runs at once", 1, 256)
    query_slow: int = setting(4, "queries", "How many slow ones may run beside those", 0, 256)
    query_queue: int = setting(200, "queries", "How many queries may wait for a place", 0, 100_000)
    query_wait_s: int = setting(10, "seconds", "A query that waits longer for a place is sent away", 1, 3_600)
    query_csv: Literal["safe", "exact"] = setting(
        "safe", "cells", "Whether cells of CSV that a spreadsheet would run get an apostrophe, or stay as they are"
    )
    publish_password: str = setting("", "password", "The password of 'publish --user'")
    host: str = setting("127.0.0.1", "address", "Where the SPARQL endpoint listens")
    port: int = setting(7878, "port", "The SPARQL endpoint's port; 0 takes a free one", 0, 65_535)
    connections: int = setting(500, "connections", "How many the endpoint holds; the idlest makes room", 1, 100_000)
    request_s: int = setting(15, "seconds", "A request that has not arrived whole by then is answered 408", 1, 3_600)
    report_to: str = setting("", "address", "Whom the explorer's readers write to about errors: e-mail or web address")
    public: str = setting("", "address", "The address that the world knows the endpoint by, where it differs")


@dataclass(frozen=True, slots=True)
class Row:
    """One setting as documented; ``least`` and ``most`` are None for what is no number."""

    name: str
    env: str
    default: str | int
    unit: str
    help: str
    least: int | None
    most: int | None


def table() -> Iterator[Row]:
    """The rows of the settings' table, in its order."""
    for name, field in Settings.model_fields.items():
        bounds = {key: getattr(m, key) for m in field.metadata for key in ("ge", "le") if hasattr(m, key)}
        extra = field.json_schema_extra
        unit = str(extra["unit"]) if isinstance(extra, dict) else ""
        least, most = bounds.get("ge"), bounds.get("le")
        yield Row(name, PREFIX + name.upper(), field.default, unit, field.description or "", least, most)


def load(**options: str | int | None) -> Settings:
    """The settings in force: options that are not None, else the environment, else the defaults.

    Raises SettingError, a line for each value of the wrong type, out of its bounds or of no setting.
    """
    given: dict[str, Any] = {name: value for name, value in options.items() if value is not None}
    rows = {row.name: row for row in table()}
    unknown = [f"{name}: no such setting" for name in sorted(os.environ) if _is_unknown(name, rows.values())]
    try:
        settings = Settings(**given)
    except ValidationError as error:
        wrong = [_told(rows[str(e["loc"][0])], e["input"], e.get("ctx", {})) for e in error.errors()]
        raise SettingError("\n".join([*wrong, *unknown])) from None
    if unknown:
        raise SettingError("\n".join(unknown))
    return settings


def _is_unknown(name: str, rows: Any) -> bool:
    return name.startswith(PREFIX) and name not in ELSEWHERE and all(row.env != name for row in rows)


def _told(row: Row, value: object, context: dict[str, Any]) -> str:
    """What is wrong with a value, and what would do."""
    if row.least is None:
        return f"{row.env}={value!r}: give {context.get('expected', row.unit)}, such as {row.default}"
    return (
        f"{row.env}={value!r}: give a whole number ({row.unit}) from {row.least} to {row.most}, such as {row.default}"
    )
