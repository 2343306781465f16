"""The title among a page's lines: above the line of credits, else at the head of the lines that lead to the text."""

import re
from collections.abc import Sequence

from pipeline.clean import chrome
from pipeline.clean.brand import Brand
from pipeline.clean.bylines import is_body
from pipeline.clean.labels import find_labels, is_label
from pipeline.clean.lines import key
from pipeline.clean.seen import LONG, Seen
from pipeline.clean.stamps import DATE, read_date

TITLE_MAX = 90
TITLE_HALF = 45
LINES_MAX = 3
COLUMN_MAX = 12
TRAIL = re.compile(r"[>»›→＞]+")
ISSUER = re.compile(r"(?:委员会|政府|办公室|委|局|厅|部|院|组|会|处|中心)$")
STOPPED = re.compile(r"[^。]{6,59}。")
WORDS = re.compile(r"[\u4e00-\u9fff]{2}|[A-Za-z]{2,} [A-Za-z]{2,}")
NUMBER = re.compile(r"[\u4e00-\u9fff]{2,14}\s?[〔\[(（【]\d{4}[〕\])）】]\s?第?\s?\d{1,4}\s?号")
"""The number of a document, which stands below its title."""
NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]")
"""What opens a section, not a page."""
WIRE = re.compile(r"^[\u4e00-\u9fff]{2,4}社[\u4e00-\u9fff]{2,8}\d{1,2}月\d{1,2}日电\s*题\s*[:：]\s*")
"""How an agency's dispatch opens its title (某社某地2月24日电题：)."""
LABEL = re.compile(
    r"^(?:(?:文章|新闻|信息|信件)?(?:标\s?题|名\s?称)|(?:访谈|节目|直播)?主\s?题|题\s?目)\s{0,4}[:：]\s*(?=\S{4})"
)
"""A label that was left before the title."""
UNIT = re.compile(
    r"(?<=\S{6})\s*[(（\[【]?\s*(?<![\u4e00-\u9fff])(?:计量|金额)?单位\s*[:：]\s*[\u4e00-\u9fff、，,/㎡%％]{1,10}\s*[)）\]】]?$"
)
"""The unit of a table behind its title."""
DAY = re.compile(rf"[\[(（【]?\s?{DATE.pattern}\s?(?:[\])）】]|[\s_|:：-])[\s_|-]*(?=\S{{6}})")
"""A day that opens a title, parted from it."""
BULLET = re.compile(r"[-–•·]\s")
"""What opens an item of a list; a dash without a blank opens a subtitle."""
HOME = re.compile(r"(?:网站|频道|本站|返回)?首页")
AGAIN = re.compile(r"(\S{2,10})\1+")
"""A logo and its description: one name again and again."""
FIELD, FIELDS = re.compile(r"[\u4e00-\u9fff]{2}[:：]\s?\d"), 2
"""So many labels with figures behind them make a row of data of a line."""
INDEX_BARS = 2
"""Bars from which on a line is a row of an index (索引号 | … | 效力 |)."""
GUEST = re.compile(
    r"(?:访谈|本期|做客|节目|直播|受访)?(?:嘉宾|简介|地点|主持人?|单位|内容|形式)(?:姓名|简介|介绍|职务)?\s?[:：]"
)
"""What tells of an interview, not its title."""
HELD = re.compile(r"[^。]{0,40}(?:大会|会议|全会|会)(?:第[一二三四五六七八九十\d]+次(?:全体)?会议)?上")
"""Where a report was held, below its title."""
SUBTITLE = re.compile(r"[—–―-]{1,3}\s?\S")
LISTED = 2
"""Lines above the credits from which on they may be a list of headlines, which the title's own line repeats."""
TITLE_LEAST = 12
"""Characters of a line below the credits that is rather the title than a short one above them."""
SHORT = 8
"""Characters below which a line above the credits gives way to a longer one right below them."""
DOCUMENT = re.compile(r"关于.{2,80}的?(?:通知|公告|通告|意见|决定|批复|函|通报|报告|请示|公示|方案|办法|规定)")


