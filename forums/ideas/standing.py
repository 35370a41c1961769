"""Where an adopted idea stands: read from the rooms it went to, never written down a second time.

The page shows it as it is now. `follow` is the sweep's: when it has moved on since those who support it were last told,
they are told, once for each stage.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beihu.audit.masking import redact
from beihu.scope import reach_of
from buildings.posts.roles import VIEW_COMMITMENT, VIEW_MEETING
from tripartite.commitments.models import Commitment
from tripartite.commitments.states import PUBLIC
from tripartite.meetings.models import AgendaItem, Meeting
from tripartite.meetings.states import Status as MeetingStatus

from .agenda import PREFIX, source_of
from .models import Adoption, Idea
from .states import Status
from .timeline import portal_step

Way = Adoption.Way
READ = (MeetingStatus.MINUTED, MeetingStatus.CONFIRMED)  # the minutes are no longer being written
BATCH = 500
log = logging.getLogger(__name__)

# What those who support it read, by stage; another stage is noted and told to nobody.
SENTENCES: dict[str, dict[str, str | Promise]] = {
    Way.AGENDA: {
        MeetingStatus.CALLED: gettext_lazy("On the agenda of a meeting: %(title)s"),
        MeetingStatus.MINUTED: gettext_lazy("Talked about at a meeting, read what came of it: %(title)s"),
        MeetingStatus.CANCELLED: gettext_lazy("The meeting does not take place, it waits for another one: %(title)s"),
    },
    Way.COMMITMENT: {
        "running": gettext_lazy("A party has given its word on it: %(title)s"),
        "declined": gettext_lazy("The party that was asked declines: %(title)s"),
        "delivered": gettext_lazy("It is done, says the party. Was it kept? %(title)s"),
        "kept": gettext_lazy("It was kept, say the residents: %(title)s"),
        "failed": gettext_lazy("It was not kept, say the residents: %(title)s"),
        "withdrawn": gettext_lazy("The promise is no longer owed: %(title)s"),
    },
}  # fmt: skip


class Where(NamedTuple):
    """One place an idea went to, as everybody may read it. `state` is a row with a state, for the chip."""

    icon: str
    words: str
    state: Any = None
    day: date | None = None
    text: str = ""
    url: str = ""


def where(idea: Idea, user: Any) -> list[Where]:
    """Everything that came of it, in the order it was taken up. Three queries, whatever there is."""
    found: list[Where] = []
    items = list(_items([idea.pk]))
    followed = _promised([item for item in items if item.meeting.status in READ])
    staff = {right: reach_of(user, right) for right in (VIEW_MEETING, VIEW_COMMITMENT)}
    for one in idea.adoptions.select_related("commitment__debtor"):
        if one.way == Way.PROJECT:
            found.append(Where("doc", _("Noted as a project"), day=_day(one.at), text=redact(one.words)))
        elif one.way == Way.COMMITMENT and one.commitment is not None:
            found.append(_owed(one.commitment, staff))
        elif not items:
            found.append(Where("calendar", _("It waits for the next meeting"), day=_day(one.at)))
    for item in items:
        found.append(_talked(item, staff))
        found += [_owed(row, staff) for row in followed[item.pk]]
    return found


def _talked(item: AgendaItem, staff: dict[str, Any]) -> Where:
    meeting, text = item.meeting, ""
    resolution = getattr(item, "resolution", None)
    if meeting.status in READ and resolution is not None:
        text = redact(resolution.text)
    elif meeting.status in READ and item.no_resolution:
        text = redact(item.no_resolution)
    url = meeting.get_absolute_url() if _reads(meeting, staff[VIEW_MEETING]) else ""
    return Where("calendar", _("On the agenda: %(what)s") % {"what": redact(meeting.title)}, meeting, _day(meeting.starts_at), text, url)  # fmt: skip


def _owed(row: Commitment, staff: dict[str, Any]) -> Where:
    words = _("Promised by %(party)s") if row.accepted_at else _("%(party)s is asked to promise it")
    url = ""
    if _reads(row, staff[VIEW_COMMITMENT]):
        url = row.get_absolute_url()
    elif row.status in PUBLIC:
        url = reverse("public_commitments", args=[row.place_id])
    return Where("flag", words % {"party": row.debtor.name}, row, row.due_on, redact(row.text), url)


def _reads(row: Any, reaches: Iterable[Any]) -> bool:
    return any(row.in_reach(reach) for reach in reaches)


def _day(moment: Any) -> date:
    return timezone.localtime(moment).date()


def _items(ideas: Iterable[int]) -> Any:
    """The matters on agendas that these ideas became, of meetings that were announced; the latest meeting last."""
    rows = AgendaItem.objects.filter(
        source__in=[f"{PREFIX}{pk}" for pk in ideas], meeting__called_at__isnull=False
    )
    return rows.select_related("meeting", "resolution").order_by("meeting__starts_at", "pk")


def _promised(items: list[AgendaItem]) -> dict[int, list[Commitment]]:
    found: dict[int, list[Commitment]] = defaultdict(list)
    if items:
        rows = Commitment.objects.filter(resolution__item__in=[item.pk for item in items])
        for row in rows.select_related("debtor", "resolution").order_by("pk"):
            if row.resolution is not None:
                found[row.resolution.item_id].append(row)
    return found


def follow() -> int:
    """Whatever has moved on since it was last told."""
    return sum(_tell(adoption, stage) for adoption, stage in _moved())


def _moved() -> list[tuple[Adoption, str]]:
    going = Adoption.objects.filter(idea__status=Status.ADOPTED).select_related("idea").order_by("pk")
    owed = (
        going.filter(way=Way.COMMITMENT).exclude(stage=F("commitment__status")).select_related("commitment")
    )
    moved = [(one, one.commitment.status) for one in owed[:BATCH] if one.commitment is not None]
    meant = list(going.filter(way=Way.AGENDA).exclude(stage=MeetingStatus.CONFIRMED)[:BATCH])
    latest: dict[str, Meeting] = {item.source: item.meeting for item in _items(one.idea_id for one in meant)}
    for one in meant:
        meeting = latest.get(source_of(one.idea))
        if meeting is not None and one.stage != meeting.status:
            moved.append((one, meeting.status))
    return moved


def _tell(adoption: Adoption, stage: str) -> int:
    """Only whoever changes the stage tells of it, so that two sweeps at once tell it once."""
    try:
        with transaction.atomic():
            mine = Adoption.objects.filter(pk=adoption.pk, stage=adoption.stage)
            if not mine.update(stage=stage):
                return 0
            sentence = SENTENCES[adoption.way].get(stage, "")
            row = Idea.objects.select_related("author", "place").get(pk=adoption.idea_id)
            portal_step(row, "moved", sentence, way=adoption.way, stage=stage)
    except Exception:
        log.exception("idea %s: where it stands could not be told", adoption.idea_id)
        return 0
    return 1
