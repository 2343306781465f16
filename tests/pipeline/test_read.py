"""The front door: a page in, a reading or a reason out."""

from datetime import UTC, datetime

from pipeline.read import TEXT_LIMIT, read_page
from pipeline.records import RawPage, Refusal


def test_a_text_beyond_the_limit_is_refused_with_its_length() -> None:
    body = "青禾镇修路\n2024-05-06 来源：某网\n" + "青禾镇修了路。" * (TEXT_LIMIT // 7 + 1)
    found = read_page(RawPage("file:///a.txt", datetime(2026, 1, 1, tzinfo=UTC), body.encode()))
    assert isinstance(found, Refusal)
    assert (found.reason, str(TEXT_LIMIT) in found.detail) == ("too-large", True)
