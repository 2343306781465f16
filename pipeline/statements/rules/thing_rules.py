"""What a number counts or measures. ``RULES`` are tried in their order; the first that answers is right."""

import re
from collections.abc import Callable

from pipeline.statements.rules import frames
from pipeline.statements.rules import measured as measures
from pipeline.statements.rules.phrase import after
from pipeline.statements.rules.surroundings import LEADING, Look, Spot, Surroundings, Thing, pattern, ungrown
from pipeline.text.figures import Figure
from pipeline.text.lexis import characters, table, words
from pipeline.text.sentences import Clause, Sentence

_OF = "的"
_PEOPLE = 5
"""Characters of a word for people before 的; longer ones are clauses (参加培训的村民)."""
_LABEL = re.compile(r"([“‘][^”’]{1,8}[”’])[和与、及]")
_LABEL_HEAD = re.compile(r"[“‘][^”’]{1,8}[”’][一-鿿]")
_GRADE = re.compile(r"^(?:国家|省|自治区|市|州|盟|县|区|旗|乡|镇|村|[1-5]?A|[一二三四五]星?)级")


def things(around: Surroundings, sentence: Sentence, found: list[tuple[Figure, Clause]]) -> list[Thing]:
    """The thing of each figure of a sentence, in order."""
    read: list[Thing] = []
    alike: dict[str, Thing] = {}
    for index, (figure, clause) in enumerate(found):
        earlier = found[index - 1][0] if index else None
        low = clause.start
        if earlier and earlier.end > clause.start:
            low = min(max(earlier.end, read[-1].end), figure.start)
        later = found[index + 1][0].start if index + 1 < len(found) else len(around.text)
        last, unit = (read[-1], earlier.unit) if read and earlier else (None, "")
        thing = _thing(around, Spot(figure, clause, sentence, low, later, last, unit, alike.get(figure.unit)))
        read.append(thing)
        alike[figure.unit] = thing
    return _joined(around.text, [figure for figure, _ in found], read)


def _thing(around: Surroundings, spot: Spot) -> Thing:
    look = around.look(spot)
    for rule in RULES:
        answer = rule(around, spot, look)
        if isinstance(answer, Thing) and answer.text:
            return answer._replace(rule=rule.__name__.strip("_"))
        look = answer if isinstance(answer, Look) else look
    return _bare(around, spot, look)._replace(rule="bare")


def _age(_: Surroundings, spot: Spot, look: Look) -> Thing | None:
    """60岁以上老人: nothing is taken from the text that follows."""
    is_age = spot.figure.unit in words("ages")
    return Thing(look.back_text, spot.figure.end, spot.figure.end, look.subject) if is_age else None


def _runs_on(around: Surroundings, spot: Spot, look: Look) -> Thing | Look | None:
    """The phrase behind runs up to the next number and belongs to it; this number only says whose it is."""
    edge = around.trimmed(look.back.start, spot.later) if spot.later <= spot.clause.end else 0
    if not look.back_text or not look.back.end >= edge > 0:
        return None
    if look.front_text and not look.measure.endswith(look.front_text) and not look.exemplified:
        return look._replace(back_text="")
    owned = around.text[look.back.start : edge]
    if not around.text[edge : spot.later].strip(LEADING) and not words("measures").ending(owned):
        return None
    people = spot.figure.unit in words("people_units") and spot.figure.unit != "家"
    owner = _party(around.short(owned)) if people else _counted(around.short(owned))
    return Thing(owner, spot.figure.end, spot.figure.end, look.subject, scopes=look.subject and not people)


def _clause_behind(around: Surroundings, spot: Spot, look: Look) -> Look | None:
    """5家从事运输的企业: with no phrase on either side, the clause behind says."""
    follows = around.text[spot.figure.end : spot.figure.end + 1]
    if look.back_text or look.front_text or look.change or follows in "，,。；;、":
        return None
    return around.behind(spot, look)


def _outcome(_: Surroundings, spot: Spot, look: Look) -> Thing | None:
    """项目12个,开工9个: what became of some of the things just counted."""
    if look.front_text not in words("outcomes") or not spot.alike or look.back_text:
        return None
    return Thing(_with_outcome(look.front_text, spot.alike.text), look.front.start, spot.figure.end)


def _share(around: Surroundings, spot: Spot, look: Look) -> Thing | None:
    """种茶90亩,其中某村30亩: of what was just counted, a division's part."""
    last = spot.last
    if not last or last.bare or look.back_text or look.change or spot.last_unit != spot.figure.unit:
        return None
    return Thing(last.text, look.stem, spot.figure.end) if around.only_a_place(spot.low, look.stem) else None


