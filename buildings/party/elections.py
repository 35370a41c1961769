"""Terms: an election opens one and ends the one before; between elections single seats are filled and left."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.audit.actions import record
from beihu.hold import hold, saving
from beihu.states import Refused
from buildings.posts.roles import KEEP_ORGANISATION

from .founding import close_term, not_later, said, take
from .models import OrganisationSeat, OrganisationTerm, PartyMember, PartyOrganisation, below
from .states import Standing

Position = OrganisationSeat.Position
Seated = tuple[str, PartyMember]  # position, who


def default_due(organisation: PartyOrganisation, on: date) -> date | None:
    """When the next election is due by the kind of the organisation; None: it has no term."""
    years = organisation.kind.term_years
    if not years:
        return None
    leap_day = on.month == 2 and on.day == 29
    return on.replace(year=on.year + years, day=28 if leap_day else on.day)


def electable(organisation: PartyOrganisation) -> Any:
    """Full members here and in the organisations below: whoever is on probation is not elected (2020, art. 5)."""
    members = PartyMember.objects.open().filter(standing=Standing.FULL)
    return members.filter(organisation__in=below(organisation.pk))


@transaction.atomic
def elect(
    organisation: PartyOrganisation,
    *,
    seats: Iterable[Seated],
    by: Any,
    on: date | None = None,
    due_on: date | None = None,
    note: str = "",
) -> OrganisationTerm:
    """Enter what an election decided: a new term with its seats, the first of them the secretary or leader."""
    row = take(organisation, "elect", by)
    on, seats = on or timezone.localdate(), list(seats)
    not_later(on)
    if on < row.founded_on:
        raise Refused(_("This day lies before the organisation was founded."))
    if (last := row.terms.order_by("-since").first()) and on < last.since:
        raise Refused(_("A later election has been entered already."))
    if due_on is not None and due_on <= on:
        raise Refused(_("The next election must come after this one."))
    if [position for position, _who in seats].count(Position.LEADER) != 1:
        raise Refused(_("Choose one secretary or leader."))
    _may_sit(row, seats)
    close_term(row, on)
    term = OrganisationTerm.objects.create(organisation=row, since=on, due_on=due_on, note=note.strip())
    OrganisationSeat.objects.bulk_create(
        OrganisationSeat(term=term, member=who, position=position, since=on) for position, who in seats
    )
    record("organisation.elect", row, by=by, since=on.isoformat(), number=len(seats))
    return term


@transaction.atomic
def fill_seat(
    organisation: PartyOrganisation, *, position: str, member: PartyMember, by: Any, on: date | None = None
) -> OrganisationSeat:
    """Elect or name one person within the term, for a seat that is empty or to add one to the committee."""
    row = take(organisation, "seat", by)
    term = row.terms.open().select_for_update().get()
    on = on or timezone.localdate()
    not_later(on)
    if on < term.since:
        raise Refused(_("This day lies before the term."))
    if position == Position.LEADER and term.seats.open().filter(position=position).exists():
        raise Refused(_("This seat is taken. Vacate it first."))
    _may_sit(row, [(position, member), *((seat.position, seat.member) for seat in term.seats.open())], new=1)
    seat = OrganisationSeat.objects.create(term=term, member=member, position=position, since=on)
    record("organisation.seat", seat, by=by, position=position)
    return seat


@transaction.atomic
def vacate(seat: OrganisationSeat, *, reason: str, by: Any) -> OrganisationSeat:
    """Somebody leaves a seat within the term."""
    row = hold(OrganisationSeat.objects.all(), seat)
    if row is None or row.until is not None:
        raise Refused(_("This seat has been left already. Reload the page to see the list."))
    if by is not None and not by.has_perm(KEEP_ORGANISATION, row):
        raise Refused(_("You do not have the right to do this here."))
    with saving(row):
        row.until = max(timezone.localdate(), row.since)
    record("organisation.vacate", row, by=by, reason=said(reason))
    return row


@transaction.atomic
def end_term(organisation: PartyOrganisation, *, reason: str, by: Any) -> OrganisationTerm:
    """Before its time, without a new election: until one is entered, nobody leads."""
    row = take(organisation, "end-term", by)
    term = row.terms.open().get()
    close_term(row, timezone.localdate())
    record("organisation.end_term", row, by=by, reason=said(reason))
    term.refresh_from_db()
    return term


def _may_sit(organisation: PartyOrganisation, seats: list[Seated], new: int | None = None) -> None:
    """Nobody sits twice, and everybody new is a full member here or below."""
    sitting = [who.pk for _position, who in seats]
    if len(sitting) != len(set(sitting)):
        raise Refused(_("The same person cannot sit twice."))
    wanted = set(sitting[:new])
    if electable(organisation).filter(pk__in=wanted).count() != len(wanted):
        raise Refused(_("Only full members of this organisation, or of one below it, can be elected."))
