"""What lies on the desk of whoever calls meetings: each compound with its one next step, in four queries for any number,
and one for each room above that has something waiting there (`waiting.py`).

Proposals are read here for all compounds at once; a meeting's own page asks every source (`meetings.proposals`).
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, Left, RowNumber
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.audit.masking import redact
from beihu.context import reverse_or_empty
from beihu.scope import reach_of, under
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.roles import CALL_MEETING, LIST_ISSUE
from tripartite.issues.models import Issue
from tripartite.issues.states import OPEN as OPEN_ISSUE
from tripartite.issues.states import TICKING
from tripartite.issues.states import Status as IssueStatus
from tripartite.meetings.models import AgendaItem, Invitation, Meeting
from tripartite.meetings.proposals import Proposal
from tripartite.meetings.states import COMING
from tripartite.meetings.states import Status as MeetingStatus

from .agenda import SOON, TABLES, meeting_page, proposal
from .models import Commitment
from .states import OWED, Status
from .waiting import Waiting, waiting

MOST = 100  # compounds on one desk
EACH = 5  # issues of a compound that are shown
ANSWERS_WITHIN = timedelta(days=3)


@dataclass
class Desk:
    """One compound."""

    place: Place
    meeting: Any = None
    failed: list[Commitment] = field(default_factory=list)
    overdue: list[Commitment] = field(default_factory=list)
    soon: list[Commitment] = field(default_factory=list)
    asked: list[Commitment] = field(default_factory=list)  # not answered yet
    issues: list[Any] = field(default_factory=list)
    issues_in_all: int = 0
    waiting: list[Waiting] = field(default_factory=list)  # what the rooms above know

    @property
    def on_agenda(self) -> set[str]:
        return set(self.meeting.sources) if self.meeting is not None else set()

    @property
    def silent(self) -> int:
        """People invited to the next meeting who have not answered."""
        return (
            self.meeting.silent
            if self.meeting is not None and self.meeting.status == MeetingStatus.CALLED
            else 0
        )

    @property
    def proposals(self) -> list[Proposal]:
        """What should come to the table and is not on it yet, most urgent first."""
        found = [proposal(row) for row in (*self.failed, *self.overdue, *self.soon)]
        found += [_of_issue(row) for row in self.issues]
        fresh = [one for one in found if one.source not in self.on_agenda]
        return sorted(fresh, key=lambda one: one.urgency)

    @property
    def late_answers(self) -> list[Commitment]:
        before = timezone.now() - ANSWERS_WITHIN
        return [row for row in self.asked if row.created_at < before]

    @property
    def next(self) -> "Advice":
        return advise(self)


@dataclass(frozen=True)
class Advice:
    """The one thing to do now, and where."""

    words: str
    url: str = ""
    tone: str = "info"


def advise(desk: Desk) -> Advice:
    """The first of these that holds."""
    waiting, meeting = len(desk.proposals), desk.meeting
    pressing = len(desk.failed) + len(desk.overdue)
    if meeting is None and waiting:
        words = _("Call a meeting: %(count)s matters wait for one") % {"count": waiting}
        return Advice(words, _new_meeting(desk.place), "bad" if pressing else "warn")
    if meeting is not None and meeting.status == MeetingStatus.DRAFT:
        return Advice(_("Finish the draft and call the meeting"), meeting_page(meeting), "warn")
    if overdue := [one for one in desk.waiting if one.tone == "bad"]:
        words = _("Settle what is overdue: %(what)s") % {"what": overdue[0].title}
        return Advice(words, overdue[0].url, "bad")
    if late := desk.late_answers:
        words = _("Ask %(party)s for its answer") % {"party": late[0].debtor.name}
        return Advice(words, late[0].get_absolute_url(), "warn")
    if waiting and meeting is not None:
        return Advice(_("Put what waits on the agenda"), f"#proposals-{desk.place.code}", "warn")
    if desk.silent:
        words = _("Ask those who have not answered the invitation: %(count)s") % {"count": desk.silent}
        return Advice(words, meeting_page(meeting), "info")
    if pressing:
        row = (desk.failed + desk.overdue)[0]
        words = _("Talk to %(party)s about what is overdue") % {"party": row.debtor.name}
        return Advice(words, row.get_absolute_url(), "bad")
    if desk.asked:
        words = _("Wait for the answer of %(party)s") % {"party": desk.asked[0].debtor.name}
        return Advice(words, desk.asked[0].get_absolute_url(), "quiet")
    return Advice(_("Nothing presses"), "", "good")


def _new_meeting(place: Place) -> str:
    url = reverse_or_empty("meeting_new")
    return f"{url}?place={place.code}" if url else ""


def desks(user: Any, *, place: str = "") -> list[Desk]:
    """The desks of this person's compounds, the most pressing first."""
    compounds = list(_compounds(user, place)[:MOST])
    found = {one.code: Desk(one) for one in compounds}
    if not found:
        return []
    for meeting in _meetings(list(found)):
        found[meeting.place_id].meeting = meeting
    for row in _commitments(list(found)):
        _lay(found[row.compound], row)
    for issue in _issues(user, list(found)):
        desk = found[issue.compound]
        desk.issues.append(issue)
        desk.issues_in_all = issue.in_all
    for code, lines in waiting(user, found).items():
        found[code].waiting = lines
    pressing = {"bad": 0, "warn": 1, "info": 2, "quiet": 3, "good": 4}
    return sorted(found.values(), key=lambda desk: (pressing[desk.next.tone], desk.place.code))


