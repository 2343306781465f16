import os
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from flows.cli import commands

PAGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{title}-额敏县人民政府</title></head>
<body><div class="nav"><a href="/">首页</a><a href="/zwgk/">政务公开</a><a href="/bmfw/">便民服务</a></div>
<div class="article"><h1>{title}</h1><div class="info">发布时间：{date} 来源：额敏县融媒体中心</div>
<div class="content">{body}</div></div>
<div class="footer">版权所有 额敏县人民政府办公室</div></body></html>"""

BODY = (
    "<p>新疆维吾尔自治区额敏县{town}今年把人居环境整治当成头等大事来抓，镇村干部逐户走访，听取群众意见，细化任务清单。</p>"
    "<p>目前，全镇投入资金{money}万元，改造户厕{toilets}户，新修道路{road}公里，清理垃圾{waste}吨，村集体经济收入达到{road}0万元。</p>"
    "<p>下一步，{town}计划再投入{plan}万元，完善管护制度，让村庄面貌长期保持整洁有序。</p>"
)
TOWNS = ("额敏镇", "玉什喀拉苏镇", "杰勒阿尕什镇", "上户镇")


def page(number: int, *, date: str = "2024-04-26 10:00", money: int | None = None) -> str:
    """An article of our own; each number another one."""
    town = TOWNS[number % len(TOWNS)]
    body = BODY.format(
        town=town,
        money=money or 100 + number,
        toilets=10 + number,
        road=3 + number,
        waste=40 + number,
        plan=20 + number,
    )
    return PAGE.format(title=f"{town}扎实推进人居环境整治第{number}期观察", date=date, body=body)


def write_pages(folder: Path, count: int, first: int = 0) -> Path:
    """A folder of so many HTML pages, all of one time."""
    folder.mkdir(exist_ok=True)
    for number in range(first, first + count):
        file = folder / f"{number:03d}.html"
        file.write_text(page(number), "utf-8")
        os.utime(file, (1_720_000_000, 1_720_000_000))
    return folder


@pytest.fixture
def pages(tmp_path: Path) -> Callable[..., Path]:
    """Makes a folder of so many HTML pages."""
    return lambda count, name="pages", first=0: write_pages(tmp_path / name, count, first)


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """Builds so many pages, once in each test process: the folder of the pages and of the data."""

    @cache
    def make(count: int) -> Path:
        folder = tmp_path_factory.mktemp("built")
        build = ["build", "--data", str(folder / "data"), str(write_pages(folder / "pages", count))]
        with pytest.MonkeyPatch.context() as patch:
            for name in [name for name in os.environ if name.startswith("XIANGTU_")]:
                patch.delenv(name)
            assert CliRunner().invoke(commands, build).exit_code == 0
        return folder

    return make


@pytest.fixture
def built(built_once: Callable[[int], Path], tmp_path: Path) -> Callable[[int], Path]:
    """Has so many pages built as ``xiangtu("build", pages(count))`` would, by a copy; gives the pages' folder."""

    def copy(count: int) -> Path:
        shutil.copytree(built_once(count), tmp_path, symlinks=True, dirs_exist_ok=True)
        return tmp_path / "pages"

    return copy


@pytest.fixture
def xiangtu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Runs the command line in this process, on a data folder of the test's own."""
    monkeypatch.setenv("XIANGTU_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("PREFECT_API_URL", raising=False)

    def run(*arguments: object) -> Result:
        result = CliRunner().invoke(commands, [str(a) for a in arguments], terminal_width=120)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"
