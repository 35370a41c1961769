"""Who takes a seat at a place's table, and who leaves it."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.states import Refused
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.roles import APPOINT

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
    if not by.has_perm(APPOINT, place):
        raise Refused(_("You do not have the right to do this here."))
    level = LEVEL_OF.get(Kind(kind), Level.COMPOUND)
    if len(place.code) != level or place.closed_on:
        raise Refused(_("This kind of party has its seat in a %(level)s.") % {"level": level.label})
    begin = since or timezone.localdate()
    try:
        with transaction.atomic():
            party = Party.objects.create(
                place=place, kind=kind, name=name, office_phone=office_phone, since=begin
            )
            record("party.seat", party, by=by, kind=kind)
    except IntegrityError:
        raise Refused(_("Such a party has its seat here already: end that one first.")) from None
    return party


def unseat(party: Party, *, by: User, reason: str, until: date | None = None) -> Party:
    """The seat ends on a day, today at the earliest. Issues in its hands must be handed on first."""
    if not reason.strip():
        raise Refused(_("Please give the reason."))
    with transaction.atomic():
        row = Party.objects.select_for_update().get(pk=party.pk)
        if not by.has_perm(APPOINT, row):
            raise Refused(_("You do not have the right to do this here."))
        end = until or timezone.localdate()
        if row.until is not None:
            raise Refused(_("This seat has ended already."))
        if end < max(timezone.localdate(), row.since):
            raise Refused(_("A seat cannot end in the past."))
        if count := row.issues.open().count():
            raise Refused(
                _("%(count)s open issues are in the hands of %(party)s: hand them to others first.")
                % {"count": count, "party": row.name}
            )
        row.until = end
        row.save(update_fields=["until"])
        record("party.unseat", row, by=by, reason=reason.strip(), until=end.isoformat())
    return row
