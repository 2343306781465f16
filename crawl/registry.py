"""The registry of sites: one YAML file a site under ``sites/<province>/``, checked when it is read.

What a site leaves out its family fills in (families/families.yaml). A file that is wrong is an error that names the
file, the line, the key and what to do; nothing is guessed.
"""

import json
import re
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from crawl.families.catalogue import load_families
from crawl.urls import owns
from pipeline.records import Site

SITES = Path(str(files("crawl"))) / "sites"


class RegistryError(ValueError):
    """What is wrong with a site's file, where, and what to do."""


def _is_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("write it with http:// or https:// and a host")
    return value


def _is_regex(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from None
    return value


def _is_family(value: str) -> str:
    if value not in load_families():
        raise ValueError(f"not a known family; take one of: {', '.join(sorted(load_families()))}")
    return value


Url = Annotated[str, AfterValidator(_is_url)]
Regex = Annotated[str, AfterValidator(_is_regex)]
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
    row: str | None = Field(None, description="CSS selector of the rows, where the site's does not serve")
    article: Regex | None = Field(None, description="regular expression that article URLs match, for this list")


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
    row: str | None = Field(None, description="CSS selector of a list's rows")
    article: Regex | None = Field(None, description="regular expression that article URLs match")
    own_names: tuple[str, ...] = ()
    body: str | None = Field(None, description="CSS selector of the article's container")
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
        return self

    def to_site(self) -> Site:
        """The site as the pipeline knows it."""
        return Site(self.id, self.name, self.division, self.own_names, self.body)


def load_sites(folder: str | Path = SITES) -> dict[str, SiteConfig]:
    """All sites of a registry by id, disabled ones included. Raises RegistryError with all that is wrong in it."""
    sites: dict[str, SiteConfig] = {}
    hosts: dict[str, str] = {}
    wrong: list[str] = []
    for path in sorted(Path(folder).rglob("*.yaml")):
        try:
            site = load_site(path)
        except RegistryError as error:
            wrong.append(str(error))
            continue
        if site.id != path.stem:
            wrong.append(f"{path}: id is {site.id!r}; name the file {site.id}.yaml or change the id")
        if site.id in sites:
            wrong.append(f"{path}: id {site.id!r} stands twice in the registry; give one of them another")
        wrong.extend(
            f"{path}: host {host} belongs to {hosts[host]} already; a host has one entry"
            for host in site.hosts
            if hosts.setdefault(host, site.id) != site.id
        )
        sites[site.id] = site
    if wrong:
        raise RegistryError("\n".join(wrong))
    return sites


def load_site(path: str | Path) -> SiteConfig:
    """One site's file. Raises RegistryError."""
    path = Path(path)
    try:
        text = path.read_text("utf-8")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text)
    except OSError as error:
        raise RegistryError(f"{path}: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise RegistryError(f"{path}: not valid YAML: {error}") from error
    if not isinstance(data, dict):
        raise RegistryError(f"{path}:1: a site is a mapping of keys; the file holds {type(data).__name__}")
    return make_site(data, str(path), node)


def make_site(data: dict[str, Any], where: str = "site", node: yaml.Node | None = None) -> SiteConfig:
    """A site from its keys; ``where`` and ``node`` say where they stand. Raises RegistryError."""
    try:
        return SiteConfig.model_validate(data)
    except ValidationError as error:
        lines = [_explain(where, node, problem) for problem in error.errors()]
        raise RegistryError("\n".join(lines)) from error


def _explain(where: str, node: yaml.Node | None, problem: Any) -> str:
    """One line for one problem: file:line: key: what is wrong and what to do."""
    path = problem["loc"]
    line = _line(node, path)
    key = ".".join(str(part) for part in path) or "the site"
    at = f"{where}:{line}" if line else where
    message = problem["msg"].removeprefix("Value error, ")
    if problem["type"] == "extra_forbidden":
        model = ListConfig if "lists" in path else PageRule if "page" in path else SiteConfig
        message = f"unknown key; remove it or take one of: {', '.join(model.model_fields)}"
    elif problem["type"] == "missing":
        message = "is missing; add it"
    elif not isinstance(problem["input"], dict):
        message = f"{message} (found {problem['input']!r})"
    return f"{at}: {key}: {message}"


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
