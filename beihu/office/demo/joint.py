"""The big committees of the demo: units at every community's table, and a year of what they pledged.

Members are written at once, as a list would be typed in; pledges go through the room's own verbs.
"""

import uuid
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from beihu.accounts.models import User
from buildings.joint import actions
from buildings.joint.models import JointCommittee, JointMember
from buildings.places.models import Place

from . import cast
from .situations import read
from .stage import OFFICE, Life, Stage, Wait
from .town import Town

TEXTS = read("joint")
UNITS: list[tuple[str, str]] = [(name, position) for name, position in TEXTS["units"]]
PLEDGES: list[dict[str, Any]] = TEXTS["pledge"]
SEATS = 5  # of each committee: the article's 570 in 119


def enter(stage: Stage, town: Town, now: datetime) -> None:
    """The committees stand before the story; each pledge is a life of its own."""
    pack = Random(570)  # nosec B311: the demo is the same every time
    small = town.scale.issues < 100
    committees = list(_found(town, small))
    _seat([row for row, _by in committees], pack)
    for turn, plan in enumerate(PLEDGES[:2] if small else PLEDGES):
        row, by = committees[turn % len(committees)]
        stage.enter(life(row, by, plan, pack), now - timedelta(days=plan["days"]))


def _found(town: Town, small: bool) -> Iterator[tuple[JointCommittee, User]]:
    """One at the street (大工委) and one in each community (大党委), with who keeps it."""
    founded = date(2012, 7, 1)
    for community in town.communities[: 1 if small else None]:
        by = community.staff.get("community_worker", town.officer)
        name = f"{community.place.short_name}大党委"
        yield actions.found(community.place, by=by, name=name, founded_on=founded), by
    if not small:
        street = Place.objects.get(code=cast.STREET)
        name = f"{street.short_name}大工委"
        yield actions.found(street, by=town.officer, name=name, founded_on=founded), town.officer


def _seat(committees: list[JointCommittee], pack: Random) -> None:
    rows = []
    for row in committees:
        for unit, position in pack.sample(UNITS, SEATS):
            digits = f"{pack.randrange(6000, 7000)}"
            rows.append(
                JointMember(
                    committee=row, key=_key(pack), unit=unit, name=cast.name(pack), position=position,
                    phone=f"1390000{digits}", since=timezone.localdate(),
                )
            )  # fmt: skip
    JointMember.objects.bulk_create(rows)


def _key(pack: Random) -> uuid.UUID:
    return uuid.UUID(int=pack.getrandbits(128), version=4)


def life(committee: JointCommittee, by: User, plan: dict[str, Any], pack: Random) -> Life:
    """From the promise to what came of it; what is new waits."""
    yield Wait(2, OFFICE)
    due = timezone.localdate() + timedelta(days=plan["within"])
    unit = UNITS[plan["unit"]][0]
    row = actions.pledge(
        committee, by=by, key=_key(pack), unit=unit, kind=plan["kind"], what=plan["what"], due_on=due
    )
    if plan["fate"] == "new":
        return
    if plan["fate"] == "drop":
        yield Wait(24 * 40, OFFICE)
        actions.drop(row, by=by, note=plan["outcome"])
        return
    yield Wait(24 * 8, OFFICE)
    actions.begin(row, by=by, note=plan["begun"])
    if "report" in plan:
        yield Wait(24 * 60, OFFICE)
        actions.report(row, by=by, note=plan["report"])
    if plan["fate"] == "keep":
        yield Wait(24 * (plan["within"] - 20), OFFICE)
        actions.keep(row, by=by, note=plan["outcome"])
