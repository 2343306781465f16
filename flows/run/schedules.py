"""The schedules of the flow: Prefect's own prefect.yaml, checked, and served to a Prefect server without a pool."""

from collections.abc import Iterable
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from cronsim import CronSim, CronSimError
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from flows.settings import Settings

if TYPE_CHECKING:
    from prefect.deployments.runner import RunnerDeployment


class ScheduleError(ValueError):
    """What is wrong with the schedules, where, and what to do."""


class Strict(BaseModel):
    """A model that knows all its keys and does not change."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Due(Strict):
    """When a deployment comes due: a cron line in a time zone."""

    cron: str
    timezone: str = "UTC"

    @field_validator("cron")
    @classmethod
    def _is_cron(cls, value: str) -> str:
        try:
            CronSim(value, datetime(2026, 1, 1))
        except CronSimError as error:
            raise ValueError(f"not a cron line: {error}") from None
        return value

    @field_validator("timezone")
    @classmethod
    def _is_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError("not a time zone, such as Asia/Shanghai") from None
        return value


class What(Strict):
    """What is crawled: sites (all enabled ones where none is named), for the rows of so many days."""

    sites: tuple[str, ...] = ()
    contact: str | None = None
    networks: tuple[str, ...] = ()
    days: int | None = None


class Parameters(Strict):
    """The flow's parameters: nothing is crawled where ``what`` is null."""

    settings: dict[str, Any] = {}
    what: What | None = None
    force: bool = False


class Schedule(Strict):
    """A deployment as ``prefect.yaml`` has it; what only a work pool needs is Prefect's to check."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    schedules: tuple[Due, ...] = Field(min_length=1)
    parameters: Parameters = Parameters()
    description: str = ""
    entrypoint: Any = None
    concurrency_limit: Any = None
    work_pool: Any = None
    tags: Any = None
    version: Any = None

    @property
    def crawls(self) -> bool:
        """Whether it asks sites for pages."""
        return self.parameters.what is not None

    @property
    def sites(self) -> tuple[str, ...]:
        """The sites that it names."""
        return self.parameters.what.sites if self.parameters.what else ()


class File(Strict):
    """The file of schedules: Prefect's own prefect.yaml."""

    deployments: tuple[Schedule, ...] = Field(min_length=1)
    name: Any = None
    prefect_version: Any = Field(None, alias="prefect-version")
    definitions: Any = None


def read_schedules(path: Path | None = None) -> list[Schedule]:
    """The schedules of a file, by default those that are shipped. Raises ScheduleError, OSError."""
    where = str(path or "flows/deploy/prefect.yaml")
    text = path.read_text("utf-8") if path else files("flows").joinpath("deploy", "prefect.yaml").read_text("utf-8")
    try:
        file = File.model_validate(yaml.safe_load(text))
    except yaml.YAMLError as error:
        raise ScheduleError(f"{where}: not YAML: {error}") from None
    except ValidationError as error:
        wrong = (f"{where}: {'.'.join(map(str, e['loc'])) or 'the file'}: {e['msg']}" for e in error.errors())
        raise ScheduleError("\n".join(wrong)) from None
    names = [entry.name for entry in file.deployments]
    if len(set(names)) < len(names):
        raise ScheduleError(f"{where}: two deployments have one name; give each its own")
    return list(file.deployments)


def next_times(due: Due, number: int = 2, now: datetime | None = None) -> list[datetime]:
    """When a deployment comes due next."""
    moments = CronSim(due.cron, now or datetime.now(ZoneInfo(due.timezone)))
    return [next(moments) for _ in range(number)]


def parameters(schedule: Schedule, settings: Settings, contact: str | None) -> dict[str, Any]:
    """A deployment's parameters, with the settings and the contact of who serves it where it gives none of its own."""
    given = schedule.parameters
    what = given.what.model_dump() | {"contact": given.what.contact or contact} if given.what else None
    return {"settings": settings.model_dump() | given.settings, "what": what, "force": given.force}


def serve_schedules(schedules: Iterable[Schedule], settings: Settings, contact: str | None) -> None:
    """Register the schedules with the Prefect server and run what comes due, until ended."""
    from prefect import serve
    from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
    from prefect.schedules import Cron

    from flows.run.flow import whole_flow

    late = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
    deployments = [
        whole_flow.to_deployment(
            name=s.name,
            description=s.description,
            schedules=[Cron(due.cron, timezone=due.timezone) for due in s.schedules],
            parameters=parameters(s, settings, contact),
            concurrency_limit=late,
        )
        for s in schedules
    ]
    serve(*cast("list[RunnerDeployment]", deployments), pause_on_shutdown=False)
