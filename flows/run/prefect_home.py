"""Prefect told where to live and to be quiet, before it is imported: it reads the environment once."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flows.run.ending import ended_in_time
from flows.storage import DataFolder

HEARTBEAT_S = 30
"""How often a run says that it lives; one that is silent for three times as long is ended by an automation."""


def settle(data: DataFolder, *, verbose: bool = False) -> None:
    """Keep Prefect's files within the data folder, its telemetry off, its log quiet, unless the user said otherwise."""
    home = data.local / ".prefect"
    home.mkdir(parents=True, exist_ok=True)
    console = "INFO" if verbose else "CRITICAL"
    for name, value in {
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
        "PREFECT_CLI_PROMPT": "false",
        "PYTHONWARNINGS": "ignore::UserWarning:multiprocessing.resource_tracker",  # its sigh after Ctrl-C
        "PREFECT_LOGGING_TO_API_ENABLED": str(has_server()).lower(),  # a server that ends with us keeps no log
        "PREFECT_LOGGING_LEVEL": "INFO",  # what the server keeps of a run; the terminal hears it where it is asked for
        "PREFECT_LOGGING_EXTRA_LOGGERS": "xiangtu,crawl",
        "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",  # what a command says before and after its run
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": console,
        "PREFECT_SERVER_LOGGING_LEVEL": console,
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": str(HEARTBEAT_S),
    }.items():
        os.environ.setdefault(name, value)


def has_server() -> bool:
    """Whether the user has a Prefect server that wants to see the runs."""
    return bool(os.environ.get("PREFECT_API_URL"))


@contextmanager
def one_server() -> Iterator[None]:
    """A server for the flow and all its workers while the context lasts: the user's, else one of our own.

    Left to themselves, every worker process would start a temporary server, seconds each.
    """
    if has_server():
        with ended_in_time(lambda: None):
            yield
        return
    from prefect.server.api.server import SubprocessASGIServer
    from prefect.settings import PREFECT_API_URL, temporary_settings

    server = SubprocessASGIServer()
    with ended_in_time(lambda: _kill(server)):
        server.start()
        try:
            with temporary_settings({PREFECT_API_URL: server.api_url}):
                yield
        finally:
            server.stop()


def _kill(server: Any) -> None:
    """End a server of our own at once."""
    if server.server_process is not None:
        server.server_process.kill()
