"""Short names of companies and co-operatives, learnt from the full ones that the page itself gives.

A page that names 青河县绿野生态农业有限公司 may call it 绿野生态农业有限公司 (without its place) or 绿野公司 (its brand
alone) elsewhere.
"""

from collections.abc import Iterable, Iterator

from pipeline.lexicon import Matcher, load_lexicon
from pipeline.names.bodies import by_kind
from pipeline.names.companies import brand_end
from pipeline.names.spans import cover
from pipeline.records import Organisation, Place

SHORTEST = 2
"""Characters of a brand."""


def short_forms(organisation: Organisation, place: Place | None) -> list[str]:
    """How a body may be called for short; nothing where no brand of its own tells it from others."""
    text = organisation.text
    endings = [start for start, end, _ in by_kind("own_name").finditer(text, 0, len(text)) if end == len(text)]
    held = place.end - organisation.start if place and place.start == organisation.start else 0
    if not endings:
        return []
    brand = text[held : max(held, brand_end(text, held, min(endings)))]
    if len(brand) < SHORTEST:
        return []
    heads = load_lexicon("pipeline.names", "organisations")["short_endings"].get(organisation.kind, ())
    short = [name + head for name in dict.fromkeys((brand, brand[:SHORTEST])) for head in heads]
    return [form for form in (text[held:], *short) if form != text]


def called_for_short(text: str, found: Iterable[Organisation], places: Iterable[Place]) -> Iterator[Organisation]:
    """Further mentions of bodies by their short names, outside all names found."""
    read = list(found)
    at = {place.start: place for place in places}
    forms: dict[str, Organisation] = {}
    for organisation in {o.text: o for o in read}.values():
        for form in short_forms(organisation, at.get(organisation.start)):
            forms.setdefault(form, organisation)
    taken = cover(len(text), ((o.start, o.end) for o in read))
    for start, end, meant in Matcher(forms).longest(text) if forms else ():
        if taken.find(1, start, end) < 0:
            yield Organisation(start, end, text[start:end], meant.name, meant.kind, meant.place)
