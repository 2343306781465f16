"""What every request passes first: heads that two readers could read in two ways are refused, slow takers cut off."""

import asyncio

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from serve.endpoint.problems import problem
from serve.limits import SEND_S
from serve.turns import CLIENT

READING = "GET, HEAD, POST, OPTIONS"
PREFLIGHT = "access-control-request-method"


class Guard:
    """An ASGI application before another."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse the request or pass it on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        CLIENT.set(scope["client"][0] if scope.get("client") else "")
        headers = Headers(scope=scope)
        refusal = self._refusal(Request(scope), headers)
        if refusal is None and scope["method"] == "OPTIONS" and PREFLIGHT not in headers:
            refusal = Response(status_code=204, headers={"allow": READING})
        await (refusal or self.app)(scope, receive, patient(send))

    @staticmethod
    def _refusal(request: Request, headers: Headers) -> Response | None:
        why = None
        if "content-length" in headers and "transfer-encoding" in headers:
            why = "give Content-Length or Transfer-Encoding, not both"
        elif not all(value.isascii() for value in headers.getlist("accept")):
            why = "the Accept header is not ASCII"
        if why is None:
            return None
        refusal = problem(request, 400, "refused", why)
        refusal.headers["connection"] = "close"
        return refusal


def patient(send: Send) -> Send:
    """A sender that gives up on a client who takes nothing."""

    async def sending(message: Message) -> None:
        async with asyncio.timeout(SEND_S):
            await send(message)

    return sending
