"""Verbs of a team: found it, change its words and the places it serves, close it, open it again."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.states import Refused
from buildings.places.models import Place
from buildings.posts.roles import KEEP_TEAM

from .models import NAME, REASON, TEXT, TeamPlace, VolunteerTeam
from .states import MemberStatus, Status
from .timeline import fitting, held_place, needed, step, tell

MOST_PLACES = 30
CLOSED = gettext_lazy("The team is dissolved: %(team)s")


@transaction.atomic
def found(
    *,
    by: User,
    place: Place,
    name: str,
    about: str = "",
    founded_on: date | None = None,
    serves: Iterable[Place] = (),
) -> VolunteerTeam:
    """A new team at a place; its leader is named once somebody is in it. Once per name and place."""
    name, about = _words(name, about)
    place = held_place(place.code)
    if not by.has_perm(KEEP_TEAM, place):
        raise Refused(_("You do not have the right to do this here."))
    if place.closed_on:
        raise Refused(_("This place is closed."))
    founded_on = founded_on or timezone.localdate()
    _day(founded_on)
    row = VolunteerTeam(place=place, name=name, about=about, founded_on=founded_on)
    _save(row)
    _serve(row, serves)
    record("team.found", row, by=by, name=name)
    return row


def edit(
    team: VolunteerTeam,
    *,
    by: User,
    name: str,
    about: str = "",
    serves: Iterable[Place] = (),
    founded_on: date | None = None,
) -> VolunteerTeam:
    """Other words, other places served."""
    name, about = _words(name, about)
    try:
        with step(team, "edit", by=by) as row:
            row.name, row.about, row.founded_on = name, about, founded_on or row.founded_on
            _day(row.founded_on)
            _serve(row, serves)
    except IntegrityError:
        raise Refused(_("There is a team of this name here already.")) from None
    return row


def close(team: VolunteerTeam, *, by: User, reason: str) -> VolunteerTeam:
    """The team ends. What is announced must take place or be cancelled first; who wanted to join is told."""
    reason = needed(reason, _("Please say why; the members read it."), most=REASON)
    with step(team, "close", by=by, reason=reason) as row:
        if row.activities.filter(status=Status.ANNOUNCED).exists():
            raise Refused(
                _("Something is announced still: let it take place and finish it, or cancel it, first.")
            )
        row.status, row.closed_on, row.closed_reason = "closed", timezone.localdate(), reason
        people = [
            one.user for one in row.members.filter(status__in=("asked", "member")).select_related("user")
        ]
        row.members.asked().update(status=MemberStatus.TURNED_DOWN, until=row.closed_on, ended_reason=reason)
        tell(
            [one for one in people if one != by],
            f"team:{row.pk}:closed:{row.closed_on}",
            CLOSED,
            row,
            body=reason,
        )
    return row


def reopen(team: VolunteerTeam, *, by: User) -> VolunteerTeam:
    """With the members it had."""
    try:
        with step(team, "reopen", by=by) as row:
            row.closed_on, row.closed_reason = None, ""
    except IntegrityError:
        raise Refused(_("There is a team of this name here already.")) from None
    return row


def _save(row: VolunteerTeam) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Refused(_("There is a team of this name here already.")) from None


def _serve(row: VolunteerTeam, serves: Iterable[Place]) -> None:
    """These places and no others, beside the one where it is at home."""
    wanted = {place.code for place in serves if not place.closed_on} - {row.place_id}
    if len(wanted) > MOST_PLACES:
        raise Refused(_("Please choose %(count)s places at most.") % {"count": MOST_PLACES})
    known = set(row.places.values_list("place", flat=True))
    row.places.exclude(place__in=wanted).delete()
    TeamPlace.objects.bulk_create(TeamPlace(team=row, place_id=code) for code in sorted(wanted - known))


def _words(name: str, about: str) -> tuple[str, str]:
    return needed(" ".join(name.split()), _("Please enter a name."), most=NAME), fitting(about, most=TEXT)


def _day(founded_on: Any) -> None:
    if founded_on > timezone.localdate():
        raise Refused(_("A team cannot be founded in the future."))
