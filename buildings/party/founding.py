"""Founding, changing and dissolving organisations, and the word that lets one stay smaller or larger than usual."""

from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.audit.actions import record
from beihu.hold import hold, saving
from beihu.states import Refused
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.roles import KEEP_ORGANISATION

from .models import NAME_LENGTH, REASON_LENGTH, HintOverride, OrganisationKind, PartyOrganisation
from .states import MACHINE

TREE_LOCK = 0x50415254  # one at a time hangs organisations elsewhere: two at once could close a ring


@transaction.atomic
def found(
    kind: OrganisationKind,
    *,
    place: Place,
    name: str,
    by: Any,
    parent: PartyOrganisation | None = None,
    founded_on: date | None = None,
) -> PartyOrganisation:
    """A new organisation at a place, below another one or at the top of its street."""
    place = Place.objects.hold(place.code)
    if by is not None and not by.has_perm(KEEP_ORGANISATION, place):
        raise Refused(_("You do not have the right to do this here."))
    if parent is not None:
        parent = take(parent, "found", by)
    founded_on = founded_on or timezone.localdate()
    not_later(founded_on)
    _fits(kind, place, parent)
    if not kind.offered:
        raise Refused(_("This kind is no longer founded in this street."))
    row = PartyOrganisation.objects.create(
        kind=kind, place=place, parent=parent, name=_free(name, place), founded_on=founded_on
    )
    record("organisation.found", row, by=by, name=row.name, kind=kind.slug)
    return row


@transaction.atomic
def change(
    organisation: PartyOrganisation,
    *,
    name: str,
    place: Place,
    parent: PartyOrganisation | None,
    by: Any,
    reason: str = "",
) -> PartyOrganisation:
    """Another name, another place, another organisation above it; the history of each stands in the log."""
    _alone()
    place = Place.objects.hold(place.code)
    row = take(organisation, "change", by)
    for where in (place, parent):
        if by is not None and where is not None and not by.has_perm(KEEP_ORGANISATION, where):
            raise Refused(_("You do not have the right to do this there."))
    if parent is not None:
        parent = hold(PartyOrganisation.objects.select_related("kind"), parent)
        if parent is None or parent.dissolved_on or _lies_below(parent, row):
            raise Refused(_("It cannot belong to this organisation."))
    if (place.pk, parent) != (row.place_id, row.parent):
        _fits(row.kind, place, parent)
    before = {"name": row.name, "place": row.place_id, "parent": row.parent_id}
    with saving(row):
        row.name = _free(name, place, own=row.pk)
        row.place, row.parent = place, parent
    after = {"name": row.name, "place": row.place_id, "parent": row.parent_id}
    record("organisation.change", row, by=by, reason=reason, before=before, after=after)
    return row


@transaction.atomic
def dissolve(organisation: PartyOrganisation, *, reason: str, by: Any) -> PartyOrganisation:
    """The end, when nobody and nothing belongs to it any more: members and organisations below go elsewhere first."""
    _alone()
    row = take(organisation, "dissolve", by)
    reason = said(reason)
    if row.children.standing().exists():
        raise Refused(_("Organisations belong to it. Have them belong elsewhere, or dissolve them first."))
    if row.members.open().exists():
        raise Refused(_("It has members. Transfer them first."))
    today = max(timezone.localdate(), row.founded_on)
    close_term(row, today)
    with saving(row):
        row.dissolved_on, row.dissolved_reason = today, reason
    record("organisation.dissolve", row, by=by, reason=reason)
    return row


@transaction.atomic
def override(organisation: PartyOrganisation, *, hint: str, reason: str, by: Any) -> HintOverride:
    """Why it may stay as it is although a hint speaks against it. Said again, the newer reason stands."""
    row = take(organisation, "override", by)
    if hint not in {one.key for one in row.hints}:
        raise Refused(_("Nothing speaks against it any more. Reload the page to see it."))
    reason = said(reason)
    known, _new = HintOverride.objects.update_or_create(
        organisation=row, hint=hint, defaults={"reason": reason, "by": by, "at": timezone.now()}
    )
    record("organisation.override", row, by=by, reason=reason, hint=hint)
    return known


def take(organisation: PartyOrganisation, verb: str, by: Any) -> PartyOrganisation:
    """The organisation as it is now, locked, when its table lets this person do this to it."""
    row = hold(PartyOrganisation.objects.all(), organisation)
    if row is None:
        raise Refused(_("This organisation no longer exists."))
    MACHINE.check(row, verb, by)
    return row


def said(reason: str) -> str:
    reason = reason.strip()
    if len(reason) < 2:
        raise Refused(_("Say why, so that others understand it later."))
    return reason[:REASON_LENGTH]


def not_later(day: date) -> None:
    if day > timezone.localdate():
        raise Refused(_("This day lies in the future. Enter it when it has come."))


def close_term(organisation: PartyOrganisation, on: date) -> None:
    """The open term ends with its seats; not before they began."""
    for term in organisation.terms.open().select_for_update():
        for seat in term.seats.open():
            with saving(seat):
                seat.until = max(on, seat.since)
        with saving(term):
            term.until = max(on, term.since)


def _fits(kind: OrganisationKind, place: Place, parent: PartyOrganisation | None) -> None:
    """The chain says at which places a kind stands and what it belongs to."""
    if place.closed_on:
        raise Refused(_("“%(name)s” is closed.") % {"name": place.name})
    if len(place.code) not in kind.levels or not place.code.startswith(kind.place_id):
        raise Refused(
            _("A %(kind)s does not stand at a %(level)s.")
            % {"kind": kind.name, "level": Level(len(place.code)).label}
        )
    above = parent.kind.slug if parent and parent.kind.place_id == kind.place_id else ""
    if (parent is not None and not above) or above not in (kind.under or [""]):
        raise Refused(
            _("A %(kind)s cannot belong there: choose what it belongs to by the chain of the street.")
            % {"kind": kind.name}
        )


def _free(name: str, place: Place, own: int | None = None) -> str:
    name = name.strip()
    if not name or len(name) > NAME_LENGTH:
        raise Refused(_("Give a name of 1 to 80 characters."))
    if PartyOrganisation.objects.standing().filter(place=place, name=name).exclude(pk=own).exists():
        raise Refused(_("There is already a “%(name)s” there.") % {"name": name})
    return name


def _lies_below(one: PartyOrganisation, other: PartyOrganisation) -> bool:
    """`one` is `other`, or belongs to it over however many steps."""
    step: PartyOrganisation | None = one
    while step is not None:
        if step.pk == other.pk:
            return True
        step = step.parent
    return False


def _alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TREE_LOCK])
