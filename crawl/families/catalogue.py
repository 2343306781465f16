"""The families and their defaults, as families.yaml has them."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict


class Family(BaseModel):
    """A family's fingerprint and defaults."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    about: str
    sniff: tuple[str, ...] = ()
    article: str | None = None
    row: str | None = None
    usual_row: str | None = None
    rows: str = "html"
    pagers: tuple[str, ...] = ("link",)
    template: str | None = None
    start: int = 2
    step: int = 1
    column: str | None = None
    own: str = "^{}"
    mark: str | None = None
    gaps: int = 0


@cache
def load_families() -> Mapping[str, Family]:
    """The families by name, in the order in which they are sniffed."""
    data = yaml.safe_load(files("crawl").joinpath("families", "families.yaml").read_text("utf-8"))
    return {name: Family.model_validate(entry) for name, entry in data.items()}


def sniff(text: str) -> str | None:
    """The family whose fingerprint stands first in the order, in the text of a column page or article."""
    for name, family in load_families().items():
        if any(re.search(pattern, text) for pattern in family.sniff):
            return name
    return None
