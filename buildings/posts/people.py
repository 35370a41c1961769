"""The people who are appointed: found by username or phone, or given an account with a link to set a password.

The link is a key to the account. It goes to the person's own phone; only when there is none is it handed to
whoever appoints, and then only for people without a post outside that officer's reach.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.accounts.passwords import password_link
from beihu.audit.actions import record
from beihu.notifications.actions import queue_sms
from beihu.states import Refused

from .granting import may_end
from .models import Post

LINK_DAYS = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)


@transaction.atomic
def person_for(*, username: str, phone: str, name: str, staff: bool = True) -> tuple[User, bool]:
    """The account to appoint, and whether it needs a link to set a password. `phone` is E.164 or ''.

    A post without rights (`staff` False) needs neither: the person goes on signing in by code, as any resident.
    """
    known = User.objects.select_for_update().filter(username=username).first() if username else None
    owner = User.objects.select_for_update().filter(phone=phone).first() if phone else None
    if known and owner and known != owner:
        raise Refused(_("The username and the phone belong to two different people."))
    if known and phone and not owner and known.phone != phone:
        raise Refused(_("This person is known with another phone. Leave the phone empty."))
    if person := known or owner:
        return _ready(person, username, staff)
    if not staff and phone and name and not username:
        return User.objects.create_user(phone=phone, name=name), False
    if not (username and name):
        raise Refused(_("Nobody is known by this. For a new account enter a username and a name."))
    return User.objects.create_user(username=username, phone=phone or None, name=name), True


def _ready(person: User, username: str, staff: bool) -> tuple[User, bool]:
    if person.is_superuser or person.is_staff or not person.is_active:
        raise Refused(_("This account cannot be appointed. Ask the operator."))
    if person.username:
        if username and username != person.username:
            raise Refused(_("This person has another username already. Leave the username empty."))
        return person, staff and not person.has_usable_password()
    if not staff:
        return person, False
    if not username:
        raise Refused(_("This resident has no username yet. Enter one, for signing in as staff."))
    person.username = username
    person.save(update_fields=["username"])
    return person, True


@transaction.atomic
def send_link(post: Post, *, by: Any) -> str:
    """Send the holder of a post a link to set a password; the link itself only when there is no phone ('' else)."""
    person = User.objects.select_for_update().get(pk=post.user_id)
    if (
        not post.role
        or not may_end(by, post)
        or person.is_superuser
        or person.is_staff
        or not person.is_active
    ):
        raise Refused(_("You do not have the right to do this here."))
    if not person.phone and any(
        not may_end(by, other) for other in person.posts.not_ended().with_rights().select_related("kind")
    ):
        raise Refused(_("This person also holds a post elsewhere. Ask the operator for the link."))
    link = password_link(person)
    record("post.link", post, by=by)
    if not person.phone:
        return link
    queue_sms(
        person.phone,
        _("Set your password for %(name)s within three days: %(link)s")
        % {"name": settings.SITE_NAME or _("Neighbourhood portal"), "link": link},
        key=f"password:{person.pk}:{timezone.now().timestamp()}",
        recipient=person,
        secret=True,
        expires_at=timezone.now() + LINK_DAYS,
        place=post.place_id,
    )
    return ""
