"""What is not the article: navigation, buttons, counters, footers, related lists, link farms, spam."""

import re
from functools import cache
from itertools import pairwise

from pipeline.clean.lines import IMAGE, is_prose
from pipeline.lexicon import load_lexicon

BARS = re.compile(r"[|｜┊¦│]")
LINE_MAX = 120
LONGEST = 700
"""No line of chrome is longer; a longer one is not matched at all."""
CRUMB = re.compile(
    r"^.{0,40}(?:首页|主页|网站首页)\s*(?:[>»›→/\\]|&gt;|--).{1,120}$"
    r"|^[^>»›]{1,24}(?:[>»›]+[^>»›]{1,24}){2,8}$|^[^>»›]{1,24}[>»›]+\s*(?:正文|详情|内容)$"
)
STEP = re.compile(r"[>»›→/\\]|&gt;|--|位置")
"""What every breadcrumb holds."""
SENTENCE = re.compile("[，。、：；！？]")
"""What no entry of a menu holds."""
SITE = re.compile(
    r"^(?:网站)?首页|(?:人民政府|政府网|门户网站|门户|新闻网|信息网|政务网|党建网|先锋网|组工网|农业网|资讯网|网站|官网|频道|日报|融媒体中心)$"
)
"""What a logo says, not a title."""
NET = re.compile(r"[\u4e00-\u9fff]{2,8}(?:网|在线)")
MENU = re.compile(r"[\u4e00-\u9fffA-Za-z]{1,6}")
CHAPTER = re.compile(r"第[一二三四五六七八九十百\d]{1,4}[章节条编篇部]")
ENTRY = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]{2,16}")
PIECES = re.compile(r"[\[\]【】|｜]|\s+")
MANY = 6
"""Short entries between bars from which on a line is a menu whatever marks they hold."""
PIECE = 24
"""Characters of a longest button that stands between others, and of a longest heading of a list of links."""
DECOR = "[]【】()（）<>《》〈〉＞>»·•■◆●▲★☆：: "
"""What is put around the heading of a list of links."""
BULLETS = "·•●◆▪■►▶○◇□"
HEADLINES = 3
"""Lines below an article from which they are a list of others."""
HEADLINE = 45
UNLIKE_HEADLINE = re.compile(
    r"[。；：:，;,]$|^[一二三四五六七八九十\d]{1,3}[、.．)）]|^[(（]|^附|\.(?:docx?|xlsx?|pdf|zip|rar)$"
)
ANYWHERE = re.compile(r"^\.\{0,\d+\}")
NEVER = r"(?!)"
BRACKET = re.compile(r"(?<!\\)[()|]")
DATED = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}|\d{4}\s+\d{1,2}/\d{1,2}(?!/)")
SUFFIX = re.compile(r"(?P<title>\S.{7,}?)\s*(?:[_|｜]|\s[-–—]+\s?|[-–—]{1,2})\s*(?P<site>[^。，]{2,40})")

PREFIX = re.compile(r"(?P<site>[^。，\s_|｜–—-]{2,20})\s*(?:[_|｜]|[-–—]{1,2})\s*(?P<title>\S.{7,})")
AHEAD = re.compile(
    r"(?:中国\s?[·•]\s?[\u4e00-\u9fff]{2,8}网?|[\u4e00-\u9fff]{2,8}(?:新闻|政府|政务|门户|资讯|党建|发布)网(?:站)?)"
    r"\s+(?=\S.{7,})"
)
"""A site's name that only a blank parts from the title; an issuer (某县人民政府 关于…) and a figure of
speech (织密防护网 …) are none.
"""


def is_noise(text: str) -> bool:
    """Whether a line is chrome wherever it stands."""
    if "。" in text:
        return _matches("line", text)
    return (
        not text
        or _matches("line", text)
        or _is_button(text)
        or _is_row(text)
        or is_breadcrumb(text)
        or is_farm(text)
        or is_spam(text)
        or IMAGE.fullmatch(text) is not None
    )


def is_end(text: str) -> bool:
    """Whether the article has ended before this line, once it has begun."""
    if _matches("end", text):
        return True
    bare = text.strip(DECOR) if len(text) <= PIECE else text
    return bare != text and _matches("end", bare)


def is_closing(text: str) -> bool:
    """Whether a line credits editors, authors or a source, as stands below an article."""
    return len(text) <= 120 and "。" not in text and "；" not in text and _matches("credit", text)


def is_editor(text: str) -> bool:
    """Whether a line names the editors: the last thing below an article."""
    return len(text) <= 120 and _matches("editor", text)


def is_spam(text: str) -> bool:
    """Whether a line without a sentence sells bets or worse."""
    return _matches("spam", text) and not is_prose(text)


def is_farm(text: str) -> bool:
    """Whether a line is a list of many short names, bar after bar."""
    if "。" in text:
        return False
    names = BARS.split(text)
    least: int = load_lexicon("pipeline.clean", "chrome")["farm_names"]
    return len(names) >= least and sum(len(n.strip()) <= 10 for n in names) >= 0.9 * len(names)


