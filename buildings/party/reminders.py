"""Elections that fall due: whoever keeps the organisation is told before, each stage once, through the outbox.

| stage | holds from |
|---|---|
| 1 | half a year before: time to prepare |
| 2 | three months before |
| 3 | a month before |
| 4 | the day has passed |

The stage last told stands with the term, and the key of the message names term, day and stage: a sweep that ran twice,
or died between the two, tells nobody twice. A stage that was missed is left out: only the present one is told.
"""

import logging
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from beihu.accounts.models import User
from beihu.notifications.actions import notify
from buildings.places.codes import Level, lineage
from buildings.posts.models import Post
from buildings.posts.roles import GRANTS, KEEP_ORGANISATION

from .models import OrganisationSeat, OrganisationTerm, PartyOrganisation

BATCH = 200
log = logging.getLogger(__name__)

# (stage, days before the due day from which it holds, words); the later stage wins
Stage = tuple[int, int, str | Promise]
STAGES: tuple[Stage, ...] = (
    (1, 180, gettext_lazy("%(what)s: the next election is due on %(day)s, in half a year")),
    (2, 90, gettext_lazy("%(what)s: the next election is due on %(day)s, in three months")),
    (3, 30, gettext_lazy("%(what)s: the next election is due on %(day)s, in one month")),
    (4, -1, gettext_lazy("%(what)s: the election is due since %(day)s")),
)


def sweep() -> int:
    """Row by row in transactions of their own; a row another sweep holds is left to it."""
    due, done = untold(), 0
    for pk in list(due.order_by("due_on", "pk").values_list("pk", flat=True)[:BATCH]):
        try:
            with transaction.atomic():
                row = due.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
                if row is not None:
                    _tell(row)
                    done += 1
        except Exception:
            log.exception("term %s: the reminder of the election could not be written", pk)
    return done


def untold() -> QuerySet[OrganisationTerm]:
    """Open terms for which a stage holds that has not been told."""
    today, found = timezone.localdate(), Q(pk__in=[])
    for number, days, _words in STAGES:
        found |= Q(due_on__lte=today + timedelta(days=days), told__lt=number)
    rows = OrganisationTerm.objects.open().filter(found, organisation__dissolved_on__isnull=True)
    return rows.select_related("organisation")


def stage_of(due_on: date, today: date) -> Stage | None:
    """The stage that holds today, None while it is too early."""
    return next((one for one in reversed(STAGES) if due_on <= today + timedelta(days=one[1])), None)


def keepers(organisation: PartyOrganisation) -> list[User]:
    """Who keeps it: the nearest posts with the right, and whoever leads it, if they have an account."""
    roles = [role for role, rights in GRANTS.items() if KEEP_ORGANISATION in rights]
    places = [code for code in lineage(organisation.place_id) if len(code) >= Level.STREET]
    posts = list(
        Post.objects.in_term().filter(role__in=roles, place__in=places).values_list("place_id", "user_id")
    )
    nearest = max((len(place) for place, _user in posts), default=0)
    leaders = OrganisationSeat.objects.open().filter(
        term__organisation=organisation, term__until__isnull=True, position=OrganisationSeat.Position.LEADER
    )
    who = {user for place, user in posts if len(place) == nearest}
    who |= set(leaders.filter(member__user__isnull=False).values_list("member__user_id", flat=True))
    return list(User.objects.filter(is_active=True, pk__in=who).order_by("pk"))


def _tell(term: OrganisationTerm) -> None:
    due_on = term.due_on
    stage = stage_of(due_on, timezone.localdate()) if due_on else None
    if due_on is None or stage is None:
        return
    number, _days, words = stage
    organisation = term.organisation

    def title() -> str:
        return str(words) % {"what": organisation.name, "day": date_format(due_on)}

    notify(
        keepers(organisation),
        key=f"organisation-term:{term.pk}:{due_on}:{number}",
        title=title,
        url=organisation.get_absolute_url(),
        sms=True,
        place=organisation.place_id,
    )
    term.told = number
    term.save(update_fields=["told"])
