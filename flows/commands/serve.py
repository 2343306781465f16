"""``xiangtu serve``: the explorer and the SPARQL endpoint."""

from typing import Annotated

import typer

from flows.commands.options import DataOption
from flows.show.console import failing, say

OPEN_AFTER_S = 1.5
"""The query processes are up by then; a browser that comes earlier waits."""


def serve(
    data: DataOption = None,
    host: Annotated[
        str | None, typer.Option("--host", help="The address to listen on.", show_default="127.0.0.1")
    ] = None,
    port: Annotated[int | None, typer.Option("--port", help="0 takes a free one.", show_default="7878", min=0)] = None,
    timeout: Annotated[int | None, typer.Option("--timeout-s", help="Seconds a query may take.", min=1)] = None,
    opening: Annotated[bool, typer.Option("--open", help="Open the explorer in the browser.")] = False,
) -> None:
    """Serve the store as web pages to read (the explorer) and as a SPARQL endpoint, read-only, until Ctrl-C.

    Queries are about what is said now; GRAPH history has what was said once. SERVICE clauses are refused. When a build
    has made a new store, the endpoint moves to it without a pause.

    Example: [bold]xiangtu serve --open[/]

    Example: [bold]curl --data-urlencode 'query=SELECT * { ?fact a xt:Fact }' http://127.0.0.1:7878/query[/]
    """
    import socket
    import threading
    import webbrowser

    from flows.settings import SettingError, load
    from flows.show.asking import connection_limits, limits
    from flows.storage import data_folder
    from flows.store.folders import NoStoreError, link, reading
    from ontology.questions import prefixes
    from serve.app import make_app
    from serve.explorer.data import Releases
    from serve.explorer.explorer import Explorer
    from serve.explorer.graph import Current
    from serve.server import run
    from serve.source import Source

    with failing(SettingError, NoStoreError, OSError):
        settings = load(data=data, host=host, port=port, query_timeout_s=timeout)
        folder = data_folder(settings)
        with reading(folder), socket.create_server((settings.host, settings.port)) as listener:
            source = Source(lambda: link(folder), lambda: reading(folder))
            app = make_app(
                source,
                limits(settings),
                base=settings.base,
                prefixes=prefixes(settings.base),
                public=settings.public,
            )
            current = Current(source, settings.base)
            app.state.explorer = Explorer(current, Releases(folder), settings.report_to)
            address = f"http://{settings.host}:{listener.getsockname()[1]}"
            say(f"serving {folder.local / 'store'} at {address}/ (SPARQL at {address}/query); Ctrl-C ends it")
            if opening:
                threading.Timer(OPEN_AFTER_S, webbrowser.open, [address]).start()
            run(app, listener, settings.query_bytes, connection_limits(settings))
