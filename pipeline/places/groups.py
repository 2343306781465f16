"""Numbered groups right after their village: 石桥村五组, 红星村第三村民小组, 团结屯2队."""

import re
from collections.abc import Sequence

from pipeline.places.lower import Span
from pipeline.places.scope import Scope

_NUMBERED = re.compile(
    r"第?(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})(?:村民小组|居民小组|小组|组|社|屯|队)(?![会员织团区长])"
)


def find_groups(scope: Scope, spans: Sequence[Span]) -> list[Span]:
    """The numbered groups that follow a village directly."""
    found = (_NUMBERED.match(scope.text, span.end) for span in spans if span.level == "village")
    return [Span(match.start(), match.end(), (), "group") for match in found if match]
