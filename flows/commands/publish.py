"""``xiangtu publish``: another SPARQL store kept in step."""

from typing import Annotated

import typer

from flows.commands.options import DataOption
from flows.show.console import failing, plural, say


def publish(
    endpoint: Annotated[str, typer.Option("--endpoint", metavar="URL", help="The other store's SPARQL Update.")],
    graph_store: Annotated[
        str, typer.Option("--graph-store", metavar="URL", help="Its Graph Store Protocol, which takes triples faster.")
    ] = "",
    graph: Annotated[
        str,
        typer.Option(
            "--graph",
            metavar="IRI",
            help="The graph that stands for our default one.",
            show_default="its own default graph",
        ),
    ] = "",
    user: Annotated[
        str, typer.Option("--user", help="Whom it knows us as; the password is XIANGTU_PUBLISH_PASSWORD.")
    ] = "",
    batch: Annotated[int, typer.Option("--batch", min=1, max=100_000, help="Triples sent at once.")] = 2000,
    anew: Annotated[bool, typer.Option("--anew", help="Empty its graphs first, and send everything.")] = False,
    data: DataOption = None,
) -> None:
    """Keep another SPARQL 1.1 store in step with ours: only what changed since the last time is sent.

    What is said now goes into its default graph, or one of your choice, what was said once into the graph history. A
    publication that breaks off goes on where it stopped when called again. Basic or digest authentication, as the
    store asks. What others change in those graphs is not noticed: --anew begins again.

    Example: [bold]xiangtu publish --endpoint http://127.0.0.1:7879/update --graph-store http://127.0.0.1:7879/store[/]

    Example: [bold]xiangtu publish --endpoint http://127.0.0.1:8890/sparql-auth --user dba --graph https://w3id.org/xiangtu/now[/]
    """
    from flows.publish.publish import publish as send
    from flows.publish.remote import RemoteError, Target
    from flows.settings import SettingError, load
    from flows.storage import BusyError, data_folder
    from flows.store.folders import NoStoreError
    from ontology.iris import Iris

    with failing(SettingError, NoStoreError, BusyError, RemoteError, OSError):
        settings = load(data=data)
        target = Target(endpoint, graph_store, graph, user, settings.publish_password)
        sent = send(data_folder(settings), Iris(settings.base), target, say, batch, anew=anew)
        if sent.added or sent.removed:
            say(f"{endpoint}: {plural(sent.added, 'triple')} added, {sent.removed:,} removed")
        else:
            say(f"{endpoint}: in step, nothing sent")