def is_menu(text: str) -> bool:
    """Whether a line looks like entries of a menu: words of up to six characters or a site's name, or three and more
    entries between bars, no mark of a sentence.
    """
    entries = [w.strip() for w in BARS.split(text)] if BARS.search(text) else []
    if len(entries) >= MANY and all(len("".join(w.split())) <= PIECE // 2 for w in entries):
        return True  # with marks in them: … | Hi,贵州!
    if SENTENCE.search(text) or CHAPTER.match(text):
        return False
    words = [w for w in re.split(r"[\s|｜]+", text) if w]
    if len(words) > 1 and all(MENU.fullmatch(w) or is_site(w) for w in words):
        return True
    return len(entries) > 2 and all(ENTRY.fullmatch(w) for w in entries)


def is_breadcrumb(text: str) -> bool:
    """Whether a line says where on the site the page is."""
    if len(text) > 200 or not STEP.search(text) or "。" in text:
        return False
    return CRUMB.match(text) is not None or re.match(r".{0,8}位置\s*[:：]", text) is not None


def is_site(text: str) -> bool:
    """Whether a line is a site's name, as a logo shows it."""
    return len(text) <= 30 and SITE.search(text) is not None


def without_site(text: str) -> str:
    """A title without the site's name (and column) behind it (标题_栏目_某县人民政府网) or in front."""
    found = SUFFIX.fullmatch(text) if len(text) <= LINE_MAX else None
    name = re.split(r"[_|｜]|[-–—]", found["site"])[-1].strip() if found else ""
    if found and (is_site(name) or NET.fullmatch(name)):
        return found["title"]
    ahead = PREFIX.fullmatch(text) if len(text) <= LINE_MAX else None
    return (
        ahead["title"]
        if ahead and is_site(ahead["site"])
        else AHEAD.sub("", text, count=1)
        if AHEAD.match(text)
        else text
    )


def is_list(lines: list[str]) -> bool:
    """Whether lines are a list of other pages: most end or begin with a date, none is a sentence."""
    dated = sum(1 for x in lines if re.search(r"^[\[(（]?\d{2,4}[-/.年]\d{1,2}|\d{1,2}[-/.月]\d{1,2}日?[\])）]?$", x))
    return len(lines) >= 3 and dated >= 0.6 * len(lines) and not any(is_prose(x) for x in lines)


def is_headlines(lines: list[str]) -> bool:
    """Whether lines are headlines of other pages: three and more with bullets, or with the verbs of headlines, few with
    a figure, none a sentence, a heading or part of an enumeration.
    """
    pieces = [piece for line in lines for piece in re.split(rf"\s+(?=[{BULLETS}])", line)]
    bare = [piece.lstrip(f"{BULLETS} ") for piece in pieces]
    if len(pieces) < HEADLINES or not all(6 <= len(x) <= HEADLINE and not UNLIKE_HEADLINE.search(x) for x in bare):
        return False
    if sum(any(c.isdigit() for c in x) for x in bare) * 3 > len(bare):
        return False
    verbs = _verbs()
    told = sum(verbs.search(x) is not None for x in bare)
    return all(p[0] in BULLETS for p in pieces) or (len(bare) > HEADLINES and told * 3 >= 2 * len(bare))


def repeats(lines: list[str]) -> bool:
    """Whether neighbours are the same line again and again."""
    return len(lines) > 3 and sum(a == b for a, b in pairwise(lines)) > len(lines) // 2


def _is_row(text: str) -> bool:
    """Whether a line is a row of several buttons, each of which would be noise on its own line."""
    if len(text) > LINE_MAX or "。" in text or DATED.search(text):
        return False
    pieces = [piece for piece in PIECES.split(text) if piece] if PIECES.search(text) else []
    return (
        len(pieces) > 1
        and all(len(piece) <= PIECE for piece in pieces)
        and all(_is_button(piece) or _matches("line", piece) for piece in pieces)
    )


def _is_button(text: str) -> bool:
    """Whether a line is made of button words, figures and marks, and is no date."""
    return len(text) <= LONGEST and _buttons().fullmatch(text) is not None and DATED.search(text) is None


def _matches(group: str, text: str) -> bool:
    if len(text) > LONGEST:
        return False
    opening, core, anywhere = _patterns(group)
    return opening.fullmatch(text) is not None or (
        core is not None and core.search(text) is not None and anywhere.fullmatch(text) is not None
    )


@cache
def _verbs() -> re.Pattern[str]:
    return re.compile("|".join(load_lexicon("pipeline.clean", "chrome")["headline_verbs"]))


@cache
def _buttons() -> re.Pattern[str]:
    """Lines of button words; atomic, so that no line can be read in many ways."""
    words = sorted(load_lexicon("pipeline.clean", "chrome")["buttons"], key=len, reverse=True)
    known = "|".join(map(re.escape, words))
    return re.compile(rf"[\s\[【(（「]*(?>(?>{known}|\d+)[\s\[\]【】()（）「」|｜/,，.:：>»+·-]*){{1,40}}|[\W\d_]*")


@cache
def _patterns(group: str) -> tuple[re.Pattern[str], re.Pattern[str] | None, re.Pattern[str]]:
    """A group's patterns: those that open a line, the cores of the others (None where there are none), the others."""
    patterns = load_lexicon("pipeline.clean", "chrome")[group]
    patterns = [patterns] if isinstance(patterns, str) else patterns
    anywhere = [p for p in patterns if ANYWHERE.match(p)]
    opening = [p for p in patterns if not ANYWHERE.match(p)]
    cores = [way for p in anywhere for way in _ways(ANYWHERE.sub("", p))]
    return (
        re.compile("|".join(opening) or NEVER),
        re.compile("|".join(cores)) if cores else None,
        re.compile("|".join(anywhere) or NEVER),
    )


def _ways(pattern: str) -> list[str]:
    """The alternatives that a pattern opens with: searching for them flat is several times faster than nested."""
    if not pattern.startswith("(?:"):
        return [pattern]
    depth, start, ways = 0, 3, []
    for found in BRACKET.finditer(pattern):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if depth == 0 or (depth == 1 and found[0] == "|"):
            ways.append(pattern[start : found.start()])
            start = found.end()
        if depth == 0:
            break
    return ways
