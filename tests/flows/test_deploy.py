"""What is shipped to deploy with is what it says: prefect.yaml, the automation, compose, systemd and cron."""

import inspect
import re
from configparser import ConfigParser
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from cronsim import CronSim
from typer.testing import CliRunner

from flows import settings as settings_module
from flows.cli import commands

FLOWS = Path(settings_module.__file__).parent
DEPLOY = FLOWS / "deploy"


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


DEPLOYMENTS = read(FLOWS.parent / "prefect.yaml")["deployments"]


def test_prefect_itself_takes_the_file_with_its_three_deployments() -> None:
    from prefect.cli.deploy._models import PrefectYamlModel

    model = PrefectYamlModel.model_validate(read(FLOWS.parent / "prefect.yaml"))
    assert [entry.name for entry in model.deployments] == ["nightly", "weekly-backfill", "monthly-release"]


@pytest.mark.parametrize("entry", DEPLOYMENTS, ids=lambda entry: entry["name"])
def test_a_deployment_is_on_the_pool_in_the_sites_zone_and_skips_late_runs(entry: dict[str, Any]) -> None:
    (schedule,) = entry["schedules"]
    assert next(CronSim(schedule["cron"], datetime(2026, 1, 1)))
    assert ZoneInfo(schedule["timezone"]).key == "Asia/Shanghai"
    assert entry["concurrency_limit"] == {"limit": 1, "collision_strategy": "CANCEL_NEW"}
    assert entry["work_pool"]["name"] == "xiangtu"
    assert int(entry["work_pool"]["job_variables"]["env"]["PREFECT_FLOWS_HEARTBEAT_FREQUENCY"]) * 3 == 90


@pytest.mark.parametrize("entry", DEPLOYMENTS, ids=lambda entry: entry["name"])
def test_a_deployment_s_parameters_are_those_of_its_flow(entry: dict[str, Any]) -> None:
    from flows.run import flow as module

    path, name = entry["entrypoint"].split(":")
    assert FLOWS.parent / path == Path(module.__file__)
    whole = getattr(module, name)
    checked = whole.validate_parameters(entry["parameters"])
    assert set(checked) <= set(inspect.signature(whole.fn).parameters)
    assert isinstance(checked["settings"], settings_module.Settings)
    assert checked["what"] is None or isinstance(checked["what"], module.Crawl)


def test_the_automation_takes_each_of_our_states_for_a_sign_of_life_and_minds_our_flows_only() -> None:
    from flows.run.dead_runs import automation
    from flows.run.flow import build_flow, whole_flow

    trigger = automation().trigger
    assert trigger.within.total_seconds() == 90
    (pattern,) = trigger.expect
    for state in ("heartbeat", "Completed", "Done in part", "Failed", "Crashed", "Cancelled", "TimedOut"):
        assert re.fullmatch(pattern.replace("*", ".+"), f"prefect.flow-run.{state}")
    assert set(trigger.match_related["prefect.resource.name"]) == {build_flow.name, whole_flow.name}


def test_compose_has_server_worker_and_endpoint_open_to_this_machine_only() -> None:
    services = read(DEPLOY / "compose.yaml")["services"]
    assert set(services) == {"server", "worker", "endpoint"}
    volumes = read(DEPLOY / "compose.yaml")["volumes"]
    for name, service in services.items():
        assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).is_file()
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", [])), name
        assert all(volume.split(":")[0] in volumes for volume in service["volumes"]), name
        assert all(other in services for other in service.get("depends_on", {})), name
    assert services["worker"]["depends_on"] == {"server": {"condition": "service_healthy"}}


@pytest.mark.parametrize("name", ["compose.yaml", "xiangtu.service", "xiangtu.cron"])
def test_the_commands_settings_and_options_that_are_named_are_ours(name: str) -> None:
    text = (DEPLOY / name).read_text("utf-8")
    known = {row.env for row in settings_module.table()} | {"XIANGTU_CONTACT"}
    assert set(re.findall(r"XIANGTU_[A-Z_]+", re.sub(r"^#.*", "", text, flags=re.M))) <= known
    for verb, options in re.findall(r"xiangtu(?: --quiet)? (deploy|run)((?: --[a-z-]+)*)", text):
        told = CliRunner().invoke(commands, [verb, "--help"], terminal_width=200).stdout
        assert all(f"{option} " in told for option in options.split())


def test_the_unit_is_one_and_does_not_try_again_what_a_person_has_to_mend() -> None:
    unit = ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(DEPLOY / "xiangtu.service", "utf-8")
    assert unit.sections() == ["Unit", "Service", "Install"]
    assert unit["Service"]["ExecStart"].endswith("/xiangtu deploy")
    assert unit["Service"]["RestartPreventExitStatus"] == "2"


def test_the_cron_line_comes_due() -> None:
    line = next(line for line in (DEPLOY / "xiangtu.cron").read_text("utf-8").splitlines() if line[:1].isdigit())
    assert next(CronSim(" ".join(line.split()[:5]), datetime(2026, 1, 1)))
