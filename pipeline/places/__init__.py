"""Places of an article: from provinces down to the settlements that no list has, and the division the page is about.

``gazetteer`` holds the divisions; ``upper`` finds provinces, prefectures and counties; ``scope`` says which counties a
point of the text may mean; ``lower``, ``lists``, ``bare`` and ``groups`` find what lies in them, ``candidates`` what
looks like a place; ``lookup`` and ``resolve`` settle what each denotes and ``home`` what the page is about.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pipeline.places.bare import find_bare
from pipeline.places.boundaries import adorns, borne, named_institute
from pipeline.places.candidates import Candidate, weighed
from pipeline.places.candidates import listed as listed_names
from pipeline.places.context import listed
from pipeline.places.corps import find_corps
from pipeline.places.cover import Cover
from pipeline.places.forms import county_matcher
from pipeline.places.groups import find_groups
from pipeline.places.home import credits, near, settle_county, settle_home
from pipeline.places.infer import infer_county, infer_town
from pipeline.places.lists import find_listed
from pipeline.places.lookup import looked_up
from pipeline.places.lower import Span, find_lower
from pipeline.places.meant import Hit
from pipeline.places.neighbours import neighbours
from pipeline.places.resolve import resolve, settle_within
from pipeline.places.scope import Scope
from pipeline.places.stands import is_unnamed
from pipeline.places.upper import find_upper, without_parts
from pipeline.places.words import is_word
from pipeline.records import Article, Place, Site

COUNTY = 6
"""Digits of a county's code."""


@dataclass(frozen=True, slots=True)
class Places:
    """What a page is about (a code, where it could be settled) and every mention of a place, in order."""

    home: str | None
    mentions: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The stretches that may name places, higher divisions (``hits``) and what lies in them (``spans``)."""

    scope: Scope
    hits: tuple[Hit, ...]
    spans: tuple[Span, ...]
    region: str | None
    """The division that the page's home lies in, as far as title, site and counts tell."""
    mentions: tuple[Place, ...]
    """What the stretches denote if all of them name places."""
    listed: tuple[Candidate, ...]
    weighed: tuple[Candidate, ...]
    """What looks like a place by a list and by its suffix."""


def read_places(article: Article, site: Site | None = None) -> Places:
    """The places that an article names by the rules alone. ``site`` is its site's entry, a prior for its home."""
    suggested = suggest_places(article, site)
    return located(article, site, suggested, suggested.mentions)


def suggest_places(article: Article, site: Site | None = None) -> Suggestions:
    """What may be a place in an article, generously, each settled to what it would denote."""
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
    spans = find_lower(scope, [(hit.start, hit.end) for hit in hits])
    members_of_lists = find_listed(scope, spans)
    spans += members_of_lists
    members = Cover(len(text), ((span.start, span.end) for span in members_of_lists))
    held = {span.end for span in spans}
    hits = tuple(h for h in hits if h.full or not (members.holds(h.start, h.end) or h.start in held))  # 某镇凉山水库
    taken = [(hit.start, hit.end) for hit in hits]
    spans += find_bare(scope, names, spans, taken, town)
    spans += find_groups(scope, spans)
    spans += find_corps(scope)
    mentions = settle_within(resolve(scope, hits, spans), None)
    clues = tuple(listed_names(scope)), tuple(weighed(text))
    return Suggestions(scope, tuple(hits), tuple(spans), region or county, mentions, *clues)


def settle_places(
    article: Article, site: Site | None, suggested: Suggestions, named: Sequence[tuple[int, int]]
) -> Places:
    """The places at the stretches ``named`` (in order, without overlap): as suggested there, or looked up anew.

    A common word that no rule suggested (改造新建村级…) is none.
    """
    wanted, ends = set(named), {end for _, end in named}
    hits = [hit for hit in suggested.hits if (hit.start, hit.end) in wanted]
    led = {hit.end for hit in hits if hit.full and len(hit.division.code) == COUNTY}
    spans = [s for s in suggested.spans if (s.start, s.end) in wanted or (s.level == "township" and s.start in led)]
    known = {(hit.start, hit.end) for hit in hits} | {(span.start, span.end) for span in spans}
    for start, end in named:
        name = suggested.scope.text[start:end]
        if (start, end) not in known and not (is_word(name) or name in listed("common") or is_unnamed(name)):
            found = looked_up(suggested.scope, hits, start, end)
            denoted = isinstance(found, Hit) and _denotes(suggested.scope.text, found, ends)
            hits += [found] if isinstance(found, Hit) and denoted else []
            spans += [found] if isinstance(found, Span) else []
    mentions = settle_within(resolve(suggested.scope, hits, spans), None)
    return located(article, site, suggested, mentions)


def _denotes(text: str, hit: Hit, ends: Collection[int]) -> bool:
    """Whether a higher division's name means it: none that adorns (三晋大地) or that a dish bears (兰州拉面), nor
    one in a school's name within a smaller place.

    Of a school by itself the place is named too (湖南 in 湖南农业大学), but no province follows its own county
    (东湖区江西师范大学).
    """
    if adorns(text, hit.start, hit.end) or (not hit.full and borne(text, hit.end)):
        return False
    return hit.full or hit.start not in ends or not named_institute(text, hit.end)


def located(article: Article, site: Site | None, suggested: Suggestions, mentions: Sequence[Place]) -> Places:
    """The mentions with the page's home settled by them, and what lies in it held by it."""
    home = settle_home(article, site, suggested.region, mentions, suggested.scope.around)
    return Places(home, settle_within(mentions, home))
