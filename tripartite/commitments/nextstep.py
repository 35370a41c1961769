"""The next step of a matter, who owes it, and by when: one sentence, highlighted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tripartite.issues.models import Issue
from tripartite.issues.states import Status as IssueStatus
from tripartite.issues.workdays import local_day
from tripartite.meetings.models import AgendaItem
from tripartite.meetings.states import COMING

from .models import Commitment
from .states import Status

Words = str | Promise


@dataclass(frozen=True)
class NextStep:
    words: str
    who: str
    by: date | None = None

    @property
    def is_late(self) -> bool:
        return self.by is not None and self.by < timezone.localdate()


RESIDENTS, RAISER, COMMUNITY = _("the residents"), _("the resident who raised it"), _("the community")
ORDER = (Status.FAILED, Status.RUNNING, Status.PROPOSED, Status.DELIVERED)  # what is most pressing first
COMMITTED: dict[str, Words] = {
    Status.FAILED: _("Make good what was not kept, and show it"),
    Status.RUNNING: _("Do what was promised, and show it"),
    Status.PROPOSED: _("Give its word, or say why not"),
}
WAITING: dict[str, tuple[Words, Words]] = {
    IssueStatus.SUBMITTED: (_("Take it on"), COMMUNITY),
    IssueStatus.ACCEPTED: (_("Decide who does the work"), COMMUNITY),
    IssueStatus.WAITING: (_("Answer the question"), RAISER),
    IssueStatus.SUSPENDED: (_("Take it up again on its day"), COMMUNITY),
    IssueStatus.SOLVED: (_("Say whether it is solved"), RAISER),
    IssueStatus.REOPEN_REQUESTED: (_("Decide whether to reopen it"), COMMUNITY),
}


def next_step(issue: Issue | None, owed: list[Commitment], items: list[AgendaItem]) -> NextStep | None:
    """From the end of the chain: what was promised comes before what is still to be talked about."""
    rules: tuple[Callable[[], NextStep | None], ...] = (
        lambda: of_commitments(owed),
        lambda: _of_meetings(items, owed),
        lambda: _of_issue(issue) if issue is not None else None,
    )
    return next((found for rule in rules if (found := rule()) is not None), None)


def of_commitments(owed: list[Commitment]) -> NextStep | None:
    """The most pressing of what is owed, nearest date first; a standing promise alone presses nobody."""
    pressing = [
        row for row in owed if row.status in ORDER and not (row.is_standing and row.status == Status.RUNNING)
    ]
    if not pressing:
        return None
    row = min(pressing, key=lambda one: (ORDER.index(Status(one.status)), one.due_on or date.max))
    if row.status == Status.DELIVERED:
        by = local_day(row.judge_until) if row.judge_until else None
        return NextStep(gettext("Say whether it was kept"), str(RESIDENTS), by)
    return NextStep(str(COMMITTED[row.status]), row.debtor.name, row.due_on)


def _of_meetings(items: list[AgendaItem], owed: list[Commitment]) -> NextStep | None:
    """It will be talked about; or it was decided and nobody has been asked for their word yet."""
    coming = [item for item in items if item.meeting.status in COMING]
    if coming:
        return NextStep(
            gettext("Talk about it at the meeting"),
            str(_("the parties")),
            local_day(coming[0].meeting.starts_at),
        )
    asked = {row.resolution_id for row in owed}
    for item in items:
        found = getattr(item, "resolution", None)
        if found is not None and found.party is not None and found.pk not in asked:
            words = gettext("Put what was decided to %(party)s as a commitment") % {"party": found.party.name}
            return NextStep(words, str(_("the liaison")), found.due_on)
    return None


def _of_issue(issue: Issue) -> NextStep | None:
    if issue.status in WAITING:
        words, who = WAITING[issue.status]
        by = issue.answer_by or issue.paused_until
        return NextStep(str(words), str(who), local_day(by) if by else None)
    if issue.is_open:
        who = issue.party.name if issue.party is not None else str(COMMUNITY)
        return NextStep(gettext("Solve it"), who, local_day(issue.solve_due) if issue.solve_due else None)
    return None
