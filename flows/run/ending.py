"""Ctrl-C ends a run on Prefect in time: what does not come to an end by itself is ended.

Prefect would tell its server first, which Ctrl-C has reached too, and wait for what runs in threads and on clusters.
What is done is written whole or not at all, so nothing is lost by not waiting.
"""

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from flows.show.console import INTERRUPTED, interrupted

GRACE_S = 1.2
"""How long Prefect may take to end by itself; with what Python takes after it, Ctrl-C is over within two seconds."""


@contextmanager
def ended_in_time(end: Callable[[], object]) -> Iterator[None]:
    """Have Ctrl-C end this process and those that it started in time while the context lasts; ``end`` ends what
    ``multiprocessing`` does not know of.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # signals reach the main thread alone
        return

    def leave() -> None:
        interrupted()
        for child in multiprocessing.active_children():
            child.kill()
        end()
        os._exit(INTERRUPTED)

    def hear(number: int, frame: FrameType | None) -> None:
        logging.disable()  # what a server that is gone is not told is no news, nor is what stops in threads
        threading.excepthook = lambda _: None
        timer = threading.Timer(GRACE_S, leave)
        timer.daemon = True
        timer.start()
        signal.default_int_handler(number, frame)

    before = signal.signal(signal.SIGINT, hear)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
