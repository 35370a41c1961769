"""Making an evaluation and changing its draft."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.states import Refused
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.roles import MAKE_EVALUATION
from tripartite.parties.models import Party
from tripartite.parties.people import people_of

from .models import SMALLEST, Criterion, Evaluation
from .moving import step
from .periods import Period
from .weights import Wanted, checked

STANDS_AT = (Level.COMMUNITY, Level.COMPOUND)
RATED = tuple(kind for kind in Party.Kind.values if kind != Party.Kind.STREET_OFFICE)


def make(
    *,
    by: User,
    key: uuid.UUID,
    party: Party,
    period: Period,
    criteria: Sequence[Wanted],
    sample: int | None = None,
    closes_on: date | None = None,
) -> Evaluation:
    """A draft, once per form, at the party's own place. Refused to those who speak for the party."""
    wanted = checked(criteria)
    with transaction.atomic():
        if known := Evaluation.objects.filter(key=key).first():
            if known.made_by_id != by.pk:
                raise Refused(_("This form belongs to somebody else. Please begin a new one."))
            return known
        place = Place.objects.hold(party.place_id)
        check_party(party, by)
        row = Evaluation(
            key=key, place=place, party=party, party_kind=party.kind, period=period.kind,
            since=period.since, until=period.until, made_by=by,
        )  # fmt: skip
        _describe(row, sample, closes_on)
        if not _seated(party, period):
            raise Refused(_("%(party)s had no seat here in this period.") % {"party": party.name})
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise Refused(_("There is an evaluation of this party for this period already.")) from None
        _set(row, wanted)
        record("evaluation.make", row, by=by)
    return row


def edit(
    evaluation: Evaluation,
    *,
    by: User,
    criteria: Sequence[Wanted],
    sample: int | None = None,
    closes_on: date | None = None,
) -> Evaluation:
    """Other criteria, another sample; the party and the period stay."""
    wanted = checked(criteria)
    with step(evaluation, "edit", by=by) as row:
        _describe(row, sample, closes_on)
        row.criteria.all().delete()
        _set(row, wanted)
    return row


def check_party(party: Party, by: User) -> None:
    """Whether this person may have this party rated."""
    if not by.has_perm(MAKE_EVALUATION, party):
        raise Refused(_("You do not have the right to do this here."))
    if party.kind not in RATED or len(party.place_id) not in STANDS_AT:
        raise Refused(_("Residents rate the parties of a compound or a community, not the street office."))
    if people_of(party).filter(pk=by.pk).exists():
        raise Refused(_("Nobody runs the evaluation of the party they speak for."))


def _describe(row: Evaluation, sample: int | None, closes_on: date | None) -> None:
    if sample is not None and sample < SMALLEST:
        raise Refused(_("A sample has %(least)s households at least.") % {"least": SMALLEST})
    if closes_on is not None and closes_on < timezone.localdate():
        raise Refused(_("The last day for answers has passed. Choose a later one."))
    row.sample, row.closes_on = sample, closes_on


def _seated(party: Party, period: Period) -> bool:
    return party.since < period.until and (party.until is None or party.until > period.since)


def _set(row: Evaluation, wanted: list[Wanted]) -> None:
    Criterion.objects.bulk_create(
        Criterion(evaluation=row, position=n, **one._asdict()) for n, one in enumerate(wanted, start=1)
    )


def facts_of(row: Evaluation) -> dict[str, Any]:
    """What the form of a draft begins with."""
    found = [Wanted(one.text, one.weight, one.source) for one in row.criteria.all()]
    return {"criteria": found, "sample": row.sample, "closes_on": row.closes_on}
