"""One activity, locked: where every verb of the door and of the ledger begins."""

from django.utils.translation import gettext as _

from beihu.hold import hold
from beihu.states import Refused

from .models import Activity


def lock(activity: Activity) -> Activity:
    """The row as it is now, held until the end of the transaction."""
    found: Activity | None = hold(Activity.objects.all(), activity, "team", "place")
    if found is None:
        raise Refused(_("This activity no longer exists."))
    return found
