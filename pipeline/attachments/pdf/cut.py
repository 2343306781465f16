"""A table that a page's end cut: repeated heads, rows and merged cells that go on."""

from collections.abc import Iterator, Sequence

from pipeline.attachments.content import Rows
from pipeline.clean.tables import Span, is_number

KEYED = 0.8
"""Of a table's rows: how many have a first cell where a row without one goes on with the row before."""
Row = tuple[Span, ...]
Place = tuple[int, int]
"""A cell's row and its number in it."""


def width_of(table: Rows) -> int:
    """The columns of a table."""
    return sum(across for _, _, across, _ in table.rows[0]) if table.rows else 0


def join_tables(upper: Rows, lower: Rows) -> Rows:
    """One table of two that a page's end parted."""
    repeated = 0
    while repeated < min(len(lower.rows), len(upper.rows)) and lower.rows[repeated] == upper.rows[repeated]:
        repeated += 1
    rows, rest = list(upper.rows), list(lower.rows[repeated:])
    if not rest:
        return upper
    if _goes_on(rows, rest[0]):
        rows[-1] = tuple((above[0] + below[0], *above[1:]) for above, below in zip(rows[-1], rest.pop(0), strict=True))
    else:
        _extend(rows, rest)
    return Rows(tuple(rows + rest))


def _goes_on(rows: Sequence[Row], row: Row) -> bool:
    """Whether a row is the rest of the one before: without a first cell, which others have, and without figures."""
    last = rows[-1]
    whole = [span[1:] for span in last] == [span[1:] for span in row] and all(down == 1 for _, down, *_ in row)
    if not whole or row[0][0] or not last[0][0] or any(is_number(text) for text, *_ in row if text):
        return False
    return sum(bool(r and r[0][0]) for r in rows) >= KEYED * len(rows)


def _extend(rows: list[Row], rest: list[Row]) -> None:
    """Let merged cells at the end of the upper rows reach down over the lower ones that are empty there."""
    above = _ends(rows)
    merged = {column for part in (rows, rest) for column, (r, i) in _cells(part) if part[r][i][1] > 1 and r}
    merged |= {column for column, (r, i) in _cells(rest) if rest[r][i][1] > 1}
    first: list[Span] = []
    column = 0
    for text, down, across, head in rest[0]:
        r, i = above.get(column, (-1, -1))
        upper = rows[r][i] if r >= 0 else None
        if upper is not None and column in merged and upper[2] == across and bool(upper[0]) != bool(text):
            longer = (upper[0] or text, upper[1] + down, across, head)
            rows[r] = (*rows[r][:i], longer, *rows[r][i + 1 :])
        else:
            first.append((text, down, across, head))
        column += across
    rest[0] = tuple(first)


def _ends(rows: Sequence[Row]) -> dict[int, Place]:
    """The cells that reach to the end of the rows, by their first column."""
    return {column: (r, i) for column, (r, i) in _cells(rows) if r + rows[r][i][1] >= len(rows)}


def _cells(rows: Sequence[Row]) -> Iterator[tuple[int, Place]]:
    """Each cell's first column and place."""
    hanging: dict[int, int] = {}
    for r, row in enumerate(rows):
        column = 0
        for i, (_, down, across, _) in enumerate(row):
            while hanging.get(column, 0) > r:
                column += 1
            yield column, (r, i)
            for covered in range(column, column + across):
                hanging[covered] = r + down
            column += across
