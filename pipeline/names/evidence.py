"""What a quoted phrase says by itself: counted like a name, acting like one, or plainly a saying or a label."""

import re

from pipeline.names.heads import is_generic, tails
from pipeline.names.words import words

_NUMBER = "一二三四五六七八九十百千万两双零〇0-9"
_FORMULA = re.compile(rf"[{_NUMBER}N]+(?:[+\-—][{_NUMBER}Nn]+)+")
_MEASURE = "张朵盘把条杆根本道记套块面双颗股支只头座扇句笔盏束封团碗杯"
_HEADING = re.compile(rf"[{_NUMBER}]+[个项种条层重步方](?![{_NUMBER}])[^\W{_NUMBER}_]{{2,4}}")
_COUNTED = re.compile(rf"[二三四五六七八九十百千万两双2-9][^\W{_NUMBER}_]{{2,4}}")
_EACH = re.compile(r"(?:一[^\W_]{1,2}){2,3}")
_SHORTHAND = re.compile(rf"(?!(?:一[^\W_]{{1,2}})+\Z)(?:[{_NUMBER}]+[^\W{_NUMBER}_]{{1,3}}){{2,}}")
_FORMS = (
    (_FORMULA.pattern, 2),  # 1+3+N
    (rf"[^\W{_NUMBER}_]{{1,2}}[二三四五六七八九十]步?[法条策]", 2),  # 强村六法
    (r"[^+]+(?:\+[^+]+)+", 2),  # 支部+农户
    (rf"[一二两三四五六七八九十百千]+[{_MEASURE}].*", -2),  # 一盘棋, 四根柱子
    (_EACH.pattern, -1),  # 一户一策
    (_SHORTHAND.pattern, 2),  # 三清四建
    (rf"[{_NUMBER}]个[{_NUMBER}][^\W_]{{0,4}}", 2),  # 六个一
    (_HEADING.pattern, -1),  # 三个保障
    (rf"[{_NUMBER}]+大(?!.*(?:工程|行动|革命|战役|计划|创建)$)[^\W_]{{2,4}}", -1),  # 五大振兴
    (_COUNTED.pattern, 1),  # 六整治
)
"""Forms of a phrase (patterns without groups) and what each is worth; the first that fits counts."""
_FORM = re.compile("|".join(f"({form})" for form, _ in _FORMS))
_COMMA = re.compile("[，,]")
_MANNER = re.compile(
    r".{1,4}(?:(?<!模)式|[型级])|(?:一对一|点对点|面对面|手把手|零距离|心贴心|键对键|屏对屏|背对背|门对门|多对一)"
)
_SENTENCE = re.compile(r"[。！？!?；;\n]|[，,]$|[，,].*[，,].*[，,]")
_LONGEST = 40


def weight(inner: str) -> int:
    """How far a phrase is a name by its own form, as the sum of its evidence.

    Its form (``_FORMS``); 2 for ending in a head noun, else 1 for a way of doing (村企联建); 1 for members of one
    length; less for general words, commas and three characters without a count.
    """
    form = _FORM.fullmatch(inner)
    points = _FORMS[(form.lastindex or 0) - 1][1] if form else 0
    heading = _HEADING.fullmatch(inner) is not None
    last = tails(inner)[-1:]
    if not heading and last and last[0].end == len(inner) and last[0].start >= 2:
        points += 2
    elif inner.endswith(words("programs", "acting_endings")):
        points += 1
    points += _is_parallel(inner)
    points -= 2 * is_generic(inner)
    points -= 2 * (_COMMA.search(inner) is not None)
    points -= len(inner) <= 3 and not is_counted(inner)
    return points


def _is_parallel(inner: str) -> bool:
    """Whether a phrase is two or more members of one length: 村企结对、订单牵引."""
    members = inner.split("、")
    return len(members) > 1 and len({len(m) for m in members}) == 1 and len(members[0]) >= 3


def is_label(inner: str) -> bool:
    """Whether a phrase without a head noun denotes a facility, a group or a grade by its ending."""
    if "+" in inner or is_shorthand(inner):
        return False
    if "、" in inner:
        return all(len(m) > 2 and is_label(m) for m in inner.split("、"))
    return inner.endswith(words("programs", "label_endings")) and not inner.endswith(
        words("programs", "acting_endings")
    )


def is_manner(inner: str) -> bool:
    """Whether a phrase says how something is done (保姆式, 一对一), with or without a head noun."""
    return _MANNER.fullmatch(inner) is not None


def is_counted(inner: str) -> bool:
    """Whether a phrase counts what an enumeration before it names: 六整治."""
    return _COUNTED.fullmatch(inner) is not None


def is_each(inner: str) -> bool:
    """Whether a phrase gives one thing to each: 一户一策."""
    return _EACH.fullmatch(inner) is not None


def is_shorthand(inner: str) -> bool:
    """Whether a phrase counts two things or more and so stands for their list: 四净两规范, 一书三单."""
    return _SHORTHAND.fullmatch(inner) is not None


def is_formula(inner: str) -> bool:
    """Whether a phrase is a formula of figures: 1+3+N, 158."""
    return _FORMULA.fullmatch(inner) is not None or (inner.isascii() and inner.isdigit() and len(inner) > 1)


def is_run(inner: str) -> bool:
    """Whether a phrase denotes something that is run for people (红色驿站) rather than a mere place."""
    return len(inner) > 3 and inner.endswith(words("programs", "run_endings"))


def is_speech(inner: str) -> bool:
    """Whether a phrase is a sentence somebody said rather than a name."""
    return len(inner) > _LONGEST or _SENTENCE.search(inner) is not None
