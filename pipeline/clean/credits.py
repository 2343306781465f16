"""The line that a page shows about itself: 来源, 发布时间, 作者, 浏览次数, glued together in any order."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from pipeline.clean.labels import credit_words, find_labels

DATE = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s{0,4}(?:[-/.年]\s{0,4})(\d{1,2})\s{0,4}(?:[-/.月]\s{0,4})(\d{1,2})(?!\d)\s{0,4}日?"
    r"(?:\s{0,4}(?:T|星期.|周.|\|)?\s{0,4}(?:(上午|下午|晚上|凌晨)\s{0,4})?(\d{1,2})\s{0,4}[:：时]\s{0,4}(\d{1,2})(?:\s{0,4}[:：分]\s{0,4}(\d{1,2}))?秒?分?"
    r"(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?)?"
)
SHORT = re.compile(r"\s*([0-4]\d)[-/.年](\d{1,2})[-/.月](\d{1,2})(?!\d)")
"""A date after its label with two digits of the year."""
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
SIGN = re.compile(rf"[:：|｜丨]|[12][09]\d\d|[一二][{NUMERALS}]|记者|通讯员|作者|撰稿")
"""What every line of credits holds."""
WORDLESS = re.compile(r"[\W\d]")
LINE_MAX = 240
ACCOUNT = 30
"""Characters beside a date with its hour: who posted a page, on whose account and where."""
PAUSE = re.compile(r"[，,：:；;“”]")
BEIJING = timezone(timedelta(hours=8))
CUT = re.compile(
    r"\s{2,}|\s(?=(?:本报|本网|本台|特约)?(?:记者|通讯员|作者|编辑|摄影)(?:\s|[:：]|$))|[|｜【】\[\]\t\n〖〗]|\s*[>»]|[(（]\s*(?:点击|浏览|阅读|来源|作者|授权|已授权)"
)
GLUED = re.compile(r"(?:举报|分享|打印|字体|字号|大中小|我要|责任编辑|责编|浏览|点击|阅读|评论|关注|订阅).*$")
NAMES_CUT = re.compile(r"[|｜【】\[\]\n]|\s[>»]|(?:责任编辑|责编|编辑|审核|浏览|点击|(?:文章|信息|稿件)?来源)")
BRACKET = re.compile(r"[(（\[【]\s*([^()（）\[\]【】]{2,40}?)\s*[)）\]】]\s*$")
REPORTER = r"(?:本报|本网|本台|全媒体|融媒体|首席|见习|实习|特约)*(?:记者|通讯员|作者|撰稿人?)"
BYLINE = re.compile(rf"(?<![\u4e00-\u9fff]){REPORTER}\s*[:：]?\s*(?P<names>\S.*)")
MEDIUM = re.compile(rf"^[\u4e00-\u9fff·•∙]{{2,14}}(?:社|网|报|台|客户端|中心|在线)(?={REPORTER})")
"""Whose reporter: 某报记者."""
NO_NAME = re.compile(
    rf"^[□■◆●▲△※◎○\s]+|(?<!\S)(?!通讯员|作者)[\u4e00-\u9fff]{{2,8}}(?=记者)|{REPORTER}[:：]?|文/图|图/文|文/|图/"
)
"""What stands before names: marks, a medium, who they are."""
DATELINE = re.compile(rf"[^。，]{{0,30}}?[(（]\s*({REPORTER}[^()（）]{{1,40}})[)）]")
SIGNED = re.compile(r"(?<=[。！？!?”])\s*[□■◆●▲△※◎○]\s*((?:[\u4e00-\u9fff]{2,4}[ 、]?){1,6})$")
"""Authors behind a mark at the end of the text: □记者 某某."""
SENT = re.compile(r"[(（\[【]\s*([^\s，。：:()（）]{3,24})\s*供稿\s*[)）\]】]")
"""Who sent the piece in, in brackets below it."""
POSTED = re.compile(
    r"\s*(?:发表于|发布于|更新于|发表|发布)$|^(?:发表于|发布于|更新于)\s*|^(?:原创|转载)\s*(?=[\u4e00-\u9fff]{3})"
)
ISSUE = re.compile(rf"[(（]\s*{DATE.pattern}[^()（）]{{0,8}}版[^()（）]{{0,8}}[)）]")
"""The issue of the newspaper that a page was taken from (2023年5月7日 02版)."""
LIFE = re.compile(rf"(?:归档|失效|废止|截止|截至)(?:时间|日期)\s*[:：]\s*{DATE.pattern}")
"""Other dates of a page's life, not when it was published."""
SITE_NAME = re.compile(r"[\u4e00-\u9fff]{2,16}(?:网|网站|报|日报|晚报|融媒体中心|客户端)")
PERSON = re.compile(r"[\u4e00-\u9fff]{2,6}|[\u4e00-\u9fff]{1,8}[·•][\u4e00-\u9fff]{1,8}")


