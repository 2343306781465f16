"""What is not a number of the world: ordinals, codes, numbers inside names, titles, set phrases."""

import re
from bisect import bisect_right
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pipeline.lexicon import load_lexicon
from pipeline.numbers.assemble import Figure

_DATA: Mapping[str, Any] = load_lexicon("pipeline.numbers", "exclude")
_ARTICLES = frozenset(_DATA["articles"])
_ONE_OF = {unit: re.compile(pattern) for unit, pattern in _DATA["one_of"].items()}
_ORDINAL_UNITS = frozenset(_DATA["ordinal_units"])
_NAME_AFTER = tuple(_DATA["name_after"])
_TWO = frozenset(_DATA["counted_by_two"])
_NOT_AFTER_HAN, _NOT_AFTER_ONE = tuple(_DATA["not_after_han"]), frozenset(_DATA["not_after_one"])
_RANKED, _RANK_UNITS = tuple(_DATA["ranked"]), frozenset(_DATA["rank_units"])

_CURRENCIES = "|".join(
    name
    for names in load_lexicon("pipeline.numbers", "currencies")["prefixes"].values()
    for name in names
    if name.isascii() and name.isalpha()
)
_CURRENCY_BEFORE = re.compile(f"(?<![A-Za-z])(?:{_CURRENCIES}) ?$")
_MASK = re.compile(
    r"(?P<title>《[^《》\n]{1,120}》|“[^“”\n]{1,200}”(?=为主题|为题|主题))|(?P<name>“[^“”\n,，。;；:!！?？]{1,12}”)"
    rf"|(?P<code>[〔(\[]\d{{4}}[〕)\]] ?(?:第 ?)?\d+ ?号|(?:https?://|www\.)[!-~]+|(?<![A-Za-z])(?!(?:{_CURRENCIES})\d)[A-Za-z]+-?\d[\dA-Za-z.-]*)"
)
_DATELINE = re.compile(
    r"^[^\S\n]*[\u4e00-\u9fff·]{0,12}(?:社|网|报|台|讯|新闻|在线|客户端|频道)[\u4e00-\u9fff]{0,8}?"
    r"(?P<day>(?:\d{4} ?年 ?)?\d{1,2} ?月 ?\d{1,2} ?日) ?(?:电|讯|消息|报道)",
    re.MULTILINE,
)
"""How a dispatch opens (某社某地2月24日电): its date is that of the publication, no time of what it tells."""
_ODD = re.compile(r"\d+(?:[.:/-]\d+)*|[百千万亿]+|[零〇一二三四五六七八九]{3,}")
_AREAS, _NOT_BEFORE_ROUND = frozenset(_DATA["areas"]), tuple(_DATA["not_before_round"])
_PLACE_UNITS, _PLACE_HEAD = frozenset(_DATA["place_units"]), re.compile(_DATA["place_heads"])
_ADMINISTRATIVE, _GENERAL_UNITS = re.compile(_DATA["administrative"]), frozenset(_DATA["general_units"])
_SESSION_OF, _SESSION = (re.compile(_DATA["sessions"][part]) for part in ("before", "after"))
_FIGURATIVE, _NICKNAMED = re.compile(_DATA["figurative"]), re.compile(_DATA["nicknames"])
_GROUNDS = re.compile(_DATA["grounds"])
_GROUP_UNITS, _GROUP_AFTER = frozenset(_DATA["group_units"]), tuple(_DATA["group_after"])
_CELL_BEFORE, _CELL_AFTER = re.compile(r"(?:^|[\n\t|(:]) *$"), re.compile(r" *(?:[\n\t|)]|$)")
_LENGTHS = frozenset("年周天日")
_LASTS = re.compile("(?:[之以]内|内(?![部外容涵]))|[零又]?[0-9一二两三四五六七八九十]{1,2}个月")
_ONE_YUAN = re.compile("(?:块|毛|分)钱|元(?!化|[复始二次论多结素])")
_ONES = frozenset(Decimal(one) for one in ("1", "0.1", "0.01"))
_WINDOW = 12
_HALVED = frozenset("上下前后多大小夜")
_LEADING_ZERO = re.compile(r"0\d")
_VIEWS = re.compile("(?:浏览|阅读|点击|访问|播放|点赞|评论)(?:次数|量|数|率)? ?: ?$")
_PHRASE = re.compile("|".join(sorted(_DATA["phrases"], key=len, reverse=True)))
_CODE_BEFORE = re.compile(r"(?:第 ?|[A-Za-z][-+]?|[\d.]|公元前)$")
_DAY_OF, _AND = re.compile("(?<=[0-9一二三四五六七八九十])月$"), re.compile("[年月天]零$")


