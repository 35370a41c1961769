"""The draft of a half-month, made by the portal itself, once for each community; and a second look for new facts."""

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.notifications.actions import notify
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.models import Post
from buildings.posts.roles import EDIT_BULLETIN, GRANTS

from . import periods
from .deeds import deed
from .models import Bulletin, BulletinItem, Section
from .periods import Period
from .sources import Found, collect

EDITORS = [role for role, rights in GRANTS.items() if EDIT_BULLETIN in rights]


def sweep() -> int:
    """A draft of the half-month that ended last for every community that has none; how many were made."""
    period = periods.last_ended()
    return sum(draft(place, period) is not None for place in waiting(period))


def waiting(period: Period) -> list[Place]:
    """Open communities in which somebody edits bulletins, and that have none for these days."""
    made = Bulletin.objects.filter(place=OuterRef("pk"), inherited_from="", since__lte=period.until)
    edited = Post.objects.in_term().filter(role__in=EDITORS, place=OuterRef("pk"))
    communities = Place.objects.open().filter(level=Level.COMMUNITY, pseudo=False)
    return list(communities.filter(Exists(edited), ~Exists(made.filter(until__gte=period.since))))


def draft(place: Place, period: Period, *, by: User | None = None) -> Bulletin | None:
    """The draft, or None when there is a bulletin of these days already: two at once make one."""
    taken = Bulletin.objects.filter(
        place=place, inherited_from="", since__lte=period.until, until__gte=period.since
    )
    if taken.exists():
        return None
    with translation.override(settings.LANGUAGE_CODE):
        title = _("%(place)s: the fortnight") % {"place": place.short_name}
    facts = collect(place, period.since, period.until)
    try:
        with transaction.atomic():
            bulletin = Bulletin.objects.create(
                place=place, year=period.since.year, number=period.number,
                since=period.since, until=period.until, title=title[:80],
            )  # fmt: skip
            _add(bulletin, facts, first=1)
            record("bulletin.draft", bulletin, by=by, items=len(facts))
            _tell_editors(bulletin)
    except IntegrityError:
        return None
    return bulletin


def refresh(bulletin: Bulletin, *, by: User) -> Bulletin:
    """What the rooms know by now and the draft does not have; what was edited or left out stays so."""
    with deed(bulletin, "refresh", by=by) as row:
        known = set(row.items.values_list("source", flat=True))
        new = [
            (section, found)
            for section, found in collect(row.place, row.since, row.until)
            if found.source not in known
        ]
        if new:
            _add(row, new, first=row.items.count() + 1)
            row.revision += 1
            row.edited_at = timezone.now()
    return row


def editors(bulletin: Bulletin) -> QuerySet[User]:
    """Who edits the bulletins of this very community: not the whole street office."""
    posts = Post.objects.in_term().filter(role__in=EDITORS, place=bulletin.place_id)
    return User.objects.filter(is_active=True, pk__in=posts.values("user"))


def _add(bulletin: Bulletin, facts: list[tuple[Section, Found]], *, first: int) -> None:
    seen: set[str] = set()
    rows = []
    for number, (section, found) in enumerate(facts, first):
        source = found.source[:40]
        if source and source in seen:
            continue
        seen.add(source)
        rows.append(
            BulletinItem(
                bulletin=bulletin, section=section, position=number, text=found.text, url=found.url[:200], source=source
            )
        )  # fmt: skip
    BulletinItem.objects.bulk_create(rows)


def _tell_editors(bulletin: Bulletin) -> None:
    notify(
        editors(bulletin),
        key=f"bulletin:{bulletin.pk}:draft",
        title=lambda: _("%(title)s is drafted: please read it, edit it and publish it") % {"title": bulletin.title},
        url=f"/bulletins/{bulletin.pk}/edit/",
        place=bulletin.place_id,
    )  # fmt: skip
