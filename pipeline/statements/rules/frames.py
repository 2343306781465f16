"""Frames that name a number's thing whatever phrases stand around it: 投资:500万元, 距县城45公里, 40%用于分红."""

import re

from pipeline.statements.rules.phrase import before
from pipeline.statements.rules.surroundings import Look, Spot, Surroundings, Thing, pattern
from pipeline.text.lexis import table, words

LABEL_LENGTH = 14
"""Characters of a label before its colon; longer ones are sentences."""
RATED_LENGTH = 6
"""Characters of what money per unit is, where the words don't say that it is money."""
_MEMBER = re.compile("[、和与及以或，,。；;]")
_LABEL = re.compile(r"[一-鿿()（）“”]{2,}$")


def labelled(around: Surroundings, spot: Spot, look: Look) -> Thing | None:
    """投资:500万元: what stands before the colon."""
    text, end = around.text, spot.figure.start
    if look.back_text and not text[spot.figure.end].isspace():
        return None  # 村容:400平米的广场
    while text[end - 1 : end] == " " and end > spot.sentence.start:
        end -= 1
    if text[end - 1 : end] not in (":", "："):
        return None
    counted = spot.last.end if spot.last else 0  # 水渠两条:800米
    label = _LABEL.search(text, max(spot.sentence.start, end - LABEL_LENGTH, counted), end - 1)
    short = around.short(label[0]) if label else ""
    return Thing(short, spot.figure.start, spot.figure.end, look.subject) if len(short) > 1 else None


def away(around: Surroundings, spot: Spot, _: Look) -> Thing | None:
    """距县城45公里, 位于县城东南39公里处: from where it is so far."""
    if spot.figure.unit not in words("distances"):
        return None
    front = around.text[spot.clause.start : spot.figure.start]
    found = pattern("distance").search(front)
    if not found and pattern("away").match(around.text, spot.figure.end):
        found = pattern("lies").search(front)
    return Thing("距" + found[1], spot.clause.start + found.start(), spot.figure.end) if found else None


def allotted(around: Surroundings, spot: Spot, look: Look) -> Thing | None:
    """收益的40%用于股份分红: what a share goes to, or money that has no name of its own."""
    if spot.figure.unit not in words("shares") and not (spot.figure.money and not look.front_text and not look.measure):
        return None
    found = pattern("allotted").match(around.text, spot.figure.end)
    goal = around.short(found[1]) if found and found.end() <= spot.clause.end else ""
    return Thing(goal, spot.figure.start, spot.figure.end) if len(goal) > 1 else None


def part_of(around: Surroundings, spot: Spot, _: Look) -> Thing | None:
    """占年度任务的40.4%: a share is named by what it is a share of."""
    found = pattern("part_of").search(around.text[spot.low : spot.figure.start])
    if spot.figure.unit not in words("shares") or not found:
        return None
    whole = around.short(found[1])
    return Thing("占" + whole, spot.low + found.start(), spot.figure.end) if len(whole) > 1 else None


def rated(around: Surroundings, spot: Spot, _: Look) -> Thing | None:
    """每亩350元的流转费、人均1.4万元的务工收入: money per unit is what stands behind its 的."""
    text, start = around.text, spot.figure.end + 1
    if not spot.figure.money or text[start - 1 : start] != "的":
        return None
    if not (spot.figure.per or pattern("rate").search(text, spot.low, spot.figure.start)):
        return None
    member = _MEMBER.search(text, start, spot.clause.end)
    end = member.start() if member else spot.clause.end
    name = around.short(text[start:end])
    plain = len(name) <= RATED_LENGTH and not words("prices").opening(name) and not _acts(around, start, end)
    named = words("money_heads").ending(name) or (len(name) > 1 and plain)
    return Thing(name, spot.figure.start, end) if named else None


def _acts(around: Surroundings, start: int, end: int) -> bool:
    """Whether a verb that takes an object stands in a stretch."""
    return any(cue.kind in ("verb", "preposition", "adverb") for cue in around.lexis.between(start, end))


def earned(around: Surroundings, spot: Spot, look: Look) -> Thing | None:
    """每天有90元, 一个月能挣3000元: what someone earns in a time is income, whatever the clause before names."""
    if not spot.figure.money or look.back_text:
        return None
    found = pattern("earns").search(around.text, spot.clause.start, spot.figure.start)
    if found is None:
        return None
    return Thing(table("earnings")[found["verb"]], spot.low, spot.figure.end, alone=True, verb=found.start())


def covered(around: Surroundings, spot: Spot, look: Look) -> Thing | None:
    """村庄规划实现100%全覆盖: what is covered stands before, whatever verb stands between."""
    back = pattern("covers").match(around.text, spot.figure.end)
    if spot.figure.unit not in words("shares") or not back:
        return None
    verb = around.trimmed(spot.low, spot.figure.start)
    owner = around.short(around.front(spot.low, verb).text)
    return Thing(owner, spot.low, back.end(), look.subject) if owner else None


def composed(around: Surroundings, spot: Spot, look: Look) -> Thing | None:
    """评议小组由3人组成: the body that so many make up."""
    if spot.figure.unit not in words("people_units") or not pattern("members").match(around.text, spot.figure.end):
        return None
    body = around.short(around.front(spot.low, around.trimmed(spot.low, spot.figure.start)).text)
    return Thing(body, spot.low, spot.figure.end, look.subject) if len(body) > 1 else None


def growing(around: Surroundings, spot: Spot, look: Look) -> Thing | None:
    """收入较5年前实现3倍以上增长: what has grown stands before, the growth behind."""
    found = pattern("growing").match(around.text, spot.figure.end)
    if spot.figure.unit not in words("rates") or not found:
        return None
    owner = around.short(before(around.lexis, spot.clause.start, _compared(around, spot)).text)
    return Thing(owner + found[0].strip(" 以上左右的"), spot.clause.start, found.end(), look.subject) if owner else None


def _compared(around: Surroundings, spot: Spot) -> int:
    """Where the words begin that say against what a growth is told, else those that lead to its number."""
    found = pattern("against").search(around.text, spot.clause.start, spot.figure.start)
    return found.start() if found else around.trimmed(spot.clause.start, spot.figure.start)


def among(around: Surroundings, spot: Spot, look: Look) -> Thing | None:
    """脱贫户中,已有300户: the group that the clause before names."""
    at = spot.sentence.clauses.index(spot.clause)
    if not at or look.back_text or look.front_text or spot.figure.unit not in words("people_units"):
        return None
    earlier = spot.sentence.clauses[at - 1]
    if spot.low != spot.clause.start or not pattern("among").search(around.text[earlier.start : earlier.end]):
        return None
    group = around.short(before(around.lexis, earlier.start, earlier.end - 1).text)
    return Thing(group, earlier.start, spot.figure.end, look.subject) if group else None
