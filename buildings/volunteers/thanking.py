"""Words of thanks to a team, or for one of its activities: whoever keeps the team writes them, and hides them with a reason.

What neighbours say at the door becomes public only when a keeper has written it here; nobody else's form leads to the page.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.audit.masking import redact
from beihu.hold import hold, saving
from beihu.states import Refused
from buildings.posts.roles import KEEP_TEAM

from .models import REASON, Activity, VolunteerTeam
from .seats import is_done
from .thanked import Thanks
from .timeline import lock, needed, tell

HIDDEN = gettext_lazy("Your words of thanks to %(team)s were hidden")


@transaction.atomic
def write(team: VolunteerTeam, *, by: User, text: str, activity: Activity | None = None) -> Thanks:
    """Public from now on. The same words by the same person are written once, however often the button is pressed."""
    row = lock(team)
    _kept(row, by)
    text = needed(text, _("Please write a few words of thanks."), most=REASON)
    if activity is not None and (activity.team_id != row.pk or not is_done(activity)):
        raise Refused(_("Thanks are given for activities of this team that took place."))
    facts = {"team": row, "activity": activity, "text": text, "by": by, "to": None}
    if known := Thanks.objects.filter(**facts, hidden_at__isnull=True).first():
        return known
    said = Thanks.objects.create(**facts)
    record("team.thank", row, by=by, number=said.pk)
    return said


@transaction.atomic
def hide(said: Thanks, *, by: User, reason: str) -> Thanks:
    """Off the page; the row and the reason stay, and whoever wrote it reads why."""
    row: Thanks | None = hold(Thanks.objects.all(), said, "team")
    if row is None:
        raise Refused(_("This no longer exists. Reload the page to see what is there."))
    _kept(row.team, by)
    if row.hidden_at is not None:
        raise Refused(_("These words are hidden already."))
    reason = needed(reason, _("Please say why; whoever wrote it reads it."), most=REASON)
    with saving(row):
        row.hidden_at, row.hidden_reason = timezone.now(), reason
    record("team.hide_thanks", row.team, by=by, reason=redact(reason)[:300], number=row.pk)
    if row.by is not None and row.by != by:
        tell([row.by], f"thanks:{row.pk}:hidden", HIDDEN, row.team, body=reason)
    return row


def _kept(team: VolunteerTeam, by: User) -> None:
    if not by.has_perm(KEEP_TEAM, team):
        raise Refused(_("You do not have the right to do this here."))
