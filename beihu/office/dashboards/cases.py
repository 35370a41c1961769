"""The rows behind a figure: which measures have a list, who may read it, and what of a row it shows.

Bills and households have none: who owes and who lives where is read in the rooms that keep it, by whoever keeps it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beihu.office.tallies.measures import Measure, measures, rows_behind, source_of
from buildings.posts.roles import LIST_ISSUE, VIEW_COMMITMENT, VIEW_DASHBOARD, VIEW_MATTER, VIEW_MEETING, Role
from tripartite.issues.models import Issue, IssueEvent
from tripartite.issues.states import Status

PAGE = 50


@dataclass(frozen=True)
class Case:
    """A row as the list shows it, without names."""

    title: str
    url: str
    place: str
    state: str
    day: date | None
    reason: str = ""  # why a rate leaves it out
    approver: str = ""  # in which role


@dataclass(frozen=True)
class Kind:
    """What the list of a table's rows needs."""

    right: str
    select: tuple[str, ...]
    show: Callable[[Any], Case]


def _day(moment: Any) -> date | None:
    return timezone.localtime(moment).date() if moment else None


def _issue(row: Any) -> Case:
    return Case(
        row.reference,
        row.get_absolute_url(),
        row.place.short_name,
        row.get_status_display(),
        _day(row.submitted_at),
    )


def _call_back(row: Any) -> Case:
    issue = row.issue
    return Case(
        issue.reference,
        issue.get_absolute_url(),
        issue.place.short_name,
        issue.get_status_display(),
        _day(row.at),
    )


def _meeting(row: Any) -> Case:
    return Case(
        row.title, row.get_absolute_url(), row.place.short_name, row.get_status_display(), _day(row.starts_at)
    )


def _resolution(row: Any) -> Case:
    meeting = row.item.meeting
    return Case(
        row.text[:80],
        meeting.get_absolute_url(),
        meeting.place.short_name,
        meeting.get_status_display(),
        _day(row.at),
    )


def _matter(row: Any) -> Case:
    meeting = row.talk.meeting
    title = f"{meeting.title} · {row.number}"
    return Case(
        title, row.get_absolute_url(), row.place.short_name, row.get_status_display(), _day(row.captured_at)
    )


def _commitment(row: Any) -> Case:
    return Case(
        row.text[:80], row.get_absolute_url(), row.place.short_name, row.get_status_display(), row.due_on
    )


def _place(row: Any) -> Case:
    return Case(
        row.name, row.get_absolute_url(), row.parent.short_name if row.parent else "", "", row.opened_on
    )


KINDS: dict[str, Kind] = {
    "tripartite.Issue": Kind(LIST_ISSUE, ("place",), _issue),
    "tripartite.CallBack": Kind(LIST_ISSUE, ("issue__place",), _call_back),
    "tripartite.Meeting": Kind(VIEW_MEETING, ("place",), _meeting),
    "tripartite.Resolution": Kind(VIEW_MEETING, ("item__meeting__place",), _resolution),
    "forums.Matter": Kind(VIEW_MATTER, ("place", "talk__meeting"), _matter),
    "tripartite.Commitment": Kind(VIEW_COMMITMENT, ("place",), _commitment),
    "buildings.Place": Kind(VIEW_DASHBOARD, ("parent",), _place),
}
WAYS_OUT: dict[str, str | Promise] = {Status.MERGED: _("merged into another"), Status.REFUSED: _("refused")}


def kind_of(key: str) -> Kind | None:
    """None where a figure has no list."""
    return KINDS.get(source_of(key).model) if key in measures() else None


def readable(user: Any, place: Any) -> set[str]:
    """The keys of the measures whose lists this person may open here; asks nothing of the database."""
    allowed = {model for model, kind in KINDS.items() if user.has_perm(kind.right, place)}
    return {key for key in measures() if source_of(key).model in allowed}


@dataclass(frozen=True)
class Cases:
    """All rows behind one figure; `rows` in an order that stays."""

    measure: Measure
    kind: Kind
    rows: QuerySet[Any]

    def count(self) -> int:
        return self.rows.count()

    def page(self, start: int, size: int = PAGE) -> list[Case]:
        found = list(self.rows[start : start + size])
        reasons = _reasons([row.pk for row in found]) if self.measure.key == "due_out" else {}
        return [self._case(row, reasons) for row in found]

    def _case(self, row: Any, reasons: dict[int, tuple[str, str]]) -> Case:
        case = self.kind.show(row)
        if row.pk not in reasons:
            return case
        reason, role = reasons[row.pk]
        return Case(case.title, case.url, case.place, case.state, case.day, reason, role)


def behind(key: str, code: str, since: date | None, until: date | None, aspect: str = "") -> Cases:
    """Http404 for a figure without a list."""
    kind = kind_of(key)
    if kind is None:
        raise Http404
    rows = rows_behind(key, code, since, until, aspect).select_related(*kind.select).order_by("-pk")
    return Cases(measures()[key], kind, rows)


def _reasons(pks: list[int]) -> dict[int, tuple[str, str]]:
    """By issue: why it is in no rate, and in which role somebody decided so."""
    roles = dict(Role.choices)
    rows = Issue.objects.in_bulk(pks)
    events = IssueEvent.objects.filter(issue__in=pks, verb__in=["refuse", "merge"]).order_by("at", "pk")
    found = {}
    for event in events:
        row = rows[event.issue_id]
        why = (
            row.get_refusal_display()
            if row.status == Status.REFUSED and row.refusal
            else WAYS_OUT.get(row.status, "")
        )
        found[event.issue_id] = (str(why), str(roles.get(event.actor_role, event.actor_role)))
    return found
