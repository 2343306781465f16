"""Pages asked for by their addresses."""

import csv
import html
import io
import re

from starlette.testclient import TestClient

from tests.serve.explorer.world import (
    IRIS,
    VILLAGE,
)


def text(client: TestClient, path: str, status: int = 200, **headers: str) -> str:
    answer = client.get(path, headers=headers)
    assert answer.status_code == status, answer.text[:500]
    return answer.text


def said(page: str) -> str:
    """A page without its tags."""
    return html.unescape(re.sub(r"<[^>]+>", " ", page))


def rows(client: TestClient, path: str) -> list[dict[str, str]]:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text[:500]
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def fact(client: TestClient, value: str) -> str:
    """The key of the fact with this value."""
    found = rows(client, f"/place/{VILLAGE}?format=csv&table=facts")
    return next(row["fact_iri"] for row in found if row["value"] == value).removeprefix(IRIS.base)