@dataclass(frozen=True, slots=True)
class Credits:
    """What the visible lines credit; None and empty where they say nothing."""

    published: str | None = None
    source: str | None = None
    authors: tuple[str, ...] = ()
    labels: int = 0
    """How many labels and dates stood there: how surely it is such a line."""

    def __or__(self, other: "Credits") -> "Credits":
        """These, with what they lack from ``other``."""
        return Credits(
            self.published or other.published,
            self.source or other.source,
            tuple(dict.fromkeys(self.authors + other.authors)),
            self.labels + other.labels,
        )


def read_date(text: str) -> str | None:
    """The first full date in a text as ISO 8601 local time, as precise as it stands there."""
    for found in DATE.finditer(_plain(text)):
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


def read_credits(text: str) -> Credits:
    """What one or more glued lines credit. Values end at the next label, a date, a bar or a wide gap."""
    text = _plain(ISSUE.sub(" ", LIFE.sub(" ", text)))
    published = source = None
    authors: tuple[str, ...] = ()
    found = find_labels(text)
    for i, label in enumerate(found):
        raw = text[label.end : found[i + 1].start if i + 1 < len(found) else len(text)]
        if label.kind == "published":
            published = published or read_date(raw) or read_date(SHORT.sub(r"20\1-\2-\3", raw, count=1))
        elif label.kind == "source":
            source = source or clean_source(raw)
        elif label.kind == "author":
            authors += read_names(raw)
    published = published or read_date(text)
    dated = DATE.search(text) is not None
    rest = DATE.sub("\n", text)
    rest = MEDIUM.sub("", rest)
    byline = BYLINE.search(rest) if not any(label.kind == "author" for label in found) else None
    if byline:
        authors = read_names(byline[0])
        rest = rest[: byline.start()]
    if dated and source is None and not any(label.kind in ("source", "author") for label in found):
        source = _opening_source(text[: found[0].start]) if found else _unlabelled_source(rest)
    return Credits(published, source, tuple(dict.fromkeys(authors)), len(found) + dated + (byline is not None))


def is_credits(text: str) -> bool:
    """Whether a line is such a line: labels and dates, and little else."""
    if len(text) > LINE_MAX or not SIGN.search(text) or "。" in text:
        return False
    text = _plain(text)
    if PERIOD.search(text):
        return False
    if _is_byline(text):
        return True
    rest = DATE.sub(" ", text) if DATE_SIGN.search(text) else text
    dated = rest != text
    found = find_labels(rest)
    kinds = {label.kind for label in found}
    if "other" in kinds and not kinds & {"published", "source"}:
        return False
    if not found:
        return (
            dated
            and not WITHIN.search(text)
            and len(WORDLESS.sub("", rest)) <= (ACCOUNT if _timed(text) and not PAUSE.search(rest) else 14)
        )
    ends = [0, *(label.end for label in found)]
    starts = [*(label.start for label in found), len(rest)]
    values = [rest[end:start].strip() for end, start in zip(ends, starts, strict=True)]
    if not dated and all(label.kind == "ignored" for label in found):
        return len(WORDLESS.sub("", "".join(values))) <= 8 * len(found)
    return len(values[0]) <= 14 and all(len(value) <= 40 for value in values)


def wants_value(text: str, value: str) -> bool:
    """Whether a line ends in a label whose value is the next line."""
    found = find_labels(text)
    if not found or found[-1].end < len(text.rstrip()) or len(value) > 40 or "。" in value:
        return False
    if (labels := find_labels(value)) and not value[: labels[0].start].strip(" ·•*-"):
        return False
    if found[-1].kind == "published":
        return DATE.match(value) is not None
    return found[-1].kind != "ignored" or re.fullmatch(r"[\d\s次]+", value) is not None


def signed_source(text: str) -> Credits:
    """A medium's name on a line of its own, its reporter before it or not (杨晓/东川日报)."""
    *persons, medium = re.split(r"\s*[/／]\s*", text)
    names = read_names(" ".join(persons))
    if persons and (not names or any(len(n) > 4 for n in names)):
        return Credits()
    return Credits(source=clean_source(medium), authors=names)


