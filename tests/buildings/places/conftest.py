"""What the tests of this folder share: places to act on, files to import, somebody who is signed in."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from beihu.notifications.models import Delivery, Robot
from buildings.places.models import PlaceAlias
from tests import cast
from tests.make import make_issue
from tripartite.issues.models import Follower, IssueEvent, Photo

HEADING = ["code", "name", "level", "parent_code"]


@pytest.fixture
def furnished() -> cast.Neighbourhood:
    """A neighbourhood with something of every room at its first doorway."""
    found = cast.here()
    issue = make_issue(place=found.doorway, author=found.resident, party=found.company)
    IssueEvent.objects.create(issue=issue, verb="submit")
    Follower.objects.create(issue=issue, user=found.leader)
    Photo.objects.create(issue=issue, width=1, height=1)
    Delivery.objects.create(key="k", channel="sms", place_id=found.doorway.code, body="…")
    Robot.objects.create(place_id=found.doorway.code, name="群", url="https://robot.example/")
    PlaceAlias.objects.create(place=found.doorway, kind="former", name="甲单元")
    return found


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def write(
        rows: list[list[str]], name: str = "list.csv", encoding: str = "utf-8", heading: list[str] = HEADING
    ) -> Path:
        path = tmp_path / name
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows([heading, *rows])
        return path

    return write


@pytest.fixture
def here() -> cast.Neighbourhood:
    return cast.here()


@pytest.fixture
def as_(client: Client) -> Callable[..., Client]:
    def as_(user: object) -> Client:
        client.force_login(user)  # type: ignore[arg-type]
        return client

    return as_
