"""The hours in which a site may be crawled, in Beijing time."""

from datetime import datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))


def is_open(hours: str | None, moment: datetime) -> bool:
    """Whether a moment lies in ``hours`` ("19-7": from 19:00 to 7:00); always, where there are none."""
    if hours is None:
        return True
    first, last = (int(part) for part in hours.split("-"))
    hour = moment.astimezone(BEIJING).hour
    return first <= hour < last if first < last else hour >= first or hour < last
