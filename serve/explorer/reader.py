"""Who reads: the language and theme of a request, the words of the interface, and how values are written for it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal
from urllib.parse import quote, urlencode

import yaml
from starlette.requests import Request

from serve.explorer.graph import Thing
from serve.explorer.periods import period

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
THEMES = ("light", "dark")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
BIG = ((1e8, "number.yi"), (1e4, "number.wan"))
"""From which on a Chinese number is counted in these."""
SHORT = ((1e9, 1e9, "B"), (1e6, 1e6, "M"), (1e4, 1e3, "k"))
"""From which on an English number on an axis is counted in what; thousands are short enough."""
UNCERTAIN = {"over", "under", "about"}


@cache
def words() -> Mapping[str, tuple[str, str]]:
    """The words of the interface by name, in Chinese and in English."""
    text = files("serve.explorer").joinpath("data", "words.yaml").read_text("utf-8")
    return {str(key): (str(zh), str(en)) for key, (zh, en) in yaml.safe_load(text).items()}


@dataclass(frozen=True, slots=True)
class Reader:
    """The language and the theme of a request; ``theme`` is empty where the browser decides."""

    language: Language = "zh"
    theme: str = ""

    def say(self, word: str, /, **values: Any) -> str:
        """A word or a sentence of the interface. Raises KeyError for one that is not there."""
        text = words()[word][LANGUAGES.index(self.language)]
        return text.format(**values) if values else text

    def says(self, name: str) -> bool:
        """Whether there is such a word."""
        return name in words()

    def many(self, word: str, n: int) -> str:
        """So many of something; one of it has its own word."""
        one = f"many.{word}.{n}"
        return self.say(one if self.says(one) else f"many.{word}", n=self.number(n))

    def name(self, thing: Thing | None, otherwise: str = "") -> str:
        """A thing's name; schemes have English ones."""
        if thing is None:
            return otherwise
        return thing.english if self.language == "en" and thing.english else thing.name

    def period(self, when: str) -> str:
        """A time of the graph as people write it: 2023年上半年."""
        return period(self.say, when)

    def value(self, code: str) -> str:
        """A code of the graph in words (``planned``, ``page gone``); what is none stays as it is."""
        name = f"value.{code.replace(' ', '_')}"
        return self.say(name) if self.says(name) else code

    def unit(self, unit: str) -> str:
        """A unit in words: codes of currencies are written out, and in English what is counted often; there a measure
        word that says nothing is left out."""
        name = f"unit.{unit}"
        return self.say(name) if self.says(name) else unit

    def moment(self, value: str) -> str:
        """A time as people read it; what is none stays as it is."""
        return value.removesuffix("Z").removesuffix(":00").replace("T", " ") if _MOMENT.match(value) else value

    def number(self, value: float | str) -> str:
        """A number as people read it: 400万, 1,234.5."""
        number = float(value)
        if self.language == "zh":
            for least, word in BIG:
                if abs(number) >= least:
                    return f"{plain(number / least)}{self.say(word)}"
        return plain(number)

    def short(self, value: float) -> str:
        """A round number for an axis: 400万, 4M."""
        if self.language == "en":
            for least, by, word in SHORT:
                if abs(value) >= least:
                    return f"{plain(value / by)}{word}"
        return self.number(value)

    def amount(self, value: float | str, unit: str, most: float | str | None = None, per: str | None = None) -> str:
        """A number or a range with its unit and what it is for: 60万元/户."""
        text = self.number(value) + (f"–{self.number(most)}" if most is not None else "")
        gap = "" if self.language == "zh" else " "
        return f"{text}{gap}{self.unit(unit)}".rstrip() + (f"/{self.unit(per)}" if per else "")


def plain(number: float) -> str:
    """A number with thousands parted and at most two places behind the point."""
    return f"{number:,.2f}".rstrip("0").rstrip(".") if number != int(number) else f"{int(number):,}"


def reader_of(request: Request) -> Reader:
    """The reader of a request: the address says first, then a cookie, then the browser's settings."""
    asked = request.query_params.get("lang") or request.cookies.get("lang") or _accepted(request)
    theme = request.cookies.get("theme", "")
    return Reader("en" if asked == "en" else "zh", theme if theme in THEMES else "")


def _accepted(request: Request) -> str:
    """The first of the browser's languages that there is, Chinese where it names none."""
    for part in request.headers.get("accept-language", "").lower().split(","):
        language = part.split(";")[0].strip().split("-")[0]
        if language in LANGUAGES:
            return language
    return "zh"


def link(key: str, **query: str | int) -> str:
    """The address on this server of a thing by its key; IRIs are as they must be written in an address already."""
    return address(key) + (f"?{urlencode(query)}" if query else "")


@lru_cache(1 << 14)
def address(key: str) -> str:
    """The same without a query: a page links to the same few things hundreds of times."""
    return "/" + quote(key, safe="/%~:,=()")
