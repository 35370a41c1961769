"""Who lives behind the doors of the demo: as a roster's import would bring them, all people in one statement.

Residents with accounts stand on the roster of their household; of those who still wait, every other one does. Names
are drawn; phones have 0000 in the middle and are nobody's.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from buildings.households.models import Household, Membership, Occupant

from . import cast
from .situations import read
from .town import Town

PREFIXES = ("130", "131", "132", "133", "135", "136", "137", "138", "150", "151", "152", "158", "180", "185")
YEARS = 25
Relation = Membership.Relation


@cache
def texts() -> dict[str, Any]:
    return read("occupants")


def live(town: Town) -> None:
    """Everybody onto the roster, and where its floor areas are from."""
    rng = Random(2014)  # nosec B311: the demo is the same every time
    members: dict[int, list[Membership]] = {}
    for one in Membership.objects.select_related("user").order_by("pk"):
        members.setdefault(one.household_id, []).append(one)
    homes = Household.objects.order_by("place_id", "room").values_list("pk", flat=True)
    rows = [row for home in homes for row in _people(rng, home, members.get(home, []), town.since)]
    Occupant.objects.bulk_create(rows, batch_size=4000)
    Household.objects.filter(area__isnull=False).update(area_source=Household.AreaSource.ROSTER)


def _people(rng: Random, home: int, members: list[Membership], today: date) -> Iterator[Occupant]:
    if known := [one for one in members if one.verified_at or one.pk % 2]:
        for member in known:
            account = member.user if member.verified_at else None
            yield _row(
                rng,
                home,
                member.relation,
                today,
                name=member.user.name,
                phone=member.user.phone or "",
                user=account,
            )
        return
    kinds = texts()["household"]
    (kind,) = rng.choices(kinds, [one["weight"] for one in kinds])
    owners = kind["people"].count(Relation.OWNER)
    for relation in kind["people"]:
        share = {"share_numerator": 1, "share_denominator": owners} if relation == Relation.OWNER else {}
        yield _row(rng, home, relation, today, **share)
    if rng.random() < 0.06:
        left = today - timedelta(days=rng.randrange(10, 300))
        yield _row(rng, home, Relation.TENANT, left, until=left, reason=rng.choice(texts()["reasons"]))


def _row(rng: Random, home: int, relation: str, before: date, **known: Any) -> Occupant:
    """Somebody who came some time before a day; of every third one nobody knows when."""
    days = rng.randrange(30, 365 * (3 if relation == Relation.TENANT else YEARS))
    facts: dict[str, Any] = {
        "name": cast.name(rng),
        "phone": _phone(rng) if rng.random() < 0.8 else "",
        "since": before - timedelta(days=days) if rng.random() < 0.67 else None,
        "source": rng.choice(texts()["sources"]),
    }
    return Occupant(household_id=home, relation=relation, **facts | known)


def _phone(rng: Random) -> str:
    """E.164, obviously nobody's."""
    return f"+86{rng.choice(PREFIXES)}0000{rng.randrange(10_000):04d}"
