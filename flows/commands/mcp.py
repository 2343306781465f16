"""``xiangtu mcp``: tools for assistants."""

from flows.commands.options import DataOption
from flows.show.console import fail, failing


def mcp(data: DataOption = None) -> None:
    """Serve the graph to an assistant over the Model Context Protocol, on standard input and output.

    Tools: search, dossier, evidence, list_questions, ask, query; all read only, bounded in time, memory and rows. Needs
    the extra 'mcp': pip install 'xiangtu\\[mcp]'.

    Example: in the assistant's settings [bold]{"command": "xiangtu", "args": \\["mcp", "--data", "/path/to/data"]}[/]
    """
    from flows.settings import SettingError, load
    from flows.show.asking import limits
    from flows.storage import data_folder
    from flows.store.folders import NoStoreError, link, reading
    from serve.source import Source

    try:
        from serve.assistant import make_server
    except ModuleNotFoundError as error:
        fail(f"{error.name} is not installed; pip install 'xiangtu[mcp]'")
    with failing(SettingError, NoStoreError, OSError):
        settings = load(data=data)
        folder = data_folder(settings)
        with reading(folder):
            source = Source(lambda: link(folder), lambda: reading(folder))
            make_server(source, limits(settings), settings.base).run("stdio")
