"""Verbs of care lists: put on, review, take off, take the consent back; assign, release, visit.

The log never says why somebody is on a list. A form that is sent twice counts once, by its key.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.hold import hold, saving
from beihu.states import Refused
from buildings.households.models import Household, Membership
from buildings.places.models import Place
from buildings.posts.roles import KEEP_CARE

from . import telling
from .models import NEEDS, NOTE, CareEntry, Carer, Review, Visit
from .months import today
from .serving import Choice, capacity_of, choices
from .states import MACHINE

LONGEST = timedelta(days=366)  # until the next review
BACK = timedelta(days=62)  # how long after it a visit may be written down


@transaction.atomic
def put_on(
    household: Household,
    *,
    by: Any,
    key: uuid.UUID,
    reason: str,
    consent_by: str,
    consent_form: str,
    consent_on: date,
    review_on: date,
    needs: str = "",
    person: User | None = None,
) -> CareEntry:
    """A household is looked after from today on, with somebody's consent and a day of review."""
    household = Household.objects.select_for_update(of=("self",)).select_related("place").get(pk=household.pk)
    Place.objects.hold(household.place_id)
    if not by.has_perm(KEEP_CARE, household):
        raise Refused(_("You do not have the right to do this here."))
    if known := CareEntry.objects.filter(key=key).first():
        if known.household_id != household.pk:
            raise Refused(_("This form belongs to somebody else. Please begin a new one."))
        return known
    if reason not in CareEntry.Reason.values:
        raise Refused(_("Choose why the household is looked after."))
    if consent_by not in CareEntry.Consenter.values or consent_form not in CareEntry.Form.values:
        raise Refused(_("Without consent nobody is put on a list. Ask first, and say who consented and how."))
    if consent_on > today():
        raise Refused(_("The day of the consent cannot lie ahead."))
    if person is not None and person.pk not in {one.user_id for one in members(household)}:
        raise Refused(_("This person does not belong to the household."))
    row = CareEntry(
        household=household, key=key, reason=reason, needs=_fit(needs, NEEDS), person=person,
        consent_by=consent_by, consent_form=consent_form, consent_on=consent_on, review_on=_review_day(review_on),
        put_by=by, put_on=today(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refused(_("The household is on the list for this reason already.")) from error
    record("care.put_on", row, by=by)
    return row


def members(household: Household) -> list[Membership]:
    """Who is known to belong to it and has an account."""
    return list(
        Membership.objects.verified().filter(household=household).select_related("user").order_by("pk")
    )


@contextmanager
def step(entry: CareEntry, verb: str, *, by: Any) -> Iterator[CareEntry]:
    """Lock, ask the table, let the caller change the row; the log keeps who and when, never why."""
    with transaction.atomic():
        row = hold(CareEntry.objects.all(), entry, "household")
        if row is None:
            raise Refused(_("This entry no longer exists."))
        with saving(row):
            MACHINE.perform(row, verb, by=by)
            yield row
        record(f"care.{verb}", row, by=by)


def review(
    entry: CareEntry, *, by: Any, review_on: date, note: str = "", needs: str | None = None
) -> CareEntry:
    """It still holds: the next day of review, and what is needed now."""
    note = _fit(note, NOTE)
    with step(entry, "review", by=by) as row:
        same = row.reviews.filter(on=today(), next_on=review_on, by=by, note=note).exists()
        row.review_on, row.reviewed_on = _review_day(review_on), today()
        if needs is not None:
            row.needs = _fit(needs, NEEDS)
        if not same:  # a second click
            Review.objects.create(entry=row, on=today(), next_on=review_on, note=note, by=by)
    return row


def assign(entry: CareEntry, *, by: Any, who: str) -> Carer:
    """`who` is a name out of `serving.choices`; whoever serves already goes on serving."""
    with step(entry, "assign", by=by) as row:
        chosen: Choice | None = choices(row).get(who)
        if chosen is None:
            raise Refused(_("Choose who serves here from the list."))
        carer, new = Carer.objects.get_or_create(entry=row, kind=chosen.kind, **chosen.column, until=None)
        if new:
            telling.assigned(carer)
    return carer


def release(entry: CareEntry, *, by: Any, carer: Carer) -> CareEntry:
    """Somebody no longer serves here from today on."""
    with step(entry, "release", by=by) as row:
        row.carers.in_term().filter(pk=carer.pk).update(until=today())
    return row


def visit(entry: CareEntry, *, by: Any, key: uuid.UUID, on: date, found: str, note: str = "") -> Visit:
    """Somebody was there. What is needed is told to those who keep the list, without any words about it."""
    with step(entry, "visit", by=by) as row:
        if known := Visit.objects.filter(key=key).first():
            if known.entry_id != row.pk or known.by_id != by.pk:
                raise Refused(_("This form belongs to somebody else. Please begin a new one."))
            return known
        if found not in Visit.Found.values:
            raise Refused(_("Choose what you found."))
        if not today() - BACK <= on <= today():
            raise Refused(_("The day of a visit is today or lies in the last two months."))
        made = Visit.objects.create(
            entry=row,
            key=key,
            on=on,
            found=found,
            note=_fit(note, NOTE),
            by=by,
            capacity=capacity_of(by, row),
        )
        row.last_visit_on = max(on, row.last_visit_on or on)
        if found in (Visit.Found.NEEDS, Visit.Found.URGENT):
            telling.needed(made, row)
    return made


def close(entry: CareEntry, *, by: Any, why: str) -> CareEntry:
    """It is no longer needed; the words stay for a year, then they are blanked (`retention.py`)."""
    with step(entry, "close", by=by) as row:
        if why not in CareEntry.Why.values:
            raise Refused(_("Choose why it is closed."))
        row.why, row.closed_on = why, today()
        _release_all(row)
    return row


def withdraw(entry: CareEntry, *, by: Any) -> CareEntry:
    """Somebody took the consent back by word of mouth: closed, and nothing is left of why."""
    with step(entry, "withdraw", by=by) as row:
        forget(row)
    return row


def revoke(entry: CareEntry, *, by: Any) -> CareEntry:
    """Whom it is about takes the consent back themselves; those who keep the list are told that they need not come."""
    with step(entry, "revoke", by=by) as row:
        telling.revoked(row, by)
        forget(row)
    return row


def forget(row: CareEntry) -> None:
    """What is left: that there was an entry, from when until when. In memory; the caller saves the row."""
    row.closed_on = row.closed_on or today()
    blank(row)
    _release_all(row)


def blank(row: CareEntry) -> None:
    """Take the words and the person out of an entry, its visits and its reviews."""
    row.reason = row.needs = ""
    row.person = None
    row.blanked_at = row.blanked_at or timezone.now()
    row.visits.update(note="", found="")
    row.reviews.update(note="")


def _release_all(row: CareEntry) -> None:
    row.carers.filter(until__isnull=True).update(until=today())


def _fit(text: str, most: int) -> str:
    text = text.strip()
    if len(text) > most:
        raise Refused(_("The text is too long: %(count)s characters at most.") % {"count": most})
    return text


def _review_day(day: date) -> date:
    if not today() < day <= today() + LONGEST:
        raise Refused(_("The next review is after today and within a year."))
    return day


ACTIONS = {
    "visit": visit, "review": review, "assign": assign, "release": release, "close": close, "withdraw": withdraw,
    "revoke": revoke,
}  # fmt: skip
