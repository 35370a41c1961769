"""Verbs of a mediation: open, consent, meet, agree, fail, withdraw, follow up, close.

The log keeps who did what to which case and when, never a word of it: no names, no notes, no reasons.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.hold import hold, saving
from beihu.notifications.actions import notify
from beihu.scope import under
from beihu.states import STAY, Refused
from buildings.joint.actions import needed
from buildings.places.codes import lineage
from buildings.places.models import Place
from buildings.posts.models import Post
from buildings.posts.roles import OPEN_MEDIATION

from .models import (
    NAME,
    NOTES,
    POINT,
    SPOT,
    STANDS_AT,
    AgreementPoint,
    MediationCase,
    MediationSide,
)
from .states import MACHINE

MOST_SIDES, MOST_MEDIATORS, MOST_POINTS = 6, 5, 12


def may_mediate(place: Place) -> Any:
    """Accounts of those who serve in a post at the place, above it in the street, or inside it."""
    near = Q(place__in=lineage(place.code)) | under("place_id", place.code)
    posts = Post.objects.in_term().filter(near)
    return User.objects.filter(pk__in=posts.values("user"), is_active=True).order_by("name", "pk")


@transaction.atomic
def open_case(
    place: Place,
    *,
    by: Any,
    key: uuid.UUID,
    kind: str,
    sides: Iterable[str],
    mediators: Iterable[Any],
) -> MediationCase:
    """Two sides or more, by name, and who mediates; the opener reads on only as one of these."""
    place = Place.objects.hold(place.code)
    if not by.has_perm(OPEN_MEDIATION, place):
        raise Refused(_("You do not have the right to do this here."))
    if known := MediationCase.objects.filter(key=key).first():
        if known.opened_by_id != by.pk or known.place_id != place.code:
            raise Refused(_("This form belongs to somebody else. Please begin a new one."))
        return known
    if len(place.code) not in STANDS_AT or not place.is_open:
        raise Refused(_("A mediation lies in a community or a compound that is open."))
    names = list(dict.fromkeys(filter(None, (name.strip() for name in sides))))
    if not 2 <= len(names) <= MOST_SIDES:
        raise Refused(_("Enter two to six sides, one a line, each with another name."))
    people = {person.pk: person for person in mediators}
    named = list(may_mediate(place).filter(pk__in=people))
    if not named or len(named) != len(people) or len(named) > MOST_MEDIATORS:
        raise Refused(_("Name one to five mediators who serve here."))
    case = MediationCase.objects.create(place=place, key=key, kind=MediationCase.Kind(kind), opened_by=by)
    for number, name in enumerate(names, 1):
        case.sides.create(number=number, name=needed(name, "", NAME))
    for person in named:
        case.mediators.create(user=person)
    record("mediation.open", case, by=by)
    notify(
        (person for person in named if person.pk != by.pk),
        key=f"mediation:{case.pk}:named",
        title=lambda: _("You are asked to mediate between neighbours. Only the mediators read of it."),
        url=case.get_absolute_url(),
        place=case.place_id,
    )
    return case


def lock(case: MediationCase) -> MediationCase:
    row: MediationCase | None = hold(MediationCase.objects.all(), case, "place")
    if row is None:
        raise Refused(_("This entry no longer exists."))
    return row


@contextmanager
def step(case: MediationCase, verb: str, *, by: Any) -> Iterator[MediationCase]:
    """Lock, ask the table, let the caller change the row, write the log."""
    with transaction.atomic():
        row = lock(case)
        with saving(row):
            MACHINE.check(row, verb, by)
            yield row
            if MACHINE[verb].target != STAY:
                MACHINE.perform(row, verb, by=by)
        record(f"mediation.{verb}", row, by=by)


def consent(case: MediationCase, *, by: Any, side: int, how: str, on: date) -> MediationCase:
    """One side says yes; with the last one the mediation begins."""
    with step(case, "consent", by=by) as row:
        if how not in MediationSide.How.values:
            raise Refused(_("Say how the side consented."))
        if on > timezone.localdate():
            raise Refused(_("The consent cannot lie ahead."))
        found = row.sides.filter(pk=side).first()
        if found is None:
            raise Refused(_("Choose the side that consented."))
        if found.consented_on is None:
            found.how, found.consented_on = how, on
            found.save(update_fields=["how", "consented_on"])
        if not row.sides.filter(consented_on__isnull=True).exists():
            MACHINE.perform(row, "begin", by=None)
    return row


def meet(
    case: MediationCase, *, by: Any, key: uuid.UUID, on: date, spot: str, notes: str = ""
) -> MediationCase:
    with step(case, "meet", by=by) as row:
        if on > timezone.localdate():
            raise Refused(_("A session is written down when it has been held."))
        facts = {"on": on, "spot": needed(spot, _("Say where it was."), SPOT), "notes": notes.strip()[:NOTES]}
        _session, _new = row.sessions.get_or_create(key=key, defaults=facts | {"by": by})
    return row


def agree(
    case: MediationCase,
    *,
    by: Any,
    agreement: str,
    points: Iterable[tuple[str, date]],
    follow_up_on: date,
) -> MediationCase:
    """In words and in dated points; on a day from today on the mediators look whether it is kept."""
    with step(case, "agree", by=by) as row:
        today = timezone.localdate()
        row.agreement = needed(agreement, _("Write down what they agreed."), NOTES)
        listed = list(points)
        if not 1 <= len(listed) <= MOST_POINTS:
            raise Refused(_("Write one to twelve points, each with its day."))
        if follow_up_on < today or any(day < today for _words, day in listed):
            raise Refused(_("The day cannot lie behind us."))
        AgreementPoint.objects.bulk_create(
            AgreementPoint(
                case=row, number=n, text=needed(words, _("Say what is agreed."), POINT), due_on=day
            )
            for n, (words, day) in enumerate(listed, 1)
        )
        row.agreed_on, row.follow_up_on = today, follow_up_on
    return row


def fail(case: MediationCase, *, by: Any) -> MediationCase:
    with step(case, "fail", by=by) as row:
        pass
    return row


def withdraw(case: MediationCase, *, by: Any) -> MediationCase:
    """A side need not say why."""
    with step(case, "withdraw", by=by) as row:
        pass
    return row


def follow_up(case: MediationCase, *, by: Any, followed: str, again_on: date | None = None) -> MediationCase:
    """What was found; with another day to look again, where it is not over yet."""
    with step(case, "follow_up", by=by) as row:
        row.followed = needed(followed, _("Say what you found."), NOTES)
        if again_on is not None and again_on <= timezone.localdate():
            raise Refused(_("The day cannot lie behind us."))
        row.followed_on = None if again_on else timezone.localdate()
        row.follow_up_on = again_on or row.follow_up_on
    return row


def close(case: MediationCase, *, by: Any) -> MediationCase:
    with step(case, "close", by=by) as row:
        row.closed_on = timezone.localdate()
    return row


ACTIONS: dict[str, Callable[..., MediationCase]] = {
    verb.__name__: verb for verb in (consent, meet, agree, fail, withdraw, follow_up, close)
}
