"""双向进入、交叉任职: a person of one party serves in another, for a time, in the open."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.states import Refused
from buildings.posts.roles import KEEP_PARTY

from . import checks, conflicts
from .committees import CrossAppointment
from .models import Party
from .seats import may


def appoint_across(
    host: Party,
    *,
    by: Any,
    home: Party,
    name: str,
    position: str,
    user: User | None = None,
    since: date | None = None,
    until: date | None = None,
    override: str = "",
) -> CrossAppointment:
    """Somebody of `home` serves in `host`. Both have a seat at one table, and are not the two sides of its contract."""
    day, name, position = since or timezone.localdate(), " ".join(name.split()), " ".join(position.split())
    if not name or not position:
        raise Refused(_("Please give the name and the position."))
    with transaction.atomic():
        rows = {
            row.pk: row
            for row in Party.objects.select_for_update().filter(pk__in=[host.pk, home.pk]).order_by("pk")
        }
        host, home = rows[host.pk], rows[home.pk]
        may(by, KEEP_PARTY, host)
        _at_one_table(host, home)
        if until is not None and until <= day:
            raise Refused(_("The last day must come after the first."))
        if user is not None:
            user = User.objects.select_for_update().get(pk=user.pk)  # a post given at this moment waits
        findings = []
        for party in (host, home):
            side = conflicts.SIDE_OF.get(party.kind, "")
            conflicts.refuse(side, party.place_id, user=user, since=day, until=until)
            if user is None:
                findings += conflicts.of_name(side, party.place_id, name=name, since=day, until=until)
        serving = CrossAppointment.objects.filter(host=host, name=name, position=position)
        if serving.overlapping(day, until).exists():
            raise Refused(_("%(name)s serves there already in that time.") % {"name": name})
        reason = checks.insist(findings, override)
        row = CrossAppointment.objects.create(
            user=user, name=name, home=home, host=host, position=position, since=day, until=until
        )
        record("cross.appoint", row, by=by, reason=reason, home=home.name, host=host.name)
    return row


def end_cross_appointment(
    appointment: CrossAppointment, *, by: Any, reason: str, until: date | None = None
) -> CrossAppointment:
    """The person serves there no longer."""
    if not reason.strip():
        raise Refused(_("Please give the reason."))
    with transaction.atomic():
        rows = CrossAppointment.objects.select_for_update(of=("self",)).select_related("host")
        row = rows.get(pk=appointment.pk)
        may(by, KEEP_PARTY, row.host)
        day = until or timezone.localdate()
        if row.until is not None and row.until <= timezone.localdate():
            raise Refused(_("This appointment has ended already."))
        if day < row.since or (row.until is not None and day > row.until):
            raise Refused(_("An appointment ends between its first day and its last."))
        row.until = day
        row.save(update_fields=["until"])
        record("cross.end", row, by=by, reason=reason.strip(), until=day.isoformat())
    return row


def _at_one_table(host: Party, home: Party) -> None:
    if host.pk == home.pk:
        raise Refused(_("Choose another party: this one sends the person itself."))
    if not (host.place_id.startswith(home.place_id) or home.place_id.startswith(host.place_id)):
        raise Refused(_("These two parties do not sit at one table."))
    today = timezone.localdate()
    for party in (host, home):
        if party.until is not None and party.until <= today:
            raise Refused(_("%(party)s has no seat any more.") % {"party": party.name})
    sides = {conflicts.SIDE_OF.get(party.kind, "") for party in (host, home)}
    if sides == {conflicts.OWNERS, conflicts.COMPANY}:
        raise Refused(
            _("The owners' side and the company are the two sides of one contract: nobody serves on both.")
        )
