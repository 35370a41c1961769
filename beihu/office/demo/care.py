"""The care lists of the demo: a few households in each of the two played communities, visits to them, and three months of duties.

Everything goes through the room's own verbs. Who serves: the centre and assisting households of the building where the Party
rooms of the demo have named some, else the group leader or the worker.
"""

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import cycle
from random import Random
from typing import Any

from beihu.accounts.models import User
from buildings.care import actions, checklist, making
from buildings.care.models import CareEntry
from buildings.care.monthly import Duty, DutyTask
from buildings.care.months import today
from buildings.care.serving import choices
from buildings.households.models import Household
from buildings.posts.roles import Role

from .situations import read
from .stage import AWAKE, OFFICE, Life, Stage, Wait
from .town import Community, Town

TEXTS = read("care")
ENTRIES: list[dict[str, Any]] = TEXTS["entry"]
MONTHS = 2  # of duties


def enter(stage: Stage, town: Town, now: datetime) -> None:
    """The two communities in which every role is played."""
    pack = Random(357)  # nosec B311: the demo is the same every time
    small = town.scale.issues < 100
    number = 1 if small else 40 if town.scale.cast_compounds > 2 else 6
    played = [one for one in town.communities if Role.GROUP_LEADER in one.staff]
    for community in played:
        for turn, household in enumerate(_homes(community, number, pack)):
            plan = ENTRIES[turn % len(ENTRIES)]
            began = now - timedelta(days=pack.uniform(20, 160))
            stage.enter(life(community, household, plan, pack, late=turn % 5 == 4), began)
    if not small:
        stage.enter(months(played, pack), now - timedelta(days=31 * MONTHS))


def _homes(community: Community, number: int, pack: Random) -> list[Household]:
    """Doors of the first compound, those of the group leader's building first."""
    compound = community.compounds[0]
    places = [doorway for _building, doorway in compound.doorways]
    first = [one for one in places if one.parent_id == compound.doorways[0][0].pk]
    rows = list(
        Household.objects.filter(place__in=places, memberships=None).select_related("place").order_by("pk")
    )
    pack.shuffle(rows)
    rows.sort(key=lambda row: row.place not in first)
    near, far = rows[: number - number // 3], [row for row in rows if row.place not in first][: number // 3]
    return [*near, *far]


def life(
    community: Community, household: Household, plan: dict[str, Any], pack: Random, *, late: bool
) -> Life:
    """Asked, put on the list, assigned, visited; one of five waits for its review."""
    keeper = community.worker
    yield Wait(1, OFFICE)
    day = today()
    entry = actions.put_on(
        household, by=keeper, key=_key(pack), reason=plan["reason"], needs=plan["needs"], consent_by=plan["consent_by"],
        consent_form=pack.choice(["written", "spoken"]), consent_on=day,
        review_on=day + timedelta(days=15 if late else 200),
    )  # fmt: skip
    yield Wait(20, OFFICE)
    carers = [name for name in choices(entry) if not name.startswith("person:")]
    who = pack.choice(carers) if carers else f"person:{_leader(community, entry).pk}"
    actions.assign(entry, by=keeper, who=who)
    for found, note in plan["visits"]:
        yield Wait(24 * pack.uniform(5, 26), AWAKE)
        actions.visit(entry, by=_leader(community, entry), key=_key(pack), on=today(), found=found, note=note)


def _leader(community: Community, entry: CareEntry) -> User:
    """The group leader, where the household lies in their building; else the worker."""
    leader = community.staff[Role.GROUP_LEADER]
    building = community.compounds[0].doorways[0][0].code
    return leader if entry.scope_code.startswith(building) else community.worker


def months(played: list[Community], pack: Random) -> Life:
    """Duties are set, made each month, and mostly ticked off in time."""
    yield Wait(1, OFFICE)
    for community in played:
        checklist.set_usual(community.place, by=community.worker)
    words: Iterator[str] = cycle(TEXTS["report"]["words"])
    while True:
        yield Wait(24 * 9, AWAKE)
        making.sweep()
        soon = today() + timedelta(days=4)
        for task in DutyTask.objects.todo().filter(due_on__lte=soon).select_related("duty", "user", "place"):
            if pack.random() < 0.85:
                note = next(words) if task.duty.kind == Duty.Kind.REPORT else ""
                checklist.tick(task, by=task.user, note=note)


def _key(pack: Random) -> uuid.UUID:
    return uuid.UUID(int=pack.getrandbits(128), version=4)
