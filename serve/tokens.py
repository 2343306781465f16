"""SPARQL's text cut into its tokens (grammar of SPARQL 1.1, 19.8), in time linear in its length.

Whether ``<`` opens an IRI or compares can't be told from its characters alone. Comparisons stand in parentheses only;
what could be either there, and would hide a string or a comment if it were misread, is refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from serve.errors import RefusedQueryError

_TOKEN = re.compile(
    r"""
      (?P<space>  [\x20\t\r\n]+ | \#[^\r\n]* )
    | (?P<iri>    <[^<>"{}|^`\\\x00-\x20]*> )
    | (?P<string> (?s: \"{3} (?:"{0,2}(?:[^"\\]|\\.))* \"{3} | '{3} (?:'{0,2}(?:[^'\\]|\\.))* '{3} )
                | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*' )
    | (?P<var>    [?$]\w[\w·]* )
    | (?P<lang>   @[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[a-z]+)? )
    | (?P<blank>  _:\w(?:[\w.\-·]*[\w\-·])? )
    | (?P<name>   (?:[^\W\d_](?:[\w.\-·]*[\w\-·])?)? : (?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])
                  (?:(?:[\w.:\-·]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])*
                     (?:[\w:\-·]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]))?)? )
    | (?P<number> (?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)? )
    | (?P<word>   [A-Za-z_][A-Za-z0-9_]* )
    | (?P<open>   [\[({] )
    | (?P<close>  [\])}] )
    | (?P<sign>   \^\^ | \|\| | && | != | <= | >= | << | >> | [=<>+\-*/!^|?.,;~@] )
    """,
    re.VERBOSE,
)
_PAIRS = {"(": ")", "[": "]", "{": "}"}
_BEFORE_A_TERM = {"sign", "open"}
"""After these no comparison can stand, so ``<`` opens an IRI."""
_DOUBTFUL = re.compile("['#]")


@dataclass(frozen=True, slots=True)
class Token:
    """A token: its kind, its text, where it starts, and how many brackets are open there."""

    kind: str
    text: str
    start: int
    depth: int

    def is_word(self, word: str) -> bool:
        """Whether it is this keyword, given in capitals."""
        return self.kind == "word" and self.text.upper() == word


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a query, without blanks and comments. Raises RefusedQueryError with line and column."""
    brackets = Brackets(text)
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise wrong(text, at, f"{text[at]!r} can't stand here")
        at = match.end()
        if match.lastgroup != "space":
            token = Token(match.lastgroup, match[0], match.start(), len(brackets.opened))
            brackets.see(token)
            yield token
    if brackets.opened:
        last = brackets.opened[-1]
        raise wrong(text, last.start, f"{last.text!r} is not closed")


class Brackets:
    """The brackets that are open while the tokens go by, and which of them hold data only."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.opened: list[Token] = []
        self._data = 0
        self._is_values = False
        self._before = Token("open", "", 0, 0)

    def see(self, token: Token) -> None:
        """Take the next token. Raises RefusedQueryError."""
        if token.kind == "iri":
            self._check_comparison(token)
        elif token.kind == "open":
            self._data += self._data > 0 or (token.text == "{" and self._is_values)
            self.opened.append(token)
        elif token.kind == "close":
            if not self.opened or _PAIRS[self.opened[-1].text] != token.text:
                raise wrong(self.text, token.start, f"{token.text!r} closes nothing")
            self.opened.pop()
            self._data -= self._data > 0
        if token.kind != "var" and token.text not in "()":
            self._is_values = token.is_word("VALUES")
        self._before = token

    def _check_comparison(self, token: Token) -> None:
        in_expression = self.opened and self.opened[-1].text == "(" and not self._data
        if in_expression and self._before.kind not in _BEFORE_A_TERM and _DOUBTFUL.search(token.text):
            said = "put a blank behind '<' where it compares; use a prefix where it opens an IRI"
            raise wrong(self.text, token.start, said)


def wrong(text: str, at: int, why: str) -> RefusedQueryError:
    """What is wrong with a query, and where: line and column, from 1."""
    line, column = text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1
    return RefusedQueryError(f"not a SPARQL 1.1 query: line {line}, column {column}: {why}")
