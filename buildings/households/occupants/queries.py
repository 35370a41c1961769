"""Households of a place as staff read them: by page, masked, with who lives there; and one household with everything."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.core.paginator import InvalidPage
from django.db.models import Count, Exists, OuterRef, Prefetch, Q

from beihu.audit.models import AuditEntry
from beihu.scope import under
from buildings.places.models import Place

from ..models import Household, HouseholdQuerySet, Membership, Occupant

PAGE = 50
CAP = 10_000  # counts stop here
LOG = 30  # deeds that the page of a household shows
OWNED = Occupant.objects.current().filter(household=OuterRef("pk"))
WAITING = Membership.objects.waiting().filter(household=OuterRef("pk"))
STATES: dict[str, Q] = {
    "": Q(listed=True),
    "empty": Q(listed=True) & ~Q(Exists(OWNED)),
    "no_owner": Q(listed=True) & ~Q(Exists(OWNED.filter(relation=Membership.Relation.OWNER))),
    "waiting": Q(Exists(WAITING)),
    "no_area": Q(listed=True, area__isnull=True),
    "unlisted": Q(listed=False),
}


class Page(NamedTuple):
    households: list[Household]
    following: str  # the cursor of the next page, '' at the end


def of_place(
    rows: HouseholdQuerySet, place: Place, *, state: str = "", words: str = "", full: bool = False
) -> Any:
    """Households at a place and below it. `full`: the reader may see names and phones, so may look for them.

    Others find by what they are shown: the room, the first sign of a name, the last four digits of a phone.
    """
    rows = rows.filter(under("place_id", place.code)).filter(STATES.get(state, STATES[""]))
    word = words.strip()
    return rows.filter(_says(word, full)) if word else rows


def _says(word: str, full: bool) -> Q:
    who = Q(phone__endswith=word) if word.isascii() and word.isdigit() and len(word) == 4 else Q()
    if full:
        who |= Q(name__contains=word) | (
            Q(phone__endswith=word) if word.isdigit() and len(word) >= 4 else Q()
        )
    elif len(word) == 1 and not word.isascii():
        who |= Q(name__startswith=word)
    said = Q(room__istartswith=word)
    return said | Q(Exists(OWNED.filter(who))) if who else said


def count(rows: Any) -> str:
    """How many, "10000+" at most."""
    number = rows.order_by()[: CAP + 1].count()
    return f"{CAP}+" if number > CAP else str(number)


def page_after(rows: Any, place: Place, cursor: str) -> Page:
    """One page in the order people walk, with who owns and lives there, in three queries (four after the first page)."""
    rows = rows.in_order()
    if cursor:
        rows = rows.filter(_after(place, cursor))
    counts = {
        "verified": Count("memberships", filter=Q(memberships__verified_at__isnull=False, memberships__ended_at=None)),
        "waiting": Count("memberships", filter=Q(memberships__verified_at=None, memberships__ended_at=None)),
    }  # fmt: skip
    keys = list(rows.values_list("pk", flat=True)[: PAGE + 1])
    found = Household.objects.filter(pk__in=keys[:PAGE]).annotate(**counts).in_order()
    households = list(found.select_related("place__parent__parent").prefetch_related(people_now()))
    return Page(households, str(keys[PAGE - 1]) if len(keys) > PAGE else "")


def people_now() -> Prefetch:
    """`household.now`: owners first."""
    return Prefetch("occupants", Occupant.objects.current().in_order(), to_attr="now")


def _after(place: Place, cursor: str) -> Q:
    if not (cursor.isascii() and cursor.isdecimal() and len(cursor) <= 18):
        raise InvalidPage
    rows = Household.objects.in_order().filter(under("place_id", place.code), pk=int(cursor))
    last = rows.values_list("place_id", "room_order").first()
    if last is None:
        raise InvalidPage
    return Q(place_id__gte=last[0]) & (Q(place_id__gt=last[0]) | Q(room_order__gt=last[1]))


def log_of(household: Household, occupants: Sequence[Occupant]) -> list[AuditEntry]:
    """What was done to the household and to the rows of its people, the newest first; without who looked."""
    targets = [f"buildings.occupant:{row.pk}" for row in occupants]
    rows = AuditEntry.objects.filter(target__in=[f"buildings.household:{household.pk}", *targets])
    return list(rows.exclude(verb="reveal").select_related("actor").order_by("-at", "-pk")[:LOG])
