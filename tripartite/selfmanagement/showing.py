"""What hired hands, repairs and mediation show elsewhere: on the page of a compound, in the log, in "my data"."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beihu.accounts import personal
from beihu.accounts.models import User
from beihu.audit import revealing, words
from beihu.scope import under
from buildings.places import panels, references
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.places.panels import Panel, Slot
from buildings.posts.roles import KEEP_HANDS, OPEN_MEDIATION, VIEW_LEDGER

from .hands.models import HandRating, HiredHand
from .mediation.models import MediationCase
from .mediation.states import MACHINE as MEDIATING
from .repairs.models import Repair, RepairLimits
from .repairs.states import MACHINE as REPAIRING

VERB_WORDS: dict[str, str | Promise] = {
    **{f"repair.{row.name}": row.label for row in REPAIRING.transitions},
    **{f"mediation.{row.name}": row.label for row in MEDIATING.transitions},
    "repair.propose": pgettext_lazy("log", "asked for a repair"),
    "repair.limits": _("set the limits of repairs"),
    "repair.export": _("exported repairs"),
    "hand.hire": _("hired a hand"),
    "hand.end": _("ended the contract of a hired hand"),
    "hand.plan": _("planned a shift"),
    "hand.unplan": _("took a shift out of the plan"),
    "hand.change_day": _("changed a day of the plan"),
    "hand.pay": _("paid a hired hand"),
    "hand.contract": _("looked at the contract of a hired hand"),
    "hand.export": _("exported the pay of hired hands"),
    "mediation.open": _("opened a mediation"),
    "mediation.look": _("looked at a mediation"),
    "mediation.list": _("looked at a list of mediations"),
    "mediation.print": _("printed an agreement"),
    "mediation.blank": _("blanked the names of a mediation"),
}


def register() -> None:
    """Called once when Django is ready."""
    words.name_verbs(VERB_WORDS)
    panels.register(
        Panel("selfmanaged", Slot.PUBLIC, "tripartite/_place_selfmanaged.html", for_everybody, 35)
    )
    panels.register(
        Panel("selfmanaged_staff", Slot.STAFF, "tripartite/_place_selfmanaged_staff.html", for_staff, 35)
    )
    references.register_open(_("running contracts of hired hands"), contracts)
    references.register_open(_("open repairs"), repairs)
    references.register_open(_("running mediations"), mediations)
    references.register_settle(one_set_of_limits)
    personal.register("hand_ratings", export=own_ratings, erase=forget)
    revealing.register(
        "hired_hand",
        HiredHand.objects.all,
        seen_with=KEEP_HANDS,
        fields={"phone": revealing.Field(_("phone"), lambda hand: hand.phone)},
    )


def for_everybody(place: Place, user: Any) -> dict[str, Any] | None:
    """The way to who works here and what was repaired. Asks nothing."""
    if len(place.code) != Level.COMPOUND:
        return None
    return {
        "hands": reverse("public_hands", args=[place.code]),
        "repairs": reverse("public_repairs", args=[place.code]),
    }


def for_staff(place: Place, user: Any) -> dict[str, Any] | None:
    """The ways into the rooms, for those who have them here."""
    ways = {}
    if len(place.code) == Level.COMPOUND:
        if user.has_perm(KEEP_HANDS, place):
            ways["hands"] = reverse("hand_list", args=[place.code])
        if user.has_perm(VIEW_LEDGER, place):
            ways["repairs"] = f"{reverse('repair_list')}?place={place.code}"
    if len(place.code) in (Level.COMMUNITY, Level.COMPOUND) and user.has_perm(OPEN_MEDIATION, place):
        ways["mediation"] = reverse("mediation_new", args=[place.code])
    return ways or None


def contracts(code: str) -> QuerySet:
    return HiredHand.objects.in_term().filter(under("place_id", code))


def repairs(code: str) -> QuerySet:
    return Repair.objects.open().filter(under("place_id", code))


def mediations(code: str) -> QuerySet:
    return MediationCase.objects.running().filter(under("place_id", code))


def one_set_of_limits(source: Place, target: Place, by: Any) -> None:
    """Of two merging compounds the limits of the one that stays hold."""
    if RepairLimits.objects.filter(place=target).exists():
        RepairLimits.objects.filter(place=source).delete()


def own_ratings(user: User) -> list[Any]:
    rows = HandRating.objects.filter(user=user).order_by("pk")
    return list(rows.values("hand__job", "hand__place", "month", "stars"))


def forget(user: User) -> None:
    """The stars stay, the person goes."""
    HandRating.objects.filter(user=user).update(user=None)