class Masks:
    """Stretches of a text in which numbers are not of the world."""

    def __init__(self, text: str) -> None:
        found = list(_MASK.finditer(text))
        self._starts = [match.start() for match in found]
        self._ends = [match.end() for match in found]
        self._kinds = [match.lastgroup for match in found]
        self._datelines = frozenset(match.start("day") for match in _DATELINE.finditer(text))

    def _at(self, at: int) -> int | None:
        index = bisect_right(self._starts, at) - 1
        return index if index >= 0 and at < self._ends[index] else None

    def skipped(self, at: int) -> int | None:
        """Where a code or an address ends that ``at`` stands in."""
        index = self._at(at)
        return self._ends[index] if index is not None and self._kinds[index] == "code" else None

    def datelined(self, at: int) -> bool:
        """Whether the date at a place is that of a dispatch."""
        return at in self._datelines

    def titled(self, at: int) -> bool:
        """Whether a place stands in a document's title."""
        index = self._at(at)
        return index is not None and self._kinds[index] == "title"

    def named(self, at: int) -> bool:
        """Whether a place stands in a title, or in a short name in quotation marks."""
        index = self._at(at)
        return index is not None and self._kinds[index] in ("title", "name")


def phrase(text: str, at: int) -> int | None:
    """Where a set phrase ends that begins at ``at``."""
    match = _PHRASE.match(text, at)
    return match.end() if match else None


def skip(text: str, at: int) -> int:
    """Where to read on when nothing was found at ``at``: past the whole run of digits."""
    match = _ODD.match(text, at)
    return match.end() if match else at + 1


def _is_cell(text: str, figure: Figure) -> bool:
    """Whether a figure fills a line or a cell, where a bare magnitude is the unit of others (单位 | 万亩)."""
    opens = _CELL_BEFORE.search(text, max(0, figure.start - _WINDOW), figure.start)
    return bool(opens and _CELL_AFTER.match(text, figure.end))


def _is_rounded(text: str, figure: Figure) -> bool:
    """Whether a magnitude without a digit tells how large something is (万亩杏林) and is no name (千亩示范基地)."""
    return (
        figure.unit in _AREAS
        and not _is_cell(text, figure)
        and not text.endswith(_NOT_BEFORE_ROUND, 0, figure.start)
        and not _GROUNDS.match(text, figure.end)
    )


def _is_name(text: str, figure: Figure) -> bool:
    """Whether a Chinese numeral belongs to the name of a place (八角镇), a session (四次会议), a saying (两条底线)."""
    unit, end, start = figure.unit, figure.end, figure.numeral.start
    part = text[figure.numeral.end : end]
    return bool(
        (unit in _PLACE_UNITS and (_PLACE_HEAD.match(text, end) or _ADMINISTRATIVE.match(text, end + 1)))
        or (len(part) == 1 and part not in _GENERAL_UNITS and _ADMINISTRATIVE.match(text, end))
        or (unit == "次" and _SESSION.match(text, end) and _SESSION_OF.search(text, max(0, start - _WINDOW), start))
        or _FIGURATIVE.match(text, end)
        or _NICKNAMED.match(text, start - 1)
    )


def _is_article(text: str, figure: Figure) -> bool:
    """Whether 一 is no count: 一户一策, 一砖一瓦, 一栋栋, 一家人; but 一家企业 is one."""
    numeral, unit, end = figure.numeral, figure.unit, figure.end
    before = text[max(0, numeral.start - 2) : numeral.start]
    if unit in _LENGTHS and (text.endswith("多", 0, end) or _LASTS.match(text, end)):
        # 一年多, 一周内 and 一年零三个月 are lengths
        return False
    if (unit and numeral.value != 1) or (figure.currency and numeral.value not in _ONES):
        # 一年半, 一亩半, 一毛五
        return False
    if before[-1:] in _NOT_AFTER_ONE or text.startswith("一", end) or before[-2:-1] == "一":
        return True
    # 一角, 一分 are corners and shares; 一美元 and 一块钱 are money
    if figure.currency == "CNY" and not _ONE_YUAN.match(text, numeral.end):
        return True
    if counted := _ONE_OF.get(unit):
        return counted.match(text, end) is None
    return unit in _ARTICLES or bool(unit and text.startswith(unit, end))


def is_excluded(text: str, figure: Figure) -> bool:
    """Whether a figure is an ordinal, a code, an article or part of a set phrase or a name."""
    numeral, unit, end = figure.numeral, figure.unit, figure.end
    before = text[max(0, numeral.start - 3) : numeral.start]
    prefixed = figure.currency is not None and _CURRENCY_BEFORE.search(text, max(0, numeral.start - 5), numeral.start)
    if (
        (_CODE_BEFORE.search(before) and not prefixed)
        or _VIEWS.search(text, max(0, numeral.start - 8), numeral.start)
        or (numeral.bare and figure.qualifier == "exact" and not _is_rounded(text, figure))
    ):
        return True
    if (unit == "年" and text.startswith(_NAME_AFTER, end)) or (unit == "日" and _DAY_OF.search(before)):
        return True
    if unit in _RANK_UNITS and before.endswith(_RANKED):
        return True
    if unit in _GROUP_UNITS and text.endswith(_GROUP_AFTER, 0, numeral.start):
        return True
    if not numeral.han:
        return _LEADING_ZERO.match(text, numeral.start) is not None
    if (
        (before.endswith(_NOT_AFTER_HAN) and not _AND.search(before))
        or len(numeral.digits) > 1
        or unit in _ORDINAL_UNITS
    ):
        return True
    if _is_name(text, figure):
        return True
    written = text[numeral.start : numeral.end]
    if written == "一":
        return _is_article(text, figure)
    if written == "半":
        return before[-1:] in _HALVED or text.startswith("一", end)
    return written == "二" and len(unit) == 1 and unit not in _TWO
