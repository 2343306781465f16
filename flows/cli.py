"""The command ``xiangtu``: a verb for each step of the pipeline, each in a module of ``flows.commands``."""

import gc
import os
import sys
from typing import Annotated

import typer

from flows.commands.build import build
from flows.commands.check import check
from flows.commands.crawl import crawl
from flows.commands.demo import demo
from flows.commands.deploy import deploy
from flows.commands.export import export
from flows.commands.mcp import mcp
from flows.commands.probe import probe
from flows.commands.publish import publish
from flows.commands.query import query
from flows.commands.run import run
from flows.commands.serve import serve
from flows.commands.sites import sites
from flows.commands.status import status
from flows.commands.tag import tag
from flows.show import console

MADE = 100_000
"""Objects made between two looks for rubbish: what a command imports and loads stays, and is not looked through again
and again (`xiangtu tag` of a page, by turns with the state before this and lighter sounds: 3.38 and 3.29 s)."""

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
for command in (demo, sites, probe, crawl, build, tag, query, export, publish, serve, mcp, run, deploy, status, check):
    commands.command()(command)


def show_version(asked: bool) -> None:
    """Print the versions of the project and of its pipeline, and leave."""
    if asked:
        from importlib.metadata import version

        from flows.run.version import pipeline_version

        typer.echo(f"xiangtu {version('xiangtu')}, pipeline {pipeline_version()}")
        raise typer.Exit


@commands.callback()
def main(
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but results and what is wrong.")] = False,
    version: Annotated[  # noqa: ARG001  asked for by its callback
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    """Options before a command hold for each of them: xiangtu --quiet build."""
    console.quiet = quiet


def app() -> None:
    """Run the command line; a closed pipe (``| head``) and Ctrl-C end it without a traceback."""
    gc.set_threshold(MADE)
    try:
        commands()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except SystemExit as end:
        if end.code == console.INTERRUPTED:  # typer makes that of Ctrl-C, without a word
            console.interrupted()
        raise


if __name__ == "__main__":
    app()
