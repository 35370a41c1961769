"""Verbs of whoever had the idea: post it, change its words while nobody has answered to them, take it back."""

import uuid
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts.locks import hold
from beihu.accounts.models import User
from beihu.scope import under
from beihu.states import Refused
from buildings.households.models import Membership
from buildings.places.codes import Level
from buildings.places.models import Place
from tripartite.issues.timeline import RESIDENT

from .deadlines import answer_due
from .models import TEXT, TITLE, Idea
from .timeline import Step, happened, needed, step

PER_DAY = 3  # ideas of one person within twenty-four hours
DAY = timedelta(days=1)


def post(*, by: User, key: uuid.UUID, place: Place, title: str, text: str) -> Idea:
    """Put an idea up for one's compound or community, once per form. It can be read at once."""
    title, text = _words(title, text)
    with transaction.atomic():
        hold(f"ideas:{by.pk}")
        if known := Idea.objects.filter(key=key).first():
            return _same_form(known, by)
        place = _held(place)
        if not may_post(by, place):
            raise Refused(_("You can post ideas where you live, once your home has been confirmed."))
        now = timezone.now()
        if Idea.objects.filter(author=by, split_from=None, posted_at__gt=now - DAY).count() >= PER_DAY:
            raise Refused(
                _("You have posted %(count)s ideas today. Please come back tomorrow.") % {"count": PER_DAY}
            )
        row = Idea(
            key=key, place=place, author=by, title=title, text=text, posted_at=now, answer_due=answer_due(now)
        )
        row.save(force_insert=True)
        row.versions.create(number=1, title=title, text=text, by=by, at=now)
        happened(Step(row, "post", by, now), "", RESIDENT)
    return row


def edit(idea: Idea, *, by: User, title: str, text: str) -> Idea:
    """Other words, as long as nobody has supported or argued; the old ones are kept."""
    title, text = _words(title, text)
    with step(idea, "edit", by=by) as s:
        change_words(s.row, title, text, by=by)
    return s.row


def withdraw(idea: Idea, *, by: User, note: str = "") -> Idea:
    """No longer my idea; who supported it is told."""
    with step(idea, "withdraw", by=by, note=note[:300]) as s:
        pass
    return s.row


def change_words(row: Idea, title: str, text: str, *, by: User, reason: str = "") -> None:
    """New words, on a locked row; what they were stays as a version."""
    if (title, text) == (row.title, row.text):
        raise Refused(_("Nothing has been changed."))
    row.title, row.text = title, text
    number = 1 + row.versions.count()
    row.versions.create(number=number, title=title, text=text, reason=reason, by=by)


def _words(title: str, text: str) -> tuple[str, str]:
    return (
        needed(" ".join(title.split()), _("Please say in one line what the idea is."), most=TITLE),
        needed(text, _("Please say in some words what you have in mind."), most=TEXT),
    )


def may_post(by: User, place: Place) -> bool:
    """At home there, verified: in the compound, or for the community around it."""
    if len(place.code) not in (Level.COMMUNITY, Level.COMPOUND) or place.closed_on or not by.is_active:
        return False
    homes = Membership.objects.verified().filter(user=by)
    return homes.filter(under("household__place_id", place.code)).exists()


def homes_for(by: User) -> list[Place]:
    """Where this person may post: compounds first, then their communities."""
    homes = Membership.objects.verified().filter(user=by).values_list("household__place", flat=True)
    codes = {code[:level] for code in homes for level in (Level.COMPOUND, Level.COMMUNITY)}
    found = Place.objects.open().filter(code__in=codes)
    return sorted(found, key=lambda place: (-len(place.code), place.code))


def _held(place: Place) -> Place:
    try:
        return Place.objects.hold(place.code)
    except Place.DoesNotExist:
        raise Refused(_("This place is no longer there. Please choose again.")) from None


def _same_form(row: Idea, by: User) -> Idea:
    if row.author_id != by.pk:
        raise Refused(_("This form belongs to somebody else. Please begin a new one."))
    return row
