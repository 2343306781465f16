"""Whether it works, and what it does."""

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from serve.serving import serving


async def health(request: Request) -> Response:
    """200 while there are processes that answer queries, else 503."""
    pool = serving(request).pool
    alive = sum(process.is_alive for process in pool.generation.processes)
    said = {
        "status": "ok" if alive else "unavailable",
        "store": pool.generation.store.name,
        "processes": alive,
        "running": pool.running,
        "waiting": pool.waiting,
    }
    return JSONResponse(said, 200 if alive else 503, {"cache-control": "no-store"})


async def metrics(request: Request) -> Response:
    """The counters as Prometheus reads them."""
    return Response(generate_latest(serving(request).metrics.registry), media_type=CONTENT_TYPE_LATEST)
