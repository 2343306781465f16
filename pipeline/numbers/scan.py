"""Where a number or a date may begin: one pattern, so that all other text is skipped without a look."""

import re
from collections.abc import Iterator

from pipeline.numbers.dates.eras import REIGNS
from pipeline.numbers.dates.pieces import PART_OF_DAY
from pipeline.numbers.dates.relative import NAMED, RECENT, WEEKDAY, WORDS
from pipeline.numbers.numerals import HALF_PRICE

_HAN = "一二两三四五六七八九十"
_NUMERALS = "0-9壹贰叁肆伍陆柒捌玖拾佰仟零一二两俩三四五六七八九十百千万亿半廿卅几数"
_ANCHOR = re.compile(
    r"(?<![\d.])\d|[壹贰叁肆伍陆柒捌玖拾佰仟一二两俩三四五六七八九十百千万亿半廿卅]"
    rf"|(?<![年月天])零(?=[点〇{_HAN}])|零(?=[户人起例宗]| ?[万亿]{{0,2}} ?元)|[几数](?=[十百千万亿])"
    rf"|{WORDS}|{WEEKDAY}|{RECENT}|每(?=[半季年月周天日隔个星礼0-9{_HAN}])"
    rf"|[上下]半[年月]|(?<![以之目提年月天日周])[前后]半年|头半年|(?<![{_HAN}几数多近每个0-9])年[初底末]|(?<!个)月[初底末]|[上本]世纪|“(?=[{_HAN}]{{1,2}}五”)"
    rf"|首个?季度?|第 ?(?=[一二三四1-4]个?季度)|[前头](?=[两二三23]个?季度?|[0-9{_HAN}]{{1,2}} ?个?月)"
    rf"|[今去明来][春夏秋冬]|今明两年|正月|腊月|冬月|农历|阴历|闰|大年|(?:{REIGNS})(?=[元0-9{_HAN}])"
    rf"|(?:{'|'.join(PART_OF_DAY)})(?= ?[0-9{_HAN}])|{HALF_PRICE}"
)
# Few places pass this set of first characters, which the regex engine looks for without trying the pattern above.
_FIRST_OF_WORDS = "".join(sorted({word[0] for word in (*NAMED, *REIGNS.split("|"), *PART_OF_DAY)}))
_FIRST = re.compile(f"[{_NUMERALS}{_FIRST_OF_WORDS}周星礼最过近未今此每上下年月本“首头第前去明来正腊冬农阴闰大对过再]")


def anchors(text: str) -> Iterator[int]:
    """The places of a normalised text where a number or a date may begin, in order."""
    match = _ANCHOR.match
    return (found.start() for found in _FIRST.finditer(text) if match(text, found.start()))
