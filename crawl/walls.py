"""Which answers are a wall and not a page."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from crawl.families.catalogue import sniff

HEAD = 20_000
"""Characters of the body that are looked at; challenges met are under 10 kB."""
STUB = "stub"
"""The kind of wall that some lists also put beyond their end, and that sites made in the browser are."""
UNBOUNDED = 1 << 62
NOT_ALLOWED = 405
"""A wall's answer to GET; to a POST, that the address takes none."""
HIDDEN = re.compile(r"<(script|style|noscript|title)\b.*?</\1\s*>", re.S | re.I)
TAG = re.compile(r"<[^<>]*>")
BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Rule:
    """One sign of a wall."""

    kind: str
    status: frozenset[int] = frozenset()
    header: re.Pattern[str] | None = None
    body: re.Pattern[str] | None = None
    max_bytes: int = UNBOUNDED
    max_text: int = UNBOUNDED


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of walls.yaml in their order."""
    data = yaml.safe_load(files("crawl").joinpath("walls.yaml").read_text("utf-8"))
    return tuple(
        Rule(
            entry["kind"],
            frozenset(entry.get("status", ())),
            re.compile(entry["header"], re.M) if "header" in entry else None,
            re.compile(entry["body"]) if "body" in entry else None,
            entry.get("max_bytes", UNBOUNDED),
            entry.get("max_text", UNBOUNDED),
        )
        for entry in data
    )


def wall_kind(status: int, headers: Iterable[tuple[str, str]], body: bytes, method: str = "GET") -> str | None:
    """The kind of wall that an answer is, None for none. ``body`` has its content encoding undone."""
    if status == NOT_ALLOWED and method != "GET":
        return None
    lines = "\n".join(f"{name}: {value}" for name, value in headers)
    text = body[:HEAD].decode("utf-8", "replace")
    for rule in rules():
        if rule.status and status not in rule.status:
            continue
        if len(body) > rule.max_bytes or (rule.header and not rule.header.search(lines)):
            continue
        if (rule.body is None or rule.body.search(text)) and _says_at_most(rule.max_text, text):
            return rule.kind
    return None


def _says_at_most(most: int, text: str) -> bool:
    """Whether a page shows its reader no more than so many characters, and is no family's shell around its rows."""
    if most == UNBOUNDED:
        return True
    return len(BLANKS.sub("", TAG.sub("", HIDDEN.sub("", text)))) <= most and sniff(text) is None
