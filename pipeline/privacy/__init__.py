"""Persons of the text: their given names are taken out of a reading before it is stored.

A name is masked in place (张某某 for three characters), so that offsets stand and a quote is letter for letter the
text that is stored beside it. An article's author and source are credits, and bodies keep the names they bear.

Who is public, by rule: a person whom the page names with an office of county or township or above (县委书记, 镇长,
农业农村局局长), wherever the page names that person. An office of a village, a company or a co-operative makes nobody
public. With ``all`` public persons are masked too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from functools import cache
from typing import Any, TypeVar

from pipeline.lexicon import everywhere
from pipeline.privacy.addresses import public_address
from pipeline.privacy.masking import masked
from pipeline.privacy.persons import Mask, find_persons
from pipeline.records import Article, Fact, Mention, Reading, Relation

__all__ = ["Mask", "anonymous", "find_persons", "public_address"]

T = TypeVar("T", bound=Mention | Fact | Relation)


def anonymous(reading: Reading, mask: Mask = "private", weights: Mapping[str, float] | None = None) -> Reading:
    """The reading without the given names of persons in its text, title, quotes, mentions and address.

    ``weights`` stand in for those that are shipped, where they are being learnt.
    """
    reading = _addressed(reading)
    article = reading.article
    listed = {article.text[place.start : place.end] for place in reading.places if place.code}
    found = find_persons(article.text, [*_known(reading)], mask, weights, {fact.what for fact in reading.facts})
    found = [(start, end) for start, end in found if article.text[start:end] not in listed]
    if not found:
        return reading
    text = masked(article.text, found)
    said = {article.text[a:b]: text[a:b] for a, b in found}
    title = text[: len(article.title)] if article.text.startswith(article.title) else _replaced(article.title, said)
    clean = replace(article, text=text, title=title, keywords=tuple(_replaced(k, said) for k in article.keywords))
    return replace(
        reading,
        article=clean,
        programs=_all(reading.programs, clean, said),
        documents=_all(reading.documents, clean, said),
        facts=_all(reading.facts, clean, said),
        relations=_all(reading.relations, clean, said),
    )


def _addressed(reading: Reading) -> Reading:
    """The reading under an address that names nobody."""
    article = reading.article
    url, via = public_address(article.url), article.via and public_address(article.via)
    if (url, via) == (article.url, article.via):
        return reading
    return replace(reading, article=replace(article, url=url, via=via))


def _known(reading: Reading) -> Iterator[tuple[int, int]]:
    """Where a reading has something else than a person: its names of other kinds."""
    text = reading.article.text
    names = {text[name.start : name.end] for name in (*reading.places, *reading.organisations)}
    yield from everywhere(text, names)
    for name in (*reading.programs, *reading.documents):
        yield name.start, name.end


def _all(items: tuple[T, ...], article: Article, said: dict[str, str]) -> tuple[T, ...]:
    return tuple(_without(item, article, said) for item in items)


def _without(item: T, article: Article, said: dict[str, str]) -> T:
    """A mention or a statement with its texts as the masked article has them."""
    changed: dict[str, Any] = {}
    kind: Any = type(item)
    for name in _fields(kind):
        value = now = getattr(item, name)
        if name == "quote":
            now = article.text[item.start : item.end]
        elif isinstance(value, str):
            now = _replaced(value, said)
        elif isinstance(value, Mention):
            now = _without(value, article, said)
        if now is not value:
            changed[name] = now
    return replace(item, **changed) if changed else item


@cache
def _fields(kind: type[Mention | Fact | Relation]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _replaced(text: str, said: dict[str, str]) -> str:
    for name, mask in said.items():
        if name in text:
            text = text.replace(name, mask)
    return text
