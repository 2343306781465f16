"""How the commands speak: results to standard output, all else to standard error, exit codes for schedulers."""

import logging
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import IntEnum
from functools import cache
from typing import Any, NoReturn

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from serve.cells import visible


class _Plain(Console):
    """A console on which what pages, files and addresses say moves no cursor and hides no line."""

    def render_str(self, text: str, **how: Any) -> Text:
        """A text, or a table's cell, to be written."""
        return super().render_str(visible(text), **how)


err = _Plain(stderr=True, highlight=False, soft_wrap=True)
out = _Plain(highlight=False, soft_wrap=True)


class Exit(IntEnum):
    """What the exit code tells: 2 is left to the command line's own usage errors."""

    OK = 0
    FAILED = 1
    """Nothing could be done, or nothing of what was asked."""
    USAGE = 2
    PARTLY = 3
    """Done, but for the pages or archives that are reported."""


INTERRUPTED = 130
"""The exit code of a program that Ctrl-C ended: 128 and the signal's number."""
quiet = False
"""Whether only results and what is wrong are said; the command line sets it."""
log = logging.getLogger("xiangtu")
"""Where commands and flows say what they do; standard error hears it, and Prefect's server where there is one."""


class _Spoken(logging.Handler):
    """Lines to standard error, their text as it is; only what is wrong where the user wants quiet."""

    def emit(self, record: logging.LogRecord) -> None:
        if not quiet or record.levelno >= logging.WARNING:
            err.print(record.getMessage(), markup=False)


log.addHandler(_Spoken())
log.setLevel(logging.INFO)
log.propagate = False


def say(message: str) -> None:
    """Tell what is done, a line; nothing where the user wants quiet."""
    log.info("%s", message)


def warn(message: str) -> None:
    """Tell what is wrong, a line, whether the user wants quiet or not."""
    log.warning("%s", message)


def fail(message: str, code: Exit = Exit.FAILED) -> NoReturn:
    """End the command with what went wrong, where, and what to do."""
    err.print(f"xiangtu: {message}", style="red" if err.is_terminal else None, markup=False)
    raise typer.Exit(int(code))


@cache
def interrupted() -> None:
    """Say once that Ctrl-C was heard."""
    err.print("xiangtu: interrupted; what was done is kept, call it again to go on", markup=False)


@contextmanager
def failing(*kinds: type[Exception]) -> Iterator[None]:
    """Turn expected errors into a message and an exit code instead of a traceback."""
    try:
        yield
    except BrokenPipeError:
        raise  # the reader has seen enough; the command line ends quietly
    except (*kinds, *damage()) as error:
        fail(describe(error))


def damage() -> tuple[type[Exception], ...]:
    """The errors of files that are damaged: of SQLite, gzip, Arrow, JSON, and our own that name file and remedy."""
    import gzip
    import zlib

    from pyarrow.lib import ArrowException

    from flows.sums import DamagedError

    return DamagedError, sqlite3.Error, gzip.BadGzipFile, zlib.error, EOFError, ArrowException


def describe(error: BaseException) -> str:
    """An error's own words, with its file where it is the system's."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
        return f"a database of the data folder is held by another process ({error}); wait for it, or end it"
    text = str(error) or type(error).__name__
    if isinstance(error, damage()) and "xiangtu" not in text:
        return (
            f"a file of the data folder is damaged ({text}); 'xiangtu check' finds it, 'xiangtu build' makes it again"
        )
    return text


def plural(number: int, what: str) -> str:
    """A number with its noun."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def table(title: str, rows: Iterable[tuple[str, str]]) -> None:
    """A small table of names and values to standard error."""
    if quiet:
        return
    grid = Table(title=title, title_justify="left", show_header=False, box=None, pad_edge=False)
    grid.add_column(style="dim")
    grid.add_column()
    for name, value in rows:
        grid.add_row(name, value)
    err.print(grid, markup=False)


def emit(text: str) -> None:
    """A line to standard output."""
    sys.stdout.write(text + "\n")
