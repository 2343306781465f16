"""Settings: options before the environment before defaults, and errors that name the variable."""

from pathlib import Path

import pytest

from crawl.archive import MAX_PAGE_BYTES
from flows.settings import SettingError, Settings, load, table
from flows.storage import data_folder


def test_options_win_over_the_environment_and_the_environment_over_defaults() -> None:
    environ = {"XIANGTU_WORKERS": "3", "XIANGTU_PORT": "80"}
    settings = load(environ, workers=2, port=None)
    assert (settings.workers, settings.port, settings.data) == (2, 80, "data")


def test_an_empty_variable_is_no_value() -> None:
    assert load({"XIANGTU_WORKERS": ""}).workers == 1


@pytest.mark.parametrize(("name", "value"), [("WORKERS", "many"), ("WORKERS", "0"), ("PORT", "-1"), ("RETRIES", "1.5")])
def test_a_value_that_can_not_be_used_is_an_error_with_its_name_and_unit(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=f"XIANGTU_{name}='{value}'"):
        load({f"XIANGTU_{name}": value})


def test_the_default_limit_of_a_page_is_the_crawler_s() -> None:
    assert Settings().page_bytes == MAX_PAGE_BYTES


def test_every_setting_says_what_it_is_for() -> None:
    assert all(row.help and row.unit for row in table())


def test_a_url_needs_a_local_folder_beside_it(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="XIANGTU_LOCAL"):
        data_folder(load({"XIANGTU_DATA": "memory://x"}))
    folder = data_folder(load({"XIANGTU_DATA": "memory://x", "XIANGTU_LOCAL": str(tmp_path)}))
    assert folder.local == tmp_path


def test_a_url_of_no_known_kind_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="XIANGTU_DATA"):
        data_folder(load({"XIANGTU_DATA": "nosuch://x", "XIANGTU_LOCAL": str(tmp_path)}))
