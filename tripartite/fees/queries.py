"""What the pages of this room read."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.core.paginator import InvalidPage
from django.db.models import Count, F, Q, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.scope import under
from buildings.places.models import Place
from tripartite.commitments.models import Commitment
from tripartite.commitments.states import Status as Kept
from tripartite.issues.models import Issue

from .models import Bill, BillQuerySet, Waiver
from .rates import Rates, back, rates, shown
from .states import Status

PAGE = 25
MOST = 60  # bills of a household: five years of one tariff
PILES = ("open", "overdue", "all")


class Page(NamedTuple):
    rows: list[Any]
    following: str


def month_of(text: str) -> date:
    """2026-03 → the first of March; this month for ''. InvalidPage for anything else."""
    if not text:
        return timezone.localdate().replace(day=1)
    try:
        return date.fromisoformat(f"{text}-01") if len(text) == 7 else date.fromisoformat("x")
    except ValueError as error:
        raise InvalidPage from error


def after(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)


def of_month(code: str, month: date) -> Rates:
    """The rates of one month, as they stood at its end, or stand today."""
    return rates(code, month, after(month))


def trail(place: Place, *more: tuple[str, str]) -> list[tuple[str, str]]:
    return [
        (_("Property fees"), reverse("fee_list")),
        (place.short_name, reverse("fees_at", args=[place.code])),
        *more,
    ]


def bills(code: str, pile: str) -> BillQuerySet:
    rows = Bill.objects.filter(under("household__place_id", code))
    rows = rows.open() if pile == "open" else rows.overdue() if pile == "overdue" else rows  # type: ignore[attr-defined]
    return rows.select_related("tariff", "shared", "household").order_by("-pk")  # type: ignore[return-value]


def page(rows: QuerySet[Any], following: str) -> Page:
    """The newest first, by keyset."""
    if following:
        if not (following.isascii() and following.isdecimal() and len(following) <= 18):
            raise InvalidPage
        rows = rows.filter(pk__lt=int(following))
    found = list(rows[: PAGE + 1])
    return Page(found[:PAGE], str(found[PAGE - 1].pk) if len(found) > PAGE else "")


def delivered(code: str, month: date) -> dict[str, Any]:
    """Beside what was paid stands what was delivered in the month: promises kept, issues solved, and on time."""
    zone = timezone.get_current_timezone()
    start, end = (datetime(one.year, one.month, 1, tzinfo=zone) for one in (month, after(month)))
    within = {"solved_at__gte": start, "solved_at__lt": end}
    solved: dict[str, Any] = Issue.objects.filter(under("place_id", code), **within).aggregate(
        solved=Count("pk"), on_time=Count("pk", filter=Q(solved_at__lte=F("solve_due")))
    )
    judged = Commitment.objects.filter(
        under("place_id", code),
        status__in=(Kept.KEPT, Kept.FAILED),
        delivered_at__gte=start,
        delivered_at__lt=end,
    )
    return solved | judged.aggregate(judged=Count("pk"), kept=Count("pk", filter=Q(status=Kept.KEPT)))


def public_buildings(code: str, found: Rates) -> list[tuple[str, Any]]:
    """(name, figures or None where too few live there), in the order of codes."""
    cut = shown(found.buildings)
    names = dict(Place.objects.filter(code__in=cut).values_list("code", "name"))
    return [(names.get(one, one), cut[one]) for one in sorted(cut)]


def open_of(bills: QuerySet[Bill]) -> Decimal:
    """All that is open of these, however many bills a page shows."""
    left = F("amount") - F("paid") - F("waived")
    return bills.aggregate(open=Sum(left))["open"] or Decimal("0.00")


def waivers(bills: QuerySet[Bill]) -> QuerySet[Waiver]:
    """What was waived of these, newest first: how much, why, and who approved it."""
    rows = Waiver.objects.filter(bill__in=bills, status=Status.APPROVED)
    return rows.select_related("bill", "decided_by").order_by("-decided_on", "-pk")[:MOST]


def compounds(user: Any, permission: str) -> QuerySet[Place]:
    return Place.objects.open().visible_to(user, permission).filter(level=15).order_by("code")[:100]


def last_month() -> date:
    return back(timezone.localdate().replace(day=1), 1)
