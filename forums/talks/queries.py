"""What lists of talks ask, and who may settle what where."""

from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Left
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beihu.scope import under
from buildings.households.models import Membership
from buildings.places.codes import Level, cut, lineage
from buildings.places.models import Place
from buildings.posts.roles import SETTLE_MATTER
from tripartite.commitments.waiting import Waiting
from tripartite.issues.queries import NESTED
from tripartite.meetings.models import Invitation
from tripartite.meetings.states import AFTER
from tripartite.meetings.states import Status as MeetingStatus

from .models import Matter, SignUp, Talk, TalkQuerySet

PAGE = 12
JOINED = ("meeting__room", "meeting__party", f"meeting__place__{NESTED}", "series")


def talks(place: str = "") -> TalkQuerySet:
    """Everything announced, with what a page of one says."""
    rows: Any = Talk.objects.announced().select_related(*JOINED)
    return rows.filter(under("meeting__place_id", place)) if place else rows


def coming(place: str = "", *, limit: int = 30) -> list[Talk]:
    rows = talks(place).coming()
    return list(rows.order_by("meeting__starts_at", "pk")[:limit])


def past(place: str = "", *, before: datetime | None = None, limit: int = PAGE) -> list[Talk]:
    """The latest first."""
    rows = talks(place).filter(meeting__status__in=AFTER)
    rows = rows.filter(meeting__starts_at__lt=before) if before else rows
    return list(rows.order_by("-meeting__starts_at", "-pk")[:limit])


def of_place(place: Place, *, limit: int = 3) -> tuple[list[Talk], list[Talk]]:
    """Coming and past talks of a place, of what lies in it, and of its community: one query."""
    near = under("meeting__place_id", place.code) | Q(meeting__place_id=cut(place.code, Level.COMMUNITY))
    compound = cut(place.code, Level.COMPOUND)
    near |= Q(meeting__place_id=compound) if compound else Q()
    rows = Talk.objects.announced().filter(near).exclude(meeting__status=MeetingStatus.CANCELLED)
    found = list(
        rows.select_related("meeting__room", "meeting__place").order_by("-meeting__starts_at")[: limit * 4]
    )
    ahead = [
        one
        for one in found
        if one.meeting.status == MeetingStatus.CALLED and one.meeting.ends_at > timezone.now()
    ]
    return ahead[::-1][:limit], [one for one in found if one.meeting.status in AFTER][:limit]


def with_attendance(rows: QuerySet) -> QuerySet:
    """Each with `present`: people marked, and heads counted."""
    there = Invitation.objects.filter(meeting=OuterRef("pk"), came=Invitation.Came.PRESENT).order_by()
    number = there.values("meeting").annotate(n=Count("pk")).values("n")
    return rows.annotate(present=Coalesce(Subquery(number), 0) + Coalesce("meeting__heads", 0))


def with_sign_ups(rows: QuerySet) -> QuerySet:
    signed = SignUp.objects.filter(talk=OuterRef("pk"), cancelled_at__isnull=True).order_by()
    number = signed.values("talk").annotate(n=Sum("people")).values("n")
    return rows.annotate(signed=Coalesce(Subquery(number), 0))


def is_neighbour(user: Any, place: Place) -> bool:
    """Lives where the talk is for; anybody may come, but the sign-up asks neighbours."""
    homes = Membership.objects.verified().filter(user=user).values_list("household__place", flat=True)
    return any(place.code in lineage(home) for home in homes)


def open_matters(user: Any) -> QuerySet[Matter]:
    """What this person may settle and nobody has, the most urgent first."""
    rows = Matter.objects.visible_to(user, SETTLE_MATTER).open()  # type: ignore[attr-defined]
    return rows.select_related("talk__meeting__place", "place").order_by("due_at", "pk")


def waiting(user: Any, codes: list[str]) -> dict[str, list[Waiting]]:
    """For the desk: by compound, each talk of which something waits: one query."""
    rows = Matter.objects.visible_to(user, SETTLE_MATTER).open()  # type: ignore[attr-defined]
    compound = Left("place_id", Level.COMPOUND.value)  # of the matter: a talk may be for a whole community
    rows = rows.annotate(compound=compound).filter(compound__in=codes)
    late = Count("pk", filter=Q(due_at__lt=timezone.now()))
    fields = ("compound", "talk", "talk__meeting__title", "talk__meeting__starts_at")
    found: dict[str, list[Waiting]] = {}
    for code, pk, title, at, n, overdue in (
        rows.order_by("talk__meeting__starts_at").values_list(*fields).annotate(n=Count("pk"), overdue=late)
    ):
        day = date_format(timezone.localtime(at), "SHORT_DATE_FORMAT")
        words = ngettext("%(n)s matter to settle", "%(n)s matters to settle", n) % {"n": n}
        if overdue:
            words = _("%(words)s, %(late)s of them overdue") % {"words": words, "late": overdue}
        line = Waiting(f"{title} ({day})", words, f"/talks/{pk}/matters/", "bad" if overdue else "warn")
        found.setdefault(code, []).append(line)
    return found


def my_words(user: Any, talk: Talk) -> list[Matter]:
    """What this person said at this talk."""
    return list(talk.matters.filter(speaker=user).select_related("talk__meeting").order_by("number"))
