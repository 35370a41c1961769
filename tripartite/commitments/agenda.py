"""How commitments come to the table: offered while they are due, and by themselves once they have failed.

A failed one goes on the next draft or called meeting of its place at once; where there is none, the next one that is
drafted takes it (`meetings.carried`), and the sweep sees to it. Taken off by the organiser, it stays off that meeting.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import CharField, Exists, F, Max, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast, Concat
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from beihu.audit.actions import record
from beihu.audit.masking import redact
from beihu.scope import under
from buildings.places.codes import Level
from buildings.places.models import Place
from tripartite.meetings.models import AgendaItem, Meeting
from tripartite.meetings.proposals import Proposal
from tripartite.meetings.states import COMING
from tripartite.meetings.states import Status as MeetingStatus

from .models import Commitment, CommitmentEvent, CommitmentQuerySet
from .states import OWED, Status

SOON = timedelta(days=14)
MINUTES = 10
LEAST = 5  # a matter for which no five minutes are left waits for another meeting
TITLE = 160
TABLES = (Meeting.Kind.JOINT, Meeting.Kind.COMMITTEE)  # kinds of meeting that hear of commitments


def source_of(commitment: Commitment) -> str:
    return f"commitment:{commitment.pk}"


def meeting_page(meeting: Meeting) -> str:
    """The address of a meeting, '' while no room answers there."""
    try:
        resolve(meeting.get_absolute_url())
    except Resolver404:
        return ""
    return meeting.get_absolute_url()


def due_for(code: str) -> CommitmentQuerySet:
    """What is worth a word at the table of a place: not kept, overdue, or due within fourteen days."""
    owed = Commitment.objects.filter(under("place_id", code), status__in=OWED)
    return owed.filter(Q(status=Status.FAILED) | Q(due_on__lte=timezone.localdate() + SOON)).select_related(
        "debtor"
    )


def proposals(place: Place, limit: int) -> list[Proposal]:
    return [proposal(row) for row in due_for(place.code).order_by("due_on", "pk")[:limit]]


def proposal(row: Commitment) -> Proposal:
    why, urgency = _why(row)
    title = _("%(party)s: %(what)s") % {"party": row.debtor.name, "what": redact(row.text)}
    return Proposal(source_of(row), title[:TITLE], why, MINUTES, row.get_absolute_url(), urgency)


def _why(row: Commitment) -> tuple[str, int]:
    day = date_format(row.due_on, "DATE_FORMAT") if row.due_on else ""
    if row.status == Status.FAILED:
        return _("not kept, the residents say"), 10
    if row.is_overdue:
        return _("overdue since %(day)s") % {"day": day}, 20
    return _("due on %(day)s") % {"day": day}, 40


def left_over(code: str = "") -> CommitmentQuerySet:
    """Failed, and since then on the agenda of no meeting that was not cancelled."""
    source = Concat(Value("commitment:"), Cast(OuterRef("pk"), CharField()))
    heard = AgendaItem.objects.filter(source=source, meeting__starts_at__gt=OuterRef("delivered_at")).exclude(
        meeting__status=MeetingStatus.CANCELLED
    )
    rows = Commitment.objects.filter(~Exists(heard), status=Status.FAILED)
    return rows.filter(under("place_id", code)) if code else rows


def carried(place: Place) -> list[Proposal]:
    """For whoever drafts the next meeting of a place."""
    return [proposal(row) for row in left_over(place.code).select_related("debtor").order_by("delivered_at")]


def carry(commitment: Commitment) -> AgendaItem | None:
    """On the agenda of the next meeting of its place, when there is one with time left; once per meeting."""
    with transaction.atomic():
        for meeting in _coming(commitment).select_for_update(of=("self",)):
            if item := _put(commitment, meeting):
                return item
    return None


def _coming(commitment: Commitment) -> QuerySet[Meeting]:
    places = {commitment.place_id, commitment.place_id[: Level.COMPOUND]}
    coming = Meeting.objects.filter(
        status__in=COMING, kind__in=TABLES, place__in=places, starts_at__gt=timezone.now()
    )
    return coming.order_by("starts_at", "pk")


def _put(commitment: Commitment, meeting: Meeting) -> AgendaItem | None:
    source = source_of(commitment)
    if found := meeting.items.filter(source=source).first():
        return found
    events = CommitmentEvent.objects.filter(
        commitment=commitment, verb="carry", at__gte=commitment.delivered_at
    )
    if events.filter(data__meeting=meeting.pk).exists():
        return None  # it stood there, and somebody took it off
    used = meeting.items.aggregate(minutes=Sum("minutes"), last=Max("position"))
    minutes = min(MINUTES, meeting.minutes_long - (used["minutes"] or 0))
    if minutes < LEAST:
        return None
    with override(
        settings.LANGUAGE_CODE
    ):  # what everybody at the table reads, whoever's verdict brought it there
        words = proposal(commitment)
    item = meeting.items.create(
        position=(used["last"] or 0) + 1,
        title=words.title,
        minutes=minutes,
        source=source,
        issue=commitment.issue,
        why=str(words.why)[:160],
    )
    Meeting.objects.filter(pk=meeting.pk).update(sequence=F("sequence") + 1)
    events.create(
        commitment=commitment, verb="carry", before=commitment.status, after=commitment.status,
        actor_role="portal", data={"meeting": meeting.pk},
    )  # fmt: skip
    record("commitment.carry", commitment, by=None, meeting=meeting.pk)
    return item
