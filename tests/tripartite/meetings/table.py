"""A joint meeting that began half an hour ago: three bodies, one person of each, two matters; and committees."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from beihu.accounts.models import User
from tests.cast import Neighbourhood
from tests.make import make_meeting
from tripartite.meetings.models import AgendaItem, Body, Invitation, Meeting
from tripartite.meetings.resolving import Stand
from tripartite.parties.committees import Member, Term


def make_invitation(meeting: Meeting, who: User | str, **over: Any) -> Invitation:
    named = {"name": who} if isinstance(who, str) else {"user": who}
    return Invitation.objects.create(meeting=meeting, **named, **over)


def make_item(meeting: Meeting, title: str = "更换水泵", **over: Any) -> AgendaItem:
    over.setdefault("position", meeting.items.count() + 1)
    return AgendaItem.objects.create(meeting=meeting, title=title, **over)


def make_table(we: Neighbourhood, *, came: str = "present", **over: Any) -> Meeting:
    """`came`: what stands behind everybody's name."""
    start = timezone.now().replace(microsecond=0) - timedelta(minutes=30)
    fields = {
        "place": we.compound,
        "organiser": we.worker,
        "party": we.residents_party,
        "secretary": we.liaison,
        "starts_at": start,
        "ends_at": start + timedelta(hours=2),
        "chair": "张社工",
    } | over
    meeting = make_meeting(**fields)
    for party, person in (
        (we.residents_party, we.worker),
        (we.owners_party, we.owners_committee),
        (we.company, we.property_staff),
    ):
        Body.objects.create(meeting=meeting, party=party)
        make_invitation(meeting, person, party=party, came=came, came_at=start if came == "present" else None)
    make_item(meeting, "更换水泵")
    make_item(meeting, "夜间巡逻")
    return meeting


def make_committee(party: Any, people: list[tuple[User | str, bool]], **over: Any) -> Term:
    """A running term with these members: (person or name, is an owner)."""
    today = timezone.localdate()
    fields = {"number": 1, "since": today - timedelta(days=100), "due_on": today + timedelta(days=900)} | over
    term = Term.objects.create(party=party, **fields)
    for who, is_owner in people:
        named = {"name": who} if isinstance(who, str) else {"name": who.name, "user": who}
        Member.objects.create(term=term, is_owner=is_owner, since=term.since, **named)
    return term


def all_for(meeting: Meeting) -> dict[int, Stand]:
    return {party: Stand("for") for party in meeting.bodies.values_list("party", flat=True)}