def find_title(lines: Sequence[Seen], anchor: int | None, known: str | None, brand: Brand) -> tuple[int, str]:
    """The title's line and text; (-1, "") where none is to be seen. ``brand``: what the site calls itself."""
    first = next((i for i, line in enumerate(lines) if line.prose and (anchor is None or i > anchor)), None)
    stop = anchor if anchor is not None else first if first is not None else len(lines)
    if known is not None:
        want = key(known)
        keys = [key(line.text) for line in lines[: stop + 1]]
        same = [i for i in range(len(keys)) if keys[i] == want]
        same = same or [i for i in range(len(keys)) if _spans(keys[max(i - LINES_MAX + 1, 0) : i + 1], want)]
        return (same[-1], known) if same else (-1, known)
    candidates = [i for i in range(stop) if _titleish(lines[i]) and not brand.is_name(lines[i].text)]
    if anchor is not None:
        chosen = _above(lines, candidates, anchor)
    elif not candidates:
        chosen = _opening(lines)
    elif first is None:
        chosen = candidates[0]
    else:
        chosen = _in_last_run(lines, candidates)
    if chosen is None and anchor is not None and (dated := _behind_date(lines[anchor])):
        return anchor, dated
    if chosen is None:
        return -1, _from_trail(lines[:stop])
    return chosen, UNIT.sub("", LABEL.sub("", WIRE.sub("", chrome.without_site(lines[chosen].text))))


def bare_title(title: str, published: str | None) -> str:
    """A title without the label, the site's name, the table's unit and the day of publication that stand about it."""
    title = UNIT.sub("", LABEL.sub("", chrome.without_site(title)))
    day = DAY.match(title)
    return title[day.end() :] if day and published and read_date(day[0]) == published[:10] else title


def _spans(keys: Sequence[str], want: str) -> bool:
    """Whether the last of some lines, with those above it, are the title."""
    return bool(keys[-1]) and want.endswith(keys[-1]) and any("".join(keys[i:]) == want for i in range(len(keys) - 1))


def whole_title(lines: Sequence[Seen], place: int, title: str) -> tuple[int, str]:
    """A title that stands on two or three lines: its last line and the whole of it.

    Who issued a document and 关于…的通知; a first half that ends in a colon; 关于… broken within, the issuer above it.
    """
    first = last = place
    while last - first < LINES_MAX - 1:
        above = lines[first - 1] if first > 0 else None
        below = lines[last + 1] if last + 1 < len(lines) else None
        if below and (
            (ISSUER.search(title) and DOCUMENT.fullmatch(below.text)) or _is_broken(title, below.text, below)
        ):
            last += 1
            title += below.text
        elif above and (_continues(title, above) or (first < last and _issued(title, above))):
            first -= 1
            title = above.text + title
        else:
            break
    return last, title


def _continues(title: str, above: Seen) -> bool:
    """Whether the line above holds the first half of a title: it ends in a colon, or in an unfinished 关于…"""
    if not _is_half(above):
        return False
    if above.text.endswith(("：", ":")):
        return not above.closing and not find_labels(above.text)
    return _is_broken(above.text, title, above)


def _is_broken(first: str, second: str, half: Seen) -> bool:
    """Whether a document's title (关于…的通知) was broken in two; ``half`` is the one not known as title."""
    broken = "关于" in first and not DOCUMENT.search(first) and DOCUMENT.search(first + second) is not None
    return broken and _is_half(half)


def _issued(title: str, above: Seen) -> bool:
    """Whether the line above names who issued the document."""
    return _is_half(above) and title.startswith("关于") and ISSUER.search(above.text) is not None


def _is_half(line: Seen) -> bool:
    """Whether a line may be the first half of a title."""
    foreign = line.noise or line.menu or line.linked or line.end or line.credits
    return 4 <= len(line.text) <= TITLE_HALF and not foreign and not is_label(line.text)


def is_stopped(line: Seen) -> bool:
    """Whether a line may be a title that somebody ended with a full stop; right above the credits it is one."""
    return line.prose and STOPPED.fullmatch(line.text) is not None


