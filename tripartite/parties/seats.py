"""Who takes a seat at a place's table, and who leaves it."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.states import Refused
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.roles import APPOINT

from .committees import CrossAppointment, Term
from .models import Party

Kind = Party.Kind
LEVEL_OF = {
    Kind.RESIDENTS_COMMITTEE: Level.COMMUNITY,
    Kind.STREET_OFFICE: Level.STREET,
}  # the others: compound


def seat(
    *, by: User, place: Place, kind: str, name: str, office_phone: str = "", since: date | None = None
) -> Party:
    """A body takes its seat: one of a kind at a place, the committee in its community, the office in its street."""
    may(by, APPOINT, place)
    return take_seat(
        by=by,
        place=place,
        kind=kind,
        name=name,
        office_phone=office_phone,
        since=since or timezone.localdate(),
    )


def take_seat(*, by: Any, place: Place, kind: str, name: str, office_phone: str, since: date) -> Party:
    """The seat itself, for `seat` and for whoever signs a contract."""
    level = LEVEL_OF.get(Kind(kind), Level.COMPOUND)
    if len(place.code) != level or place.closed_on:
        raise Refused(_("This kind of party has its seat in a %(level)s.") % {"level": level.label})
    try:
        with transaction.atomic():
            party = Party.objects.create(
                place=place, kind=kind, name=name, office_phone=office_phone, since=since
            )
            record("party.seat", party, by=by, kind=kind)
    except IntegrityError:
        raise Refused(_("Such a party has its seat here already: end that one first.")) from None
    return party


def unseat(party: Party, *, by: User, reason: str, until: date | None = None) -> Party:
    """The seat ends on a day, today at the earliest. Issues in its hands must be handed on first."""
    with transaction.atomic():
        row = Party.objects.select_for_update().get(pk=party.pk)
        may(by, APPOINT, row)
        if running := row.contracts.filter(until__isnull=True).first():
            words = _("Its contract of %(day)s runs: end the contract, and the seat ends with it.")
            raise Refused(words % {"day": date_format(running.since)})
        return leave_seat(row, by=by, reason=reason, until=until or timezone.localdate())


def leave_seat(row: Party, *, by: Any, reason: str, until: date) -> Party:
    """The end of a locked seat, and of the term and the cross-appointments that hang on it."""
    if not reason.strip():
        raise Refused(_("Please give the reason."))
    if row.until is not None:
        raise Refused(_("This seat has ended already."))
    if until < max(timezone.localdate(), row.since):
        raise Refused(_("A seat cannot end in the past."))
    if count := row.issues.open().count():
        raise Refused(
            _("%(count)s open issues are in the hands of %(party)s: hand them to others first.")
            % {"count": count, "party": row.name}
        )
    row.until = until
    row.save(update_fields=["until"])
    end_with_seat(row, until)
    record("party.unseat", row, by=by, reason=reason.strip(), until=until.isoformat())
    return row


def end_with_seat(party: Party, until: date) -> None:
    """Its open term with the members, and who was lent to it or by it: none outlives the seat."""
    terms = list(Term.objects.filter(party=party, until__isnull=True).select_for_update())
    for term in terms:
        close_term(term, until)
    crossed = CrossAppointment.objects.filter(Q(home=party) | Q(host=party)).not_ended()
    for one in crossed.select_for_update().filter(Q(until__isnull=True) | Q(until__gt=until)):
        one.until = max(until, one.since)
        one.save(update_fields=["until"])


def close_term(term: Term, until: date) -> None:
    """The last day of a term is the last day of its members."""
    term.until = max(until, term.since)
    term.save(update_fields=["until"])
    for member in term.members.filter(Q(until__isnull=True) | Q(until__gt=term.until)):
        member.until = max(term.until, member.since)
        member.save(update_fields=["until"])


def may(by: Any, right: str, obj: Any) -> None:
    """Refused without the right."""
    if not by.has_perm(right, obj):
        raise Refused(_("You do not have the right to do this here."))
