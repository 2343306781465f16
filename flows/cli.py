"""The command ``xiangtu``: a verb for each step of the pipeline, each in a module of ``flows.commands``."""

import os
import sys

import typer

from flows.commands.build import build
from flows.commands.crawl import crawl
from flows.commands.demo import demo
from flows.commands.deploy import deploy
from flows.commands.export import export
from flows.commands.mcp import mcp
from flows.commands.probe import probe
from flows.commands.query import query
from flows.commands.run import run
from flows.commands.serve import serve
from flows.commands.sites import sites
from flows.commands.tag import tag

commands = typer.Typer(
    name="xiangtu",
    help="""Xiangtu 乡图: news pages of China's county sites in, a knowledge graph of villages out.

    Begin with [bold]xiangtu demo[/]. Settings are read from XIANGTU_… variables ([bold]flows/README.md[/] lists them).
    Exit codes: 0 all well, 1 nothing could be done, 2 wrong usage, 3 done but for what is reported.""",
    rich_markup_mode="rich",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (demo, sites, probe, crawl, build, tag, query, export, serve, mcp, run, deploy):
    commands.command()(command)


@commands.callback()
def main() -> None:
    """Nothing is shared by the commands but their help."""


def app() -> None:
    """Run the command line; a closed pipe (``| head``) and Ctrl-C end it without a traceback."""
    try:
        commands()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    app()
