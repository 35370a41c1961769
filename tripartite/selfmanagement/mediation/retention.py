"""What time does: mediators are reminded to look whether an agreement is kept; closed cases lose their words.

When the purpose is over, so are the names (Personal Information Protection Law art. 47): `MEDIATION_DAYS` after closing.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.notifications.actions import notify

from .models import BLANK, MediationCase, kept_since
from .states import Status

BATCH = 200


def remind() -> int:
    """One message a mediator, case and day; how many cases are due."""
    due = MediationCase.objects.filter(
        status=Status.AGREED, follow_up_on__lte=timezone.localdate(), followed_on__isnull=True
    )
    rows = list(due.order_by("follow_up_on", "pk")[:BATCH])
    for row in rows:
        notify(
            User.objects.filter(pk__in=row.mediators.values("user")),
            key=f"mediation:{row.pk}:follow:{row.follow_up_on:%Y%m%d}",
            title=lambda: _("An agreement between neighbours is to be looked after today."),
            url=row.get_absolute_url(),
            place=row.place_id,
        )
    return len(rows)


def blank_due() -> int:
    """How many were blanked; a few at a time, the others wait for the next minute."""
    with transaction.atomic():
        due = MediationCase.objects.filter(
            status=Status.CLOSED, closed_on__lt=kept_since(), blanked_at__isnull=True
        )
        rows = list(due.select_for_update(skip_locked=True, of=("self",)).order_by("pk")[:BATCH])
        for row in rows:
            row.sides.update(name=BLANK)
            row.sessions.update(spot=BLANK, notes="")
            row.points.update(text=BLANK)
            row.agreement = row.followed = ""
            row.blanked_at = timezone.now()
            row.save(update_fields=["agreement", "followed", "blanked_at"])
            record("mediation.blank", row, by=None)
    return len(rows)
