"""Who is told that a commitment falls due or is late, step by step, each once per date.

`LADDER` is the whole of the rule. The ladder never pauses: what is owed stays owed. A new date that the party has
agreed to begins its own ladder.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.notifications.actions import notify
from tripartite.issues.workdays import Calendar

from . import audience
from .models import Commitment, Rung
from .states import OWED
from .timeline import words_of

Step = Rung.Step
BEFORE = timedelta(days=3)
AWAKE = range(8, 21)  # hours of the day in which people are told


class Level(NamedTuple):
    """One step: `days` working days after the date have passed; who is told, in which words; on the phone as well?"""

    step: Step
    days: int
    people: Callable[[Commitment], list[User]]
    words: str | Promise
    sms: bool = False


DUE = (
    Level(Step.SOON, -3, audience.debtors, _("Due on %(day)s: %(what)s"), sms=True),
    Level(Step.TODAY, 0, audience.debtors, _("Due today: %(what)s"), sms=True),
)
LADDER = (
    Level(Step.OFFICER, 0, audience.debtors, _("Overdue since %(day)s: %(what)s"), sms=True),
    Level(
        Step.HEAD,
        2,
        audience.heads,
        _("Two working days overdue, for the head of %(party)s: %(what)s"),
        sms=True,
    ),
    Level(Step.LIAISON, 4, audience.liaisons, _("Four working days overdue, %(party)s: %(what)s")),
    Level(Step.STREET, 7, audience.street_office, _("Seven working days overdue, %(party)s: %(what)s")),
)


def due(level: Level, today: date, calendar: Calendar) -> QuerySet[Commitment]:
    """The commitments for which this step has come and has not been taken."""
    taken = Rung.objects.filter(commitment=OuterRef("pk"), step=level.step, due_on=OuterRef("due_on"))
    owed = Commitment.objects.filter(~Exists(taken), status__in=OWED)
    if level.step == Step.SOON:
        return owed.filter(due_on__gt=today, due_on__lte=today + BEFORE)
    if level.step == Step.TODAY:
        return owed.filter(due_on=today)
    return owed.filter(due_on__lte=missed_by(level.days, today, calendar))


def missed_by(days: int, today: date, calendar: Calendar) -> date:
    """The latest date after which so many whole working days have passed."""
    return calendar.before(today, days) if days else today - timedelta(days=1)


def climb(level: Level, commitment: Commitment) -> Rung:
    """Write the step down and tell its people, in the caller's transaction with the row locked."""
    assert commitment.due_on is not None, "only dated ones are on a ladder"
    people = level.people(commitment)
    rung = Rung.objects.create(
        commitment=commitment, step=level.step, due_on=commitment.due_on, told=len(people), at=timezone.now()
    )
    record(
        "commitment.rung",
        commitment,
        by=None,
        step=level.step,
        due_on=commitment.due_on.isoformat(),
        told=rung.told,
    )
    words = words_of(commitment)
    notify(
        people,
        key=f"commitment:{commitment.pk}:rung:{level.step}:{commitment.due_on:%Y%m%d}",
        title=lambda: str(level.words) % (words | {"day": date_format(rung.due_on, "DATE_FORMAT")}),
        url=commitment.get_absolute_url(),
        sms=level.sms,
        place=commitment.place_id,
    )
    return rung


def awake() -> bool:
    return timezone.localtime().hour in AWAKE