def clean_source(raw: str) -> str | None:
    """A credited source without what is glued to it, or None where it says nothing."""
    raw = DATE.split(raw.strip(" :：\t"), maxsplit=1)[0]
    raw = CUT.split(raw.strip(), maxsplit=1)[0].strip(" ,，;；。、:：|-—_/)）(（⋅·•")
    raw = GLUED.sub("", raw) if GLUED.search(raw, 2) else raw
    raw = re.sub(r"^[《“\"](.+)[》”\"]$", r"\1", raw)
    if not 2 <= len(raw) <= 40 or raw in credit_words("empty") or not re.search(r"[\u4e00-\u9fffA-Za-z]", raw):
        return None
    return raw


def read_names(raw: str) -> tuple[str, ...]:
    """Persons' names in a credit: 张三 李四, 张三、李四, 记者张三 通讯员李四."""
    raw = NAMES_CUT.split(DATE.split(raw.strip(), maxsplit=1)[0], maxsplit=1)[0]
    raw = NO_NAME.sub(" ", raw)
    names: list[str] = []
    for part in re.split(r"[、，,;；/|]+|\s+", raw.strip()):
        if len(part) == 1 and names and len(names[-1]) == 1:
            names[-1] += part
        elif part:
            names.append(part)
    return tuple(
        dict.fromkeys(n for n in names if (PERSON.fullmatch(n) or is_body(n)) and n not in credit_words("empty"))
    )


def closing_credit(text: str) -> tuple[str, Credits]:
    """A last paragraph without the credit in brackets at its end, and that credit."""
    if signed := SIGNED.search(text):
        return text[: signed.start()].rstrip(), Credits(authors=read_names(signed[1]), labels=1)
    found = BRACKET.search(text)
    if not found or (found.start() and text[: found.start()].rstrip()[-1:] not in set('。！？!?”"…）)')):
        return text, Credits()
    inner = re.sub(r"^(?:\s*(?:信息|文章|稿件)?来源|转自|摘自|供稿|来稿)\s*[:：]?\s*", "", found[1])
    labelled = inner != found[1]
    rest = text[: found.start()].rstrip()
    if re.match(rf"{REPORTER}|文/|图/|文[:：]", found[1]):
        return rest, Credits(authors=read_names(found[1]), labels=1)
    if labelled or (
        len(inner) <= 20 and inner.endswith(tuple(credit_words("body"))) and not re.search(r"[，。；：,;:]", inner)
    ):
        return rest, Credits(source=clean_source(inner), labels=1)
    unit, _, persons = inner.partition(" ")
    names = read_names(persons)
    if is_body(unit) and names and all(len(n) <= 3 for n in names) and persons.split() == list(names):
        return rest, Credits(source=clean_source(unit), authors=names, labels=1)
    names = read_names(inner)
    if names and re.sub(r"[\s、，,]", "", inner) == "".join(names) and all(len(n) <= 3 for n in names):
        return rest, Credits(authors=names, labels=1)
    return text, Credits()


def dateline_authors(text: str) -> tuple[str, ...]:
    """Reporters named in brackets at the head of the first paragraph: 本报讯（记者 张三 通讯员 李四）."""
    found = DATELINE.match(text)
    return read_names(found[1]) if found else ()


def weak_source(text: str) -> str | None:
    """Who sent the piece in (供稿：…), the last resort for a source."""
    if sent := SENT.fullmatch(text):
        return clean_source(sent[1])
    found = re.match(rf"[(（]?\s*(?:{'|'.join(credit_words('weak_source'))})\s{{0,8}}[:：]\s{{0,8}}(.+)", text)
    return clean_source(found[1].rstrip(")）")) if found else None


def _plain(text: str) -> str:
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


def _timed(text: str) -> bool:
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


def _unlabelled_source(text: str) -> str | None:
    parts = [POSTED.sub("", p.strip(" |·-—")) for p in re.split(r"[\n|]|\s{2,}", text)]
    parts = [p for p in parts if p]
    named = [p for p in parts if len(p) <= 16 and p.endswith(tuple(credit_words("body"))) and " " not in p]
    return clean_source(named[0]) if len(named) == 1 else None


def _opening_source(text: str) -> str | None:
    """Whose site a line names before its first label (某省人民政府门户网站 发布时间：…)."""
    name = DATE.sub(" ", text).strip(" ·-—|")
    return clean_source(name) if SITE_NAME.fullmatch(name) else None


def _is_byline(text: str) -> bool:
    """Whether a line names reporters and hardly anything else."""
    text = MEDIUM.sub("", text.lstrip("□■◆●▲△※◎○ "))
    if len(text) > 60 or "。" in text or not BYLINE.match(text):
        return False
    return len("".join(read_names(text))) * 3 >= len(re.sub(r"\s", "", text))


def is_body(name: str) -> bool:
    """Whether a name is one of an office or a medium by its ending."""
    return 3 <= len(name) <= 20 and name.endswith(tuple(credit_words("body")))
