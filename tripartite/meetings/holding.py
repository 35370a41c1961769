"""That a meeting took place, and whether it could decide: both are facts from then on."""

from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.states import Refused

from . import quorum
from .attendance import settle_items
from .deeds import deed
from .models import Invitation, Meeting


def hold(meeting: Meeting, *, by: User) -> Meeting:
    """Refused while nobody is marked as present: that list decides what the meeting could decide."""
    with deed(meeting, "hold", by=by) as row:
        came = row.invitations.filter(came=Invitation.Came.PRESENT).exists()
        if not came and not row.heads:
            raise Refused(_("Nobody is marked as present yet. Enter the attendance first."))
        counted = quorum.count(row)
        if counted.is_unknown:
            raise Refused(_("Enter how many are entitled to take part first: the quorum is counted from it."))
        row.held_at, row.is_quorate = timezone.now(), counted.is_quorate
        settle_items(row)
    return row
