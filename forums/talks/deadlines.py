"""What nobody settled in time, told once to whoever settles it: the liaison of the compound, else the community."""

import logging
from collections import defaultdict

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.notifications.actions import notify
from buildings.places.codes import lineage
from buildings.posts.models import Post
from buildings.posts.roles import GRANTS, SETTLE_MATTER

from .models import Matter, Talk

BATCH = 500
log = logging.getLogger(__name__)


def settlers(place_code: str) -> list[User]:
    """Whoever settles matters here by a post, the nearest place that has somebody."""
    roles = [role for role, rights in GRANTS.items() if SETTLE_MATTER in rights]
    posts = Post.objects.in_term().filter(role__in=roles, place_id__in=lineage(place_code))
    by_place: dict[str, list[int]] = defaultdict(list)
    for code, user in posts.values_list("place_id", "user"):
        by_place[code].append(user)
    nearest = by_place[max(by_place, key=len)] if by_place else []
    return list(User.objects.filter(is_active=True, pk__in=nearest).order_by("pk"))


def tell_overdue() -> int:
    """One message a talk, for all its matters that have become late; how many matters."""
    late = Matter.objects.overdue().filter(overdue_at__isnull=True)
    talks = list(late.order_by("talk").values_list("talk", flat=True).distinct()[:BATCH])
    told = 0
    for pk in talks:
        try:
            told += _tell(pk)
        except Exception:
            log.exception("talk %s: its overdue matters could not be told", pk)
    return told


def _tell(pk: int) -> int:
    with transaction.atomic():
        late = Matter.objects.overdue().filter(talk=pk, overdue_at__isnull=True)
        rows = list(late.select_for_update(skip_locked=True, of=("self",)).order_by("number"))
        if not rows:
            return 0
        talk = Talk.objects.select_related("meeting").get(pk=pk)
        Matter.objects.filter(pk__in=[row.pk for row in rows]).update(overdue_at=timezone.now())
        words = {"n": len(rows), "title": talk.meeting.title}
        notify(
            settlers(talk.meeting.place_id),
            key=f"talk:{pk}:overdue:{rows[0].pk}:{rows[0].due_at.isoformat()}",
            title=lambda: ngettext("%(n)s matter of %(title)s waits too long", "%(n)s matters of %(title)s wait too long", len(rows)) % words,
            body=lambda: _("Answer it, file it, put it on an agenda, or say why it is not possible."),
            url=reverse("talk_matters", args=[pk]),
            place=talk.meeting.place_id,
        )  # fmt: skip
        record("talk.overdue", talk, by=None, matters=[row.number for row in rows])
    return len(rows)
