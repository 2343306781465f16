"""From a draft to the article: one text, blocks and tables with their offsets into it."""

from pipeline.clean.lines import Draft, Grid, Line
from pipeline.privacy.identifiers import mask
from pipeline.records import Article, Block, Cell, Table


class _Text:
    """A text that grows a line at a time."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.length = 0

    def add(self, line: str) -> int:
        """Append a line; returns where it starts."""
        start = self.length + bool(self.lines)
        self.lines.append(line)
        self.length = start + len(line)
        return start


def lay_out(draft: Draft, url: str, encoding: str) -> Article:
    """The article of a draft: the title's line, then a line a block; a table's rows have their cells parted by tabs."""
    text = _Text()
    blocks: list[Block] = []
    tables: list[Table] = []

    def add(line: str, kind: object) -> None:
        start = text.add(line)
        blocks.append(Block(start, text.length, kind))  # type: ignore[arg-type]

    if draft.title:
        add(draft.title, "title")
    for item in draft.body:
        if isinstance(item, Line):
            add(mask(item.text), item.kind)
        else:
            if item.caption and item.caption not in text.lines[-4:]:
                add(item.caption, "caption")
            tables.append(_table(item, text, blocks))
    return Article(
        url=url,
        text="\n".join(text.lines),
        blocks=tuple(blocks),
        title=draft.title,
        published=draft.published,
        source=draft.source,
        authors=draft.authors,
        tables=tuple(tables),
        site_name=draft.site_name,
        site_code=draft.site_code,
        column=draft.column,
        keywords=draft.keywords,
        encoding=encoding,
        marks=draft.marks,
    )


def _table(grid: Grid, text: _Text, blocks: list[Block]) -> Table:
    """Each cell's text stands once, in the first row that it spans; a row of cells spanned from above has no line."""
    placed: dict[int, Cell] = {}
    for row in grid.rows:
        new = [i for i in dict.fromkeys(row) if i not in placed]
        while new and not grid.cells[new[-1]]:
            new.pop()
        start = text.length + bool(text.lines)
        for i in new:
            placed[i] = Cell(start, start + len(grid.cells[i]))
            start = placed[i].end + 1
        if new:
            line = "\t".join(grid.cells[i] for i in new)
            begin = text.add(line)
            blocks.append(Block(begin, text.length, "row"))
        for i in row:
            placed.setdefault(i, Cell(text.length, text.length))
    rows = tuple(tuple(placed[i] for i in row) for row in grid.rows)
    return Table(rows, grid.header_rows, grid.caption, grid.unit, grid.of_persons, grid.kind)
