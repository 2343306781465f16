"""A page's rows as bytes: who reads a page makes them, so that who fills the index need not."""

import json
from dataclasses import fields
from typing import Any

from pydantic_core import from_json

from serve.search.rows import PageRows
from serve.search.schema import VERSION

_FIELDS = [field.name for field in fields(PageRows)]


def packed(rows: PageRows) -> bytes:
    """The rows, after the version of the index that they are for."""
    return json.dumps([VERSION, *(getattr(rows, name) for name in _FIELDS)], ensure_ascii=False).encode()


def unpacked(data: bytes) -> PageRows | None:
    """The rows again; None where they are for another index. Raises ValueError for what is no JSON."""
    version, *values = from_json(data)
    return PageRows(*map(_tuples, values)) if version == VERSION else None


def _tuples(value: Any) -> Any:
    """A list of lists as tuples."""
    return tuple(tuple(it) if isinstance(it, list) else it for it in value) if isinstance(value, list) else value
