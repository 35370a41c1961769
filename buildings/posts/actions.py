"""Appointing people and ending their posts: what gives rights and takes them away."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts import sessions
from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.notifications.actions import notify
from beihu.states import Refused
from buildings.places.models import Place

from . import conflicts
from .models import Post
from .roles import APPOINT, STANDS_AT, Role


@transaction.atomic
def appoint(
    user: User,
    *,
    role: str,
    place: Place,
    by: Any,
    since: date | None = None,
    until: date | None = None,
    office_phone: str = "",
) -> Post:
    """Give a person a post from a day on (today). `by` None is the portal itself.

    A resident who signed in by code is signed out: people with posts come in by the staff door.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    place = Place.objects.hold(place.code)
    since = since or timezone.localdate()
    _check(user, role, place, by, since, until)
    was_staff = user.signs_in_as_staff
    post = Post.objects.create(
        user=user, role=role, place=place, since=since, until=until, office_phone=office_phone
    )
    if not was_staff:
        sessions.end_all(user)
    record("post.appoint", post, by=by, role=role, since=since.isoformat())
    _tell(post, "appointed", lambda: _("You have been appointed: %(post)s"))
    return post


def _check(user: User, role: str, place: Place, by: Any, since: date, until: date | None) -> None:
    if by is not None and not by.has_perm(APPOINT, place):
        raise Refused(_("You do not have the right to appoint people here."))
    if len(place.code) not in STANDS_AT[role]:
        raise Refused(_("This post cannot stand at a place of this kind."))
    if place.closed_on and place.closed_on <= since:
        raise Refused(_("This place is closed."))
    if not user.is_active or not user.username:
        raise Refused(_("This person has no open account with a username."))
    if until and until <= since:
        raise Refused(_("The last day must come after the first."))
    overlapping = Post.objects.filter(user=user, role=role, place=place).filter(
        Q(until__isnull=True) | Q(until__gt=since)
    )
    if (overlapping.filter(since__lt=until) if until else overlapping).exists():
        raise Refused(_("This person holds this post already in that time."))
    if words := conflicts.found(user, role, place, since, until):
        raise Refused(words)


@transaction.atomic
def end_post(post: Post, *, by: Any, reason: str = "") -> Post:
    """End a post today; it counts no longer from the next request on. One that has not begun never begins."""
    post = Post.objects.select_for_update(of=("self",)).select_related("user", "place").get(pk=post.pk)
    today = timezone.localdate()
    if by is not None and not by.has_perm(APPOINT, post):
        raise Refused(_("You do not have the right to end this post."))
    if by is not None and post.user_id == by.pk:
        raise Refused(_("You cannot end your own post. Ask a colleague."))
    if post.until and (post.until <= today or post.until == post.since):
        raise Refused(_("This post has ended already. Reload the page to see the list."))
    post.until = max(today, post.since)
    post.save(update_fields=["until"])
    if not post.user.signs_in_as_staff:
        sessions.end_all(post.user)
    record("post.end", post, by=by, reason=reason, role=post.role)
    _tell(post, "ended", lambda: _("Your post has ended: %(post)s"))
    return post


def _tell(post: Post, what: str, title: Callable[[], str]) -> None:
    def words() -> str:
        return title() % {"post": f"{post.place.short_name} {Role(post.role).label}"}

    notify([post.user], key=f"post:{post.pk}:{what}", title=words, url="/account/", place=post.place_id)
