"""Pages that are nothing but a script that leads on, as entries of columns are."""

import re

from crawl.families.links import clean_url

SMALL = 2000
"""Characters; a page that says more is one."""
TARGET = re.compile(
    r"""\blocation(?:\.href)?\s*=\s*["']([^"'?]+)["']|\blocation\.(?:replace|assign)\(\s*["']([^"'?]+)["']""", re.I
)
"""Without a query: what a challenge sends back is none of ours to send."""


def script_target(text: str, url: str) -> str | None:
    """Where a small page without links sends its reader by script; None for a page that says something."""
    if len(text) > SMALL or "<a" in text.lower():
        return None
    found = TARGET.search(text)
    target = clean_url(url, found[1] or found[2]) if found else None
    return target if target != url else None
