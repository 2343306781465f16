"""The pictures of the explorer in the READMEs, in both languages: ``python -m tests.readme.shots``.

usage: python -m tests.readme.shots [DATA]

Runs the demo, or takes the data folder DATA of one that ran, serves its graph and takes the pictures with headless
Chromium (``XIANGTU_BROWSER``, else the system's). Colours are kept to 48: a page needs no more, and files stay small.
"""

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from serve.search import schema
from tests.readme.readme import ROOT, run_demo
from tests.serve.explorer.conftest import FLAGS

IMAGES = ROOT / "docs" / "images"
COLOURS = 48
DESKTOP, PHONE = (1200, 860), (390, 844)
LOCALES = {"zh": "zh-CN", "en": "en-GB"}


@dataclass(frozen=True)
class Shot:
    """A picture: its name, the page's address or the SQL that finds its key, the window and the theme."""

    name: str
    page: str
    size: tuple[int, int] = DESKTOP
    theme: str = "light"
    at: str = ""
    """What the window begins with, where that is not the page's head."""


VILLAGE = "SELECT key FROM things WHERE kind = 'place' AND level = 5 ORDER BY facts DESC, key LIMIT 1"
FACT = "SELECT fact FROM facts ORDER BY witnesses DESC, contested, money DESC, fact LIMIT 1"
SHOTS = (
    Shot("home", "/"),
    Shot("place", VILLAGE),
    Shot("place-phone", VILLAGE, PHONE),
    Shot("fact-dark", FACT, theme="dark"),
    Shot("page", "SELECT page FROM pages ORDER BY facts DESC, page LIMIT 1", at="section h2"),
    Shot("ask", "/ask/money"),
)


@contextmanager
def served(data: Path) -> Iterator[str]:
    """The address of a server on a data folder."""
    command = [sys.executable, "-m", "flows.cli", "serve", "--data", str(data), "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr
            found = (re.search(r"at (http://[\d.]+:\d+)", line) for line in server.stderr)
            yield next(told[1] for told in found if told)
        finally:
            server.terminate()


def take(browser: Browser, address: str, shot: Shot, path: str, language: str) -> Path:
    """Take a picture and write it. Raises where the page does not answer."""
    size = {"width": shot.size[0], "height": shot.size[1]}
    context = browser.new_context(base_url=address, locale=LOCALES[language], color_scheme=shot.theme, viewport=size)
    page = context.new_page()
    answer = page.goto(path)
    assert answer and answer.ok, path
    if shot.at:
        page.locator(shot.at).first.evaluate("element => element.scrollIntoView()")
    picture = Image.open(io.BytesIO(page.screenshot()))
    context.close()
    file = IMAGES / f"explorer-{shot.name}.{language}.png"
    picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    return file


def main() -> None:
    """Take all pictures."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        data = Path(sys.argv[1]) if len(sys.argv) > 1 else run_demo(Path(name)).folder
        found = schema.opened((data / "store").resolve())
        path = os.environ.get("XIANGTU_BROWSER") or shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        with served(data) as address:
            for shot in SHOTS:
                page = shot.page if shot.page.startswith("/") else f"/{found.execute(shot.page).fetchone()[0]}"
                for language in LOCALES:
                    file = take(browser, address, shot, page, language)
                    print(f"{file.relative_to(ROOT)}: {page}, {file.stat().st_size >> 10} kB")
        browser.close()


if __name__ == "__main__":
    main()
