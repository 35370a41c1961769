"""Owners' votes: one has just been counted, another is open, a third was not quorate. Drafted, frozen and counted by verbs; papers in bulk."""

import uuid
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from beihu.accounts.models import User
from buildings.households.models import Household
from tripartite.decisions import actions
from tripartite.decisions.models import Ballot, Choice, Click, Typing, Unit, Vote
from tripartite.decisions.rolls import households_of
from tripartite.decisions.states import Status
from tripartite.parties.models import Party

from .situations import read
from .town import Compound, Town

DAY = timedelta(days=1)
NOTICE = 17 * DAY  # from the announcement to the opening


def fill(town: Town) -> int:
    """Called when the story has been played; how many votes there are. The first compounds get one each."""
    lots = Random(278)  # nosec B311: the demo is the same every time
    compounds = [one for community in town.communities for one in community.compounds]
    for plan, compound in zip(read("votes")["vote"], compounds, strict=False):
        _hold(plan, compound, town, lots)
    return Vote.objects.count()


def _hold(plan: dict[str, Any], compound: Compound, town: Town, lots: Random) -> None:
    keeper = compound.community.worker
    called_by = (
        Party.objects.answering_for(compound.place.code).exclude(kind=Party.Kind.PROPERTY_COMPANY).first()
    )
    if called_by is None or Vote.objects.filter(place=compound.place).exists():
        return
    facts = {name: plan[name] for name in ("title", "text", "screen")}
    vote = actions.draft(
        compound.place, by=keeper, key=uuid.UUID(int=lots.getrandbits(128)), party=called_by, **facts
    )
    for one in plan["motions"]:
        actions.put(vote, by=keeper, matter=one["matter"], title=one["title"], text=one["text"])
    households_of(vote).filter(area__isnull=True).update(area=90, area_source=Household.AreaSource.SAID)
    vote = actions.freeze(vote, by=keeper)
    since, lasts = plan["days"]
    opens = _midnight(timezone.now() - since * DAY)
    Vote.objects.filter(pk=vote.pk).update(
        created_at=opens - NOTICE - DAY,
        frozen_at=opens - NOTICE,
        announced_at=opens - NOTICE,
        opens_at=opens,
        closes_at=opens + lasts * DAY,
        status=Status.ANNOUNCED,
    )
    vote.refresh_from_db()
    _papers(vote, plan, lots, [keeper, town.officer])
    if plan["counted"]:
        actions.count(vote, by=keeper)


def _midnight(moment: datetime) -> datetime:
    return timezone.localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)


def _papers(vote: Vote, plan: dict[str, Any], lots: Random, typists: list[User]) -> None:
    """Most came back and were typed twice; of the others some refused, some were not at home."""
    motions = list(vote.motions.order_by("number"))
    units = list(vote.units.order_by("number"))
    now = timezone.now()
    opens, until = vote.opens_at or now, min(vote.closes_at or now, now) - timedelta(hours=1)
    typings: list[Typing] = []
    ballots: list[Ballot] = []
    clicks: list[Click] = []
    for unit in units:
        unit.tries, unit.paper_by = 1, typists[0]
        said = [_says(one["favour"], lots) for one in plan["motions"]]
        if lots.random() > plan["back"]:
            unit.paper = lots.choice([Unit.Paper.DELIVERED, Unit.Paper.UNREACHABLE, Unit.Paper.REFUSED])
            unit.paper_at = until
            if vote.screen == Vote.Screen.STRAW and unit.paper == Unit.Paper.DELIVERED:
                clicks += [
                    Click(motion=m, unit=unit, choice=c, at=until)
                    for m, c in zip(motions, said, strict=True)
                    if c != Choice.INVALID
                ]
            continue
        unit.paper = Unit.Paper.RETURNED
        at = opens + (until - opens) * lots.random()
        unit.returned_at = unit.paper_at = at
        kept = {str(m.number): str(c) for m, c in zip(motions, said, strict=True)}
        typings += [Typing(unit=unit, round=n, choices=kept, by=by) for n, by in enumerate(typists, start=1)]
        ballots += [
            Ballot(
                motion=m,
                unit=unit,
                choice=c,
                channel=Ballot.Channel.PAPER,
                cast_at=at,
                by=typists[1],
            )
            for m, c in zip(motions, said, strict=True)
        ]
    Unit.objects.bulk_update(
        units, ["paper", "paper_at", "paper_by", "tries", "returned_at"], batch_size=2000
    )
    for rows in (typings, ballots, clicks):
        if rows:
            type(rows[0])._default_manager.bulk_create(rows, batch_size=2000)  # type: ignore[arg-type]


def _says(favour: float, lots: Random) -> str:
    if lots.random() < favour:
        return Choice.FOR
    return lots.choice([Choice.AGAINST, Choice.AGAINST, Choice.AGAINST, Choice.ABSTAIN, Choice.INVALID])
