"""Frames that name a number's thing whatever phrases stand around it: 投资:500万元, 40%用于分红."""

import re

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


def allotted(around: Surroundings, spot: Spot, look: Look) -> Thing | None:
    """收益的40%用于股份分红: what a share goes to, or money that has no name of its own."""
    if spot.figure.unit not in words("shares") and not (spot.figure.money and not look.front_text and not look.measure):
        return None
    found = pattern("allotted").match(around.text, spot.figure.end)
    goal = around.short(found[1]) if found and found.end() <= spot.clause.end else ""
    return Thing(goal, spot.figure.start, spot.figure.end) if len(goal) > 1 else None


def part_of(around: Surroundings, spot: Spot, _: Look) -> Thing | None:
    """占年度任务的40.4%: a share is named by what it is a share of, unless that is but a place."""
    found = pattern("part_of").search(around.text[spot.low : spot.figure.start])
    if spot.figure.unit not in words("shares") or not found:
        return None
    whole, start = around.short(found[1]), spot.low + found.start(1)
    named = len(whole) > 1 and not around.is_place(start, start + len(whole))
    return Thing("占" + whole, spot.low + found.start(), spot.figure.end) if named else None


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
