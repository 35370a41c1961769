"""What an activity helped with: matters that upper rooms know, and how many households.

    helping.register(Matter("issue", _("issues solved"), find, solved))   # in AppConfig.ready

`find(words, user)` answers the source ("issue:12") of the matter somebody names, when that person may see it;
`solved(sources)` answers which of them are solved by now, in one query. Only their number is ever public.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.states import Refused
from buildings.posts.roles import KEEP_TEAM

from .holding import lock
from .models import Activity
from .seats import came_states
from .thanked import MOST_HOUSEHOLDS, Helped, Outcome

MOST_MATTERS = 20


class Matter(NamedTuple):
    name: str
    label: str | Promise
    find: Callable[[str, Any], str]
    solved: Callable[[Iterable[str]], set[str]]


_matters: dict[str, Matter] = {}


def register(matter: Matter) -> None:
    _matters[matter.name] = matter


def is_known() -> bool:
    """Whether anything can be named at all."""
    return bool(_matters)


def solved(sources: Iterable[str]) -> int:
    """How many of these are solved by now; one query for each kind of matter."""
    named: dict[str, set[str]] = {}
    for source in sources:
        named.setdefault(source.partition(":")[0], set()).add(source)
    return sum(len(_matters[name].solved(some)) for name, some in named.items() if name in _matters)


def enter_outcome(activity: Activity, *, by: User, households: int, matter: str = "") -> Activity:
    """How many households were helped, and one more matter by its number."""
    with transaction.atomic():
        row = lock(activity)
        if not by.has_perm(KEEP_TEAM, row):
            raise Refused(_("You do not have the right to do this here."))
        if row.status not in came_states():
            raise Refused(_("The activity has not been announced, or was cancelled."))
        if not 0 <= households <= MOST_HOUSEHOLDS:
            raise Refused(_("This cannot be the number of households."))
        Outcome.objects.update_or_create(activity=row, defaults={"households": households})
        source = _source(matter, by) if matter.strip() else ""
        if source and not row.helped.filter(source=source).exists():
            if row.helped.count() >= MOST_MATTERS:
                raise Refused(_("No more matters can be named for one activity."))
            Helped.objects.create(activity=row, source=source, label=matter.strip()[:40], by=by)
        record("activity.outcome", row, by=by, households=households, matter=source)
    return row


def drop_matter(activity: Activity, helped: int, *, by: User) -> None:
    with transaction.atomic():
        row = lock(activity)
        if not by.has_perm(KEEP_TEAM, row):
            raise Refused(_("You do not have the right to do this here."))
        if Helped.objects.filter(activity=row, pk=helped).delete()[0]:
            record("activity.drop_matter", row, by=by)


def _source(words: str, by: User) -> str:
    for matter in _matters.values():
        if found := matter.find(words.strip(), by):
            return found
    raise Refused(_("No matter with this number is known to you."))
