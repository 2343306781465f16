"""The name that a site gives itself in its logo and its links home: neither the article's title nor, on a site that was
taken over, whom the article credits.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from pipeline.clean.lines import key
from pipeline.lexicon import load_lexicon

NAME_MAX = 40
LONGEST = 60
"""Characters of a site's name with what its owners put behind it (·(中国)官方网站 - 登录入口)."""
LEAST = 3
MOST_LINKS = 40
HOME = 'a[href="/"], a[href="./"], a[href="../"], a[href^="/index."], a[href^="index."], a[href="#"], .logo, #logo'


@dataclass(frozen=True, slots=True)
class Brand:
    """What a page calls its site, as keys."""

    names: frozenset[str] = frozenset()
    foreign: bool = False
    """Whether the site was taken over, so that its name is no source."""

    def is_name(self, text: str) -> bool:
        """Whether a text is but the site's name, with words that only sites have around it."""
        if not text or len(text) > LONGEST:
            return False
        bare = key(text)
        rest = _trade().sub("", text)
        if rest != text and not key(_around().sub("", rest)):
            return True
        return any(name in bare and not _around().sub("", bare.replace(name, "", 1)) for name in self.names)

    def out_of(self, text: str) -> str:
        """A line without the name of a site that was taken over, which its owners put into others' texts."""
        for name in self.names if self.foreign else ():
            text = text.replace(name, "") if len(name) > LEAST and name in text else text
        return text

    def credits(self, source: str | None) -> bool:
        """Whether a source is the name of a site that was taken over."""
        return source is not None and (_trade().search(source) is not None or (self.foreign and self.is_name(source)))


def brand_of(tree: LexborHTMLParser, url: str, plain: Callable[[str], str], *, foreign: bool) -> Brand:
    """The names in a page's logo and in its links to the site's front page."""
    host = urlsplit(url).netloc if re.fullmatch(r"[a-z]+://[\w.:-]+(?:/.*)?", url) else ""
    own = (
        "".join(f', a[href="{scheme}://{host}{end}"]' for scheme in ("http", "https") for end in ("", "/"))
        if host
        else ""
    )
    return named((plain(node.text() or "") for node in tree.css(HOME + own)[:MOST_LINKS]), foreign=foreign)


def named(texts: Iterable[str], *, foreign: bool) -> Brand:
    """The brand of a page that shows these names of its site."""
    names = (key(_around().sub("", text)) for text in texts if len(text) <= NAME_MAX)
    return Brand(frozenset(name for name in names if len(name) >= LEAST), foreign)


@cache
def _trade() -> re.Pattern[str]:
    return re.compile("|".join(load_lexicon("pipeline.clean", "marks")["trade"]))


@cache
def _around() -> re.Pattern[str]:
    return re.compile(load_lexicon("pipeline.clean", "marks")["around_brand"])
