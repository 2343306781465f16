"""The one place where numerals are read: Arabic, Chinese, mixed and formal ones, vague ones and fractions."""

import re
from decimal import Decimal
from math import prod
from typing import NamedTuple

from pipeline.numbers.sums import Sum
from pipeline.records import Qualifier

_DIGITS = {char: i for chars in ("零一二三四五六七八九", "〇壹贰叁肆伍陆柒捌玖") for i, char in enumerate(chars)}
_DIGITS |= {"两": 2, "俩": 2, "貳": 2, "參": 3, "陸": 6}
_SMALL = {"": 1, "十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
_VAGUE: dict[str, Qualifier] = {"余": "over", "多": "over", "来": "about", "把": "about"}
_FORMAL = frozenset("壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億")

_TORN = (
    # a copied PDF leaves a blank about the point or behind the comma: 35. 5万元, 1, 200户; a point behind a word only,
    # since at the head of a line the first number is the item's
    r"(?:(?:(?<![\d.第])(?<!\d,)\d{1,3} ?(?:, {1,2}|(?<= ),)\d{3}(?: ?, {0,2}\d{3})*(?![\d,])(?: ?\. ?\d+)?"
    r"|(?<=[\u4e00-\u9fff~-])(?<!第)(?:\d \d|\d+)(?: \. ?|\. )\d+)(?= ?[㎡%\u4e00-\u9fff~-]))"
)
_ARABIC = (
    rf"(?>{_TORN}|"
    # thousands parted by commas, or by blanks where a word follows (3 600吨)
    r"(?:\d{1,3}(?:[,，]\d{3})+(?!\d)|(?<![\d.第] )\d{1,3}(?: \d{3}){1,2}(?= ?[㎡\u4e00-\u9fff])|\d+)(?:\.\d+)?)"
)
_D = "一二两俩三四五六七八九壹贰貳叁參肆伍陆陸柒捌玖"
_D2 = "二三四五六七八九贰叁肆伍陆柒捌玖"
_M = "十百千万亿拾佰仟萬億"
_TRILLION = "兆(?=[元圆美日港欧韩台英]|人民币)"
"""10^12 before a currency only: elsewhere 兆 begins a unit (兆瓦) or is one."""
_PLAIN = re.compile(
    rf"({_ARABIC})(?! ?[余多]?(?:[{_M}]|{_TRILLION})|个[余多]?亿| ?[余多几]|来[万亿个户名人])"
    r"(?:([kw])(?![A-Za-z/·²³]))?"
)
_THOUSANDS = {"k": 10**3, "w": 10**4}
_SINGLES = {char: Decimal(value) for value, char in enumerate("零一二三四五六七八九十")}
_SINGLES |= {"两": Decimal(2), "俩": Decimal(2), "半": Decimal("0.5"), "对": Decimal(5)}
HALF_PRICE = "(?:(?<=[打按])|(?<=打了)|(?<=打个)|(?<=享受)|(?<![\u4e00-\u9fff]))对(?=折(?![叠弯起好线边角]))"
"""对 of 对折, five tenths of a price, where nothing is folded."""
_ZERO = re.compile(
    "[零〇] ?([万亿]{0,2})(?= ?元(?![素件购起]))"
    "|零(?=户(?=[返致搬,。;、!?)]|$)|人(?=[返致死伤,。;、!?)]|$)|[起例宗](?=[,。;、!?)]|$))"
)
"""A zero in Chinese before a currency, and before what is counted where what did not happen follows (零户返贫,
事故零起): elsewhere it is a prefix (零距离) or a digit.
"""
_SINGLE = re.compile(
    rf"[一二两俩三四五六七八九十半](?! ?[{_D}{_M}]|个[余多]?亿|[零〇0-9余多几来廿卅]| ?点)|半|{HALF_PRICE}"
)
_POSITIONAL = re.compile("[零〇一二三四五六七八九]{2,41}(?![十百千万亿])")
_POINT = re.compile(" ?点 ?([零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖]+)(?![十分钟刻])([万亿]{0,3})")
_ZERO_POINT = re.compile("[零〇] ?点 ?[零〇一二三四五六七八九](?![十分钟刻])")
_LAST_DIGIT = re.compile(r"\d(?=[,。;、!?)]|$|[元块斤亩人吨公左])")
"""What 2 is behind 万 at the end of a number: 13万2 is 132000, but 13万2023年 is not one number."""
_YEAR = re.compile(r"\d{4} ?年")
_PART = re.compile(
    # 零 or a stray blank between two characters of a number
    rf"((?: ?[零〇])?)(?:(?<=[{_D}{_M}]) (?=[{_D}{_M}]))?"
    # a digit (or two neighbours), 几 or 数
    rf"(?:({_ARABIC})(?: (?=[余多{_M}]))?|(一两|[{_D}][{_D2}]?)(?: (?=[{_M}]))?|(数(?=[{_M}])|几)|([廿卅]))?"
    # 两个亿
    r"(?:(?<=[\d一二两俩三四五六七八九十几])个(?=[余多]?亿))?"
    # 余 or 多, then the magnitudes
    rf"((?<=[\d{_M}廿卅 个])[余多]|(?<=[十百千万])来(?![自到源])|(?<=0)来(?=[万亿个户名人])|(?<=[百千万])把)?"
    rf"((?:[十千拾佰仟]|百(?!姓))?)((?:[万亿萬億]|{_TRILLION}){{0,3}})"
)
_SLASH = re.compile(r"/(?=\d{1,3}(?![\d./]))")
_SHARED = re.compile("的|以上|以下|左右|[强弱]|[,，。;；、)）]|$")
_FRACTION = re.compile(rf" {{0,2}}分 ?之 {{0,2}}(?=[\d{_D}十百零])")
LONGEST = 40
"""Characters of the longest numeral that is read; what is longer is no number of the world."""


class Numeral(NamedTuple):
    """A number as written, without its unit."""

    start: int
    end: int
    value: Decimal
    value_max: Decimal | None = None
    """Of an approximation by two neighbours: 三四十."""
    qualifier: Qualifier | None = None
    """What vague digits and words inside say: 十几, 两千余."""
    digits: str = ""
    """The digits, where it is written digit by digit (2024, 二〇二四)."""
    scale: int = 1
    """The magnitude it ends in, which the first number of a range may share: 10000 in 30-50万."""
    han: bool = False
    bare: bool = False
    """Magnitudes without a digit: 百, 千万."""


def read_numeral(text: str, start: int) -> Numeral | None:
    """The numeral that starts at ``start`` of a normalised text, as long as it is well formed; None where none is."""
    if match := _PLAIN.match(text, start):
        raw, suffix = match.groups()
        if len(raw) > LONGEST:
            return None
        if suffix:
            factor = _THOUSANDS[suffix]
            return Numeral(start, match.end(), _decimal(raw) * factor, scale=factor)
        return Numeral(start, match.end(), _decimal(raw), digits=raw if raw.isdecimal() else "")
    if match := _SINGLE.match(text, start):
        return Numeral(start, start + 1, _SINGLES[match[0]], han=True, scale=10 if match[0] == "十" else 1)
    if zero := _ZERO.match(text, start):
        return Numeral(start, zero.end(), Decimal(0), han=True)
    if _ZERO_POINT.match(text, start):
        return _pointed(text, Numeral(start, start + 1, Decimal(0), han=True))
    return _positional(text, start) or _composed(text, start)


def read_fraction(text: str, numeral: Numeral) -> tuple[Numeral, Numeral] | None:
    """N and M of N分之M where ``numeral`` is N, or of M/N where it is M and a share is spoken of (1/3的农户)."""
    if (
        not numeral.han
        and text[max(0, numeral.start - 1) : numeral.start] != "/"
        and (slash := _SLASH.match(text, numeral.end))
    ):
        whole = read_numeral(text, slash.end())
        if whole and 0 < numeral.value < whole.value and _SHARED.match(text, whole.end):
            return whole, numeral._replace(end=whole.end)
    match = _FRACTION.match(text, numeral.end)
    part = read_numeral(text, match.end()) if match else None
    return (numeral, part) if part and numeral.value else None


def shorten(numeral: Numeral, text: str) -> Numeral | None:
    """The numeral without its last character, for a unit that begins with it (三|千克, 二|两)."""
    start, end = numeral.start, numeral.end - 1
    shorter = read_numeral(text[start:end], 0)
    return shorter._replace(start=start, end=end) if shorter and shorter.end == end - start else None


def digit(char: str) -> int:
    """The value of one Chinese digit."""
    return _DIGITS[char]


def _decimal(raw: str) -> Decimal:
    return Decimal(raw.replace(",", "").replace("，", "").replace(" ", ""))


def _positional(text: str, start: int) -> Numeral | None:
    """Digits one by one: 二〇二四. Two neighbours (三四, 三五) are an approximation instead."""
    match = _POSITIONAL.match(text, start)
    if match is None or len(match[0]) > LONGEST:
        return None
    figures = [_DIGITS[char] for char in match[0]]
    if len(figures) == 2 and _neighbours(*figures):
        return Numeral(start, match.end(), Decimal(figures[0]), Decimal(figures[1]), han=True)
    digits = "".join(map(str, figures))
    return Numeral(start, match.end(), Decimal(digits), digits=digits, han=True)


def _neighbours(low: int, high: int) -> bool:
    return 0 < low == high - 1 or (low, high) == (3, 5)


def _composed(text: str, start: int) -> Numeral | None:
    total, at = Sum(), start
    qualifier: Qualifier | None = None
    scale, digits, large, han, bare, magnitudes = 1, "", "", True, True, False
    while at - start < LONGEST and (part := _PART.match(text, at)) and part.end() > at:
        _, arabic, figures, few, twenties, vague, small, large = part.groups()
        if figures and len(figures) == 2 and not _neighbours(_DIGITS[figures[0]], _DIGITS[figures[1]]):
            return None
        counted = _counted(text, part, total, first=at == start)
        if counted is None or ((counted[0] or few) and not total.add(*counted)):
            break
        factor = counted[2]
        if arabic:
            han, digits, total.given = False, arabic if arabic.isdecimal() else "", True
        for char in large:
            total.close(_LARGE[char])
        qualifier = "over" if few else _VAGUE[vague] if vague else qualifier
        ends = bool(arabic or figures) and factor != _SMALL[small]
        scale = prod(_LARGE[char] for char in large) if large else factor * 10 if ends else factor if at == start else 1
        bare = bare and not (arabic or figures or few or twenties)
        magnitudes = magnitudes or bool(small or large)
        at = part.end()
        if (vague and not large) or not (small or large or twenties):
            break
    if at == start or not (magnitudes or figures_only(text, start, at) or _POINT.match(text, at)):
        return None
    low, high = total.total()
    numeral = Numeral(
        start,
        at,
        low,
        high if high != low else None,
        qualifier,
        digits="" if magnitudes else digits,
        scale=scale,
        han=han,
        bare=bare and text[start] != "十",
    )
    return numeral if large or qualifier or not han else _pointed(text, numeral)


def _counted(text: str, part: re.Match[str], total: Sum, *, first: bool) -> tuple[Decimal, Decimal, int] | None:
    """(lowest value, highest value, magnitude) of a part of a numeral; None where it belongs to what follows."""
    zero, arabic, figures, few, twenties, vague, small, large = part.groups()
    factor, last = _SMALL[small], not (zero or small or large)
    if arabic:
        if total.large and _YEAR.match(text, part.start(2)):
            return None
        low = high = _decimal(arabic)
        ends = last and total.next_down() > 1 and _LAST_DIGIT.match(text, part.start(2))
        return low, high, total.next_down() if ends else factor
    if figures:
        low, high = Decimal(_DIGITS[figures[0]]), Decimal(_DIGITS[figures[-1]])
        return low, high, total.next_down() if last else factor
    if twenties:
        low = high = Decimal(2 if twenties == "廿" else 3)
        return low, high, 10
    low = high = Decimal(1 if small or (few and first) else 0)
    return (low, high, factor) if few or small or vague or large else None


def figures_only(text: str, start: int, end: int) -> bool:
    """Whether a stretch without magnitudes is a number: not 几 alone, nor a formal digit (伍, 陆) alone."""
    return text[start:end] != "几" and not _FORMAL.intersection(text[start:end])


def _pointed(text: str, numeral: Numeral) -> Numeral:
    """三点五: digits after 点, unless it tells the time (三点五十分)."""
    match = _POINT.match(text, numeral.end)
    if match is None or numeral.value_max is not None or len(match[0]) > LONGEST:
        return numeral
    factor = prod(_LARGE[char] for char in match[2])
    value = numeral.value + Decimal("0." + "".join(str(_DIGITS[char]) for char in match[1]))
    return numeral._replace(end=match.end(), value=value * factor, scale=factor, digits="")
