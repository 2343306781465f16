"""The schedules of the flow: a small YAML file, checked, and served to a Prefect server."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast
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

    model_config = ConfigDict(extra="forbid", frozen=True)


class Entry(Strict):
    """A deployment: which flow, when."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    flow: Literal["crawl-build-export", "build-export"]
    cron: str
    sites: tuple[str, ...] = ()

    @field_validator("cron")
    @classmethod
    def _is_cron(cls, value: str) -> str:
        try:
            CronSim(value, datetime(2026, 1, 1))
        except CronSimError as error:
            raise ValueError(f"not a cron line: {error}") from None
        return value


class File(Strict):
    """The file of schedules."""

    timezone: str = "Asia/Shanghai"
    deployments: tuple[Entry, ...] = Field(min_length=1)

    @field_validator("timezone")
    @classmethod
    def _is_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError("not a time zone, such as Asia/Shanghai") from None
        return value


class Schedule(Entry):
    """A deployment with the zone of its file."""

    timezone: str

    @property
    def crawls(self) -> bool:
        """Whether it asks sites for pages."""
        return self.flow == "crawl-build-export"


def read_schedules(path: Path | None = None) -> list[Schedule]:
    """The schedules of a file, by default those that are shipped. Raises ScheduleError, OSError."""
    where = str(path or "flows/run/schedules.yaml")
    text = path.read_text("utf-8") if path else files("flows.run").joinpath("schedules.yaml").read_text("utf-8")
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
    return [Schedule(timezone=file.timezone, **entry.model_dump()) for entry in file.deployments]


def next_times(schedule: Schedule, number: int = 2, now: datetime | None = None) -> list[datetime]:
    """When a schedule comes due next."""
    moments = CronSim(schedule.cron, now or datetime.now(ZoneInfo(schedule.timezone)))
    return [next(moments) for _ in range(number)]


def serve_schedules(schedules: Iterable[Schedule], settings: Settings, contact: str | None) -> None:
    """Register the schedules with the Prefect server and run what comes due, until ended."""
    from prefect import serve
    from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
    from prefect.schedules import Cron

    from flows.run.flow import Crawl, whole_flow

    late = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
    deployments = [
        whole_flow.to_deployment(
            name=s.name,
            schedule=Cron(s.cron, timezone=s.timezone),
            parameters={
                "settings": settings.model_dump(),
                "what": asdict(Crawl(list(s.sites), contact)) if s.crawls else None,
            },
            concurrency_limit=late,
        )
        for s in schedules
    ]
    serve(*cast("list[RunnerDeployment]", deployments), pause_on_shutdown=False)
