"""A hotspot of the demo: in one building of an old compound the same trouble with water comes back, and is mended each time.

Copies of an issue that the year has played to its end, with its timeline and its log, some days apart: a dozen statements.
Nothing to do where the year has none such.
"""

import uuid
from datetime import datetime, timedelta
from random import Random

from django.db.models import F
from django.utils import timezone

from beihu.accounts.models import User
from beihu.audit.models import AuditEntry
from beihu.office.hotspots.looking import look
from beihu.office.hotspots.models import Hotspot
from buildings.places.codes import Level
from tripartite.issues.categories import Category
from tripartite.issues.models import Issue, IssueEvent
from tripartite.issues.states import Status

from . import cast
from .situations import SITUATIONS
from .town import Town

TIMES = 7  # that it comes back
FIRST, LAST = 25, 3  # days ago, at most and at least
QUICK = timedelta(days=LAST - 1)  # from filed to closed
UNTOLD = ("publish",)  # steps that are not repeated: neighbours read of it once
MOMENTS = (
    "created_at", "submitted_at", "contacted_at", "replied_at", "solved_at", "closed_at", "reopened_at", "contact_due",
    "reply_due", "solve_due", "answer_by", "overdue_at", "escalated_at",
)  # fmt: skip


def fill(town: Town) -> int:
    """Called when the year has been played; how many issues were added."""
    rows = Issue.objects.filter(
        category=Category.WATER, status__in=(Status.CONFIRMED, Status.AUTO_CLOSED), author__isnull=False,
        place__level__gte=Level.BUILDING, closed_at__lte=F("submitted_at") + QUICK,
    )  # fmt: skip
    known = rows.select_related("place__parent").order_by("pk")
    first = min(known, key=_wanted, default=None)
    if first is None:
        return 0
    lots = Random(7)  # nosec B311: the demo is the same every time
    near = [home.resident for home in town.homes if first.place_id.startswith(home.building.pk)]
    neighbours = near or list(User.objects.filter(pk=first.author_id or 0))
    now = timezone.now()
    ages = [FIRST + (LAST - FIRST) * number / (TIMES - 1) for number in range(TIMES)]
    copies = [_again(first, now - timedelta(days=age), lots.choice(neighbours), lots) for age in ages]
    _copy_story(first, Issue.objects.bulk_create(copies))
    return TIMES


def _wanted(row: Issue) -> tuple[bool, bool, bool]:
    """Rather one that neighbours say in words of their own, where the cast lives, and without a property company."""
    return len(_words(row)) < 2, row.community not in cast.HOME, row.party_kind != "management_committee"


def look_round() -> list[Hotspot]:
    """When the tallies stand, so that the page of hotspots is not empty until tomorrow."""
    return look(cast.STREET, timezone.localdate())


def _again(first: Issue, at: datetime, author: User, lots: Random) -> Issue:
    """The same trouble some whole days later, said by somebody of the same building."""
    row = Issue(
        **{
            one.attname: getattr(first, one.attname)
            for one in first._meta.concrete_fields
            if not one.generated
        }
    )
    row.pk, row.key = None, uuid.UUID(int=lots.getrandbits(128), version=4)
    later = timedelta(days=(at - _moment(first)).days, minutes=lots.randrange(-60, 60))
    for name in MOMENTS:
        if (moment := getattr(first, name)) is not None:
            setattr(row, name, moment + later)
    row.author, row.contact_name, row.contact_phone = author, author.name, author.phone or ""
    row.text = lots.choice(_words(first))
    row.wants_public, row.public_text, row.published_at = False, "", None
    return row


def _words(first: Issue) -> list[str]:
    """As it was said first, and as a neighbour says it."""
    building = first.place if first.place.level == Level.BUILDING else first.place.parent
    names = {"b": building.name if building else "", "d": first.place.name}
    same = (one for one in SITUATIONS if one.text.format(**names) in first.text)
    return [first.text, *(one.again.format(**names) for one in same if one.again)]


def _copy_story(first: Issue, copies: list[Issue]) -> None:
    """Each step again, by whoever took it then, and its line in the log."""
    events, entries = [], []
    steps = list(first.events.exclude(verb__in=UNTOLD).order_by("at", "pk"))
    for row in copies:
        later = _moment(row) - _moment(first)
        for step in steps:
            actor = row.author_id if step.actor_id == first.author_id else step.actor_id
            data = {"at": step.at + later, "actor_id": actor}
            same = ("actor_role", "verb", "before", "after", "note", "for_resident", "data")
            events.append(IssueEvent(issue=row, **data, **{name: getattr(step, name) for name in same}))
            target = f"{row._meta.label_lower}:{row.pk}"
            entries.append(
                AuditEntry(verb=f"issue.{step.verb}", target=target, place_id=row.place_id, **data)
            )
    IssueEvent.objects.bulk_create(events)
    AuditEntry.objects.bulk_create(entries)


def _moment(row: Issue) -> datetime:
    assert row.submitted_at is not None  # it is no draft
    return row.submitted_at
