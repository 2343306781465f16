"""The name that a site gives itself in its logo and its links home: neither the article's title nor, on a site that was
taken over, whom the article credits.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property
from html import unescape
from urllib.parse import urlsplit

from pipeline.clean.lines import key
from pipeline.lexicon import load_lexicon

NAME_MAX = 40
NAME_LONGEST = 9
"""Characters of a site's bare name (半岛综合体育 has 6); a longer text is not held against the page."""
LONGEST = 60
"""Characters of a site's name with what its owners put behind it (·(中国)官方网站 - 登录入口)."""
LEAST = 3
MOST_LINKS = 40
HOME = (
    *('href="/"', "href='/'", "href=/>", 'href="./"', 'href="/index.', 'href="index.', 'href="../index.'),
    *('class="logo', "class='logo", "class=logo", 'id="logo', "id=logo"),
)
"""How the tags of links to the front page and of logos go."""
TAG = re.compile(r"<[^<>]*>")
TAG_MAX = 600
"""Characters among which a tag ends, and the name behind it."""
MOST_TAGS = 6
HEAD, FOOT = 30_000, 10_000
"""Characters of markup at a page's ends that hold logo and links home."""


class Brand:
    """What a page calls its site; looked for only where a text is short enough to be a name.

    ``foreign``: whether the site was taken over, so that its name is no source.
    """

    def __init__(self, texts: Callable[[], Iterable[str]] = tuple, *, foreign: bool = False) -> None:
        self._texts, self.foreign = texts, foreign

    @cached_property
    def names(self) -> frozenset[str]:
        """The names, as keys."""
        names = (key(_around().sub("", text)) for text in self._known)
        return frozenset(name for name in names if len(name) >= LEAST)

    @cached_property
    def _known(self) -> tuple[str, ...]:
        return tuple(text for text in self._texts() if len(text) <= NAME_MAX)

    @cached_property
    def _wholes(self) -> frozenset[str]:
        """The names as they stand, of a site that was taken over: a short one (万象平台) is known as a whole only."""
        return frozenset(whole for text in self._known if self.foreign and len(whole := key(text)) > 1)

    def is_name(self, text: str) -> bool:
        """Whether a text is but the site's name, with words that only sites have around it."""
        if not text or len(text) > LONGEST or len(bare := key(_around().sub("", text))) > NAME_LONGEST:
            return False
        rest = _trade().sub("", text)
        if rest != text and not key(_around().sub("", rest)):
            return True
        return bare in self.names or key(text) in self._wholes

    def out_of(self, text: str) -> str:
        """A line without the name of a site that was taken over, which its owners put into others' texts."""
        for name in self.names if self.foreign else ():
            text = text.replace(name, "") if len(name) > LEAST and name in text else text
        return text

    def credits(self, source: str | None) -> bool:
        """Whether a source is the name of a site that was taken over."""
        return source is not None and (_trade().search(source) is not None or (self.foreign and self.is_name(source)))


def brand_of(html: str, url: str, plain: Callable[[str], str], *, foreign: bool) -> Brand:
    """The names in a page's logo and in its links to the site's front page.

    Looked for by their literal beginnings at the page's head and foot: to select them in the tree takes ten times as
    long.
    """

    def texts() -> Iterator[str]:
        host = urlsplit(url).netloc if re.fullmatch(r"[a-z]+://[\w.:-]+(?:/.*)?", url) else ""
        own = [f'href="{scheme}://{host}{end}"' for scheme in ("http", "https") for end in ("", "/")] if host else []
        for part in (html[:HEAD], html[max(HEAD, len(html) - FOOT) :]):
            for sign in (*HOME, *own):
                yield from map(plain, _texts(part, sign))

    return Brand(texts, foreign=foreign)


def _texts(html: str, sign: str) -> Iterator[str]:
    """The texts of the elements whose tags hold a sign, up to the first end of an element that holds text."""
    at = html.find(sign)
    for _ in range(MOST_LINKS):
        start = html.find(">", at, at + TAG_MAX) + 1 if at >= 0 else 0
        if not start:
            return
        piece = html[start : start + TAG_MAX]
        for part in TAG.split(piece, maxsplit=MOST_TAGS)[:-1]:
            if part.strip():
                yield unescape(part).strip()
                break
        at = html.find(sign, start)


@cache
def _trade() -> re.Pattern[str]:
    return re.compile("|".join(load_lexicon("pipeline.clean", "marks")["trade"]))


@cache
def _around() -> re.Pattern[str]:
    return re.compile(load_lexicon("pipeline.clean", "marks")["around_brand"])
