"""What this room hands to the pages of places, to the picture and to the log."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from beihu.accounts import personal
from beihu.audit import revealing, words
from buildings.picture import measures
from buildings.places import panels, references
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.places.panels import Panel, Slot
from buildings.posts.roles import KEEP_ORGANISATION, VIEW_ORGANISATION

from .merging import join_centres, join_chains, tell_apart
from .models import CentreHousehold, PartyMember, PartyOrganisation
from .people import forget, own_party_facts
from .picture import CENTRES, FAMILIES

VERBS = {
    "party.chain": _("chose the chain of Party organisations"),
    "party.kind": _("changed a kind of organisation"),
    "organisation.found": _("founded an organisation"),
    "organisation.change": _("changed an organisation"),
    "organisation.dissolve": _("dissolved an organisation"),
    "organisation.override": _("explained the size of an organisation"),
    "organisation.admit": _("admitted members"),
    "organisation.confirm_member": _("confirmed a member after probation"),
    "organisation.transfer_member": _("transferred a member"),
    "organisation.release_member": _("released a member"),
    "organisation.elect": _("entered an election"),
    "organisation.seat": _("filled a seat"),
    "organisation.vacate": _("vacated a seat"),
    "organisation.end_term": _("ended a term early"),
    "centre.name": _("named a centre household"),
    "centre.release": _("released a centre household"),
    "centre.add_family": _("added an assisting family"),
    "centre.release_family": _("released an assisting family"),
}


def register() -> None:
    """Called once when Django is ready."""
    words.name_verbs(VERBS)
    measures.register(CENTRES)
    measures.register(FAMILIES)
    panels.register(Panel("party", Slot.STAFF, "buildings/_place_party.html", ways, 15))
    references.register_open(_("Party organisations"), standing)
    references.register_open(_("centre households"), centres)
    references.register_settle(join_chains)
    references.register_settle(join_centres)
    references.register_settle(tell_apart)
    personal.register("party", export=own_party_facts, erase=forget)
    revealing.register(
        "party_member",
        lambda: PartyMember.objects.select_related("user", "organisation"),
        seen_with=KEEP_ORGANISATION,
        fields={
            "phone": revealing.Field(
                _("phone"), lambda member: (member.user.phone if member.user else "") or ""
            )
        },
    )


def ways(place: Place, user: Any) -> dict[str, Any] | None:
    """For whoever may see the organisations: the ways there, without a query."""
    if len(place.code) < Level.STREET or not user.has_perm(VIEW_ORGANISATION, place):
        return None
    return {"doorway": len(place.code) == Level.DOORWAY}


def standing(code: str) -> QuerySet:
    return PartyOrganisation.objects.standing().filter(place__code__startswith=code)


def centres(code: str) -> QuerySet:
    return CentreHousehold.objects.open().filter(place__code__startswith=code)
