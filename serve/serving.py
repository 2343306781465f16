"""What every handler may use, at ``request.app.state.serving``."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import cast

from starlette.requests import Request
from starlette.responses import Response

from serve.metrics import Metrics
from serve.pool import Pool


@dataclass(frozen=True, slots=True)
class Serving:
    """The pool that answers queries, and how the graph and the application are addressed."""

    pool: Pool
    metrics: Metrics
    base: str
    """What the graph's IRIs begin with."""
    prefixes: Mapping[str, str]
    """Prefixes that queries need not declare."""
    public: str = ""
    """The address that the world knows the application by, without a slash at its end; "" where none was set."""
    page: Callable[[Request, str], Awaitable[Response]] | None = None
    """The HTML of an entity by its IRI, where there is an explorer."""
    missing: Callable[[Request], Awaitable[Response]] | None = None
    """The HTML of an address of nothing, where there is one."""
    counts: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Triples and subjects by store, once they were counted."""

    def address(self, request: Request) -> str:
        """The application's address, without a slash at its end."""
        return self.public or str(request.base_url).rstrip("/")


def serving(request: Request) -> Serving:
    """What the application has for this request."""
    return cast(Serving, request.app.state.serving)
