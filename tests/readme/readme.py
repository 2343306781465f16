"""What the READMEs show is made by running it: ``python -m tests.readme.readme`` (make docs).

A block between ``<!-- demo -->`` and ``<!-- end -->`` holds what the demo prints; one after ``<!-- answer -->`` holds a
command and what it prints on the demo's graph; ``<!-- figures -->`` what the quality gate measures.
"""

import re
import shlex
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from corpus import gate
from flows.cli import commands
from flows.demo.server import PORT

ROOT = Path(__file__).parents[2]
READMES = (ROOT / "README.md", ROOT / "README.zh.md")
DEMO = re.compile(r"(<!-- demo -->\n)(.*?)(<!-- end -->)", re.S)
ANSWER = re.compile(r"(<!-- answer -->\n```console\n\$ ([^\n]+)\n)(.*?)(```\n<!-- end -->)", re.S)
FIGURES = re.compile(r"(<!-- figures -->\n)(.*?)(<!-- end -->)", re.S)
KINDS = (
    *("places+value", "organisations (near)", "programs (near)", "documents", "amounts+value", "quantities+value"),
    *("dates+value", "facts (value)", "facts (all right)", "facts (whole)"),
)


@dataclass(frozen=True)
class Demo:
    """The demo's data folder and what the demo printed."""

    folder: Path
    printed: str

    def ask(self, command: str) -> str:
        """What a command prints on the demo's graph."""
        done = CliRunner().invoke(commands, [*shlex.split(command)[1:], "--data", str(self.folder)])
        if done.exit_code:
            raise RuntimeError(f"{command}: exit code {done.exit_code}: {done.output}")
        return at_home(done.stdout.replace("\r\n", "\n"))

    def renew(self, text: str) -> str:
        """A README's text with the demo's output and each answer made anew."""
        text = DEMO.sub(lambda m: f"{m[1]}```text\n{self.printed}```\n{m[3]}", text)
        return ANSWER.sub(lambda m: f"{m[1]}{self.ask(m[2])}{m[4]}", text)


def run_demo(folder: Path) -> Demo:
    """Run ``xiangtu demo`` as a user would, into a data folder. Raises CalledProcessError where it fails."""
    call = [Path(sys.executable).with_name("xiangtu"), "demo", "--data", folder]
    return demo_of(folder, subprocess.run(call, check=True, stdout=subprocess.PIPE, text=True).stdout)


def demo_of(folder: Path, printed: str) -> Demo:
    """A demo that ran, by its data folder and what it printed."""
    return Demo(folder, at_home(re.sub(r"\A(?:.*\.warc\.gz)?\n+", "", printed)))  # an archive's name bears the time


def at_home(text: str) -> str:
    """The text with the demo's usual port: where that is taken, the demo is served on another."""
    return re.sub(r"http://127\.0\.0\.1:\d+", f"http://127.0.0.1:{PORT}", text)


def figures() -> str:
    """F1 of each kind on each set, as a table."""
    sets = [s for s in gate.available() if s.has_floors]
    scores = [gate.figures(s) for s in sets]
    head = "| | " + " | ".join(f"{s.name} ({len(list(s.gold.glob('*.json')))} pages)" for s in sets) + " |\n"
    rows = (f"| {kind} | " + " | ".join(f"{score[kind]:.3f}" for score in scores) + " |\n" for kind in KINDS)
    return head + "|---|" + "---:|" * len(sets) + "\n" + "".join(rows)


def main() -> None:
    """Write what is shown into the READMEs."""
    table = figures() if gate.available() else None
    with tempfile.TemporaryDirectory() as name:
        demo = run_demo(Path(name))
        for path in READMES:
            text = demo.renew(path.read_text("utf-8"))
            path.write_text(FIGURES.sub(lambda m: f"{m[1]}{table or m[2]}{m[3]}", text), "utf-8")


if __name__ == "__main__":
    main()