def _titleish(line: Seen, *, menu: bool = False) -> bool:
    """Whether a line can be a title; with ``menu``, one of a few short words too (石板镇 茶园丰收)."""
    text = chrome.without_site(line.text)
    return (
        2 <= len(text) <= TITLE_MAX
        and not (DATE.search(text) and find_labels(text))
        and not (line.noise or line.credits or line.closing or line.end or line.linked)
        and (menu or not line.menu)
        and not text.endswith(("。", "；", "，", "：", ":", ";", ","))
        and "。" not in text
        and not chrome.is_site(text)
        and WORDS.search(text) is not None
        and not NUMBER.fullmatch(text)
        and not (BULLET.match(text) or NUMBERED.match(text) or HOME.match(text) or AGAIN.fullmatch(text))
        and not GUEST.match(text)
        and len(chrome.BARS.findall(text)) < INDEX_BARS
        and len(FIELD.findall(text)) < FIELDS
    )


def _opening(lines: Sequence[Seen]) -> int | None:
    """The first line where it can be a title at all and something follows."""
    first = next((i for i, line in enumerate(lines) if line.text and not (line.noise or line.credits)), None)
    if first is None or first + 1 >= len(lines) or len(lines[first].text) > LONG:
        return None
    return first if _titleish(lines[first], menu=True) else None


def _above(lines: Sequence[Seen], candidates: list[int], anchor: int) -> int | None:
    """The title above the line of credits (a subtitle after a dash is none), else the one right below it.

    What stands above the breadcrumb loses to a document's title below; of a list of headlines it is the one that stands
    again.
    """
    above = {key(lines[i].text) for i in candidates}
    under = [
        i for i in range(anchor + 1, min(anchor + 4, len(lines))) if _titleish(lines[i]) and not _subtitles(lines[i])
    ]
    if again := [i for i in under if len(candidates) > LISTED and key(lines[i].text) in above]:
        return again[0]
    near = [i for i in candidates if i >= anchor - 4 and not _subtitles(lines[i])]
    trail = max((i for i in range(anchor) if chrome.is_breadcrumb(lines[i].text)), default=-1)
    near = [i for i in near if i > trail] or near
    under_title = anchor - 1 - (anchor > 1 and _subtitles(lines[anchor - 1]))
    near = near or [i for i in (under_title,) if i >= 0 and _titleish(lines[i], menu=True)]
    long = [i for i in near if len(lines[i].text) >= SHORT]
    below = next((i for i in under if len(lines[i].text) >= SHORT), under[0] if under else None)
    below = below if below is not None and below + 1 < len(lines) else None
    if not long and below is not None and len(lines[below].text) > TITLE_LEAST:
        return below
    for chosen in (long, near, candidates):
        if chosen:
            parted = any(chrome.is_breadcrumb(line.text) for line in lines[chosen[-1] + 1 : anchor])
            named = below is not None and DOCUMENT.search(lines[below].text) is not None
            return below if parted and named else chosen[-1]
    if below is None and anchor > 0 and is_stopped(lines[anchor - 1]):
        return anchor - 1
    return below


def _subtitles(line: Seen) -> bool:
    return SUBTITLE.match(line.text) is not None


def _behind_date(line: Seen) -> str:
    """The title that a date opens (2023年5月12日 某县:茶园采摘忙) where no line but it can be one."""
    day = DATE.match(line.text)
    rest = line.text[day.end() :].strip(" -—:：") if day else ""
    return rest if len(rest) >= SHORT and not (find_labels(rest) or chrome.is_site(rest) or is_body(rest)) else ""


def _from_trail(lines: Sequence[Seen]) -> str:
    """The title that stands nowhere but at the end of the breadcrumb; columns are shorter."""
    trails = [line.text for line in lines if chrome.is_breadcrumb(line.text)]
    last = TRAIL.split(trails[-1])[-1].strip() if trails else ""
    return last if COLUMN_MAX < len(last) <= TITLE_MAX and not find_labels(last) else ""


def _in_last_run(lines: Sequence[Seen], candidates: list[int]) -> int:
    """Without credits: of the lines that lead to the first sentence without chrome between, the first long one."""
    run = [candidates[-1]]
    for i in reversed(candidates[:-1]):
        if any(lines[j].foreign for j in range(i + 1, run[-1])):
            break
        run.append(i)
    run.reverse()
    for i in run[:-1]:
        if SUBTITLE.match(lines[i + 1].text) or HELD.fullmatch(lines[i + 1].text):
            return i
    return next((i for i in run if len(lines[i].text) >= 8), run[0])
