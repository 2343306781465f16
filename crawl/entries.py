"""What a site's file may say: the keys of an entry, each checked by itself."""

import re
from datetime import date, datetime
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from crawl.families.catalogue import load_families
from crawl.hours import BEIJING
from crawl.urls import owns
from pipeline.records import Site


def _is_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("write it with http:// or https:// and a host")
    if parts.username is not None:
        raise ValueError("leave the name and password before the host out: they would be kept with every page")
    return value


def _is_regex(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from None
    return value


def _is_selector(value: str) -> str:
    try:
        LexborHTMLParser("").css(value)
    except SelectolaxError:
        raise ValueError("not a CSS selector") from None
    return value


def _is_family(value: str) -> str:
    if value not in load_families():
        raise ValueError(f"not a known family; take one of: {', '.join(sorted(load_families()))}")
    return value


Url = Annotated[str, AfterValidator(_is_url)]
Regex = Annotated[str, AfterValidator(_is_regex)]
Selector = Annotated[str, AfterValidator(_is_selector)]
Hours = Annotated[str, Field(pattern=r"^([01]?\d|2[0-3])-([01]?\d|2[0-4])$")]


class Strict(BaseModel):
    """A model that knows all its keys and does not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PageRule(Strict):
    """How a list goes on, where the family's own way does not serve."""

    kind: Literal["auto", "template", "link", "none"] = "auto"
    template: str | None = Field(None, description="URL of page N relative to the list's, e.g. index_{n}.html")
    start: int = Field(2, ge=0, description="the number in the template that stands for the second page")

    @model_validator(mode="after")
    def _has_template(self) -> "PageRule":
        if (self.kind == "template") != (self.template is not None):
            raise ValueError("kind: template and a template go together")
        if self.template is not None and "{n}" not in self.template:
            raise ValueError("the template needs {n} where the page's number stands")
        return self


class ListConfig(Strict):
    """A column's list of articles."""

    url: Url
    column: str | None = None
    max_pages: int = Field(50, ge=1, le=5000)
    row: Selector | None = Field(None, description="CSS selector of the rows, where the site's does not serve")
    article: Regex | None = Field(None, description="regular expression that article URLs match, for this list")


class Earlier(Strict):
    """How a site was laid out until a day, where that differs from today; what is left out is as it is today."""

    until: date = Field(description="the first day on which this held no more")
    family: Annotated[str, AfterValidator(_is_family)] | None = None
    page: PageRule | None = None
    row: Selector | None = None
    article: Regex | None = None
    body: Selector | None = None
    own_names: tuple[str, ...] | None = None


class SiteConfig(Strict):
    """One site: where its lists are and what is special about them. Family defaults fill what is left out."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$", description="as the file's name")
    name: str
    division: str | None = Field(None, pattern=r"^\d{6}$", description="code of the county the site speaks for")
    hosts: tuple[str, ...] = Field(min_length=1, description="host names whose pages belong to the site")
    kind: Literal["gov", "media", "paper", "other"] = "gov"
    family: Annotated[str, AfterValidator(_is_family)] = "generic"
    enabled: bool = True
    verified: date | None = Field(None, description="when a person last confirmed lists and articles")
    lists: tuple[ListConfig, ...] = ()
    page: PageRule = Field(default_factory=lambda: PageRule.model_validate({}))
    row: Selector | None = Field(None, description="CSS selector of a list's rows")
    article: Regex | None = Field(None, description="regular expression that article URLs match")
    own_names: tuple[str, ...] = ()
    body: Selector | None = Field(None, description="CSS selector of the article's container")
    earlier: tuple[Earlier, ...] = Field((), description="layouts that the site had before, the oldest first")
    javascript: bool = Field(False, description="whether its lists need a browser; takes the extra javascript")
    attachments: bool = Field(True, description="whether tables and documents that articles link to are fetched")
    delay: float | None = Field(None, ge=0, le=600, description="seconds between two requests; null: the crawler's own")
    hours: Hours | None = Field(None, description="Beijing hours in which the site may be crawled, e.g. 19-7")
    note: str | None = None
    source: str | None = Field(None, description="where the entry comes from")

    @model_validator(mode="after")
    def _check(self) -> "SiteConfig":
        if self.enabled and not self.lists:
            raise ValueError("an enabled site needs a list; add one under lists, or set enabled: false")
        for entry in self.lists:
            if not owns(self.hosts, entry.url):
                raise ValueError(f"list {entry.url} is on none of the site's hosts; add its host to hosts")
        days = [layout.until for layout in self.earlier]
        if days != sorted(set(days)):
            raise ValueError("earlier layouts stand with the oldest first, each with its own until")
        return self

    def at(self, moment: datetime) -> "SiteConfig":
        """The entry as it was when a page was captured: an old capture keeps the parser of its day."""
        day = moment.astimezone(BEIJING).date()
        held = next((layout for layout in self.earlier if day < layout.until), None)
        if held is None:
            return self
        given = {key: getattr(held, key) for key in held.model_fields_set - {"until"}}
        return self.model_copy(update={key: value for key, value in given.items() if value is not None})

    def to_site(self, moment: datetime | None = None) -> Site:
        """The site as the pipeline knows it, by default as it is today."""
        site = self if moment is None else self.at(moment)
        return Site(site.id, site.name, site.division, site.own_names, site.body)
