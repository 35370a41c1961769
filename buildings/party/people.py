"""Members: admitted, confirmed after their probation, transferred, released. Nobody is told who else is a member."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.hold import hold, saving
from beihu.notifications.actions import notify
from beihu.states import Refused
from buildings.posts.roles import KEEP_ORGANISATION

from .founding import not_later, said, take
from .models import OrganisationSeat, PartyMember, PartyOrganisation
from .states import Standing

MOST_AT_ONCE = 200


@transaction.atomic
def admit(
    organisation: PartyOrganisation,
    *,
    by: Any,
    names: Iterable[str] = (),
    user: User | None = None,
    standing: str = Standing.FULL,
    since: date | None = None,
) -> list[PartyMember]:
    """Somebody with an account, or any number of people by name; each counts from a day on (today)."""
    row = take(organisation, "admit", by)
    since = since or timezone.localdate()
    not_later(since)
    wanted = [name.strip() for name in names if name.strip()]
    if user is None and not wanted:
        raise Refused(_("Enter a name or a mobile number."))
    if len(wanted) > MOST_AT_ONCE or any(len(name) > 60 for name in wanted):
        raise Refused(_("At most 200 names at once, each of at most 60 characters."))
    facts: dict[str, Any] = {"organisation": row, "standing": standing, "since": since}
    if user is not None:
        user = User.objects.select_for_update().get(pk=user.pk)
        if not user.is_active:
            raise Refused(_("This account is closed."))
        if PartyMember.objects.open().filter(user=user).exists():
            raise Refused(
                _("This person is a member of an organisation already. Have them transferred from there.")
            )
        found = [PartyMember.objects.create(user=user, name=user.name, **facts)]
        _tell(found[0], "admitted", lambda: _("You have been entered as a member: %(organisation)s"))
    else:
        found = PartyMember.objects.bulk_create([PartyMember(name=name, **facts) for name in wanted])
    record("organisation.admit", row, by=by, number=len(found))
    return found


@transaction.atomic
def confirm(member: PartyMember, *, by: Any) -> PartyMember:
    """The probation has ended well: a full member from now on."""
    row = _take(member, by)
    if row.standing == Standing.FULL:
        raise Refused(_("This person is a full member already."))
    with saving(row):
        row.standing = Standing.FULL
    record("organisation.confirm_member", row, by=by)
    return row


@transaction.atomic
def transfer(member: PartyMember, *, to: PartyOrganisation, by: Any, reason: str = "") -> PartyMember:
    """The member goes on in another organisation; seats stay only where it still belongs to that organisation."""
    row = _take(member, by)
    to = take(to, "admit", by)
    if to.pk == row.organisation_id:
        raise Refused(_("This person is a member there already."))
    today = max(timezone.localdate(), row.since)
    _leave_seats(row, today, kept=_line(to))
    with saving(row):
        row.until, row.ended_reason = today, reason.strip()
    new = PartyMember.objects.create(
        organisation=to, user=row.user, name=row.name, standing=row.standing, since=today
    )
    OrganisationSeat.objects.open().filter(member=row).update(member=new)
    record("organisation.transfer_member", new, by=by, reason=reason, before=row.organisation_id)
    _tell(new, "transferred", lambda: _("You have been transferred to: %(organisation)s"))
    return new


@transaction.atomic
def release(member: PartyMember, *, reason: str, by: Any) -> PartyMember:
    """Moved away, died, left: the member and the seats end today; the history stays."""
    row = _take(member, by)
    today = max(timezone.localdate(), row.since)
    _leave_seats(row, today)
    with saving(row):
        row.until, row.ended_reason = today, said(reason)
    record("organisation.release_member", row, by=by)
    return row


def own_party_facts(user: User) -> list[dict[str, Any]]:
    """For "my data"."""
    rows = PartyMember.objects.filter(user=user).order_by("since", "pk")
    return [dict(row) for row in rows.values("organisation__name", "standing", "since", "until")]


def forget(user: User) -> None:
    """The organisation keeps that it had a member, no longer who it was."""
    mine = PartyMember.objects.filter(user=user)
    today = timezone.localdate()
    for row in mine.open():
        _leave_seats(row, max(today, row.since))
        with saving(row):
            row.until = max(today, row.since)
    mine.update(user=None, name="", ended_reason="")


def _take(member: PartyMember, by: Any) -> PartyMember:
    row = hold(PartyMember.objects.all(), member)
    if row is None or row.until is not None:
        raise Refused(_("This person is no longer a member here. Reload the page to see the list."))
    if by is not None and not by.has_perm(KEEP_ORGANISATION, row):
        raise Refused(_("You do not have the right to do this here."))
    return row


def _line(organisation: PartyOrganisation) -> list[int]:
    """The organisation and all it belongs to."""
    found, step = [], organisation
    while step is not None and step.pk not in found:
        found.append(step.pk)
        step = step.parent  # type: ignore[assignment]
    return found


def _leave_seats(member: PartyMember, on: date, kept: Iterable[int] = ()) -> None:
    for seat in OrganisationSeat.objects.open().filter(member=member).exclude(term__organisation__in=kept):
        with saving(seat):
            seat.until = max(on, seat.since)


def _tell(member: PartyMember, what: str, title: Any) -> None:
    if member.user is not None:
        notify(
            [member.user],
            key=f"party-member:{member.pk}:{what}",
            title=lambda: title() % {"organisation": member.organisation.name},
            url="/account/",
            place=member.scope_code,
        )
