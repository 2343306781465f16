"""Families of sites: how their lists page, and which of their links are articles.

A family is data (families.yaml); the few mechanisms that need code are modules here: ``rows`` (links out of a list
page) and ``pagers`` (where the next page is). ``read_list`` is the whole of it: a list page in, rows and ways on out.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict

from crawl.families.pagers import PAGERS
from crawl.families.records import Ask, Listing, ListPage, Row, Rules
from crawl.families.rows import READERS

__all__ = ["Ask", "Family", "ListPage", "Listing", "Row", "Rules", "load_families", "read_list"]


class Family(BaseModel):
    """A family's defaults."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    about: str
    sniff: tuple[str, ...] = ()
    article: str | None = None
    row: str | None = None
    rows: str = "html"
    pagers: tuple[str, ...] = ("link",)
    template: str | None = None
    start: int = 2
    body: str | None = None


@cache
def load_families() -> Mapping[str, Family]:
    """The families by name, in the order in which they are sniffed."""
    data = yaml.safe_load(files("crawl").joinpath("families", "families.yaml").read_text("utf-8"))
    families = {name: Family.model_validate(entry) for name, entry in data.items()}
    for name, family in families.items():
        if family.rows not in READERS or not set(family.pagers) <= PAGERS.keys():
            raise ValueError(f"families.yaml: {name}: rows {family.rows!r} or pagers {family.pagers} are not known")
    return families


def read_list(page: ListPage, rules: Rules) -> Listing:
    """Rows of a list page and the requests that may be its next page, best first."""
    rows, offsite = READERS[rules.rows](page, rules)
    pagers = (page.pager.partition(":")[0],) if page.pager else rules.pagers
    asks: dict[tuple[str, bytes], Ask] = {}
    for name in pagers:
        for ask in PAGERS[name](page, rules):
            if page.pager in ("", ask.pager):
                asks.setdefault((ask.url, ask.body), ask)
    return Listing(rows, tuple(asks.values()), offsite)
