"""Places of an article: from provinces down to the settlements that no list has, and the division the page is about.

``gazetteer`` holds the divisions; ``upper`` finds provinces, prefectures and counties; ``scope`` says which counties a
point of the text may mean; ``lower``, ``lists``, ``bare`` and ``groups`` find what lies in them, ``areas`` cities' new
areas; ``resolve`` settles what each denotes and ``home`` what the page is about.
"""

from dataclasses import dataclass

from pipeline.places.areas import find_areas
from pipeline.places.bare import find_bare
from pipeline.places.corps import find_corps
from pipeline.places.cover import Cover
from pipeline.places.forms import county_matcher
from pipeline.places.groups import find_groups
from pipeline.places.home import credits, near, settle_county, settle_home
from pipeline.places.infer import infer_county, infer_town
from pipeline.places.lists import find_listed
from pipeline.places.lower import find_lower
from pipeline.places.neighbours import neighbours
from pipeline.places.resolve import resolve, settle_within
from pipeline.places.scope import Scope
from pipeline.places.upper import find_upper, without_parts
from pipeline.records import Article, Place, Site

COUNTY = 6
"""Digits of a county's code."""


@dataclass(frozen=True, slots=True)
class Places:
    """What a page is about (a code, where it could be settled) and every mention of a place, in order."""

    home: str | None
    mentions: tuple[Place, ...]


def read_places(article: Article, site: Site | None = None) -> Places:
    """The places that an article names. ``site`` is the registry's entry of its site, a prior for its home."""
    text = article.text
    around = neighbours(text)
    known, said = near(article, site), credits(article, site)
    hits = find_upper(text, known, said, around)
    region = settle_county(article, site, hits, around)
    county, town = region, None
    if region is None or len(region) < COUNTY:
        county = infer_county(text, region or "")
        town = None if county else infer_town(text, region or "")
        county = county or (town.code[:COUNTY] if town else region)
        if county and county != region:
            hits = find_upper(text, (*known, county), said, around)
    names = county_matcher(county).longest(text) if county else []
    hits = without_parts(hits, names)
    scope = Scope(text, hits, county, around)
    taken = [(hit.start, hit.end) for hit in hits]
    areas = find_areas(text, hits)
    taken = sorted([*taken, *((area.start, area.end) for area in areas)])
    spans = find_lower(scope, taken)
    listed = find_listed(scope, spans)
    spans += listed
    members = Cover(len(text), ((span.start, span.end) for span in listed))
    hits = tuple(hit for hit in hits if hit.full or not members.holds(hit.start, hit.end))
    taken = [(hit.start, hit.end) for hit in hits]
    spans += areas
    spans += find_bare(scope, names, spans, taken, town)
    spans += find_groups(scope, spans)
    spans += find_corps(scope)
    mentions = settle_within(resolve(scope, hits, spans), None)
    home = settle_home(article, site, region or county, mentions, around)
    return Places(home, settle_within(mentions, home))