def _before(around: Surroundings, spot: Spot, look: Look) -> Thing | None:
    """发放手册500份: the phrase before, unless it is a subject and another stands behind."""
    if look.back_text and (_lists(around, spot, look) or _is_party(look.front_text, spot.figure)):
        return None
    attributive = around.text.startswith(_OF, spot.figure.end)
    led = attributive and around.text[look.stem : spot.figure.start].strip(LEADING)
    if not look.front_text or (look.back_text and (look.exemplified or not (look.front.governed or led))):
        return None
    text = _last_measure(_graded(look.front_text, spot.last)) + look.change
    start, end = look.front.start, spot.figure.end
    return Thing(text, start, end, look.subject, look.front.governed, listed=look.front.text)


def _lists(around: Surroundings, spot: Spot, look: Look) -> bool:
    """育苗、生产两个功能区: what stands before are members, and their class stands behind."""
    class_behind = spot.figure.end == look.back.start or not around.text[spot.figure.end : look.back.start].strip(" 大")
    return class_behind and "、" in look.front.text and spot.figure.unit in words("class_units")


def _is_party(front: str, figure: Figure) -> bool:
    """发动村民2000亩梯田: who stands before is not what is measured."""
    return bool(words("agents").ending(front)) and (figure.money or figure.unit in words("extent_units"))


def _after(around: Surroundings, spot: Spot, look: Look) -> Thing | None:
    """90名党员: the phrase behind, or the rank that its things were given (3个村被评为示范村)."""
    if not look.back_text:
        return None
    given = pattern("named_as").match(around.text, look.back.end) if look.subject else None
    title = around.short(after(around.lexis, given.end(), spot.clause.end).text) if given else ""
    if price := words("prices").opening(look.back_text) if spot.figure.money else "":
        return Thing(price, spot.figure.end, look.back.start + len(price), look.subject)  # 以500元的价格流转土地
    own = table("unit_nouns").get(look.back_text, "") if spot.figure.unit in words("people_units") else ""
    text = (
        title or own or _owners(around, spot, look) or _built(around, spot, look) or _counted(look.back_text)
    ) + look.change  # 4864口人
    return Thing(text, spot.figure.end, look.back.end, look.subject)


def _carried(around: Surroundings, spot: Spot, look: Look) -> Thing | None:
    """Nothing stands on either side: what was last counted, with the verb or the change."""
    figure, last = spot.figure, spot.last
    over = len(words("determiners").ending(around.text[spot.low : look.stem]))  # 预计全年可达25万元
    between = around.text[spot.low : around.trimmed(spot.low, look.stem - over)].strip(LEADING + "和及与")
    leading = around.text[look.stem : figure.start].strip(LEADING)
    strange = figure.unit in words("people_units") and spot.last_unit not in words("people_units")
    if last and look.attributive and "占" in around.text[spot.low : figure.start]:
        return Thing(ungrown(last.text) + "占比", figure.start, figure.end)  # 占计划的95%
    adjoins = (
        spot.last is not None and around.text[spot.low : look.stem].strip(" ") == "" and spot.low > spot.clause.start
    )
    if last and strange and adjoins and words("teams").ending(last.text) and "村" not in last.text:
        return Thing(last.text, figure.start, figure.end)  # 队伍4支120人
    if last and look.change:
        return Thing(pattern("growth").sub("", last.text) + look.change, figure.start, figure.end)
    if last and not (last.bare or between or look.attributive or strange) and (spot.low > spot.clause.start or leading):
        owned = last.text if figure.unit in words("shares") else ungrown(last.text)
        return Thing(
            ungrown(owned) + "占比" if "占" in leading else owned, figure.start, figure.end
        )  # 从3户增加到9户; 300户1200人
    if last and between.startswith("占"):
        return Thing(ungrown(last.text) + "占比", figure.start, figure.end)
    sold = look.verb if look.verb[:1] in characters("short_verbs") else between
    if last and sold and sold[0] in characters("short_verbs") and _is_short(look.verb):
        return Thing(last.text, figure.start, figure.end)  # 20亩青稞收了1.4万斤
    if last and look.verb in words("partitions"):
        return Thing(last.text, figure.start, figure.end)  # 把30名党员分成6组
    if spot.alike and look.verb and not figure.money and not look.attributive:
        return Thing(_with_outcome(look.verb, spot.alike.text), figure.start, figure.end)
    return None


