"""What a page is about: first the county that its lower names are read in, at the end the smallest division of all."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import cache

from pipeline.lexicon import Matcher, load_lexicon
from pipeline.places import gazetteer
from pipeline.places.boundaries import named_institute
from pipeline.places.cover import Cover
from pipeline.places.forms import is_epithet
from pipeline.places.meant import Hit
from pipeline.places.upper import find_upper
from pipeline.records import Article, Place, Site

SITE, SITE_CODE, TITLE, CREDIT, LEAD, MENTION = 6.0, 4.0, 5.0, 3.0, 3.0, 1.0
"""What each kind of evidence for the home county is worth; a mention is the unit."""
IN_TITLE = 4.0
"""A mention in the title when the home is narrowed down."""
IN_LEAD = 2.0
"""The same in the lead."""
IN_BODY = 0.4
"""What a mention inside the name of a body (市财政局) is worth against one of the division itself."""
EPITOME = 4.0
"""What one is worth that the page calls its story an epitome of (这是某县…的一个缩影)."""
LABEL, TOWN_LABEL = 0.35, 0.8
"""What a county, or a town, before the colon that opens a title or dateline is worth: it says where news comes from."""
AGAIN = 0.3
"""Exponent of the number of mentions of a division in one paragraph.

EPITOME and LABEL were checked on 134 annotated pages: with them and the corps as a body five more homes are right.
IN_TITLE and NEAR_LEAD were fitted on corpus/train (2.0 and 120 make 230 of 246 homes right, 4.0 and 60 make 236, by
fold 2, 4 and 0 more; of 43 pages of corpus/read 42 either way). The others and DOMINANT were chosen on 87 annotated
pages: 84 of their homes are right (74 with each mention worth its full weight, bodies and neighbours alike, and the way
down begun at the prefecture); half or twice as much makes none more right on corpus/train.
"""
LEAD_LENGTH = 120
"""Characters behind the title in which the county is told."""
NEAR_LEAD = 60
"""The same in which what lies in it is."""
LONGEST_BODY = 14
FOREIGN = 0.3
"""What a province or prefecture that does not hold the county read in is worth: where goods go, experts come from."""
SEVERAL = 3
"""So many provinces, each spoken of at least half as much as the first, are no page's home."""
LABELS = (":", "：")
LENGTHS = (2, 4, 6, 9, 12)
COUNTY = 6
MOST = 4.0
"""What all anaphors of a level (全镇, 该村) are worth at most."""
DOMINANT = 0.545
"""Share of the weight of its siblings and parent from which on a child is what the page is about (.963 of the homes of
``corpus/check`` are right, as with .54)."""


def credits(article: Article, site: Site | None) -> str:
    """What the page says of its origin, as text."""
    parts = (article.source, article.site_name, article.column, site.name if site else None)
    return "\n".join(part for part in parts if part)


def near(article: Article, site: Site | None) -> tuple[str, ...]:
    """Codes of the divisions that the site speaks for."""
    found = (site.division if site else None, (article.site_code or "")[:6] or None)
    return tuple(code for code in found if code and gazetteer.get(code))


def settle_county(article: Article, site: Site | None, hits: Sequence[Hit], around: Cover) -> str | None:
    """Code of the county that the lower names are read in; of a prefecture or province where no county is named."""
    scores: defaultdict[str, float] = defaultdict(float)
    body = _body(article)
    for hit in hits:
        if around.holds(hit.start, hit.end):
            continue
        scores[hit.division.code] += TITLE if hit.start < body else LEAD if hit.start < body + LEAD_LENGTH else MENTION
    for hit in find_upper(credits(article, site)):
        scores[hit.division.code] += CREDIT
    for code in near(article, site):
        scores[code[:6]] += SITE if site and code == site.division else SITE_CODE
    for digits in (6, 4, 2):
        level = {
            code: score + (scores.get(code[:4], 0.0) + scores.get(code[:2], 0.0)) / 2
            for code, score in scores.items()
            if len(code) == digits
        }
        if level:
            return max(level, key=lambda code: (level[code], code))
    return None


def _body(article: Article) -> int:
    """Where the text behind the title begins."""
    return article.blocks[0].end if article.blocks and article.blocks[0].kind == "title" else 0


def _anaphors(text: str, named: Cover) -> dict[int, float]:
    """How much a page speaks of "the whole town", "the village" and so on, by the digits of the level's codes.

    In 青朗乡党委 the town is ``named`` and no 乡党委 speaks of it.
    """
    often: Counter[int] = Counter()
    free: Counter[int] = Counter()
    for start, end, digits in sorted(_speaking().finditer(text)):
        if start >= free[digits] and not named.holds(start, start + 1):
            often[digits] += 1
            free[digits] = end
    return {digits: min(MOST, MENTION / 2 * count) for digits, count in often.items()}


@cache
def _speaking() -> Matcher[int]:
    lexicon: dict[int, list[str]] = load_lexicon("pipeline.places", "context")["anaphors"]
    return Matcher({word: digits for digits, words in lexicon.items() for word in words})


def _below(home: str, code: str) -> str:
    """The division right below one that holds another: a few counties have no prefecture."""
    return next(code[:n] for n in LENGTHS if n > len(home) and (n != 4 or gazetteer.get(code[:n])))


