"""What the ledger, the door and the thanks hand to the log, to messages and to personal data."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beihu.accounts import personal
from beihu.accounts.models import User
from beihu.audit import words
from beihu.notifications import rechecks

from . import reminding
from .ledger import Counted, DoorHelper, Hours
from .thanked import Certificate

VERB_WORDS = {
    "activity.arrive": _("checked in to an activity"),
    "activity.leave": _("checked out of an activity"),
    "activity.stay": _("took a check-out back"),
    "activity.tick_away": _("took a check-in back"),
    "activity.enter": _("entered the sheet of an activity"),
    "activity.name_helper": _("named a helper at an activity"),
    "activity.drop_helper": _("ended a helper's part at an activity"),
    "activity.renew_code": _("made a new code for an activity"),
    "hours.credit": _("credited hours"),
    "hours.reverse": _("took credited hours back"),
    "hours.correct": _("corrected credited hours"),
    "certificate.issue": _("made a certificate of hours"),
    "certificate.withdraw": _("withdrew a certificate of hours"),
    "team.thank": _("wrote words of thanks"),
    "team.hide_thanks": _("hid words of thanks"),
    "volunteer.name": _("chose whether the name is shown with a team"),
}


def register() -> None:
    words.name_verbs(VERB_WORDS)
    rechecks.register(reminding.SOURCE, reminding.check)
    personal.register("volunteer_hours", export=own_hours, erase=forget)


def own_hours(user: User) -> dict[str, Any]:
    """What this person gave, and what was printed of it."""
    lines = Hours.objects.filter(user=user).order_by("pk")
    printed = Certificate.objects.filter(person=user).order_by("pk")
    return {
        "hours": [*lines.values("team__name", "activity__title", "given_on", "minutes", "reason", "at")],
        "certificates": [
            *printed.values("number", "since", "until", "minutes", "times", "issued_at", "withdrawn_at")
        ],
    }


def forget(user: User) -> None:
    """The sums of the teams stay; the person goes, with the reasons that were written about them."""
    DoorHelper.objects.filter(user=user).delete()
    Certificate.objects.filter(person=user, withdrawn_at__isnull=True).update(withdrawn_at=timezone.now())
    Certificate.objects.filter(person=user).update(shows_name=False, shows_hours=False)
    Hours.objects.filter(user=user).exclude(reason="").update(reason="***")
    Counted.objects.filter(sign_up__user=user).exclude(reason="").update(reason="")
