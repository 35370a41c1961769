"""The private reminder: to the household's own owners, in the portal, and nobody else ever reads it."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.audit.actions import record
from beihu.notifications.actions import notify
from beihu.states import Refused
from buildings.households.models import Household, Membership
from buildings.places.codes import Level

from .models import Bill, FeeReminder
from .till import hold, may

DAYS_BETWEEN = 30


@transaction.atomic
def remind(household: Household, *, by: Any) -> FeeReminder:
    """The household's own verified owners are told in private what is overdue; once in 30 days at most."""
    hold(household.place_id)
    may(by, household)
    owed = (
        Bill.objects.overdue()
        .filter(household=household)
        .aggregate(sum=Sum(F("amount") - F("paid") - F("waived")))
    )
    if not owed["sum"]:
        raise Refused(_("Nothing is overdue."))
    since = timezone.now() - timedelta(days=DAYS_BETWEEN)
    if FeeReminder.objects.filter(household=household, at__gt=since).exists():
        raise Refused(_("This household was reminded within the last 30 days."))
    owners = [
        one.user
        for one in Membership.objects.verified()
        .filter(household=household, relation=Membership.Relation.OWNER)
        .select_related("user")
    ]
    if not owners:
        raise Refused(_("No owner of this household has a confirmed account: nobody can be reminded here."))
    row = FeeReminder.objects.create(household=household, by=by)
    notify(
        owners,
        key=f"fee:remind:{row.pk}",
        title=lambda: _("A bill of your household is open"),
        body=lambda: (
            _("%(sum)s yuan of property fees are open. If something is wrong, please talk to the office.")
            % {"sum": owed["sum"]}
        ),
        url=reverse("my_bills"),
        place=household.place_id[: Level.COMPOUND],
    )
    record("fee.remind", household, by=by)
    return row
