"""What this room hands to the tree of places, to the building picture, to the log, to the outbox and to "my data".

No number of care entries stands on the page of a place: where few live, a number is a name.
"""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beihu.accounts import personal
from beihu.accounts.models import User
from beihu.audit import words
from beihu.notifications import rechecks
from buildings.places import references
from buildings.places.models import Place

from . import measure, recheck
from .actions import forget
from .models import CareEntry, Carer, Visit
from .monthly import Duty, DutyTask
from .months import today
from .states import MACHINE, Status, Task

VERB_WORDS = {f"care.{row.name}": row.label for row in MACHINE.transitions} | {
    "care.put_on": _("put a household on a care list"),
    "care.look": _("looked at a care entry"),
    "care.list": _("looked at a care list"),
    "care.blank": _("blanked a care entry whose time was over"),
    "duty.set": _("set a monthly duty"),
    "duty.end": _("ended a monthly duty"),
    "duty.excuse": _("excused somebody from a duty"),
    "group_meeting.log": pgettext_lazy("log", "wrote a group's meeting down"),
}


def register() -> None:
    """Called once when Django is ready."""
    words.name_verbs(VERB_WORDS)
    references.register_open(_("care entries"), still_cared_for)
    references.register_settle(one_of_each)
    rechecks.register("duty", recheck.check)
    measure.register()
    personal.register("care", export=own_care, erase=forget_person)


def still_cared_for(code: str) -> QuerySet:
    return CareEntry.objects.active().filter(household__place__code__startswith=code)


def one_of_each(source: Place, target: Place, by: Any) -> None:
    """Of two merging places each duty is set once, and nobody has the same task twice."""
    kept = {(row.holder, row.kind, row.title): row for row in Duty.objects.open().filter(place=target)}
    for row in Duty.objects.open().filter(place=source):
        if (row.holder, row.kind, row.title) in kept:
            row.ended_on = max(today(), row.set_on)
            row.save(update_fields=["ended_on"])
            row.tasks.todo().delete()
    taken = set(DutyTask.objects.filter(place=target).values_list("duty", "user", "month"))
    doubled = [
        row.pk
        for row in DutyTask.objects.filter(place=source).only("duty", "user", "month")
        if (row.duty_id, row.user_id, row.month) in taken
    ]
    DutyTask.objects.filter(pk__in=doubled).delete()


def own_care(user: User) -> dict[str, Any]:
    """What is written about this person, and what they did for others; nothing about those others."""
    about = CareEntry.objects.filter(person=user).order_by("pk")
    facts = (
        "reason",
        "needs",
        "consent_by",
        "consent_form",
        "consent_on",
        "review_on",
        "status",
        "put_on",
        "closed_on",
    )
    served = Carer.objects.filter(user=user).order_by("pk")
    return {
        "about_me": [
            row | {"visits": list(Visit.objects.filter(entry=row["pk"]).values("on", "found", "note"))}
            for row in about.values("pk", *facts)
        ],
        "served": list(served.values("since", "until")),
        "visits": list(Visit.objects.filter(by=user).order_by("pk").values("on", "capacity")),
        "duties": list(
            DutyTask.objects.filter(user=user)
            .order_by("pk")
            .values("month", "duty__kind", "duty__title", "status", "note")
        ),
    }


def forget_person(user: User) -> None:
    """Entries about the person end and are blanked; who went where stays without who went."""
    for row in CareEntry.objects.select_for_update(of=("self",)).filter(person=user):
        if row.status == Status.ACTIVE:
            row.status = Status.WITHDRAWN
        forget(row)
        row.save()
    Carer.objects.filter(user=user, until__isnull=True).update(until=today())
    Visit.objects.filter(by=user).update(by=None)
    DutyTask.objects.filter(user=user, status=Task.TODO).delete()
    DutyTask.objects.filter(user=user).update(note="")
