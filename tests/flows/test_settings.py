"""Settings: options before the environment before defaults, and errors that name the variable."""

import os
from pathlib import Path

import pytest

from crawl.archive import MAX_PAGE_BYTES
from flows.settings import SettingError, Settings, load, table
from flows.storage import data_folder


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("XIANGTU_")]:
        monkeypatch.delenv(name)


def test_options_win_over_the_environment_and_the_environment_over_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIANGTU_WORKERS", "3")
    monkeypatch.setenv("XIANGTU_PORT", "80")
    settings = load(workers=2, port=None)
    assert (settings.workers, settings.port, settings.data) == (2, 80, "data")


def test_an_empty_variable_is_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIANGTU_WORKERS", "")
    assert load().workers == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [("WORKERS", "many"), ("WORKERS", "0"), ("PORT", "-1"), ("PORT", "99999"), ("RETRIES", "1.5"), ("MASK", "none")],
)
def test_a_value_that_can_not_be_used_is_an_error_with_its_name_and_unit(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"XIANGTU_{name}", value)
    with pytest.raises(SettingError, match=f"XIANGTU_{name}='{value}': give .*, such as"):
        load()


def test_each_mistake_has_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIANGTU_WORKERS", "0")
    monkeypatch.setenv("XIANGTU_PORT", "99999")
    monkeypatch.setenv("XIANGTU_WORKER", "2")
    with pytest.raises(SettingError) as error:
        load()
    assert str(error.value).splitlines() == [
        "XIANGTU_WORKERS='0': give a whole number (processes) from 1 to 64, such as 1",
        "XIANGTU_PORT='99999': give a whole number (port) from 0 to 65535, such as 7878",
        "XIANGTU_WORKER: no such setting",
    ]


def test_the_default_limit_of_a_page_is_the_crawler_s() -> None:
    assert Settings().page_bytes == MAX_PAGE_BYTES


def test_every_setting_says_what_it_is_for() -> None:
    assert all(row.help and row.unit for row in table())


def test_a_url_needs_a_local_folder_beside_it(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="XIANGTU_LOCAL"):
        data_folder(load(data="memory://x"))
    folder = data_folder(load(data="memory://x", local=str(tmp_path)))
    assert folder.local == tmp_path


def test_a_url_of_no_known_kind_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="XIANGTU_DATA"):
        data_folder(load(data="nosuch://x", local=str(tmp_path)))