def _compounds(user: Any, place: str) -> QuerySet[Place]:
    within = Q(pk__in=[])
    for reach in reach_of(user, CALL_MEETING):
        within |= under("code", reach.prefix)
    rows = Place.objects.open().filter(within, level=Level.COMPOUND).order_by("code")
    return rows.filter(under("code", place)) if place else rows


def _meetings(codes: list[str]) -> QuerySet[Meeting]:
    """The next one of each compound, with what is on its agenda and how many have not answered."""
    silent = Invitation.objects.filter(meeting=OuterRef("pk"), answer="").order_by().values("meeting")
    coming = Meeting.objects.filter(
        place__in=codes, status__in=COMING, kind__in=TABLES, ends_at__gt=timezone.now()
    )
    return (
        coming.order_by("place_id", "starts_at", "pk")
        .distinct("place_id")
        .select_related("room")
        .annotate(
            sources=ArraySubquery(AgendaItem.objects.filter(meeting=OuterRef("pk")).values("source")),
            silent=Coalesce(
                Subquery(silent.annotate(n=Count("pk")).values("n")), 0, output_field=IntegerField()
            ),
        )
    )


def _commitments(codes: list[str]) -> QuerySet[Any]:
    due = Q(status__in=OWED, due_on__lte=timezone.localdate() + SOON) | Q(
        status__in=(Status.FAILED, Status.PROPOSED)
    )
    rows = Commitment.objects.annotate(compound=Left("place_id", Level.COMPOUND.value))
    return rows.filter(due, compound__in=codes).select_related("debtor").order_by("due_on", "pk")


def _lay(desk: Desk, row: Commitment) -> None:
    if row.status == Status.PROPOSED:
        desk.asked.append(row)
    elif row.status == Status.FAILED:
        desk.failed.append(row)
    else:
        (desk.overdue if row.is_overdue else desk.soon).append(row)


def _issues(user: Any, codes: list[str]) -> QuerySet[Any]:
    """Of each compound the five most pressing that are overdue, were handed back, or should be reopened."""
    overdue = Q(status__in=TICKING, solve_due__lt=timezone.now())
    bounced = Q(bounced=True, assignment_decided=False, status__in=OPEN_ISSUE)
    reopened = Q(status=IssueStatus.REOPEN_REQUESTED) | Q(reopened_at__isnull=False, status__in=OPEN_ISSUE)
    rank = Case(When(reopened, then=Value(1)), When(bounced, then=Value(2)), default=Value(3))
    rows = Issue.objects.visible_to(user, LIST_ISSUE).filter(overdue | bounced | reopened)
    ranked: Any = rows.annotate(compound=Left("place_id", Level.COMPOUND.value), rank=rank)
    ranked = ranked.filter(compound__in=codes)
    windows = {
        "nth": Window(RowNumber(), partition_by=F("compound"), order_by=[F("rank"), F("solve_due"), F("pk")]),
        "in_all": Window(Count("pk"), partition_by=F("compound")),
    }
    return ranked.annotate(**windows).filter(nth__lte=EACH).defer("grams").order_by("compound", "nth")


def _of_issue(row: Any) -> Proposal:
    why, urgency = {1: (_("reopened"), 15), 2: (_("handed back by a party"), 25)}.get(
        row.rank, (_("overdue"), 30)
    )
    title = f"{row.reference} {redact(row.title)}"
    return Proposal(f"issue:{row.pk}", title[:160], why, url=row.get_absolute_url(), urgency=urgency)
