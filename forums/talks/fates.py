"""What became of each matter, read live from where it went: never kept, so that a card cannot say what is no longer true.

| fate | when |
|---|---|
| done | answered; its issue solved or closed; what was promised kept; decided where nobody owes anything |
| promised | a party gave its word, with a date |
| under way | an issue, or an agenda, and not yet decided |
| refused | with the reason, by us or with the issue |
| waiting | nobody has settled it yet |
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from beihu.audit.masking import redact
from tripartite.commitments.models import Commitment
from tripartite.commitments.states import GIVEN
from tripartite.commitments.states import Status as CommitmentStatus
from tripartite.issues.models import Issue
from tripartite.issues.states import CLOSED
from tripartite.issues.states import Status as IssueStatus
from tripartite.issues.workdays import local_day
from tripartite.meetings.states import Status as MeetingStatus

from .models import Matter
from .states import Status

SEALED = (MeetingStatus.MINUTED, MeetingStatus.CONFIRMED)  # what was decided has been read by the bodies
JOINS = ("issue__merged_into__party", "issue__party", "item__meeting", "item__resolution__party")


class Kind(StrEnum):
    DONE = "done"
    PROMISED = "promised"
    UNDER_WAY = "under_way"
    REFUSED = "refused"
    WAITING = "waiting"


LABELS: dict[Kind, tuple[str | Promise, str, str]] = {  # words, icon, tone
    Kind.DONE: (pgettext_lazy("matter", "done"), "check", "good"),
    Kind.PROMISED: (pgettext_lazy("matter", "promised"), "flag", "info"),
    Kind.UNDER_WAY: (pgettext_lazy("matter", "under way"), "play", "info"),
    Kind.REFUSED: (pgettext_lazy("matter", "not possible"), "close", "bad"),
    Kind.WAITING: (pgettext_lazy("matter", "not settled yet"), "clock", "warn"),
}


@dataclass(frozen=True)
class Fate:
    """`text` may be read by everybody: no names of people, numbers taken out."""

    kind: Kind
    text: str = ""
    by: date | None = None

    @property
    def label(self) -> str | Promise:
        return LABELS[self.kind][0]

    @property
    def icon(self) -> str:
        return LABELS[self.kind][1]

    @property
    def tone(self) -> str:
        return LABELS[self.kind][2]


def fates(matters: Iterable[Matter]) -> dict[int, Fate]:
    """Of matters that were read with `JOINS`: one query more for any number."""
    rows = list(matters)
    issues = {_issue_of(row).pk for row in rows if row.issue_id}
    items = {row.item_id for row in rows if row.item_id}
    owed = _owed(issues, items) if issues or items else []
    return {row.pk: fate_of(row, [one for one in owed if _of(one, row)]) for row in rows}


def _owed(issues: set[int], items: set[int]) -> list[Commitment]:
    of = Q(issue__in=issues) | Q(resolution__item__in=items) | Q(resolution__item__issue__in=issues)
    rows = Commitment.objects.filter(of, status__in=GIVEN, is_standing=False)
    return list(rows.select_related("debtor", "resolution__item").order_by("due_on", "pk"))


def _of(one: Commitment, row: Matter) -> bool:
    item = one.resolution.item if one.resolution else None
    if row.issue_id and _issue_of(row).pk in {one.issue_id, item.issue_id if item else None} - {None}:
        return True
    return item is not None and item.pk == row.item_id


def _issue_of(row: Matter) -> Issue:
    """The issue it lives on in."""
    issue = row.issue
    assert issue is not None
    return issue.merged_into if issue.status == IssueStatus.MERGED and issue.merged_into else issue


def fate_of(row: Matter, owed: list[Commitment]) -> Fate:
    if row.status == Status.ANSWERED:
        return Fate(Kind.DONE, redact(row.outcome))
    if row.status == Status.REFUSED:
        return Fate(Kind.REFUSED, redact(row.outcome))
    if row.status in (Status.FILED, Status.JOINED):
        return _of_issue(_issue_of(row), owed)
    if row.status == Status.TABLED:
        return _of_item(row, owed)
    return Fate(Kind.WAITING, by=row.due_on)


def _of_issue(issue: Issue, owed: list[Commitment]) -> Fate:
    if issue.status == IssueStatus.REFUSED:
        return Fate(Kind.REFUSED, str(issue.get_refusal_display()))
    if issue.status in (*CLOSED, IssueStatus.SOLVED):
        return Fate(Kind.DONE, _("Solved."))
    if promised := _promised(owed):
        return promised
    who = issue.party.name if issue.party else ""
    text = _("With %(party)s.") % {"party": who} if who else _("Being looked at.")
    return Fate(Kind.UNDER_WAY, text, local_day(issue.solve_due) if issue.solve_due else None)


def _of_item(row: Matter, owed: list[Commitment]) -> Fate:
    item = row.item
    if item is None:
        return Fate(Kind.UNDER_WAY)
    if found := _promised(owed):
        return found
    if owed:
        return Fate(Kind.DONE, redact(owed[-1].text))
    meeting, resolution = item.meeting, getattr(item, "resolution", None)
    if meeting.status in SEALED and resolution is not None:
        kind = Kind.UNDER_WAY if resolution.party_id else Kind.DONE  # its party has not given its word yet
        return Fate(kind, redact(resolution.text), resolution.due_on if resolution.party_id else None)
    if meeting.status in SEALED and item.no_resolution:
        return Fate(Kind.UNDER_WAY, redact(item.no_resolution))
    day = local_day(meeting.starts_at)
    words = _("On the agenda of the meeting on %(day)s.") % {"day": date_format(day, "DATE_FORMAT")}
    return Fate(Kind.UNDER_WAY, words)


def _promised(owed: list[Commitment]) -> Fate | None:
    """The nearest word that is still to be kept; what was found wanting is still owed."""
    still = (CommitmentStatus.RUNNING, CommitmentStatus.FAILED, CommitmentStatus.DELIVERED)
    for one in owed:
        if one.status in still:
            text = _("%(party)s: %(what)s") % {"party": one.debtor.name, "what": redact(one.text)}
            return Fate(Kind.PROMISED, text, one.due_on)
    return None


WORDS: dict[Kind, str | Promise] = {  # under the figures of a card
    Kind.DONE: gettext_lazy("done"),
    Kind.PROMISED: gettext_lazy("promised by a day"),
    Kind.UNDER_WAY: gettext_lazy("under way"),
    Kind.REFUSED: gettext_lazy("not possible, with the reason"),
    Kind.WAITING: gettext_lazy("not settled yet"),
}
