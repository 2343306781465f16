"""Where a number or a date may begin: one pattern, so that all other text is skipped without a look."""

import re

from pipeline.numbers.dates.relative import WORD

ANCHOR = re.compile(
    r"\d|[壹贰叁肆伍陆柒捌玖拾佰仟零一二两三四五六七八九十百千万亿半廿卅]|[几数](?=[十百千万亿])"
    rf"|{WORD.pattern}|每(?=[半季年月周天日隔逢个0-9一二两三四五六星礼])"
    "|(?:最近|过去|近|未来|今后|此后)的? ?(?=[0-9一二两三四五六七八九十]{1,3} ?(?:年|个|天|日|周|星))"
    "|上半年|下半年|年[初底末中]|月[初底末]|“(?=[一二三四五六七八九十]{1,2}五”)"
    "|首个?季度?|前(?=[两二三23]个?季度|[0-9一二两三四五六七八九十]{1,2} ?个?月)|正月|腊月|冬月|农历|阴历"
)
