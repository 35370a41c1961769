"""The service-promise report of a party for a period: what was promised, and what the facts of the portal say.

Every figure is recomputed from facts and shows numerator, denominator and what was left out; an empty denominator
is 无数据, never 0 % and never 100 %.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tripartite.issues.models import Issue
from tripartite.issues.queries import midnight
from tripartite.issues.states import PAUSED
from tripartite.issues.states import Status as IssueStatus
from tripartite.parties.models import Party

from .models import Commitment, Rung
from .states import Status

RIGHT_AWAY = timedelta(days=1)


@dataclass(frozen=True)
class Figure:
    """One rate: how many of how many, and how many were left out for which reason."""

    name: str
    label: str | Promise
    rule: str | Promise
    numerator: int
    denominator: int
    excluded: int

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.numerator, self.denominator) if self.denominator else None

    @property
    def percent(self) -> str:
        """Rounded down to a tenth, so that 100 % means all of them; '' without data."""
        if self.share is None:
            return ""
        tenths = int(self.share * 1000)
        return f"{tenths // 10}.{tenths % 10} %"


@dataclass(frozen=True)
class Report:
    party: Party
    since: date
    until: date
    standing: list[Commitment]
    dated: list[Commitment]
    figures: list[Figure]
    escalated: int  # how often the street office had to be told


def report(party: Party, since: date, until: date) -> Report:
    """From the first day to the last, both included. Five queries."""
    return Report(
        party=party,
        since=since,
        until=until,
        standing=list(_standing(party, since, until)),
        dated=list(_dated(party, since, until).judged().order_by("due_on", "pk")),
        figures=[*_commitments(party, since, until), *_issues(party, since, until)],
        escalated=Rung.objects.filter(
            commitment__debtor=party, step=Rung.Step.STREET, due_on__range=(since, until)
        ).count(),
    )


def _standing(party: Party, since: date, until: date):  # type: ignore[no-untyped-def]
    """Promises that held at some time of the period, with how often they were reported on in it."""
    first, after = midnight(since), midnight(until) + RIGHT_AWAY
    held = Commitment.objects.filter(debtor=party, is_standing=True, accepted_at__lt=after).exclude(
        ended_at__lt=first
    )
    within = Q(events__at__gte=first, events__at__lt=after)
    return held.annotate(
        reports=Count("events", filter=within & Q(events__verb="report")),
        proofs=Count("events", filter=within & Q(events__verb="prove")),
    ).order_by("pk")


def _dated(party: Party, since: date, until: date):  # type: ignore[no-untyped-def]
    """What fell due in the period, or was delivered before its date; nothing whose day is still to come."""
    given = Commitment.objects.filter(debtor=party, is_standing=False, accepted_at__isnull=False)
    come = Q(due_on__lt=timezone.localdate()) | Q(delivered_at__isnull=False)
    return given.filter(come, due_on__range=(since, until))


def _commitments(party: Party, since: date, until: date) -> list[Figure]:
    kept, failed = Q(status=Status.KEPT), Q(status=Status.FAILED)
    let_go = Q(status=Status.WITHDRAWN)
    on_time = Q(delivered_at__isnull=False, delivered_at__date__lte=F("due_on")) & ~let_go
    n = _dated(party, since, until).aggregate(
        all=Count("pk"),
        kept=Count("pk", filter=kept),
        judged=Count("pk", filter=kept | failed),
        on_time=Count("pk", filter=on_time),
        let_go=Count("pk", filter=let_go),
    )
    return [
        Figure(
            "kept",
            _("Commitments kept"),
            _("kept of those the residents judged; left out: not judged, not delivered yet, let go"),
            n["kept"],
            n["judged"],
            n["all"] - n["judged"],
        ),
        Figure(
            "delivered",
            _("Delivered by the date"),
            _("delivered by the date of those that fell due; left out: let go"),
            n["on_time"],
            n["all"] - n["let_go"],
            n["let_go"],
        ),
    ]


def _issues(party: Party, since: date, until: date) -> list[Figure]:
    left = Q(status__in=(*PAUSED, IssueStatus.REFUSED, IssueStatus.MERGED))
    come = Q(solve_due__lt=timezone.now()) | Q(solved_at__isnull=False)
    due = Issue.objects.filed().filter(come, party=party, solve_due__gte=midnight(since))
    rated = ~Q(rating="")
    n = due.filter(solve_due__lt=midnight(until) + RIGHT_AWAY).aggregate(
        all=Count("pk"),
        left=Count("pk", filter=left),
        on_time=Count("pk", filter=Q(solved_at__lte=F("solve_due")) & ~left),
        rated=Count("pk", filter=rated),
        satisfied=Count("pk", filter=Q(rating=Issue.Rating.SATISFIED)),
    )
    return [
        Figure(
            "issues",
            _("Issues solved in time"),
            _("solved by the deadline of those that fell due; left out: standing still, refused, merged"),
            n["on_time"],
            n["all"] - n["left"],
            n["left"],
        ),
        Figure(
            "satisfied",
            _("Residents satisfied"),
            _("satisfied of those who gave a verdict; left out: no verdict"),
            n["satisfied"],
            n["rated"],
            n["all"] - n["rated"],
        ),
    ]
