"""How each matter ends: with a resolution and where each body stands, or with the reason why there is none."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import ProtectedError, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.states import Refused
from tripartite.parties.models import Party

from .deeds import deed
from .minutes import Position, Resolution
from .minuting import item_of, tidy
from .models import AgendaItem, Body, Invitation, Meeting

MOST_YUAN = Decimal("9999999999.99")
Stance = Position.Stance
SPOKEN = (Stance.FOR, Stance.AGAINST, Stance.ABSTAINED)


class Stand(NamedTuple):
    stance: str
    note: str = ""


def present_bodies(meeting: Meeting) -> QuerySet[Body]:
    """Invited bodies of which somebody came, other than to observe."""
    came = meeting.invitations.filter(came=Invitation.Came.PRESENT, is_observer=False, party__isnull=False)
    return meeting.bodies.filter(party__in=came.values("party"))


def responsible(meeting: Meeting) -> QuerySet[Party]:
    """Who can be made responsible: the bodies invited, and the parties that answer for the place."""
    seats = Party.objects.answering_for(meeting.place_id).values("pk")
    invited = meeting.bodies.values("party")
    return (Party.objects.filter(pk__in=seats) | Party.objects.filter(pk__in=invited)).order_by(
        "kind", "name", "pk"
    )


def resolve(
    item: AgendaItem,
    *,
    by: User,
    text: str,
    stands: Mapping[int, Stand],
    party: Party | None = None,
    due_on: date | None = None,
    cost: Decimal | None = None,
    needs_owners: bool = False,
) -> Resolution:
    """Record, or change, the resolution on one matter. `stands`: by party id, of each body that was present."""
    text = tidy(text)
    with deed(item.meeting, "resolve", by=by, item=item.pk) as meeting:
        row = item_of(meeting, item.pk)
        _check(meeting, text, party, due_on, cost)
        facts = {"text": text, "party": party, "due_on": due_on, "cost": cost, "needs_owners": needs_owners}
        made, _new = Resolution.objects.update_or_create(
            item=row, defaults=facts | {"by": by, "at": timezone.now()}
        )
        _stand(meeting, made, stands)
        row.no_resolution = ""
        row.save(update_fields=["no_resolution"])
    return made


def leave_open(item: AgendaItem, *, by: User, reason: str) -> AgendaItem:
    """No resolution on this matter, and why. One recorded before is taken back."""
    reason = " ".join(reason.split())
    if not 2 <= len(reason) <= 300 or "\x00" in reason:
        raise Refused(_("Say in a few words why there is no resolution."))
    with deed(item.meeting, "resolve", by=by, item=item.pk, none=True) as meeting:
        row = item_of(meeting, item.pk)
        try:
            Resolution.objects.filter(item=row).delete()
        except ProtectedError:
            words = _(
                "A commitment has been made of this resolution: change its words, but leave it standing."
            )
            raise Refused(words) from None
        row.no_resolution = reason
        row.save(update_fields=["no_resolution"])
    return row


def _check(
    meeting: Meeting, text: str, party: Party | None, due_on: date | None, cost: Decimal | None
) -> None:
    if meeting.is_quorate is False:
        raise Refused(
            _("The meeting was not quorate: what was heard can be written down, but nothing decided.")
        )
    if not text:
        raise Refused(_("Write what was decided."))
    if party is not None and not responsible(meeting).filter(pk=party.pk).exists():
        raise Refused(_("This body has no seat here."))
    if party is not None and due_on is None:
        raise Refused(_("Say by when: whoever is responsible needs a date."))
    if due_on is not None and due_on < timezone.localdate(meeting.starts_at):
        raise Refused(_("The date lies before the meeting."))
    if cost is not None and not 0 <= cost <= MOST_YUAN:
        raise Refused(_("This cannot be what it costs."))


def _stand(meeting: Meeting, made: Resolution, stands: Mapping[int, Stand]) -> None:
    """One position for each invited body: what it said when it was there, "not there" when it was not."""
    there = set(present_bodies(meeting).values_list("party", flat=True))
    rows = []
    for party in meeting.bodies.values_list("party", flat=True):
        given = stands.get(party, Stand("")) if party in there else Stand(Stance.ABSENT)
        if party in there and given.stance not in SPOKEN:
            raise Refused(_("Say where each body that was present stands."))
        note = " ".join(given.note.split())[:200]
        rows.append(Position(resolution=made, party_id=party, stance=given.stance, note=note))
    made.positions.all().delete()
    Position.objects.bulk_create(rows)