def settle_home(
    article: Article, site: Site | None, region: str | None, places: Sequence[Place], around: Cover
) -> str | None:
    """Code of the smallest division that the whole page is about; None for a page of several provinces alike.

    Goes down from the province (the county, where the site is one's) as long as one child bears most of the weight of
    what is said there, and a township or village is named in the title or the lead.
    """
    if region is None:
        return None
    weights, leads = _weights(article, places, around, region)
    home = region if region in near(article, site) else ""
    named = Cover(len(article.text), ((place.start, place.end) for place in places))
    anaphors = _anaphors(article.text, named)
    while True:
        children: defaultdict[str, float] = defaultdict(float)
        for code, weight in weights.items():
            if code.startswith(home) and len(code) > len(home):
                children[_below(home, code)] += weight
        if not children:
            return home or region
        best = max(children, key=lambda code: (children[code], code))
        below = children[best] + sum(worth for digits, worth in anaphors.items() if digits > len(home))
        total = sum(children.values()) - children[best] + below + weights.get(home, 0.0) + anaphors.get(len(home), 0.0)
        led = len(best) <= COUNTY or any(code.startswith(best) for code in leads)
        if not led or below < DOMINANT * total:
            return home or (None if _of_several(weights, region) else _widest(article, site, region))
        home = best


def _widest(article: Article, site: Site | None, region: str) -> str:
    """The home of a page that no province bears the most of: the county whose medium tells it, else its province."""
    told = any(hit.division.code == region for hit in find_upper(credits(article, site)))
    return region if told else region[:2]


def _of_several(weights: Mapping[str, float], region: str) -> bool:
    """Whether a page speaks of several provinces much alike, be they foreign or not: it has no home."""
    provinces: defaultdict[str, float] = defaultdict(float)
    for code, weight in weights.items():
        foreign = len(code) < COUNTY and not region.startswith(code)
        provinces[code[:2]] += weight / FOREIGN if foreign else weight
    return sum(weight > max(provinces.values()) / 2 for weight in provinces.values()) >= SEVERAL


def _weights(
    article: Article, places: Sequence[Place], around: Cover, region: str
) -> tuple[Mapping[str, float], Collection[str]]:
    """How much the page speaks of each code, and the codes named in the title or the lead.

    A mention weighs more in the title and the lead, of which no row of a table is part. That of a parent right before
    its child only names the child, that of a neighbour nothing, and one in a body's name (县财政局) says little of what
    the page is about. A village that one paragraph repeats is not yet what the whole page is about.
    """
    text, body, starts = article.text, _body(article), {place.start for place in places}
    rows = Cover(len(text), ((block.start, block.end) for block in article.blocks if block.kind == "row"))
    lines: defaultdict[tuple[str, int], list[float]] = defaultdict(list)
    leads: set[str] = set()
    number = last = 0
    for place in places:
        number, last = number + text.count("\n", last, place.start), place.start
        code = place.code or place.within
        if not code or around.holds(place.start, place.end) or _is_aside(text, place, region):
            continue
        in_title = place.start < body
        in_lead = place.start < body + NEAR_LEAD and not rows.holds(place.start, place.start + 1)
        if in_title or in_lead:
            leads.add(code)
        if place.end not in starts:
            worth = IN_TITLE if in_title else IN_LEAD if in_lead else MENTION
            worth *= IN_BODY if _names_body(text, place.end, starts) else 1.0
            worth *= FOREIGN if len(code) < COUNTY and not region.startswith(code) else 1.0
            if text[place.end : place.end + 1] in LABELS:
                worth *= LABEL if len(code) <= COUNTY else TOWN_LABEL
            lines[code, number].append(EPITOME if _is_epitomised(text, place) else worth)
    weights: defaultdict[str, float] = defaultdict(float)
    for (code, _), worths in lines.items():
        weights[code] += max(worths) * (sum(worths) / max(worths)) ** AGAIN
    return weights, leads


def _is_aside(text: str, place: Place, region: str) -> bool:
    """Whether a place says nothing of what the page is about: a literary name (三晋), what something is a share of
    (占全市的三分之一), a larger division in a school's name (江西师范大学) on a page of its county.
    """
    code = place.code or ""
    within = len(code) < len(region) and region.startswith(code) and named_institute(text, place.end)
    return is_epithet(place.text) or within or _share().match(text, place.end) is not None


@cache
def _share() -> re.Pattern[str]:
    return re.compile(load_lexicon("pipeline.places", "context")["shares"])


def _is_epitomised(text: str, place: Place) -> bool:
    """Whether something is called an epitome of what goes on in a place."""
    front = text[max(0, place.start - LONGEST_BODY) : place.start]
    called, epitome = _epitome()
    return epitome.match(text, place.end) is not None and called.search(front) is not None


@cache
def _epitome() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What calls something an epitome, before a place and behind it."""
    called, epitome = load_lexicon("pipeline.places", "context")["epitome"]
    return re.compile(called), re.compile(epitome)


def _names_body(text: str, end: int, starts: Collection[int]) -> bool:
    """Whether the name of a body goes on behind a place, with no other place in it."""
    body = _bodies().match(text, end)
    return body is not None and not any(at in starts for at in range(end + 1, body.end()))


@cache
def _bodies() -> re.Pattern[str]:
    kinds = load_lexicon("pipeline.places", "context")["public_bodies"]
    return re.compile(f"[一-鿿、]{{0,{LONGEST_BODY}}}?(?:{'|'.join(kinds)})")
