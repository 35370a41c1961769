"""The roll: who decides, with how much area. Frozen once from the roster, before the vote is announced.

One owner is one head, whatever they own: a buyer with several units, co-owners of the same units together, the developer
with everything unsold (Civil Code art. 278; 建房〔2009〕274号 art. 23, 24). Two rows of the roster are one person when the
name and the phone are the same; a name alone is nobody, staff unite such owners by hand with a reason. Tenants are not on
it. A unit whose owner the roster does not know still counts in the whole: it only cannot vote until somebody knows.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beihu.accounts.models import User
from beihu.scope import under
from beihu.states import Refused
from buildings.households.models import Household, HouseholdQuerySet, Membership, Occupant

from .deeds import deed, needed
from .models import Elector, Unit, Vote

COUNTED = (
    Household.Use.DWELLING,
    Household.Use.SHOP,
    Household.Use.OFFICE,
    Household.Use.OTHER,
)  # no garages


class Owner(NamedTuple):
    """One row of the roster: a name, and a phone where it is known."""

    name: str
    phone: str


class Gaps(NamedTuple):
    """What the roster lacks before a roll can be made of it."""

    households: int
    without_area: int
    without_owner: int


def households_of(vote: Vote) -> HouseholdQuerySet:
    """What counts as a unit of this compound."""
    return Household.objects.filter(under("place_id", vote.place_id), listed=True, use__in=COUNTED)


def gaps(vote: Vote) -> Gaps:
    owned = Occupant.objects.current().filter(relation=Membership.Relation.OWNER).values("household")
    found = households_of(vote).aggregate(
        all=Count("pk"),
        area=Count("pk", filter=Q(area__isnull=True)),
        owner=Count("pk", filter=~Q(pk__in=owned)),
    )
    return Gaps(found["all"], found["area"], found["owner"])


def identity_of(household: int, owners: Iterable[Owner]) -> str:
    """What makes two units one owner's: name and phone of all owners; without a phone only this household."""
    parts = sorted(f"{one.name}|{one.phone}" if one.phone else f"{one.name}@{household}" for one in owners)
    return "+".join(parts)[:120] if parts else f"?{household}"


def freeze(vote: Vote, *, by: User, developer: str = "") -> Vote:
    """Make the roll. `developer`: the name under which unsold units stand on the roster; they become one owner."""
    with deed(vote, "freeze", by=by) as row:
        missing = gaps(row)
        if not missing.households:
            raise Refused(
                _("There are no households on the roster of this compound. Import the roster first.")
            )
        if missing.without_area:
            raise Refused(
                ngettext(
                    "%(n)s household has no floor area. Area decides with: enter it first.",
                    "%(n)s households have no floor area. Area decides with: enter it first.",
                    missing.without_area,
                )
                % {"n": missing.without_area}
            )
        _write(row, developer.strip())
        row.frozen_at = timezone.now()
        sums(row)
    return row


def _write(row: Vote, developer: str) -> None:
    """The rows of the roll: two reads, two inserts, whatever its size."""
    rows = list(households_of(row).in_order().values("pk", "place_id", "room", "area", "area_source"))
    owners: dict[int, list[Owner]] = {one["pk"]: [] for one in rows}
    said = Occupant.objects.current().filter(relation=Membership.Relation.OWNER, household__in=list(owners))
    for pk, name, phone, account in said.order_by("pk").values_list(
        "household", "name", "phone", "user__phone"
    ):
        owners[pk].append(Owner(name.strip(), phone or account or ""))
    electors: dict[str, Elector] = {}
    for one in rows:
        people = owners[one["pk"]]
        is_developer = bool(developer) and [p.name for p in people] == [developer]
        identity = "developer" if is_developer else identity_of(one["pk"], people)
        names = "、".join(dict.fromkeys(p.name for p in people))[:120]
        one["identity"] = identity
        electors.setdefault(
            identity,
            Elector(
                vote=row, identity=identity, name=names, is_developer=is_developer, is_unknown=not people
            ),
        )
    Elector.objects.bulk_create(electors.values(), batch_size=2000)
    Unit.objects.bulk_create(
        (
            Unit(
                vote=row, number=number, household_id=one["pk"], elector=electors[one["identity"]],
                place_id=one["place_id"], room=one["room"], area=one["area"], area_source=one["area_source"],
            )
            for number, one in enumerate(rows, start=1)
        ),
        batch_size=2000,
    )  # fmt: skip


def sums(row: Vote) -> None:
    """Owners and area of the frozen roll, kept on the vote: they are the whole of every share."""
    row.owners = row.electors.count()
    row.area = row.units.aggregate(area=Sum("area"))["area"] or Decimal(0)


def thaw(vote: Vote, *, by: User, reason: str) -> Vote:
    """Throw the roll of a draft away, to make it anew."""
    reason = needed(reason, _("Please say why the roll is made anew."))
    with deed(vote, "thaw", by=by, reason=reason) as row:
        row.units.all().delete()
        row.electors.all().delete()
        row.frozen_at, row.owners, row.area = None, 0, Decimal(0)
    return row


def namesakes(vote: Vote) -> list[list[Elector]]:
    """Owners of the roll with one and the same name: perhaps one person. Somebody has to know."""
    twice = (
        vote.electors.exclude(name="").values("name").annotate(n=Count("pk")).filter(n__gt=1).values("name")
    )
    groups: dict[str, list[Elector]] = {}
    for one in (
        vote.electors.filter(name__in=twice).order_by("name", "pk").prefetch_related("units__place__parent")
    ):
        groups.setdefault(one.name, []).append(one)
    return list(groups.values())


def unite(vote: Vote, *, by: User, units: Iterable[int], reason: str, developer: bool = False) -> Vote:
    """The owners of these units (by number) are one and the same. The first one stays."""
    reason = needed(reason, _("Please say how you know that it is one owner."))
    numbers = sorted(set(units))
    with deed(vote, "unite", by=by, reason=reason, units=numbers) as row:
        found = list(row.units.filter(number__in=numbers).order_by("number"))
        if len(found) != len(numbers):
            raise Refused(_("One of these numbers is not on the roll."))
        together: list[Any] = sorted({one.elector_id for one in found})
        if len(together) < 2:
            raise Refused(_("These units belong to one owner already."))
        row.units.filter(elector__in=together).update(elector=found[0].elector_id)
        row.electors.filter(pk__in=together).exclude(pk=found[0].elector_id).delete()
        if developer:
            row.electors.filter(pk=found[0].elector_id).update(is_developer=True)
        sums(row)
    return row
