"""Garbled copies made plain: pinyin glosses out, Traditional to Simplified.

Pirate copies convert to Traditional and put readings into the text: 鄉(xiāng)村, 的(de)(de), 縣(xi?n). A gloss
goes only where it reads the characters right before it; (GDP), (kg) and (pH) read none, so they stay.
"""

import re
from collections.abc import Callable
from functools import cache

from opencc import OpenCC

from pipeline.lexicon import load_lexicon
from pipeline.sounds import readings

HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
LETTER = r"A-Za-zÀ-ÖØ-öø-ɏɑɡḿ"
OPEN, CLOSE = r"(（\[【〔", r")）\]】〕"
GLOSS = re.compile(rf"[{OPEN}]([{LETTER}?�□'’·\s]{{1,40}})[{CLOSE}]|[{OPEN}]([{LETTER}]{{1,7}})(?=[\u4e00-\u9fff])")
SIGNS = [re.compile(rf"{bracket}[{LETTER}?�□]{{1,30}}") for bracket in (r"\(", "（", r"\[", "【", "〔")]
"""Several, since a pattern that opens with one character is searched for ten times faster than one with a choice."""
OPENING = "(（[【〔"
TONED = re.compile("[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]")
BARE = re.compile(rf"(?<=[\u3400-\u9fff])[{LETTER}]{{1,7}}(?![{LETTER}])")
"""A gloss without brackets: 鄉xiāng村."""
DAMAGED = re.compile(
    r"(?<=[\u4e00-\u9fff，。、；：“”])(?:\?{2,3}|�{1,3})[a-z]{0,5}[)）]?(?=[\u4e00-\u9fff，。、；：“”])"
)
TONES = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿɡɑăĕĭŏŭâêîôûãõ", "aaaaeeeeiiiioooouuuuvvvvvnnnmgaaeiouaeiouao")
QUOTES = str.maketrans("「」『』", "“”‘’")
LOST = "?�□"
MAX_SYLLABLES = 6
SAMPLE = 3000
"""Characters, evenly spread, that tell whether a page is Traditional."""


def plainer(text: str, title: str = "") -> tuple[Callable[[str], str], tuple[str, ...]]:
    """The function that makes this page's strings plain, and the marks it earns (glossed, traditional)."""
    sample = title + text[:: max(1, len(text) // SAMPLE)]
    glossed, bare = _is_glossed(title + text), _is_bare(title + text)
    least = 0.0 if glossed or bare else load_lexicon("pipeline.clean", "script")["traditional_share"]
    traditional = traditional_share(sample) > least
    marks = (("glossed",) if glossed or bare else ()) + (("traditional",) if traditional else ())
    steps = ((strip_glosses,) if glossed else ()) + ((strip_bare,) if bare else ())
    steps += (simplify,) if traditional else ()

    def plain(text: str) -> str:
        for step in steps:
            text = step(text)
        return text

    return plain, marks


def _is_glossed(text: str) -> bool:
    """Whether any bracket reads the characters before it."""
    for found in (found for sign in SIGNS for found in sign.finditer(text)):
        # tags of their own part the readings of some pages from the characters
        around = text[max(0, found.start() - MAX_SYLLABLES) : found.end()].replace("\n", "") + ")"
        if strip_glosses(around) != around:
            return True
    return False


def _is_bare(text: str) -> bool:
    """Whether a reading with its tone stands right behind the character that it reads."""
    if not TONED.search(text):
        return False
    return any(TONED.search(found[0]) and _follows(found) for found in BARE.finditer(text.replace("\n", "")))


def _follows(found: re.Match[str]) -> bool:
    return _reads(found[0], found.string[max(0, found.start() - MAX_SYLLABLES) : found.start()])


def strip_bare(text: str) -> str:
    """The text without readings right behind the characters that they read, brackets or not."""
    return BARE.sub(lambda found: "" if _follows(found) else found[0], text)


def strip_glosses(text: str) -> str:
    """The text without the pinyin glosses that read the characters before them."""
    if not any(mark in text for mark in OPENING):
        return text
    kept: list[str] = []
    last = 0
    tail = ""
    found_any = False
    for found in GLOSS.finditer(text):
        between = text[last : found.start()]
        kept.append(between)
        tail = (tail + between[-MAX_SYLLABLES:])[-MAX_SYLLABLES:]
        last = found.end()
        if _reads(found[1] or found[2], tail):
            found_any = True
        else:
            kept.append(found[0])
            tail = found[0][-MAX_SYLLABLES:]
    kept.append(text[last:])
    plain = "".join(kept)
    return DAMAGED.sub("□", plain) if found_any else plain


def traditional_share(text: str) -> float:
    """The share of a text's Chinese characters that conversion to Simplified would change."""
    changed = len(_traditional().findall(text))
    return changed / (sum(map("\u4e00".__le__, text)) or 1) if changed else 0.0


def simplify(text: str) -> str:
    """Traditional to Simplified, with what t2s leaves (跟著 → 跟着)."""
    text = _opencc().convert(text).translate(QUOTES)
    words = load_lexicon("pipeline.clean", "script")
    for old, new in words["after_t2s"].items():
        text = text.replace(old, new)
    return _zhu().sub("着", text) if "著" in text else text


def _reads(gloss: str, before: str) -> bool:
    """Whether a gloss is the reading of the last characters before it; lost letters (?) match any one."""
    if gloss.lstrip()[:1].isupper():
        return False
    letters = re.sub(r"[\s'’·]", "", gloss.lower().translate(TONES))
    ends = {len(letters)}
    for char in reversed(before):
        if not HAN.match(char):
            return False
        ends = {end - len(r) for end in ends for r in _readings(char) if _same(letters[max(0, end - len(r)) : end], r)}
        if 0 in ends:
            return True
        if not ends:
            return False
    return False


def _same(letters: str, reading: str) -> bool:
    if len(letters) != len(reading) or all(c in LOST for c in letters):
        return False
    return all(a == b or a in LOST for a, b in zip(letters, reading, strict=True))


@cache
def _readings(char: str) -> frozenset[str]:
    """All readings of a character without tones, ü as v and u; none where it is not known."""
    plain = readings(char)
    return plain | {reading.replace("v", "u") for reading in plain}


@cache
def _opencc() -> OpenCC:
    return OpenCC("t2s")


@cache
def _traditional() -> re.Pattern[str]:
    """The characters of the basic block that t2s changes and Simplified text does not use."""
    chars = "".join(map(chr, range(0x4E00, 0xA000)))
    changed = {old for old, new in zip(chars, _opencc().convert(chars), strict=True) if old != new}
    return re.compile(f"[{''.join(sorted(changed - set(load_lexicon('pipeline.clean', 'script')['both'])))}]")


@cache
def _zhu() -> re.Pattern[str]:
    """Where 著 is the particle 着."""
    words = load_lexicon("pipeline.clean", "script")
    before, after, verbs = ("".join(words[k]) for k in ("zhu_before", "zhu_after", "zhu_particle_before"))
    always = "".join(w[1] for w in words["zhu_always"] if w[0] == "著")
    return re.compile(rf"(?<=[{verbs}])著|(?<![{before}])著(?![{after}])|著(?=[{always}])")
