"""Owners' votes as they would stand: `make_vote(place=…, by=…, status=…, **over)`; ballots lie within their own window."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from beihu.accounts.models import User
from buildings.households.models import Household
from buildings.places.models import Place
from tripartite.decisions import results, rolls
from tripartite.decisions.matters import matters_for
from tripartite.decisions.models import Amendment, Ballot, Elector, Motion, Unit, Vote
from tripartite.decisions.states import Status
from tripartite.parties.models import Party

DAY = timedelta(days=1)


def make_vote(*, place: Place, by: User, status: str = Status.ANNOUNCED, matters: Iterable[str] = ("hire_company",),
              units: Iterable[Household] | int = 3, choices: Iterable[str] = (), **over: Any) -> Vote:  # fmt: skip
    """An announced vote, open since yesterday; `units`: households, or how many are made at the place's first doorway.

    `choices`: what the first units say on paper to every motion. "counted" is closed since yesterday; `closed=True`
    gives an announced one whose window is over, `frozen=False` a draft without a roll.
    """
    closed, frozen = over.pop("closed", status == Status.COUNTED), over.pop("frozen", True)
    now = timezone.now()
    opens = now - (20 * DAY if closed else DAY)
    times = {"opens_at": opens, "closes_at": now - DAY if closed else now + 10 * DAY}
    announced = {"announced_at": opens - 16 * DAY} if status != Status.DRAFT else {}
    gone = {"cancelled_at": now, "reason": "资料有误，重新征求意见"} if status == Status.CANCELLED else {}
    fields: dict[str, Any] = {
        "party": over.pop("party", None) or Party.objects.answering_for(place.code)[0],
        "title": "选聘物业服务企业",
        "text": "现合同年底到期。",
        "made_by": by,
    } | times | announced | gone | over  # fmt: skip
    if fields.get("screen") == Vote.Screen.SYSTEM:
        fields.setdefault("system", "武汉市业主决策系统（武房规〔2021〕1号）")
    standing = Status.ANNOUNCED if status == Status.COUNTED else status
    households = _households(place, units) if isinstance(units, int) else list(units)
    roll = {"frozen_at": opens - 17 * DAY, **_whole(households)} if frozen else {}
    vote = Vote.objects.create(place=place, status=standing, **fields | roll)
    rules = matters_for(place.code)
    for number, code in enumerate(matters, start=1):
        make_motion(vote, number=number, matter=code, title=f"是否同意：{rules[code].title}"[:160])
    if frozen:
        _roll(vote, households)
    for unit, choice in zip(vote.units.order_by("number"), choices, strict=False):
        make_paper(unit, choice)
    if status == Status.COUNTED:
        Vote.objects.filter(pk=vote.pk).update(status=Status.COUNTED, counted_at=now)
        vote.refresh_from_db()
        results._lock(vote, by)
    return vote


def make_motion(vote: Vote, **over: Any) -> Motion:
    """On hiring a company, needing more than half."""
    fields = {"matter": "hire_company", "title": "是否同意选聘安居物业公司"} | over
    rule = matters_for(vote.place_id)[fields["matter"]]
    return Motion.objects.create(
        vote=vote, **{"number": 1, "gate": rule.gate, "source": rule.source} | fields
    )


def _households(place: Place, wanted: int) -> list[Household]:
    """101, 102 … at the first doorway of the compound, 100 m² each."""
    doorway = Place.objects.filter(code__startswith=place.code, code__regex=r"^\d{20}$").order_by("code")[0]
    return [
        Household.objects.get_or_create(place=doorway, room=f"{100 + n}", defaults={"area": 100})[0]
        for n in range(1, wanted + 1)
    ]


def _whole(households: list[Household]) -> dict[str, Any]:
    return {"owners": len(households), "area": sum(one.area or 0 for one in households)}


def _roll(vote: Vote, households: list[Household]) -> None:
    """One owner for each unit, 赵 and 钱 in turn."""
    for number, one in enumerate(households, start=1):
        name = "赵钱孙李周吴郑王"[number % 8] + "业主"
        elector = Elector.objects.create(
            vote=vote, identity=rolls.identity_of(one.pk, [rolls.Owner(name, "")]), name=name
        )
        Unit.objects.create(
            vote=vote, number=number, household=one, elector=elector, place_id=one.place_id, room=one.room,
            area=one.area or 100, area_source="deed",
        )  # fmt: skip


def make_paper(unit: Unit, choice: str) -> list[Ballot]:
    """A paper that came back in the first hour of the window and was typed in twice."""
    at = unit.vote.opens_at + timedelta(hours=1)
    Unit.objects.filter(pk=unit.pk).update(paper=Unit.Paper.RETURNED, returned_at=at, paper_at=at)
    return [
        Ballot.objects.create(
            motion=motion,
            unit=unit,
            choice=choice,
            channel=Ballot.Channel.PAPER,
            cast_at=at,
            by=unit.vote.made_by,
        )
        for motion in unit.vote.motions.order_by("number")
    ]


def make_amendment(vote: Vote, *, by: User, **over: Any) -> Amendment:
    """Somebody asks that the first paper, which was counted in favour, be counted against."""
    fields = {"was": "for", "becomes": "against", "reason": "纸质票上是反对"} | over
    return Amendment.objects.create(
        **{
            "vote": vote,
            "unit": vote.units.get(number=1),
            "motion": vote.motions.get(number=1),
            "asked_by": by,
        }
        | fields
    )
