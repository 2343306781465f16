"""Where the store is, and where to look for a newer one."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Source:
    """The store's folder, which a build switches to another.

    ``newest`` tells the folder of now, None where there is none; ``hold`` gives it and keeps it while its context is
    open, and raises what the caller should tell its user where there is none.
    """

    newest: Callable[[], Path | None]
    hold: Callable[[], AbstractContextManager[Path]]
