"""Terms that end are told to those who appoint: the post is the queue, `Post.remind_on` its day.

| what befalls a reminder | what the sweep does |
|---|---|
| its day has come | told, together with all others due for the same people; `remind_on` moves to the next of the kind's days |
| the portal stood still over several days | told once; the days that passed are left out |
| the post was ended, laid down, or is over | never told: `remind_on` is empty, or is emptied |
| the post was renewed | the days are counted from the new end |

Reading, telling and moving on are one transaction under the lock of the rows: two sweeps at once tell once, and a
sweep that died told nothing. The key names the first post, its day and its end, so that the outbox would refuse a
second telling as well.
"""

from typing import Any

from django.db import transaction
from django.db.models.functions import Length
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.notifications.planning import EMAIL, in_each_language, plan
from beihu.scope import under
from buildings.places.codes import Level, lineage

from .granting import holders
from .models import Post, PostQuerySet
from .roles import APPOINT, FILL
from .terms import days_of, next_reminder

BATCH = 500


def sweep() -> int:
    """How many posts were told of."""
    told = 0
    while number := _next_batch():
        told += number
    return told


@transaction.atomic
def _next_batch() -> int:
    """All due posts of one community (or of the street, for what the street appoints) that nobody else holds."""
    today = timezone.localdate()
    due = Post.objects.filter(remind_on__lte=today).order_by("pk")
    due = due.select_related("kind", "place").select_for_update(skip_locked=True, of=("self",))
    first = due.first()
    if first is None:
        return 0
    right, area = right_of(first), area_of(first)
    others = due.filter(under("place_id", area))
    others = others.filter(kind__appointed_with=FILL) if right == FILL else others
    rows = [post for post in others[:BATCH] if (right_of(post), area_of(post)) == (right, area)]
    if running := [post for post in rows if post.until and post.until > today]:
        _tell(running, right, area)
    for post in rows:
        post.remind_on = next_reminder(post.until, days_of(post.kind), today) if post in running else None
    Post.objects.bulk_update(rows, ["remind_on"])
    return len(rows)


def right_of(post: Post) -> str:
    return post.kind.appointed_with if post.kind else APPOINT


def area_of(post: Post) -> str:
    """Whose matter the post is: its community's or its street's."""
    return post.place_id[: Level.COMMUNITY if right_of(post) == FILL else Level.STREET]


def _tell(posts: list[Post], right: str, area: str) -> None:
    first, number = posts[0], len(posts)
    last = max(post.until for post in posts if post.until)

    def title() -> str:
        facts = {"n": number, "day": date_format(last), "post": f"{first.place.short_name} {first.title}"}
        if number == 1:
            return _("The term ends on %(day)s: %(post)s") % facts
        return _("%(n)s terms end by %(day)s, the first: %(post)s") % facts

    days = (last - timezone.localdate()).days
    plan(
        appointers(right, first.place_id, area).values("pk"),
        source=f"post:{first.pk}",
        version=0,
        kind=f"ends-{first.remind_on:%y%m%d}-{last:%y%m%d}",
        words=in_each_language(title),
        url=f"{reverse('posts_ending')}?place={area}&days={days}",
        place=area,
        channels=(EMAIL,),
    )


def people_who_appoint(post: Post) -> list[User]:
    people = appointers(right_of(post), post.place_id, area_of(post))
    return list(people.exclude(pk=post.user_id))


def appointers(right: str, code: str, area: str) -> Any:
    """Who fills posts there: those of the area itself, or the nearest above when it has nobody."""
    rows: PostQuerySet = Post.objects.in_term().filter(
        role__in=holders(right), place_id__in=lineage(code), user__is_active=True
    )
    nearest = rows.order_by(Length("place_id").desc()).values("place_id")[:1]
    return User.objects.filter(is_active=True, pk__in=rows.filter(place_id=nearest).values("user"))
