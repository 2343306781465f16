"""Projects that head an item of a list (1., 三是, 项目名称：), by their full titles, or are given a sum."""

import re
from collections.abc import Iterator

from pipeline.names.clauses import Clauses
from pipeline.names.formed import trimmed
from pipeline.names.heads import is_generic
from pipeline.names.quoted import Found
from pipeline.names.view import View
from pipeline.names.words import words

_NUMERAL = "一二三四五六七八九十"
_NAME = (
    r"(?P<name>(?P<body>[^\n，,。；;：:、（()）]{4,40}?)(?:工程|项目)(?:[（(][^\W_]{1,3}期[)）])?)"
    r"(?=[^\S\n]*(?:[\n，,：:。；;（(]|总?投资|概?预?算|\d|\Z))"
)
_ITEM = re.compile(
    rf"(?:(?:\A|\n)[^\S\n]*[{_NUMERAL}\d]{{1,3}}[、.．][^\S\n]*"
    rf"|(?:\A|[\n。；;，,：:])[^\S\n]*(?:[（(][{_NUMERAL}\d]{{1,3}}[)）][^\S\n]*|[{_NUMERAL}]是)"
    rf"|项目名称[：:][^\S\n]*){_NAME}"
)
_FUNDED = re.compile(
    r"(?:[，,；;：:]|其中)(?P<name>(?P<body>[^\n，,。；;：:、（()）其]{4,22}?)项目)(?=(?:奖补|补助|扶持|建设)?资金\d)"
)
_CLAUSE = re.compile(r"[了将把被使让]|\d(?![\d个])")
_SHORT, _LONG = 4, 8


def items(view: View, clauses: Clauses) -> Iterator[Found]:
    """Projects by their full titles, places and phases included: 1.X村Y工程（二期）, 三是X项目，…, X项目资金10万元.

    What begins with a verb (一是实施……) is a clause; what is of general words alone is a heading, unless a place is
    named in it or a sum is given to it.
    """
    for pattern in (_ITEM, _FUNDED):
        for match in pattern.finditer(view.text):
            start, end = match.span("name")
            body = match["body"]
            if clauses.verb_at(start) or _CLAUSE.search(body) or body.startswith(words("programs", "openers")):
                continue
            inner = clauses.before(match.end("body"))
            if pattern is _FUNDED and inner.at > start and inner.before == "strong":  # 工作组争取到|X项目资金10万元
                start = trimmed(view.text, inner.at, match.end("body"), clauses, yearly=True)
                body = view.text[start : match.end("body")]
                if len(body) < _SHORT:
                    continue
            if clauses.placed(start, end) or not is_generic(body) or (pattern is _FUNDED and len(body) >= _LONG):
                yield Found(start, end, "project", (start, end))
