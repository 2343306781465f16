"""An answer of the pool as one of HTTP's."""

import asyncio
from collections.abc import Coroutine, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from starlette.background import BackgroundTask
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, Response

from serve.endpoint.accept import TYPES
from serve.pool import Answer

T = TypeVar("T")
NONE: Mapping[str, str] = MappingProxyType({})


def response(answer: Answer, more: Mapping[str, str] = NONE) -> Response:
    """An answer sent whole; a large one from its file, which is removed behind it."""
    headers = {"content-type": TYPES[answer.form], "vary": "Accept, Accept-Encoding", **more}
    if answer.packed:
        headers["content-encoding"] = "gzip"
    if answer.file:
        return FileResponse(answer.file, headers=headers, background=BackgroundTask(remove, answer.file))
    return Response(answer.body, headers=headers)


def remove(file: Path) -> None:
    """Remove an answer's file."""
    file.unlink(missing_ok=True)


async def while_connected(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """Do some work, and give it up when the client hangs up: ClientDisconnect."""
    task = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(disconnected(request))
    try:
        await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return task.result()
        task.cancel()
        await asyncio.wait({task})
        raise ClientDisconnect
    finally:
        gone.cancel()
        task.cancel()


async def disconnected(request: Request) -> None:
    """Return when the client has hung up."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
