"""The READMEs are true: the demo prints what they show, each answer is the answer, and both say the same."""

import re
from pathlib import Path

import pytest

from flows.cli import commands
from tests.conftest import DemoRun
from tests.readme.readme import ANSWER, READMES, Demo, demo_of


@pytest.fixture(scope="module")
def demo(demo_run: DemoRun) -> Demo:
    assert demo_run.code == 0, demo_run.stderr
    return demo_of(demo_run.data, demo_run.stdout)


@pytest.mark.parametrize("path", READMES, ids=lambda p: p.name)
def test_what_is_shown_is_what_is_printed(path: Path, demo: Demo) -> None:
    text = path.read_text("utf-8")
    assert demo.renew(text) == text, "run `make docs`"


def test_both_readmes_show_the_same() -> None:
    english, chinese = (path.read_text("utf-8") for path in READMES)
    assert [m[2] for m in ANSWER.finditer(english)] == [m[2] for m in ANSWER.finditer(chinese)]
    assert len(ANSWER.findall(english)) == 5
    for mark in (r"(?m)^#+ ", r"```mermaid", r"`make \w+`|\$ make \w+", r"(?m)^\|"):
        assert len(re.findall(mark, english)) == len(re.findall(mark, chinese)), mark


@pytest.mark.parametrize("path", READMES, ids=lambda p: p.name)
def test_every_command_is_told_and_no_other(path: Path) -> None:
    told = set(re.findall(r"`xiangtu (\w+)", path.read_text("utf-8")))
    assert told == {c.callback.__name__ for c in commands.registered_commands if c.callback}
