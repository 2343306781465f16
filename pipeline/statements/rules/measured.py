"""Money and extents whose word stands alone before the number: what the money was put to, whose the extent is."""

from pipeline.places.words import is_word
from pipeline.statements.rules.phrase import ASPECT, before
from pipeline.statements.rules.surroundings import LEADING, Look, Spot, Surroundings, Thing
from pipeline.text.lexis import characters, table, words

_TIMES = tuple("×✕*xX")
OWNER_LENGTH = 14
"""Characters of a thing that lends its name to a measure in the next clause; longer ones are clauses, not nouns."""


def dimension(around: Surroundings, spot: Spot, look: Look) -> Thing | None:
    """水渠两条:800米×3米×0.2米: each extent is of the thing counted before."""
    text, figure, last = around.text, spot.figure, spot.last
    if last is None or last.bare or figure.unit not in words("extent_units"):
        return None
    follows = text[spot.low : figure.start].strip() in _TIMES
    leads = not look.front_text and text[figure.end :][:2].lstrip().startswith(_TIMES)
    return Thing(last.text, figure.start, figure.end) if follows or leads else None


def spent_by(around: Surroundings, spot: Spot, look: Look) -> Thing | None:
    """县医院投资2亿元新建的门诊楼: who spends stands before, what it is spent on in the same clause."""
    if look.measure not in words("costs") or not spot.figure.money or look.front.governed:
        return None
    if look.front_text in ("", look.measure) or around.text[look.stem : spot.figure.start].strip(LEADING):
        return None
    made = around.objects.first(spot.figure.end, spot.clause.end).text
    label = table("measures")[look.measure]
    return Thing(_labelled(made, label, True), spot.figure.start, spot.figure.end, look.subject) if made else None


def measured(around: Surroundings, spot: Spot, look: Look) -> Thing | None:
    """The thing and the measure's name; the name alone where the page tells no more."""
    measure, figure = look.measure, spot.figure
    if not measure or not measure.endswith(look.front_text):
        return None
    label = table("measures")[measure]
    if spot.last and measure in words("sales") and words("prices").ending(spot.last.text):
        return Thing(spot.last.text, figure.start, figure.end)  # 批发价2元一斤,最高能卖到5元
    lead = around.front(spot.low, around.trimmed(spot.low, look.stem - len(measure)))
    holder = around.short(lead.text)
    if words("money_heads").ending(holder):
        return Thing(holder, lead.start, figure.end)
    if look.back_text:
        return Thing(_labelled(look.back_text, label, figure.money), figure.end, look.back.end)
    if figure.money and measure in words("spendings") and (put_to := _put_to(around, spot, look)):
        return Thing(_labelled(put_to, label, True), figure.start, figure.end)
    owns = measure in words("extents") or measure in words("costs") or measure in words("yields")
    if owner := (holder if owns else "") or ("" if measure in words("investments") else _owner(around, spot, look)):
        return Thing(owner + (label or measure), lead.start, figure.end)
    verb = look.stem - len(measure) if measure in words("takings") else -1  # 分得 for 分红
    return Thing(label or measure, figure.start - len(measure), figure.end, verb=verb)


def _put_to(around: Surroundings, spot: Spot, look: Look) -> str:
    """The object of the rest of the number's clause, else of the clause after it."""
    listed = around.text[spot.figure.end : spot.figure.end + 1] == "、"
    found = "" if listed else around.objects.first(spot.figure.end, spot.clause.end).text
    later = next((c for c in spot.sentence.clauses if c.start > spot.clause.start), None)
    done = words("outcomes").ending(around.text[spot.low : look.stem].removesuffix(look.measure))
    if (
        found
        or done
        or later is None
        or look.measure in words("investments")
        or around.text[spot.clause.end : spot.clause.end + 1] not in "，,"
    ):
        return found
    found = around.objects.first(later.start, later.end, built=True).text
    if not found and (number := around.objects.number_in(later.start, later.end)):
        front = around.front(later.start, around.trimmed(later.start, number))
        found = "" if front.governed else around.short(front.text)
    return "" if found in words("outcomes") or found in words("measures") else found


def _owner(around: Surroundings, spot: Spot, look: Look) -> str:
    """Whose extent or cost it is: the thing last counted, or the object of the clause before."""
    last, measure, extent = spot.last, look.measure, look.measure in words("extents")
    if last and measure in characters("short_verbs"):
        return last.text
    alone = around.text[spot.low : spot.figure.start].strip(LEADING).startswith(measure)
    if not extent and not (alone and measure in words("costs")):
        return ""
    at = spot.sentence.clauses.index(spot.clause)
    earlier = spot.sentence.clauses[at - 1] if at else spot.clause
    if last and (spot.low > spot.clause.start or last.end > earlier.start):
        bare = last.text.removesuffix(words("measures").ending(last.text) or " ")
        return "" if bare in table("measures").values() else bare
    if at == 0 or around.text[earlier.end] not in "，,":
        return ""
    found = _subject(around.short(before(around.lexis, earlier.start, earlier.end).text))
    return found if len(found) <= OWNER_LENGTH else ""


def _subject(phrase: str) -> str:
    """Of a clause (水渠塌了一段, 护坡冲毁了两处) whom it is about: what stands before its verb."""
    aspect = ASPECT.search(phrase, 2)
    if aspect is None:
        return phrase
    verb = aspect.start() - (aspect.start() > 2 and is_word(phrase[aspect.start() - 1 : aspect.start() + 1]))
    return phrase[:verb]


def _labelled(thing: str, label: str, money: bool) -> str:
    """The thing with the measure's name, unless it is money by name."""
    return thing if money and words("money_heads").ending(thing) else thing + label