def _is_short(verb: str) -> bool:
    """Whether a verb is of one character, its aspect aside (收了, not 收获)."""
    return len(verb.rstrip("".join(characters("aspects")))) < 2


def _bare(around: Surroundings, spot: Spot, look: Look) -> Thing:
    """What the unit itself counts; of a share, what it is a share of."""
    if look.attributive and around.text[spot.low : spot.figure.start].strip(LEADING):
        whole = around.short(look.front.text)
        if whole and spot.figure.unit == "%":
            return Thing(whole + ("完成率" if look.front.governed else "占比"), look.front.start, spot.figure.end)
    if look.change:
        return Thing(look.change, look.stem, spot.figure.end)  # 每斤高于市场价0.3元
    noun = table("unit_nouns").get(spot.figure.unit, spot.figure.unit)
    verb = "" if look.attributive else look.verb
    return Thing(verb + noun, spot.low, spot.figure.end, bare=True)


Rule = Callable[[Surroundings, Spot, Look], Thing | Look | None]
RULES: tuple[Rule, ...] = (
    _age,
    measures.dimension,
    frames.labelled,
    frames.allotted,
    frames.part_of,
    frames.rated,
    frames.earned,
    _runs_on,
    _clause_behind,
    measures.spent_by,
    measures.measured,
    _outcome,
    _share,
    _before,
    _after,
    _carried,
)


def _joined(text: str, found: list[Figure], read: list[Thing]) -> list[Thing]:
    """What a number shares with the next: its thing (5类32项内容), a label's head, the owner of an extent."""
    for at in range(len(found) - 2, -1, -1):
        this, later = read[at], read[at + 1]
        between = text[found[at].end : found[at + 1].start].strip()
        label = _LABEL.fullmatch(between)
        extent = table("measures").get(between.strip("、"), "")
        if this.bare and not between and not later.bare:
            read[at] = this._replace(text=later.text, bare=later.bare)
        elif label and this.text == label.group(1) and _LABEL_HEAD.match(text, found[at + 1].end):
            read[at] = this._replace(text=this.text + later.text)
        elif extent and this.text in table("measures").values() and later.text.endswith(extent):
            read[at] = this._replace(text=later.text.removesuffix(extent) + this.text)  # 宽5米、长3公里的路
    return read


def _with_outcome(outcome: str, thing: str) -> str:
    """The outcome with the thing it befell, in place of an earlier one."""
    return outcome + thing.removeprefix(words("outcomes").opening(thing))


def _built(around: Surroundings, spot: Spot, look: Look) -> str:
    """五座水库的除险加固 counts the works, not what is done to them."""
    thing, _, act = look.back.text.rpartition("的")
    if not thing or spot.figure.unit not in words("thing_units"):
        return ""
    kinds = [c.kind for c in around.lexis.between(look.back.end - len(act), look.back.end)]
    return around.short(thing) if any(kind in ("weak", "verb") for kind in kinds) or words("acts").ending(act) else ""


def _graded(text: str, last: Thing | None) -> str:
    """省级龙头企业12家,市级48家: a bare grade takes the noun of the grade before it."""
    noun = _GRADE.sub("", last.text) if last and _GRADE.fullmatch(text) else ""
    return text + noun if last and noun != last.text else text


def _owners(around: Surroundings, spot: Spot, look: Look) -> str:
    """1200名村民的灌溉任务 counts the people, not what is theirs."""
    who, _, theirs = around.text[look.back.start : look.back.end].partition(_OF)
    people = words("agents").ending(who) and not words("place_nouns").ending(who)
    return who if theirs and people and spot.figure.unit in words("people_units") and len(who) <= _PEOPLE else ""


def _party(back: str) -> str:
    """36名留守妇女月均增收 counts the women: the words up to the first party."""
    ends = (at for at in range(2, len(back)) if len(words("agents").ending(back[:at])) > 1)
    return back[: next(ends, len(back))]


def _counted(back: str) -> str:
    """19个行政村名誉村主任 counts villages."""
    place = words("clear_place_nouns").opening(back)
    if place and len(back) > len(place) + 4:
        return place
    owner = words("place_nouns").opening(back)  # 4个村的苗木
    return owner if owner and back[len(owner) : len(owner) + 1] == "的" else back


def _last_measure(listed: str) -> str:
    """Of 工程量、预算 only the last is what money or an extent is of."""
    last = listed.rpartition("、")[2]
    return last if last in table("measures") else listed
