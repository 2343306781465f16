"""Policy documents: titles in 《》 that are no books, songs or papers; numbers; titles after 印发, 出台, 制定."""

import re
from collections.abc import Iterator
from functools import cache

from pipeline.lexicon import Matcher
from pipeline.names.spans import cover, made_of
from pipeline.names.words import words
from pipeline.records import Article, Document

_LONGEST, _LONGEST_ISSUER = 120, 40
_PHRASE_END = re.compile(r"[，,。；;：:！!？?\n《》]")
_ISSUER_WORDS = ("issuers", "issues", "before_issuer")
_NUMBER = re.compile(r"[〔\[［(（【](?P<year>(?:19|20)\d\d)[〕\]］)）】]\s*第?\s*(?P<serial>\d{1,5})\s*号")
_BODY, _LONGEST_BODY = re.compile(r"[\u4e00-\u9fff]+\Z"), 10
_TAIL = re.compile(r"(?:[(（〔\[][^()（）〔〕\[\]]{0,30}[)）〕\]]|[\d.、\s]|[—–-]+\d{4}年?|[上中下]册?|第.{1,3}版)+$")
_ALIAS = re.compile(
    r"[，,]?\s*[(（]\s*(?:以下|下文)?(?:统称|简称|称)(?:为)?[：:]?\s*[“\"《「]?(?P<alias>[^”\"》」)）]{2,20})[”\"》」]?\s*[)）]"
)
_CLAUSE = re.compile(r"[了将把被]|以来|之后")
_LONGEST_BARE, _SHORTEST_BARE = 46, 6
_STOPS = '，,。；;：:！!？?\n《》（(“”"、'


def read_documents(article: Article) -> tuple[Document, ...]:
    """The policy documents that an article names, every mention of each, in the order of the text.

    ``text`` is the title without 《》 and quote marks; an alias that the page declares (以下简称《办法》) reads as the
    title it stands for. ``number`` is a document number that stands with the title or alone.
    """
    text = article.text
    aliases: dict[str, Document] = {}
    found: list[Document] = []
    numbers = list(_numbers(text))
    opening, closing = {s: n for s, _, n in numbers}, {e: n for _, e, n in numbers}
    for start, end in _bracketed(text):
        title = text[start + 1 : end - 1].strip().strip('“”"')
        if title in aliases:
            known = aliases[title]
            found.append(Document(start, end, known.text, known.number, known.issuer))
        elif title and _is_policy(text, start, end, title):
            number = next((n for at in (end, end + 1, end + 2) if (n := opening.get(at))), None)
            number = number or closing.get(start) or closing.get(start - 1)
            document = Document(start, end, title, number, _issuer(text, start))
            found.append(document)
            alias = _ALIAS.match(text, end)
            if alias:
                aliases[alias["alias"]] = document
    taken = cover(len(text), ((d.start, d.end) for d in found))
    attached = {d.number for d in found if d.number}
    found += [Document(s, e, n, n) for s, e, n in numbers if n not in attached and not taken[s]]
    found += [d for d in _unbracketed(text) if not taken[d.start]]
    return tuple(sorted(found, key=lambda d: (d.start, d.end)))


def _bracketed(text: str) -> Iterator[tuple[int, int]]:
    """Outer 《…》 of one line, marks included; inner ones (《关于印发〈X〉的通知》) belong to the title."""
    depth, start = 0, -1
    for match in re.finditer(r"[《》\n]", text):
        if match[0] == "\n":
            depth = 0
        elif match[0] == "《":
            depth += 1
            if depth == 1:
                start = match.start()
        elif depth:
            depth -= 1
            if depth == 0 and 2 < match.end() - start <= _LONGEST:
                yield start, match.end()


def _is_policy(text: str, start: int, end: int, title: str) -> bool:
    before, after = text[max(0, start - 10) : start], text[end : end + 6]
    works = words("documents", "works")
    if title in words("documents", "whole"):
        return True
    if title in words("documents", "nouns"):
        return False  # 《办法》 alone means a title named elsewhere
    if before.rstrip("：:、“").endswith(works) or after.lstrip("、等的").startswith(works):
        return False
    if _core(title).endswith(words("documents", "nouns")):
        return True
    return before.endswith(words("documents", "issuing"))


def _core(title: str) -> str:
    """A title without what may follow its noun: years, brackets, (试行)."""
    return _TAIL.sub("", title) or title


def _numbers(text: str) -> Iterator[tuple[int, int, str]]:
    free = 0
    for match in _NUMBER.finditer(text):
        body = _BODY.search(text, max(free, match.start() - _LONGEST_BODY), match.start())
        if body:
            free = match.end()
            yield body.start(), free, f"{body[0]}〔{match['year']}〕{match['serial']}号"


@cache
def _issuers() -> re.Pattern[str]:
    endings, verbs, before = ("|".join(map(re.escape, words("documents", key))) for key in _ISSUER_WORDS)
    body = rf"[\u4e00-\u9fff、]{{1,24}}?(?:{endings})"
    return re.compile(rf"(?:{before})*({body})(?:联合|正式|研究|先后|共同)?(?:{verbs})(?:了|的|实施)?$")


def _issuer(text: str, start: int) -> str | None:
    """The body that the words before a title say issued it."""
    before = _PHRASE_END.split(text[max(0, start - _LONGEST_ISSUER) : start])[-1]
    match = _issuers().search(before)
    return match[1] if match else None


@cache
def _introducing() -> Matcher[None]:
    return Matcher(dict.fromkeys(words("documents", "unbracketed")))


def _unbracketed(text: str) -> Iterator[Document]:
    """Titles without 《》 after 印发, 出台, 制定; two that 和 joins are two."""
    for _, end, _ in _introducing().longest(text):
        start = end + (text[end : end + 1] == "了")
        limit = next((i for i in range(start, min(len(text), start + _LONGEST_BARE)) if text[i] in _STOPS), start)
        for match in _titles().finditer(text, start, limit):
            title = match[1] or match[2]
            if len(title) >= _SHORTEST_BARE and not _CLAUSE.search(title) and not made_of(title, _generic()):
                yield Document(match.start(), match.start() + len(title), title)


@cache
def _titles() -> re.Pattern[str]:
    nouns = "|".join(sorted(map(re.escape, words("documents", "unbracketed_nouns")), key=len, reverse=True))
    return re.compile(rf"(.{{2,40}}?(?:{nouns}))[和与及]|(.{{2,40}}(?:{nouns}))")


@cache
def _generic() -> Matcher[None]:
    return Matcher(dict.fromkeys((*words("documents", "generic"), *words("documents", "unbracketed_nouns"))))
