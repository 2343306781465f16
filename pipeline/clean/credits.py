"""The line that a page shows about itself: 来源, 发布时间, 作者, 浏览次数, glued together in any order."""

import re
from dataclasses import dataclass

from pipeline.clean.bylines import BYLINE, MEDIUM, REPORTER, is_body, is_byline, read_names
from pipeline.clean.labels import credit_words, find_labels
from pipeline.clean.stamps import DATE, DATE_SIGN, NUMERALS, PERIOD, WITHIN, is_timed, plain_dates, read_date

SHORT = re.compile(r"\s*([0-4]\d)[-/.年](\d{1,2})[-/.月](\d{1,2})(?!\d)")
"""A date after its label with two digits of the year."""
SIGN = re.compile(rf"[:：|｜丨]|[12][09]\d\d|[一二][{NUMERALS}]|记者|通讯员|作者|撰稿")
"""What every line of credits holds."""
WORDLESS = re.compile(r"[\W\d]")
LINE_MAX = 240
ACCOUNT = 30
"""Characters beside a date with its hour: who posted a page, on whose account and where."""
PAUSE = re.compile(r"[，,：:；;“”]")
CUT = re.compile(
    r"\s{2,}|\s(?=(?:本报|本网|本台|特约)?(?:记者|通讯员|作者|编辑|摄影)(?:\s|[:：]|$))|[|｜【】\[\]\t\n〖〗]|\s*[>»]|[(（]\s*(?:点击|浏览|阅读|来源|作者|授权|已授权)"
)
GLUED = re.compile(r"(?:举报|分享|打印|字体|字号|大中小|我要|责任编辑|责编|浏览|点击|阅读|评论|关注|订阅).*$")
BRACKET = re.compile(r"[(（\[【]\s*([^()（）\[\]【】]{2,40}?)\s*[)）\]】]\s*$")
SIGNED = re.compile(r"(?<=[。！？!?”])\s*[□■◆●▲△※◎○]\s*((?:[\u4e00-\u9fff]{2,4}[ 、]?){1,6})$")
"""Authors behind a mark at the end of the text: □记者 某某."""
SENT = re.compile(r"[(（\[【]\s*([^\s，。：:()（）]{3,24})\s*供稿\s*[)）\]】]")
"""Who sent the piece in, in brackets below it."""
POSTED = re.compile(
    r"\s*(?:发表于|发布于|更新于|发表|发布)$|^(?:发表于|发布于|更新于)\s*|^(?:原创|转载)\s*(?=[\u4e00-\u9fff]{3})"
)
ISSUE = re.compile(rf"[(（]\s*{DATE.pattern}[^()（）]{{0,8}}版[^()（）]{{0,8}}[)）]")
"""The issue of the newspaper that a page was taken from (2023年5月7日 02版)."""
LIFE = re.compile(
    rf"(?:归档|失效|废止|截止|截至|打印|当前|现在|系统|下载|访问|浏览|北京)(?:时间|日期)\s*[:：]\s*{DATE.pattern}|今天(?:是|日期)\s*[:：]?\s*{DATE.pattern}"
)
"""Other dates of a page's life, and clocks: not when it was published."""
SITE_NAME = re.compile(
    r"[\u4e00-\u9fff]{2,16}(?:网|网站|报|融媒体中心|融媒|客户端|在线|电视台|广播台|电台|传媒|新闻中心|宣传部|发布)"
)


@dataclass(frozen=True, slots=True)
class Credits:
    """What the visible lines credit; None and empty where they say nothing."""

    published: str | None = None
    source: str | None = None
    authors: tuple[str, ...] = ()
    labels: int = 0
    """How many labels and dates stood there: how surely it is such a line."""
    updated: str | None = None
    """When the page was last touched."""

    def __or__(self, other: "Credits") -> "Credits":
        """These, with what they lack from ``other``."""
        return Credits(
            self.published or other.published,
            self.source or other.source,
            tuple(dict.fromkeys(self.authors + other.authors)),
            self.labels + other.labels,
            self.updated or other.updated,
        )


def read_credits(text: str) -> Credits:
    """What one or more glued lines credit. Values end at the next label, a date, a bar or a wide gap."""
    text = plain_dates(ISSUE.sub(" ", LIFE.sub(" ", text)))
    published = updated = source = None
    authors: tuple[str, ...] = ()
    found = find_labels(text)
    other = text
    for i, label in enumerate(found):
        raw = text[label.end : found[i + 1].start if i + 1 < len(found) else len(text)]
        if label.kind == "published":
            published = published or read_date(raw) or read_date(SHORT.sub(r"20\1-\2-\3", raw, count=1))
        elif label.kind == "updated":
            updated, other = updated or read_date(raw), other.replace(raw, "", 1)
        elif label.kind == "source":
            source = source or clean_source(raw)
        elif label.kind == "author":
            authors += read_names(raw)
    published = published or read_date(other)
    dated = DATE.search(text) is not None
    rest = DATE.sub("\n", text)
    rest = MEDIUM.sub("", rest)
    byline = BYLINE.search(rest) if not any(label.kind == "author" for label in found) else None
    if byline:
        authors = read_names(byline[0])
        rest = rest[: byline.start()]
    if dated and source is None and not any(label.kind == "source" for label in found):
        source = _opening_source(text[: found[0].start]) if found else _unlabelled_source(rest)
    return Credits(published, source, tuple(dict.fromkeys(authors)), len(found) + dated + (byline is not None), updated)


def is_credits(text: str) -> bool:
    """Whether a line is such a line: labels and dates, and little else."""
    if len(text) > LINE_MAX or not SIGN.search(text) or "。" in text:
        return False
    text = plain_dates(text)
    if PERIOD.search(text):
        return False
    if is_byline(text):
        return True
    rest = DATE.sub(" ", text) if DATE_SIGN.search(text) else text
    dated = rest != text
    found = find_labels(rest)
    kinds = {label.kind for label in found}
    if "other" in kinds and not kinds & {"published", "updated", "source"}:
        return False
    if not found:
        return (
            dated
            and not WITHIN.search(text)
            and len(WORDLESS.sub("", rest)) <= (ACCOUNT if is_timed(text) and not PAUSE.search(rest) else 14)
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
    if found[-1].kind in ("published", "updated"):
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


def weak_source(text: str) -> str | None:
    """Who sent the piece in (供稿：…), the last resort for a source."""
    if sent := SENT.fullmatch(text):
        return clean_source(sent[1])
    found = re.match(rf"[(（]?\s*(?:{'|'.join(credit_words('weak_source'))})\s{{0,8}}[:：]\s{{0,8}}(.+)", text)
    return clean_source(found[1].rstrip(")）")) if found else None


def _unlabelled_source(text: str) -> str | None:
    parts = [POSTED.sub("", p.strip(" |·-—")) for p in re.split(r"[\n|]|\s{2,}", text)]
    parts = [p for p in parts if p]
    named = [p for p in parts if len(p) <= 16 and p.endswith(tuple(credit_words("body"))) and " " not in p]
    return clean_source(named[0]) if len(named) == 1 else None


def _opening_source(text: str) -> str | None:
    """Whose site a line names before its first label (某省人民政府门户网站 发布时间：…)."""
    name = DATE.sub(" ", text).strip(" ·-—|")
    return clean_source(name) if SITE_NAME.fullmatch(name) else None
