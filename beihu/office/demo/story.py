"""The two compounds of the article: four companies that left, the one that stayed, and neighbours who govern themselves."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.utils import timezone

from tripartite.meetings import actions as meetings
from tripartite.meetings.models import Meeting
from tripartite.parties import actions as parties
from tripartite.parties.models import Party

from . import cast
from .promises import standing
from .stage import OFFICE, Life, Wait
from .tables import TEXTS, Table, after, evening, joint_meeting
from .town import Compound, Town

Kind = Party.Kind
FIRST, SECOND = cast.HOME.values()
MONTHLY = 3  # compounds of a community that meet every month; the others once a quarter
SIGNED = 338  # days ago the new company signed
STORY: dict[str, Any] = TEXTS["story"]
OWN: dict[str, Any] = TEXTS["committee_story"]


def sign(table: Table) -> Life:
    """The new company comes, witnessed and coordinated by the residents' committee, which guarantees nothing."""
    place, today = table.compound.place, timezone.localdate()
    parties.sign_contract(
        by=table.town.officer,
        place=place,
        company=table.compound.company,
        phone=table.compound.phone,
        since=today,
        ends_on=today + timedelta(days=730),
        terms=STORY["terms"],
        witness=table.party(Kind.RESIDENTS_COMMITTEE),
        witness_reason=STORY["witness_reason"],
    )
    yield Wait(30, OFFICE)
    promise_for_good(table)


def promise_for_good(table: Table) -> None:
    """The standing promises of whoever runs the compound."""
    party = table.manager()
    runs = "company" if table.compound.under_company else "committee"
    for plan in TEXTS["standing"]:
        if party is not None and plan["who"] == runs:
            standing(table, party, plan)


def told_meeting(table: Table, scene: dict[str, Any], kind: str) -> Life:
    """One meeting of the article, matter by matter."""
    begins = evening(timezone.now() + timedelta(days=8), 3)
    facts: dict[str, Any] = {
        "kind": kind,
        "title": scene["title"],
        "note": scene["note"],
        "spot": "社区居委会会议室",
    }
    if kind == Meeting.Kind.COMMITTEE:
        facts["party"] = table.party(Kind.MANAGEMENT_COMMITTEE)
    meeting = meetings.draft(
        by=table.caller,
        uid=table.key(),
        place=table.compound.place,
        starts_at=begins,
        ends_at=begins + timedelta(hours=2),
        bodies=_bodies(table),
        **facts,
    )
    plans = {}
    for plan in scene["items"]:
        item = meetings.add_item(meeting, by=table.caller, title=plan["title"], minutes=plan["minutes"])
        plans[item.pk] = plan
    yield Wait(3, OFFICE)
    meetings.call(meeting, by=table.caller)
    yield from after(table, meeting, plans, quorate=True)


def _bodies(table: Table) -> list[Party]:
    kinds = (
        Kind.RESIDENTS_COMMITTEE,
        Kind.OWNERS_COMMITTEE,
        Kind.MANAGEMENT_COMMITTEE,
        Kind.PROPERTY_COMPANY,
    )
    return [party for kind in kinds if (party := table.party(kind)) is not None]


def tables(town: Town) -> Iterator[Compound]:
    for community in town.communities:
        yield from community.compounds


def enter(stage: Any, town: Town, now: Any) -> None:
    """Every table of the town takes its place on the stage."""
    for compound in tables(town):
        table = Table(town, stage, compound)
        name = compound.place.name
        if name == FIRST:
            stage.enter(sign(table), now - timedelta(days=SIGNED))
        else:
            stage.enter(begin(table), now - timedelta(days=360))
        scenes = {FIRST: STORY["meeting"], SECOND: OWN["meeting"]}.get(name, [])
        kind = Meeting.Kind.COMMITTEE if name == SECOND else Meeting.Kind.JOINT
        for scene in scenes:
            stage.enter(told_meeting(table, scene, kind), now - timedelta(days=scene["days"]))
        told = len(scenes)
        every = 1 if compound.community.compounds.index(compound) < MONTHLY else 3
        for month in range(0, town.scale.months, every):
            days = 354 - 30 * month - town.lots.uniform(0, 12)
            if days < 300 - 30 * (3 - told) if told else days < 360:
                stage.enter(joint_meeting(table, month // every + 1), now - timedelta(days=days))
        if town.lots.random() < 0.7:  # the next one has been called, or is still being prepared
            next_one = joint_meeting(table, town.scale.months // every + 1)
            stage.enter(next_one, now - timedelta(days=town.lots.uniform(0.1, 4)))


def begin(table: Table) -> Life:
    """The promises of those who were there before."""
    promise_for_good(table)
    yield Wait(1)
