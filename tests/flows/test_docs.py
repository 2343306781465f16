"""The documentation keeps up: every command, setting and exit code is in it, every command's help has an example."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows import settings
from flows.cli import commands
from flows.run.schedules import read_schedules
from flows.show.console import Exit

README = Path(settings.__file__).with_name("README.md").read_text("utf-8")
NAMES = [command.callback.__name__ for command in commands.registered_commands if command.callback]


def test_the_commands_are_those_of_the_design() -> None:
    before = ["demo", "sites", "probe", "crawl", "build", "tag", "query", "export"]
    assert [*before, "publish", "serve", "mcp", "run", "deploy", "status", "check"] == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_command_is_documented_and_its_help_has_an_example(name: str) -> None:
    assert f"`xiangtu {name}" in README
    result = CliRunner().invoke(commands, [name, "--help"], terminal_width=200)
    assert result.exit_code == 0
    assert f"Example: xiangtu {name}" in result.stdout or "Example: " in result.stdout
    assert f"xiangtu {name}" in result.stdout


def test_every_setting_is_documented_with_its_default_unit_and_help() -> None:
    for row in settings.table():
        default = f" `{row.default}` " if row.default != "" else " "
        assert f"| `{row.env}` |{default}| {row.unit} | {row.help} |" in README, row.name


def test_no_variable_is_documented_that_is_none() -> None:
    known = {row.env for row in settings.table()} | {"XIANGTU_CONTACT"}
    assert set(re.findall(r"XIANGTU_[A-Z_]+", README)) == known


def test_every_exit_code_is_documented() -> None:
    assert re.findall(r"^\| (\d) \|", README, re.M) == [str(int(code)) for code in Exit]


def test_every_module_is_in_the_readme() -> None:
    folder = Path(settings.__file__).parent
    rooms = ("", "store", "run", "release", "publish", "sites", "show")
    for path in (path for room in rooms for path in (folder / room).glob("*.py")):
        assert path.stem in ("__init__", "cli") or f"`{path.stem}`" in README, path.name


def test_the_example_of_schedules_is_one(tmp_path: Path) -> None:
    block = re.search(r"^    deployments:.*?(?=\n\n|\Z)", README, re.M | re.S)
    assert block
    file = tmp_path / "own.yaml"
    file.write_text(re.sub(r"^    ", "", block[0], flags=re.M), "utf-8")
    (schedule,) = read_schedules(file)
    assert (schedule.name, schedule.sites) == ("nightly", ("demo",))
