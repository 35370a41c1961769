"""Asked just before a message about a meeting goes out: is it still true, for this person? Two queries a batch.

| reason | when |
|---|---|
| gone | the meeting no longer exists |
| cancelled | it was cancelled, and this is not the message that says so |
| moved | the schedule has changed since: a newer message says it |
| too late | it has begun |
| declined, checked in | so did everybody this message is for |
| no longer invited | the invitation was taken back, or the family proxy has ended |

A text message may be for several people: the receiver and the elders who agreed that this person receives for them.
"""

from collections import defaultdict
from uuid import UUID

from django.db.models import Value
from django.utils import timezone

from beihu.notifications.models import Delivery

from .models import Invitation, Meeting
from .states import Status

Answers = dict[
    tuple[int, int | None], list[tuple[str, str]]
]  # (meeting, reader): what each answered, who came
PRESENT, DECLINED = Invitation.Came.PRESENT, Invitation.Answer.DECLINED
AFTERWARDS = {"cancelled", "minutes", "uninvited"}  # true whatever became of the schedule or of the answer


def check(deliveries: list[Delivery]) -> dict[UUID, str]:
    """Why some of these are not to be sent any more."""
    meetings = Meeting.objects.only("status", "version", "starts_at").in_bulk(
        {number(row) for row in deliveries}
    )
    people = {row.recipient_id for row in deliveries if row.recipient_id}
    mine, proxied = answers(meetings, people)
    found = {}
    for row in deliveries:
        who = number(row), row.recipient_id
        theirs = mine[who] + (proxied[who] if row.channel == Delivery.Channel.SMS else [])
        if reason := of_meeting(row, meetings.get(number(row))) or of_people(row, theirs):
            found[row.pk] = reason
    return found


def number(delivery: Delivery) -> int:
    """The meeting's; 0 for a source that names none."""
    digits = delivery.source.partition(":")[2]
    return int(digits) if digits.isdecimal() else 0


def answers(meetings: dict[int, Meeting], people: set[int]) -> tuple[Answers, Answers]:
    """What those invited have said: the readers themselves, and the elders they receive for."""
    invited = Invitation.objects.filter(meeting__in=meetings).order_by()
    facts = ("answer", "came", "meeting_id")
    own = (
        invited.filter(user__in=people)
        .annotate(through=Value(False))
        .values_list(*facts, "user_id", "through")
    )
    elders = invited.filter(user__proxy__receiver__in=people, user__proxy__agreed_at__isnull=False)
    mine: Answers = defaultdict(list)
    proxied: Answers = defaultdict(list)
    theirs = elders.annotate(through=Value(True)).values_list(*facts, "user__proxy__receiver_id", "through")
    for answer, came, meeting, reader, through in own.union(theirs, all=True):
        (proxied if through else mine)[meeting, reader].append((answer, came))
    return mine, proxied


def of_meeting(row: Delivery, meeting: Meeting | None) -> str:
    if meeting is None:
        return "gone"
    if row.kind.partition("-")[0] in AFTERWARDS:
        return ""
    if meeting.status == Status.CANCELLED:
        return "cancelled"
    if row.version != meeting.version:
        return "moved"
    return "too late" if timezone.now() >= meeting.starts_at else ""


def of_people(row: Delivery, theirs: list[tuple[str, str]]) -> str:
    """`theirs`: answer and attendance of everybody this message is for."""
    if row.kind.partition("-")[0] in AFTERWARDS or row.recipient_id is None:
        return ""
    if not theirs:
        return "no longer invited"
    open_ones = [came for answer, came in theirs if answer != DECLINED]
    if not open_ones:
        return "declined"
    return "checked in" if all(came == PRESENT for came in open_ones) else ""
