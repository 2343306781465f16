"""The numbers of the index: such that the order of ids is the order of time, the newest first, whatever came when.

A page's id begins with its day, counted down, and goes on with its hash; what stands on a page has the page's id and
its own place among the page's. So a page that comes later moves no other, and what is read by id needs no sorting.
"""

from hashlib import blake2b

DAY_BITS, HASH_BITS, WITHIN_BITS = 16, 29, 18
"""63 in all: days of 157 years, a page among 500 million of a day, a statement among 262,144 of a page."""
FIRST_YEAR, YEARS = 1970, 157
A_YEAR, A_MONTH = 13 * 32, 32
"""Places in a year: one for the year alone, 12 months, in each one for the month alone and 31 days."""
UNDATED = (1 << DAY_BITS) - 1


def number(text: str) -> int:
    """A text's number: 63 bits of a hash, as likely as not to be met again among four billion texts."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest()) >> 1


def page_number(page: str, published: str | None) -> int:
    """The id that a page should have; the next free one is its own where two of a day share it."""
    return (_countdown(published) << HASH_BITS) | (int(page[-20:-12], 16) >> (32 - HASH_BITS))


def _countdown(published: str | None) -> int:
    """A day, month or year, the newest first; what has none comes last."""
    try:
        year, month, day = ([int(part) for part in (published or "")[:10].split("-")] + [0, 0])[:3]
    except ValueError:
        return UNDATED
    place = min(max(year - FIRST_YEAR, 0), YEARS - 1) * A_YEAR + min(month, 12) * A_MONTH + min(day, 31)
    return UNDATED - 1 - place
