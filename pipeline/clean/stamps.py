"""The dates of the lines about a page, as they are written there, in ISO 8601."""

import re
from datetime import date, datetime, timedelta, timezone

DATE = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s{0,4}(?:[-/.年]\s{0,4})(\d{1,2})\s{0,4}(?:[-/.月]\s{0,4})(\d{1,2})(?!\d)\s{0,4}日?"
    r"(?:\s{0,4}(?:T|星期.|周.|\|)?\s{0,4}(?:(上午|下午|晚上|凌晨)\s{0,4})?(\d{1,2})\s{0,4}[:：时]\s{0,4}(\d{1,2})(?:\s{0,4}[:：分]\s{0,4}(\d{1,2}))?秒?分?"
    r"(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?)?"
)
PERIOD = re.compile(
    DATE.pattern
    + r"\s{0,4}起?\s{0,4}(?:至|到|[—–~～-]{1,2})\s{0,4}(?:(?:19|20)\d\d\s{0,4}[年/.-]|\d{1,2}\s{0,4}[月日])"
)
"""From one day to another: a term, not when the page was published."""
WITHIN = re.compile(r"[\u4e00-\u9fff](?:19|20)\d\d年\d{1,2}月\d{1,2}日[\u4e00-\u9fff]")
"""A date within a sentence or a title."""
NUMERALS = "〇零○一二三四五六七八九"
WRITTEN = re.compile(rf"([一二][{NUMERALS}]{{3}})年([一二三四五六七八九十]{{1,2}})月([一二三四五六七八九十]{{1,3}})日")
ADDRESS = re.compile(r"(?:https?://|(?<![\w@.])www\.)[!-~]+", re.I)
PARTED = re.compile(r"(?<!\d)((?:19|20)\d{2})\s{1,4}(\d{1,2}/\d{1,2})(?![\d/])")
"""A year with its month and day a blank apart (2023 11/30)."""
DATE_SIGN = re.compile(r"(?:19|20)\d\d")
BEIJING = timezone(timedelta(hours=8))


def read_date(text: str) -> str | None:
    """The first full date in a text as ISO 8601 local time, as precise as it stands there."""
    for found in DATE.finditer(plain_dates(text)):
        year, month, day, half, hour, minute, second, zone = found.groups()
        try:
            iso = date(int(year), int(month), int(day)).isoformat()
        except ValueError:
            continue
        if hour is None or int(hour) > 23 or int(minute) > 59:
            return iso
        clock = int(hour) + (12 if half in {"下午", "晚上"} and int(hour) < 12 else 0)
        seconds = f":{int(second):02}" if second is not None and int(second) < 60 else ""
        return _local(f"{iso}T{clock:02}:{int(minute):02}{seconds}", zone)
    return None


def first_until(latest: datetime, *dates: str | None) -> str | None:
    """The first of some dates that is not after ``latest``: no page is published after it was fetched."""
    end = (latest + timedelta(days=1)).date().isoformat()
    return next((day for day in dates if day and day[: len(end)] <= end), None)


def plain_dates(text: str) -> str:
    """A line without web addresses, its dates in figures (二〇二三年五月六日)."""
    text = ADDRESS.sub(" ", text) if "/" in text or "." in text else text
    text = PARTED.sub(r"\1/\2", text) if "/" in text else text
    if "年" not in text:
        return text
    return WRITTEN.sub(lambda d: f"{_figures(d[1])}年{_count(d[2])}月{_count(d[3])}日", text)


def _figures(numerals: str) -> str:
    return "".join("0" if c in "〇零○" else str(NUMERALS.index(c) - 2) for c in numerals)


def _count(numeral: str) -> int:
    """A number up to 99 (十二, 三十一)."""
    tens, ten, ones = numeral.rpartition("十")
    return 10 * (NUMERALS.index(tens[0]) - 2 if tens else 1) * bool(ten) + (NUMERALS.index(ones[0]) - 2 if ones else 0)


def is_timed(text: str) -> bool:
    """Whether its date has the hour."""
    found = DATE.search(text)
    return found is not None and found[5] is not None


def _local(iso: str, zone: str | None) -> str:
    """Beijing time of a stamp with a zone."""
    if not zone or zone.replace(":", "") == "+0800":
        return iso
    try:
        stamp = datetime.fromisoformat(iso + zone.replace("Z", "+00:00")).astimezone(BEIJING)
    except ValueError:
        return iso
    return stamp.strftime("%Y-%m-%dT%H:%M:%S" if iso.count(":") == 2 else "%Y-%m-%dT%H:%M")
