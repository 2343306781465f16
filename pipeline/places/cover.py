"""Which characters of a text are taken already; a look costs as much as the stretch is long, however many there are."""

from collections.abc import Iterable


class Cover:
    """The stretches of a text that are taken."""

    def __init__(self, length: int, stretches: Iterable[tuple[int, int]] = ()) -> None:
        self._taken = bytearray(length)
        for start, end in stretches:
            self.add(start, end)

    def add(self, start: int, end: int) -> None:
        """Take a stretch."""
        self._taken[start:end] = b"\1" * (end - start)

    def touches(self, start: int, end: int) -> bool:
        """Whether any of its characters is taken."""
        return 1 in self._taken[start:end]

    def holds(self, start: int, end: int) -> bool:
        """Whether all of its characters are taken."""
        return 0 not in self._taken[start:end]
