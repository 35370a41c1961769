"""What every verb has in common: the row is locked, its table asked, and what happened is logged and told.

    with step(activity, "cancel", by=by, reason=reason) as row:
        …  # change row in memory

On leaving the block the changed columns are saved and an AuditEntry is written, in one transaction with the deed.
Where two kinds of rows are locked, the team comes before its activities, an activity before its sign-ups.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.audit.masking import redact
from beihu.hold import hold, saving
from beihu.notifications.actions import notify
from beihu.states import Machine, Refused
from buildings.places.models import Place

from .models import Activity, SignUp, TeamMember, VolunteerTeam
from .states import MACHINE, MEMBER, SIGN_UPS, TEAM

Row = VolunteerTeam | TeamMember | Activity | SignUp
TABLES: dict[type, tuple[str, Machine, tuple[str, ...]]] = {
    VolunteerTeam: ("team", TEAM, ("place",)),
    TeamMember: ("team_member", MEMBER, ("team", "user")),
    Activity: ("activity", MACHINE, ("team", "place")),
    SignUp: ("sign_up", SIGN_UPS, ("activity", "user")),
}
SHOWN = 30  # characters of a name, in a message


@contextmanager
def step(known: Any, verb: str, *, by: User | None, reason: str = "", **data: Any) -> Iterator[Any]:
    """Lock, ask the table, let the caller change the row, save and log. Refused when the table says no."""
    name, table, _related = TABLES[type(known)]
    with transaction.atomic():
        row = lock(known)
        with saving(row):
            table.perform(row, verb, by=by)
            yield row
        record(f"{name}.{verb}", row, by=by, reason=redact(reason)[:300], **data)


def lock(known: Any) -> Any:
    """The row as it is now, held until the end of the transaction."""
    row = hold(type(known).objects.all(), known, *TABLES[type(known)][2])
    if row is None:
        raise Refused(_("This no longer exists. Reload the page to see what is there."))
    return row


def held_place(code: str) -> Place:
    try:
        return Place.objects.hold(code)
    except Place.DoesNotExist:
        raise Refused(_("This place is no longer there. Please choose again.")) from None


def tell(
    people: Iterable[User | None],
    key: str,
    sentence: str | Promise,
    row: Row,
    *,
    sms: bool = False,
    body: str = "",
) -> None:
    """One sentence about a team or an activity, to each in their language; `key` names the fact."""
    about: Any = getattr(row, "activity", row)
    names = about if isinstance(about, VolunteerTeam) else about.team

    def title() -> str:
        words = {"team": short(names.name), "title": "", "when": ""}
        if isinstance(about, Activity):
            words |= {"title": short(about.title), "when": moment(about.starts_at)}
        return str(sentence) % words

    notify(people, key=key, title=title, body=body, url=about_url(row), sms=sms, place=names.place_id)


def about_url(row: Row) -> str:
    if isinstance(row, VolunteerTeam | Activity):
        return row.get_absolute_url()
    return (row.team if isinstance(row, TeamMember) else row.activity).get_absolute_url()


def short(title: str) -> str:
    return title if len(title) <= SHOWN else f"{title[: SHOWN - 1]}…"


def needed(text: str, sentence: str, *, most: int) -> str:
    """The text without blanks around it; Refused when nothing is left, or when it is longer than its column."""
    if not (text := text.strip()):
        raise Refused(sentence)
    return fitting(text, most=most)


def fitting(text: str, *, most: int) -> str:
    if len(text := text.strip()) > most:
        raise Refused(_("The text is too long: %(count)s characters at most.") % {"count": most})
    return text


def moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")
