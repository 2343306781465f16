"""Schedules: a checked file, shown with the next times, served only to a server that keeps them."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import Result

from flows.run.schedules import ScheduleError, next_times, parameters, read_schedules
from flows.settings import load

Run = Callable[..., Result]
GOOD = (
    "deployments:\n"
    "  - {name: a, parameters: {what: null}, schedules: [{cron: '0 12 * * *', timezone: Asia/Shanghai}]}\n"
)


def test_the_shipped_schedules_are_shown_with_their_next_times(xiangtu: Run) -> None:
    result = xiangtu("deploy", "--dry-run")
    for schedule in read_schedules():
        assert schedule.name in result.stderr
        assert all(due.cron in result.stderr for due in schedule.schedules)
    assert "next: 2" in result.stderr


def test_next_times_are_in_the_schedule_s_own_zone(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(GOOD, "utf-8")
    (schedule,) = read_schedules(tmp_path / "s.yaml")
    (due,) = schedule.schedules
    first, second = next_times(due, now=datetime(2026, 3, 1, 12, 30, tzinfo=ZoneInfo("Asia/Shanghai")))
    assert (first.isoformat(), second.isoformat()) == ("2026-03-02T12:00:00+08:00", "2026-03-03T12:00:00+08:00")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("0 12 * * *", "0 99 * * *"), "deployments.0.schedules.0.cron"),
        (("what: null", "what: {site: [a]}"), "deployments.0.parameters.what.site"),
        (("Asia/Shanghai", "Asia/Nowhere"), "deployments.0.schedules.0.timezone"),
        (("name: a", "name: a, nmae: b"), "deployments.0.nmae"),
        (("deployments:", "deployments: ["), "not YAML"),
    ],
)
def test_a_wrong_file_is_an_error_with_its_place(
    change: tuple[str, str], says: str, tmp_path: Path, xiangtu: Run
) -> None:
    file = tmp_path / "s.yaml"
    file.write_text(GOOD.replace(*change), "utf-8")
    with pytest.raises(ScheduleError, match=says):
        read_schedules(file)
    result = xiangtu("deploy", "--dry-run", "--config", file)
    assert result.exit_code == 1
    assert str(file) in result.stderr


def test_what_a_deployment_leaves_out_is_given_by_who_serves_it(tmp_path: Path) -> None:
    text = GOOD.replace("what: null", "what: {sites: [demo], days: 3}, settings: {retries: 5}, force: true")
    (tmp_path / "s.yaml").write_text(text, "utf-8")
    (schedule,) = read_schedules(tmp_path / "s.yaml")
    given = parameters(schedule, load(data="d", workers=3), "desk@example.org")
    assert (given["settings"]["data"], given["settings"]["workers"], given["settings"]["retries"]) == ("d", 3, 5)
    assert given["what"] == {"sites": ("demo",), "contact": "desk@example.org", "networks": (), "days": 3}
    assert given["force"]


def test_two_deployments_of_one_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(GOOD + GOOD.splitlines()[-1] + "\n", "utf-8")
    with pytest.raises(ScheduleError, match="one name"):
        read_schedules(tmp_path / "s.yaml")
