"""Pages of the list that staff work through."""

from typing import Any

from django.core.paginator import InvalidPage
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from beihu.scope import under

from .models import Membership, MembershipQuerySet

PAGE = 25
STATES = {"": _("waiting"), "verified": _("confirmed"), "ended": _("ended")}
CAP = 1000  # counts stop here


def in_state(rows: MembershipQuerySet, state: str) -> MembershipQuerySet:
    match state:
        case "verified":
            return rows.verified()
        case "ended":
            return rows.filter(ended_at__isnull=False)
        case _other:
            return rows.waiting()


def filtered(rows: MembershipQuerySet, wanted: dict[str, Any]) -> MembershipQuerySet:
    """By the cleaned values of `MembershipFilterForm`, without the state."""
    place = wanted.get("place")
    return rows.filter(under("household__place_id", place)) if place else rows


def counts(rows: MembershipQuerySet) -> list[tuple[str, Any, str]]:
    """(state, its name, how many: "1000+" at most) in one query each, capped."""
    found = []
    for state, name in STATES.items():
        number = in_state(rows, state).order_by()[: CAP + 1].count()
        found.append((state, name, f"{CAP}+" if number > CAP else str(number)))
    return found


def page_after(rows: MembershipQuerySet, cursor: str) -> tuple[list[Membership], str]:
    """One page, oldest first, with how many are already confirmed in the same household."""
    if cursor:
        if not (cursor.isascii() and cursor.isdecimal() and len(cursor) <= 18):
            raise InvalidPage
        rows = rows.filter(pk__gt=int(cursor))
    confirmed = Q(
        household__memberships__verified_at__isnull=False, household__memberships__ended_at__isnull=True
    )
    rows = rows.annotate(neighbours=Count("household__memberships", filter=confirmed))
    found = list(rows.select_related("user", "household__place__parent__parent").order_by("pk")[: PAGE + 1])
    return found[:PAGE], str(found[PAGE - 1].pk) if len(found) > PAGE else ""
