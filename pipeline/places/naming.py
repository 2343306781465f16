"""How divisions are called: the natural name behind a register's entry, and the shorter forms that texts use.

Pure string functions without a gazetteer, used when it is built and when it is matched. The suffixes and the names of
the nationalities stand in ``data/divisions.yaml``.
"""

import re
from functools import cache

from pipeline.lexicon import load_lexicon


@cache
def _nationality(boundary: str) -> re.Pattern[str]:
    names = sorted(load_lexicon("pipeline.places", "divisions")["nationalities"], key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(names)})+(?={boundary})")


_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_COMMITTEE = re.compile(r"(村民|居民|牧民|村名|居名|村|居|牧|民|社区)?(?:委员会|员会|委会|委员|委)[会]*$")
_HIGHER = re.compile(r"^.{2,}?[市县区旗].{1,12}(?:镇|街道|乡|农场|林场)(?=.{2,}$)")
_OFFICE = re.compile(r"(?:地区)?(?:街道)?办事处$")


def village_name(raw: str) -> str:
    """The natural name of a village-level entry: 朗江村民委员会 and 朗江村村委会 are 朗江村, 和平居委会 is 和平社区."""
    name = _BRACKETS.sub("", raw).strip() or raw
    committee = _COMMITTEE.search(name)
    kind = (committee[1] or "") if committee else ""
    if committee and committee.start() > 0:
        name = name[: committee.start()]
    if len(name) > 9:
        name = _HIGHER.sub("", name)
    if name.endswith("嘎查村"):
        return name[:-1]
    if not committee or (name.endswith(("社区", "嘎查", "村", "管理区", "生活区", "小区")) and kind[:1] != "居"):
        return name
    if kind[:1] == "居" or kind == "社区":
        return name if name.endswith("社区") else name + "社区"
    return name + "村"


def township_name(raw: str, *higher: str) -> str:
    """The natural name of a township-level entry: without the names of ``higher`` divisions, offices are streets.

    漓东街道办事处 is 漓东街道; 博爱县许良镇 in 博爱县 is 许良镇.
    """
    name = _BRACKETS.sub("", raw).strip() or raw
    for front in higher:
        rest = name.removeprefix(front)
        name = rest if len(rest) > 2 else name
    if name.endswith("办事处") and len(name) > 4:
        return _OFFICE.sub("街道", name)
    return name


def without_nationality(name: str) -> str:
    """A name without nationalities: 青朗侗族苗族乡 is 青朗乡, 麻阳苗族自治县 is 麻阳县, 东乡族自治县 is 东乡县."""
    if "族" not in name and "自治" not in name:
        return name
    short = _nationality("乡|镇|自治[县州旗]|区|街道|村|社区").sub("", name)
    if short[:2] in ("自治", "乡", "镇", "区", "村", "街道", "社区"):
        short = name.replace("族", "", 1)
    return re.sub("自治(?=[县州旗]$)", "", short)


_DIGITS = {digit: str(value % 10) for value, digit in enumerate("零一二三四五六七八九〇")}


def arabic(numeral: str) -> str:
    """A number's name of up to three digits in Arabic digits: 七十六 is 76, 一五二 is 152; digits stay."""
    if not set(numeral) & set("十百"):
        return "".join(_DIGITS.get(digit, digit) for digit in numeral)
    hundreds, _, rest = numeral.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    value = 100 * int(arabic(hundreds) or 0) + int(arabic(ones.lstrip("零〇")) or 0)
    return str(value + (10 * int(arabic(tens) or 1) if ten else 0))


_TAIL = {
    "province": re.compile(r"(?:维吾尔|壮族|回族)?自治区$|省$|市$"),
    "prefecture": re.compile(r"(?:自治)?州$|地区$|市$|盟$"),
    "county": re.compile(r"(?:自治)?县$|(?<![左右前中后])(?:自治)?旗$|市$|区$"),
    "township": re.compile(r"镇$|民族乡$|乡$|街道$|苏木$|地区$"),
    "village": re.compile(r"(?:社区|村|嘎查)(?:村|社区)?$"),
}


def base(name: str, level: str) -> str:
    """A name without suffix and nationalities: 青朗, 会同, 麻阳, 朗江; the name itself where nothing would be left."""
    short = without_nationality(name)
    stem = _TAIL[level].sub("", short) if level in _TAIL else short
    return stem or short
