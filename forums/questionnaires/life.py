"""Opening, closing, publishing, withdrawing, reminding: what moves a questionnaire, and who is told."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.notifications.models import Delivery
from beihu.notifications.planning import EMAIL, ROBOT, SMS, in_each_language, plan
from beihu.states import Refused

from . import audience, urn
from .building import problems
from .models import Questionnaire
from .states import DEEDS, MACHINE, Status

AGAIN = timedelta(days=2)  # between two reminders
MOST = 3  # reminders; more is a nuisance


def lock(questionnaire: Questionnaire) -> Questionnaire:
    """The row as it is now; whoever is just answering finishes first."""
    found = Questionnaire.objects.select_for_update().filter(pk=questionnaire.pk).first()
    if found is None:
        raise Refused(_("This questionnaire no longer exists."))
    return found


def open_(questionnaire: Questionnaire, *, by: User, sms: bool = False, room: str = "") -> Questionnaire:
    """Freeze the questions and invite everybody who is asked; with `sms` on their phones as well."""
    with transaction.atomic():
        row = lock(questionnaire)
        row.moved_by = room
        MACHINE.perform(row, "open", by=by)
        if found := problems(row):
            raise Refused(found[0])
        row.opened_at = timezone.now()
        row.save(update_fields=["status", "opened_at"])
        told = _tell(row, audience.people(row), "open", sms=sms)
        record("questionnaire.open", row, by=by, told=told)
    return row


def close(questionnaire: Questionnaire, *, by: User | None, room: str = "") -> Questionnaire:
    """No more answers on screen; the urn is emptied to the last envelope."""
    with transaction.atomic():
        row = lock(questionnaire)
        row.moved_by = room if by else row.serves  # the portal itself closes what is over
        MACHINE.perform(row, "close", by=by)
        row.closed_at = timezone.now()
        row.save(update_fields=["status", "closed_at"])
        row.drafts.all().delete()  # what was never sent was never said
        urn.settle(row)
        record("questionnaire.close", row, by=by)
    return row


def publish(questionnaire: Questionnaire, *, by: User, room: str = "") -> Questionnaire:
    """Everybody may read the results; those who were asked hear of it, in the portal and by e-mail."""
    with transaction.atomic():
        row = lock(questionnaire)
        row.moved_by = room
        MACHINE.perform(row, "publish", by=by)
        row.published_at = timezone.now()
        row.save(update_fields=["status", "published_at"])
        urn.settle(row)
        _tell(row, audience.people(row), "published")
        record("questionnaire.publish", row, by=by)
    return row


def withdraw(questionnaire: Questionnaire, *, by: User) -> Questionnaire:
    with transaction.atomic():
        row = lock(questionnaire)
        MACHINE.perform(row, "withdraw", by=by)
        row.withdrawn_at = timezone.now()
        row.save(update_fields=["status", "withdrawn_at"])
        record("questionnaire.withdraw", row, by=by)
    return row


def remind(questionnaire: Questionnaire, *, by: User, sms: bool = False) -> Questionnaire:
    """Those who have not answered, in one statement; three times at most, two days apart."""
    with transaction.atomic():
        row = lock(questionnaire)
        DEEDS.check(row, "remind", by)
        now = timezone.now()
        if row.reminders >= MOST:
            raise Refused(
                _("There have been three reminders already. Ring at doors, or hand out paper copies.")
            )
        if row.reminded_at and now - row.reminded_at < AGAIN:
            raise Refused(_("The last reminder went out less than two days ago."))
        row.reminders, row.reminded_at = row.reminders + 1, now
        row.save(update_fields=["reminders", "reminded_at"])
        told = _tell(row, audience.silent(row), "remind", sms=sms)
        record("questionnaire.remind", row, by=by, told=told)
    return row


def sweep() -> None:
    """Every minute: close what is over, empty the urns."""
    today = timezone.localdate()
    for row in Questionnaire.objects.filter(status=Status.OPEN, closes_on__lt=today):
        try:
            close(row, by=None)
        except Refused:  # somebody has closed it in this moment
            continue
    urn.sweep()


def check(deliveries: list[Delivery]) -> dict[UUID, str]:
    """Asked again before each sending: an invitation to a closed questionnaire is not sent any more."""
    numbers = {row.pk: _number(row) for row in deliveries}
    rows = Questionnaire.objects.only("status").in_bulk(set(numbers.values()))
    found = {}
    for delivery in deliveries:
        row = rows.get(numbers[delivery.pk])
        if row is None:
            found[delivery.pk] = "gone"
        elif delivery.kind != "published" and row.status != Status.OPEN:
            found[delivery.pk] = "too late"
    return found


def _number(delivery: Delivery) -> int:
    digits = delivery.source.partition(":")[2]
    return int(digits) if digits.isdecimal() else 0


TITLES: dict[str, Callable[[], str]] = {
    "open": lambda: _("You are asked: %(title)s"),
    "remind": lambda: _("Reminder: your answer to “%(title)s” is missing"),
    "published": lambda: _("The results are out: %(title)s"),
}


def _tell(row: Questionnaire, people: QuerySet, kind: str, *, sms: bool = False) -> int:
    """No names in it, as work groups read it too; only invitations reach work groups."""

    def title() -> str:
        return TITLES[kind]() % {"title": row.title}

    def body() -> str:
        if kind == "published":
            return ""
        words = [_("This is anonymous: nobody can see who answered what.")] if row.anonymous else []
        if row.closes_on:
            words.append(_("Until %(day)s.") % {"day": date_format(row.closes_on, "DATE_FORMAT")})
        return " ".join(words)

    channels: list[Any] = [EMAIL, *([ROBOT] if kind == "open" else []), *([SMS] if sms else [])]
    return plan(
        people,
        source=f"questionnaire:{row.pk}",
        version=row.reminders,
        kind=kind,
        words=in_each_language(title, body),
        url=row.get_absolute_url(),
        place=row.place_id,
        channels=channels,
    )
