"""The three parties' tables: a year of meetings in every compound, and what came of what was decided.

Like the lives of issues, these are generators that do one thing through the rooms' own verbs and say how long they
wait. The texts stand in `data/meetings.toml`.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from beihu.accounts.models import User
from buildings.households.models import Membership
from tripartite.commitments.models import Commitment
from tripartite.issues.models import Issue
from tripartite.meetings import actions, guests
from tripartite.meetings.attendance import Mark
from tripartite.meetings.models import AgendaItem, Invitation, Meeting
from tripartite.meetings.proposals import proposals
from tripartite.meetings.resolving import Stand
from tripartite.parties.models import Party
from tripartite.parties.people import people_of

from .promises import promise
from .situations import read
from .stage import OFFICE, Life, Stage, Wait
from .town import Compound, Town

TEXTS = read("meetings")
MATTERS: list[dict[str, Any]] = TEXTS["matter"]
OF_ISSUE: dict[str, Any] = TEXTS["of_issue"]
Came = Invitation.Came
BEGINS = time(19, 0)
SPOTS = ["社区居委会会议室", "小区活动室", "物业服务中心二楼"]
Kind = Party.Kind


@dataclass
class Table:
    """A compound and everybody who sits at its table."""

    town: Town
    stage: Stage
    compound: Compound

    @property
    def rng(self) -> Random:
        return self.town.lots

    @property
    def caller(self) -> User:
        return self.compound.community.liaison

    def key(self) -> uuid.UUID:
        return uuid.UUID(int=self.rng.getrandbits(128), version=4)

    def say(self, what: str) -> str:
        return self.rng.choice(TEXTS["phrases"][what])

    def party(self, kind: str) -> Party | None:
        found = {
            one.kind: one for one in reversed(list(Party.objects.answering_for(self.compound.place.code)))
        }
        return found.get(kind)

    def manager(self) -> Party | None:
        """Who runs the compound: the company, or the committee that governs it."""
        return self.party(Kind.PROPERTY_COMPANY) or self.party(Kind.MANAGEMENT_COMMITTEE)

    def judges(self, owed: Commitment) -> list[User]:
        """Who may say whether it was kept: verified residents who do not speak for the debtor themselves."""
        people = {home.resident.pk: home.resident for home in self.compound.residents}
        verified = Membership.objects.verified().filter(user__in=people).values_list("user", flat=True)
        speakers = set(people_of(owed.debtor).values_list("pk", flat=True))
        return [people[pk] for pk in sorted(set(verified) - speakers)]

    def matters(self, number: int) -> list[dict[str, Any]]:
        """Some of what is talked about in a compound of this kind."""
        fitting = ("company" if self.compound.under_company else "committee", "both")
        return self.rng.sample([one for one in MATTERS if one["who"] in fitting], number)


def till(moment: datetime) -> Wait:
    return Wait(max((moment - timezone.now()).total_seconds() / 3600, 0))


def evening(day: datetime, weekday: int) -> datetime:
    """Seven in the evening of the next such weekday (Monday is 0)."""
    local = timezone.localtime(day)
    local += timedelta(days=(weekday - local.weekday()) % 7)
    return local.replace(hour=BEGINS.hour, minute=0, second=0, microsecond=0)


def joint_meeting(table: Table, number: int) -> Life:
    """One of the monthly ones: a matter or two of the compound, and whatever the portal proposes."""
    begins = evening(timezone.now() + timedelta(days=8), (len(table.compound.place.code) + number) % 4)
    facts = {
        "kind": Meeting.Kind.JOINT,
        "title": f"{table.compound.place.name}第{number}次三方联席会",
        "spot": table.rng.choice(SPOTS),
    }
    meeting = _draft(table, begins, **facts)
    for one in proposals(table.compound.place, limit=2):
        if one.source.startswith(("issue:", "idea:")):
            actions.take(meeting, one.source, by=table.caller)
    plans = {_add(table, meeting, one).pk: one for one in table.matters(table.rng.choice((1, 1, 2)))}
    yield table_wait(table, 2, 9)
    actions.call(meeting, by=table.caller)
    yield from _before(table, meeting)
    if Meeting.objects.values_list("status", flat=True).get(pk=meeting.pk) == "cancelled":
        return
    yield from after(table, meeting, plans, quorate=table.rng.random() > 0.08)


def _before(table: Table, meeting: Meeting) -> Life:
    """People answer; one meeting in fourteen is moved, one in sixteen cancelled."""
    yield table_wait(table, 3, 20)
    for invitation in meeting.invitations.select_related("user"):
        if invitation.user is not None and table.rng.random() < 0.4:
            actions.answer(meeting, by=invitation.user, coming=table.rng.random() < 0.9, reason="值班")
    lot = table.rng.random()
    if lot < 0.06:
        actions.cancel(meeting, by=table.caller, reason=table.rng.choice(TEXTS["cancelled"]))
    elif lot < 0.13:
        meeting.refresh_from_db()
        later = meeting.starts_at + timedelta(days=1)
        actions.move(
            meeting,
            by=table.caller,
            starts_at=later,
            ends_at=later + (meeting.ends_at - meeting.starts_at),
            spot=meeting.spot,
            reason=table.rng.choice(TEXTS["moved"]),
        )


def table_wait(table: Table, least: float, most: float) -> Wait:
    return Wait(table.rng.uniform(least, most), OFFICE)


def _draft(table: Table, begins: datetime, **facts: Any) -> Meeting:
    place = table.compound.place
    return actions.draft(
        by=table.caller,
        uid=table.key(),
        place=place,
        starts_at=begins,
        ends_at=begins + timedelta(hours=2),
        bodies=guests.suggested_bodies(place),
        **facts,
    )


def _add(table: Table, meeting: Meeting, plan: dict[str, Any]) -> AgendaItem:
    return actions.add_item(meeting, by=table.caller, title=plan["title"], minutes=plan["minutes"])


def after(table: Table, meeting: Meeting, plans: dict[int, dict[str, Any]], *, quorate: bool) -> Life:
    """The evening itself, the minutes next day, and the commitments that follow."""
    meeting.refresh_from_db()
    yield till(meeting.ends_at - timedelta(minutes=100))
    actions.enter(meeting, by=table.caller, marks=_came(table, meeting, quorate), token=table.key())
    yield till(meeting.ends_at)
    held = actions.hold(meeting, by=table.caller)
    yield table_wait(table, 8, 30)
    _write(table, held, plans)
    actions.minute(Meeting.objects.get(pk=held.pk), by=table.caller)
    owners = table.party(Kind.OWNERS_COMMITTEE)
    objector = table.town.speaker(owners)
    came = held.invitations.filter(came=Came.PRESENT, party=owners).exists() if owners else False
    if objector is not None and came and table.rng.random() < 0.06:
        yield table_wait(table, 4, 20)
        objection = actions.object_to(held, by=objector, text=table.say("objection"))
        yield table_wait(table, 4, 20)
        actions.settle(objection, by=table.caller, answer=TEXTS["phrases"]["objection_answer"])
    made = Commitment.objects.filter(resolution__item__meeting=held)
    for commitment in made.select_related("resolution", "debtor", "place"):
        plan = plans.get(commitment.resolution.item_id, OF_ISSUE) if commitment.resolution else {}
        table.stage.enter(promise(table, commitment, plan), timezone.now())


def _came(table: Table, meeting: Meeting, quorate: bool) -> dict[int, Mark]:
    """Who was there: enough of them, unless the evening fails; one who is missing has said why."""
    rows = list(meeting.invitations.order_by("pk"))
    needed = list(dict.fromkeys(row.party_id for row in rows if row.party_id))
    missing: set[int] = set()
    if not quorate:
        missing = set(needed[: (len(needed) + 1) // 2])
    elif len(needed) > 2 and table.rng.random() < 0.25:
        missing = {table.rng.choice(needed)}
    absent = Mark(Came.EXCUSED, table.say("absent"))
    return {row.pk: absent if row.party_id in missing else Mark(Came.PRESENT) for row in rows}


def _write(table: Table, held: Meeting, plans: dict[int, dict[str, Any]]) -> None:
    """Minutes and resolutions, matter by matter."""
    there = set(
        held.invitations.filter(came=Came.PRESENT, party__isnull=False).values_list("party", flat=True)
    )
    for item in held.items.select_related("issue", "meeting"):
        plan = plans.get(item.pk) or (OF_ISSUE if item.issue and table.rng.random() < 0.7 else {})
        if held.is_quorate is False:
            actions.write(item, TEXTS["not_quorate"], by=table.caller, seen=item.revision)
            continue
        words = plan.get("text") or _about(item.issue)
        actions.write(item, words, by=table.caller, seen=item.revision)
        item.refresh_from_db()
        debtor = table.party(plan["party"]) if "party" in plan else table.manager()
        if "resolution" not in plan or debtor is None:
            actions.leave_open(
                item, by=table.caller, reason=plan.get("none", "按诉求流程继续办理，下次会议通报结果。")
            )
            continue
        actions.resolve(
            item,
            by=table.caller,
            text=plan["resolution"],
            stands={pk: _stand(table, pk, debtor.pk) for pk in there},
            party=debtor,
            due_on=timezone.localdate() + timedelta(days=plan["days"]),
            cost=plan["cost"] or None,
            needs_owners=plan.get("owners", False),
        )


def _stand(table: Table, party: int, debtor: int) -> Stand:
    if party != debtor and table.rng.random() < 0.05:
        return Stand("abstained", table.say("position_against"))
    return Stand("for")


def _about(issue: Issue | None) -> str:
    if issue is None:
        return "与会各方交换了意见。"
    return (
        f"诉求 {issue.reference}，目前状态：{issue.get_status_display()}。责任方当场说明原因，承诺尽快办结。"
    )
