"""Verbs of those who take issues in: accept, refuse, hand over, put off, merge, move the deadline."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beihu.accounts.models import User
from beihu.states import Refused
from buildings.posts.roles import HANDLE, TRIAGE
from tripartite.parties.models import Party

from . import clocks, routing
from .categories import POLICIES
from .models import Follower, Issue
from .states import OPEN
from .timeline import Step, lock, needed, step

PUT_OFF_AT_MOST = timedelta(days=366)


def accept(issue: Issue, *, by: User, note: str = "") -> Issue:
    """Take it in: whoever does so first answers for it (首接负责)."""
    with step(issue, "accept", by=by, note=note) as s:
        _receive(s)
    return s.issue


def refuse(issue: Issue, *, by: User, reason: str, note: str) -> Issue:
    """For a listed reason only, and never without naming the right channel in `note`."""
    if reason not in Issue.Refusal.values:
        raise Refused(_("Please choose one of the listed reasons."))
    note = needed(note, _("Please say who can help instead: a refusal must name the right channel."))
    with step(issue, "refuse", by=by, note=note, reason=reason) as s:
        _receive(s)
        s.issue.refusal = reason
        s.issue.contacted_at = s.issue.contacted_at or s.now
        s.issue.replied_at = s.issue.replied_at or s.now
        s.issue.closed_at = s.now
    return s.issue


def assign(issue: Issue, *, by: User, party: Party, note: str = "", assignee: User | None = None) -> Issue:
    """Hand it to a party that answers for the place. After it has been handed back once, this decides."""
    with step(issue, "assign", by=by, note=note, party_id=party.pk, party=party.name) as s:
        row = s.issue
        if not routing.choices(row.place_id).filter(pk=party.pk).exists():
            raise Refused(_("%(party)s does not answer for this place.") % {"party": party.name})
        if row.policy.street_only and party.kind != Party.Kind.STREET_OFFICE:
            raise Refused(
                _("This is outside the list of what a community may be handed: hand it to the street.")
            )
        _receive(s)
        if row.bounced:
            row.assignment_decided = True
        row.party, row.party_kind, row.assignee = party, party.kind, assignee
        if assignee is not None:
            if not assignee.has_perm(HANDLE, row):
                raise Refused(_("%(person)s cannot handle issues of this party.") % {"person": assignee.name})
            s.data["assignee"] = assignee.pk
        s.tell_staff(routing.in_charge(row), gettext_lazy("Issue %(ref)s has been handed to you"))
    return s.issue


def suspend(issue: Issue, *, by: User, until: date, note: str) -> Issue:
    """Put it off to a day, on which it goes on by itself; the resolution clock stands still."""
    note = needed(note, _("Please say why it has to wait."))
    with step(issue, "suspend", by=by, note=note, until=until.isoformat()) as s:
        at = datetime.combine(until, time.min, tzinfo=timezone.get_default_timezone())
        if not s.now < at <= s.now + PUT_OFF_AT_MOST:
            raise Refused(_("Please choose a day after today, within a year."))
        clocks.pause(s.issue, at=s.now, until=at)
    return s.issue


def resume(issue: Issue, *, by: User | None, note: str = "") -> Issue:
    """Take it up again, by hand or because its day has come."""
    with step(issue, "resume", by=by, note=note) as s:
        clocks.unpause(s.issue, s.now)
        if by is None:
            s.tell_staff(
                routing.in_charge(s.issue), gettext_lazy("Issue %(ref)s is due to be taken up again")
            )
    return s.issue


def merge(issue: Issue, *, by: User, into: Issue, note: str = "") -> Issue:
    """It lives on in another one of the same street; who raised or followed it follows the other."""
    if issue.pk == into.pk:
        raise Refused(_("An issue cannot be merged into itself."))
    with transaction.atomic():
        for pk in sorted(
            (issue.pk, into.pk)
        ):  # always in this order: two merges at once cannot block each other
            lock(Issue(pk=pk))
        into = lock(into)
        _check_target(into, by)
        with step(issue, "merge", by=by, note=note, into_id=into.pk, into=into.reference) as s:
            if s.issue.street != into.street:
                raise Refused(_("Issues can only be merged within one street."))
            s.issue.merged_into = into
            s.issue.closed_at = s.now
            s.issue.paused_at = s.issue.paused_until = None
        s.issue.merged.update(merged_into=into)  # no chains: what lived on here lives on there
        people = [s.issue.author_id, *s.issue.followers.values_list("user_id", flat=True)]
        Follower.objects.bulk_create(
            [Follower(issue=into, user_id=pk) for pk in people if pk and pk != into.author_id],
            ignore_conflicts=True,
        )
    return s.issue


def recategorise(issue: Issue, *, by: User, category: str) -> Issue:
    """It is about something else; the deadlines promised at filing stay."""
    if category not in POLICIES:
        raise Refused(_("Please choose what it is about."))
    with step(issue, "recategorise", by=by, category=category) as s:
        s.data["was"] = s.issue.category
        s.issue.category = category
    return s.issue


def extend(
    issue: Issue, *, by: User, reason: str, working_days: int | None = None, until: date | None = None
) -> Issue:
    """Move the deadline before it has passed, by working days or to a day; the resident is told why."""
    reason = needed(reason, _("Please say why more time is needed; the resident reads it."))
    if (working_days is None) == (until is None):
        raise Refused(_("Please give either a number of working days or a day."))
    if working_days is not None and not 1 <= working_days <= clocks.EXTEND_AT_MOST:
        raise Refused(_("Please give between 1 and %(most)s working days.") % {"most": clocks.EXTEND_AT_MOST})
    with step(issue, "extend", by=by, note=reason) as s:
        was = s.issue.solve_due
        if was is None:
            raise Refused(_("This issue has no deadline."))
        due = clocks.extend(s.issue, was, working_days=working_days, until=until)
        if not was < due <= s.now + PUT_OFF_AT_MOST:
            raise Refused(_("Please choose a day after the present deadline, within a year."))
        s.data |= {"was": was.isoformat(), "due": due.isoformat()}
    return s.issue


def _receive(s: Step) -> None:
    if s.issue.first_receiver_id is None and s.by is not None:
        s.issue.first_receiver = s.by


def _check_target(into: Issue, by: User) -> None:
    if into.status not in OPEN:
        raise Refused(
            _("Issue %(ref)s is no longer open, so nothing can be merged into it.") % {"ref": into.reference}
        )
    if not by.has_perm(TRIAGE, into):
        raise Refused(_("You do not have the right to do this here."))
