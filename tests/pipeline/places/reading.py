"""Lines read for their places."""

from pipeline.places import Places, read_places
from pipeline.records import Article, Block, Site


def read(*lines: str, site: Site | None = None, **known: str) -> Places:
    blocks, at = [], 0
    for number, line in enumerate(lines):
        blocks.append(Block(at, at + len(line), "paragraph" if number else "title"))
        at += len(line) + 1
    return read_places(Article("http://example.invalid/", "\n".join(lines), tuple(blocks), lines[0], **known), site)


def found(*lines: str, **known: str) -> list[tuple[str, str | None]]:
    return [(mention.text, mention.code) for mention in read(*lines, **known).mentions]
