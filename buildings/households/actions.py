"""Joining a household and being believed.

Nobody learns from these who lives where: a room is answered alike whether it is on the roster or not, and
whether anybody has joined it.
"""

import re
import unicodedata
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.notifications import family
from beihu.notifications.actions import notify
from beihu.notifications.models import Proxy
from beihu.states import Refused
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.roles import VERIFY

from .models import OWN_MEMBERSHIP, Household, Membership
from .occupants import matching

MOST_WAITING = 3  # at a time
MOST_A_DAY = 5
SUFFIX = re.compile(r"(?<=[0-9])(室|号|房)$")


def room_name(text: str) -> str:
    """' １００１ 室' → '1001', '商铺 2' → '商铺2': one spelling for one door."""
    return SUFFIX.sub("", re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).upper())


@transaction.atomic
def join_household(user: Any, *, doorway: Place, room: str, relation: str) -> Membership:
    """Ask to belong to a household; asking again returns what was asked. Staff verify it."""
    user = User.objects.select_for_update().get(pk=user.pk)
    doorway = Place.objects.hold(doorway.code)
    room = room_name(room)
    if len(doorway.code) != Level.DOORWAY or doorway.closed_on:
        raise Refused(_("Choose the doorway of your home first."))
    if not re.search(r"\w", room) or len(room) > 30:
        raise Refused(_("Enter the room number as it stands on your door, for example 1001."))
    open_one = (
        Membership.objects.open().filter(user=user, household__place=doorway, household__room=room).first()
    )
    if open_one:
        return open_one
    _check_limits(user)
    household, _new = Household.objects.get_or_create(place=doorway, room=room, defaults={"listed": False})
    membership = Membership.objects.create(user=user, household=household, relation=relation)
    record("membership.ask", membership, by=user)
    if settings.ROSTER_VERIFIES and matching.match_now(membership).fit is matching.Fit.BOTH:
        return _verified(membership, by=None)
    return membership


def _check_limits(user: User) -> None:
    mine = Membership.objects.filter(user=user)
    today = mine.filter(asked_at__gt=timezone.now() - timedelta(days=1)).count()
    if mine.waiting().count() >= MOST_WAITING or today >= MOST_A_DAY:
        raise Refused(
            _("Your earlier requests have not been answered yet. Please wait, or ring your community.")
        )


def _locked(membership: Membership) -> Membership:
    rows = Membership.objects.select_for_update(of=("self",)).select_related("user", "household__place")
    return rows.get(pk=membership.pk)


@transaction.atomic
def verify_membership(membership: Membership, *, by: Any) -> Membership:
    """Staff know that this person lives there or owns it; the room is on the roster from now on."""
    membership = _locked(membership)
    _check_staff(membership, by)
    if membership.state != "waiting":
        raise Refused(_("Somebody has answered this already. Reload the page to see the list."))
    return _verified(membership, by=by)


def _verified(membership: Membership, *, by: Any) -> Membership:
    """Whom the roster names is this account from now on. `by` None: the roster alone said so."""
    membership.verified_at, membership.verified_by = timezone.now(), by
    membership.save(update_fields=["verified_at", "verified_by"])
    Household.objects.filter(pk=membership.household_id, listed=False).update(listed=True)
    linked = matching.link(membership)
    record("membership.verify", membership, by=by, occupant=linked.pk if linked else None)
    _tell(membership, "verified", _("Your household is confirmed: room %(room)s"))
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, by: Any, reason: str) -> Membership:
    """Staff turn a request down, or end a membership that is no longer true."""
    membership = _locked(membership)
    _check_staff(membership, by)
    if membership.ended_at:
        raise Refused(_("Somebody has answered this already. Reload the page to see the list."))
    if not reason.strip():
        raise Refused(_("Say why, so that the resident understands."))
    waiting = membership.state == "waiting"
    _end(membership, reason.strip())
    record("membership.turn_down" if waiting else "membership.end", membership, by=by, reason=reason)
    title = (
        _("Your household could not be confirmed: room %(room)s")
        if waiting
        else _("You no longer belong to room %(room)s")
    )
    _tell(membership, "ended", title, body=reason.strip())
    return membership


@transaction.atomic
def leave_household(membership: Membership, *, by: Any) -> Membership:
    """Take a request back, or move out."""
    membership = _locked(membership)
    if not by.has_perm(OWN_MEMBERSHIP, membership):
        raise Refused(_("You do not have the right to do this here."))
    if membership.ended_at is None:
        _end(membership, "")
        record("membership.leave", membership, by=by)
    return membership


def ask_family(membership: Membership, *, phone: str, by: Any, reason: str) -> None:
    """Staff ask, for an elder who wants it, somebody of the family to receive the elder's text messages."""
    _check_staff(membership, by)
    with transaction.atomic():
        place = membership.scope_code
        family.ask(membership.user, phone, by=by, reason=reason, place=place)
        record("membership.ask_family", membership, by=by, reason=reason)


def end_family(membership: Membership, *, by: Any, reason: str) -> None:
    """Staff end it, when the elder or the family cannot do so themselves."""
    _check_staff(membership, by)
    with transaction.atomic():
        for proxy in Proxy.objects.filter(elder=membership.user):
            family.end(proxy, by=by, reason=reason)
        record("membership.end_family", membership, by=by, reason=reason)


def _check_staff(membership: Membership, by: Any) -> None:
    if not by.has_perm(VERIFY, membership):
        raise Refused(_("You do not have the right to do this here."))
    if membership.user_id == by.pk:
        raise Refused(_("You cannot confirm your own household. Ask a colleague."))


def _end(membership: Membership, reason: str) -> None:
    membership.ended_at, membership.ended_reason = timezone.now(), reason[:200]
    membership.save(update_fields=["ended_at", "ended_reason"])


def _tell(membership: Membership, what: str, title: str, body: str = "") -> None:
    notify(
        [membership.user],
        key=f"membership:{membership.pk}:{what}",
        title=title % {"room": membership.household.room},
        body=body,
        url="/households/",
        place=membership.scope_code,
    )


def erase_memberships(user: User) -> None:
    """The person leaves every household; what is over keeps no words about them."""
    mine = Membership.objects.filter(user=user)
    mine.open().update(ended_at=timezone.now())
    mine.update(ended_reason="")


def own_memberships(user: User) -> list[Any]:
    """For "my data"."""
    rows = Membership.objects.filter(user=user).order_by("asked_at")
    return list(
        rows.values(
            "household__place_id",
            "household__room",
            "relation",
            "asked_at",
            "verified_at",
            "ended_at",
            "ended_reason",
        )
    )
