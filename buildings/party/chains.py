"""The kinds of organisations a street has: chosen as a whole from `data/chains.toml`, then changed one by one."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from beihu.audit.actions import record
from beihu.hold import hold, saving
from beihu.states import Refused
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.roles import KEEP_ORGANISATION

from .models import OrganisationKind

FILE = Path(__file__).parent / "data" / "chains.toml"
CHANGED = ("name", "levels", "under", "term_years", "fewest", "most", "offered")


class Chain(NamedTuple):
    """A preset: its name, and its kinds from the top down."""

    key: str
    name: str
    kinds: list[dict[str, Any]]


@cache
def chains() -> dict[str, Chain]:
    """The presets that are shipped, by key."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["chain"]
    return {row["key"]: Chain(row["key"], row["name"], [_kind(one) for one in row["kind"]]) for row in rows}


def _kind(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "slug": row["slug"],
        "nature": row["nature"],
        "name": row["name"],
        "levels": [Level[name.upper()].value for name in row["levels"]],
        "under": row["under"],
        "term_years": row["term"],
        "fewest": row.get("fewest"),
        "most": row.get("most"),
    }


def chosen(kinds: list[OrganisationKind]) -> str:
    """The preset that these kinds come from, '' when they have become a street's own."""
    offered = {kind.slug for kind in kinds if kind.offered}
    return next((key for key, one in chains().items() if {row["slug"] for row in one.kinds} == offered), "")


@transaction.atomic
def choose_chain(street: Place, key: str, *, by: Any) -> list[OrganisationKind]:
    """The street's kinds are those of a preset. What was founded stays; kinds of no use any more are no longer offered."""
    street = Place.objects.select_for_update(no_key=True).get(pk=street.pk)
    if len(street.code) != Level.STREET:
        raise Refused(_("A chain is chosen for a whole street."))
    if by is not None and not by.has_perm(KEEP_ORGANISATION, street):
        raise Refused(_("You do not have the right to do this here."))
    if key not in chains():
        raise Refused(_("There is no such chain."))
    kinds = chains()[key].kinds
    wanted = [
        OrganisationKind(place=street, order=order, offered=True, **fields)
        for order, fields in enumerate(kinds, 1)
    ]
    found = OrganisationKind.objects.filter(place=street)
    found.exclude(slug__in=[kind.slug for kind in wanted]).update(offered=False, order=len(wanted) + 1)
    OrganisationKind.objects.bulk_create(
        wanted,
        update_conflicts=True,
        unique_fields=["place", "slug"],
        update_fields=[*CHANGED, "nature", "order"],
    )
    record("party.chain", street, by=by, chain=key)
    return list(found)


@transaction.atomic
def change_kind(kind: OrganisationKind, *, by: Any, **fields: Any) -> OrganisationKind:
    """A street words and measures one of its kinds in its own way."""
    row = hold(OrganisationKind.objects.all(), kind)
    if by is not None and not by.has_perm(KEEP_ORGANISATION, row):
        raise Refused(_("You do not have the right to do this here."))
    if fields["fewest"] and fields["most"] and fields["fewest"] > fields["most"]:
        raise Refused(_("The lower number must not be above the upper one."))
    with saving(row):
        for name in CHANGED:
            setattr(row, name, fields[name])
    record("party.kind", row, by=by, name=row.name)
    return row
