"""Appointing people, renewing and ending their posts: what gives rights and takes them away."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts import sessions
from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.hold import saving
from beihu.notifications.actions import notify
from beihu.states import Refused
from buildings.places.models import Place

from . import conflicts, warnings
from .granting import may_appoint, may_end
from .kinds import PostKind
from .models import Post
from .reminders import people_who_appoint
from .roles import STANDS_AT
from .terms import days_of, next_reminder, usual_end


@transaction.atomic
def appoint(
    user: User,
    *,
    place: Place,
    by: Any,
    role: str = "",
    kind: PostKind | None = None,
    since: date | None = None,
    until: date | None = None,
    office_phone: str = "",
    unit: str = "",
    offer: str = "",
    override: str = "",
) -> Post:
    """Give a person a post from a day on (today): of a kind, with the kind's role, or of a role alone.

    `by` None is the portal itself. More people than wanted, or more posts than one person should have, need a reason
    (`override`). A resident who signed in by code is signed out when the post brings rights: they come in by the
    staff door then.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    place = Place.objects.hold(place.code)
    if kind is not None:
        kind = PostKind.objects.select_for_update(no_key=True).get(pk=kind.pk)  # two at once count each other
        role = kind.role
    since = since or timezone.localdate()
    until = until or usual_end(kind, since)
    _check(user, kind, role, place, by, since, until)
    reason = warnings.insist(warnings.found(user, kind, place, since, until), override) if by else ""
    was_staff = user.signs_in_as_staff
    post = Post.objects.create(
        user=user, kind=kind, role=role, place=place, since=since, until=until, office_phone=office_phone,
        unit=unit, offer=offer, override=reason,
        remind_on=next_reminder(until, days_of(kind), timezone.localdate()),
    )  # fmt: skip
    if role and not was_staff:
        sessions.end_all(user)
    more = {"kind": kind.code} if kind else {}
    record("post.appoint", post, by=by, reason=reason, role=role, since=since.isoformat(), **more)
    _tell([post.user], post, "appointed", lambda: _("You have been appointed: %(post)s"))
    return post


def _check(
    user: User, kind: PostKind | None, role: str, place: Place, by: Any, since: date, until: date | None
) -> None:
    if not may_appoint(by, kind=kind, role=role, place=place):
        raise Refused(_("You do not have the right to appoint people here."))
    if kind is not None and not kind.is_open:
        raise Refused(_("Nobody is appointed to this kind of post any more."))
    if not (kind or role) or not _stands(kind, role, place):
        raise Refused(_("This post cannot stand at a place of this kind."))
    if place.closed_on and place.closed_on <= since:
        raise Refused(_("This place is closed."))
    if not user.is_active or (role and not user.username):
        raise Refused(_("This person has no open account with a username."))
    if until and until <= since:
        raise Refused(_("The last day must come after the first."))
    if Post.objects.filter(user=user, role=role, kind=kind, place=place).overlapping(since, until).exists():
        raise Refused(_("This person holds this post already in that time."))
    if role and (words := conflicts.found(user, role, place, since, until)):
        raise Refused(words)


def _stands(kind: PostKind | None, role: str, place: Place) -> bool:
    """At a place of this level, of this street; the role's own limit holds whatever a kind says."""
    level = len(place.code)
    fits = kind is None or (level in kind.levels and place.code.startswith(kind.place_id))
    return fits and (not role or level in STANDS_AT[role])


@transaction.atomic
def renew(post: Post, *, until: date | None, by: Any) -> Post:
    """The term runs on, to another last day or for good; the reminders begin afresh."""
    post = _held(post)
    if not may_end(by, post):
        raise Refused(_("You do not have the right to renew this post."))
    if by is not None and post.user_id == by.pk:
        raise Refused(_("You cannot renew your own post. Ask a colleague."))
    _still_runs(post)
    if until and (until <= timezone.localdate() or until <= post.since):
        raise Refused(_("The last day must be still to come."))
    before = post.until
    again = Post.objects.filter(user=post.user_id, role=post.role, kind=post.kind_id, place=post.place_id)
    if again.exclude(pk=post.pk).overlapping(post.since, until).exists():
        raise Refused(_("This person holds this post already in that time."))
    if post.role and (
        words := conflicts.found(post.user, post.role, post.place, before or post.since, until)
    ):
        raise Refused(words)
    with saving(post):
        post.until, post.end = until, ""
        post.remind_on = next_reminder(until, days_of(post.kind), timezone.localdate())
    days = {name: day.isoformat() if day else "" for name, day in (("before", before), ("until", until))}
    record("post.renew", post, by=by, **days)
    _tell([post.user], post, f"renewed:{until or ''}", lambda: _("Your post has been renewed: %(post)s"))
    return post


@transaction.atomic
def end_post(post: Post, *, by: Any, reason: str = "") -> Post:
    """End a post today; it counts no longer from the next request on. One that has not begun never begins."""
    post = _held(post)
    if not may_end(by, post):
        raise Refused(_("You do not have the right to end this post."))
    if by is not None and post.user_id == by.pk:
        raise Refused(_("You cannot end your own post. Ask a colleague."))
    _still_runs(post)
    _end(post, timezone.localdate(), Post.End.ENDED)
    record("post.end", post, by=by, reason=reason, role=post.role)
    _tell([post.user], post, "ended", lambda: _("Your post has ended: %(post)s"))
    return post


@transaction.atomic
def resign(post: Post, *, by: Any, last_day: date | None = None, reason: str = "") -> Post:
    """Lay down one's own post, today or on a later day; those who appoint hear of it."""
    post = _held(post)
    if by is None or post.user_id != by.pk:
        raise Refused(_("Only the person in the post can resign from it."))
    _still_runs(post)
    day = last_day or timezone.localdate()
    if day < timezone.localdate() or (post.until and day > post.until):
        raise Refused(_("The day must be today or later, and within the term."))
    _end(post, day, Post.End.RESIGNED)
    record("post.resign", post, by=by, reason=reason, role=post.role, until=post.until.isoformat())  # type: ignore[union-attr]
    url = f"{reverse('posts_vacant')}?place={post.place_id}"
    title = lambda: _("Somebody has resigned: %(post)s")  # noqa: E731
    _tell(people_who_appoint(post), post, f"resigned:{post.until}", title, url)
    return post


def _held(post: Post) -> Post:
    rows = Post.objects.select_for_update(of=("self",)).select_related("user", "place", "kind")
    return rows.get(pk=post.pk)


def _still_runs(post: Post) -> None:
    if not post.counts_or_will:
        raise Refused(_("This post has ended already. Reload the page to see the list."))


def _end(post: Post, day: date, how: str) -> None:
    """From this day on it counts no longer; whoever has no other post with rights is signed out with the last."""
    was_staff = post.user.signs_in_as_staff
    with saving(post):
        post.until, post.end, post.remind_on = max(day, post.since), how, None
    if was_staff and not post.user.signs_in_as_staff:
        sessions.end_all(post.user)


def _tell(people: Any, post: Post, what: str, title: Callable[[], str], url: str = "") -> None:
    def words() -> str:
        return title() % {"post": f"{post.place.short_name} {post.title}"}

    notify(
        people, key=f"post:{post.pk}:{what}", title=words, url=url or reverse("my_posts"), place=post.place_id
    )
