"""Who is told what, in words that say nothing about anybody: the page behind the link is read by those who may."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.notifications.actions import notify
from buildings.households.models import Membership
from buildings.places.codes import lineage
from buildings.posts.models import Post
from buildings.posts.roles import Role

from .models import CareEntry, Carer, Visit

KEEPERS = (Role.COMMUNITY_WORKER, Role.GROUP_LEADER)  # of the keepers, those who are near


def people_of(carer: Carer) -> Any:
    """The accounts behind a carer: the person, or everybody at home in the household."""
    if carer.user_id:
        return User.objects.filter(pk=carer.user_id)
    household = (
        carer.centre.household_id if carer.centre else carer.family.household_id if carer.family else None
    )
    homes = Membership.objects.verified().filter(household=household)
    return User.objects.filter(pk__in=homes.values("user"))


def keepers_of(entry: CareEntry) -> Any:
    """The group leader of the building and the workers of the community."""
    posts = Post.objects.in_term().filter(role__in=KEEPERS, place__in=lineage(entry.scope_code))
    return User.objects.filter(pk__in=posts.values("user"))


def assigned(carer: Carer) -> None:
    notify(
        people_of(carer),
        key=f"care:{carer.entry_id}:carer:{carer.pk}",
        title=lambda: _("You look after one more household. Please read what is needed there."),
        url=carer.entry.get_absolute_url(),
        place=carer.entry.scope_code,
    )


def needed(visit: Visit, entry: CareEntry) -> None:
    """Help at once rings as well."""
    urgent = visit.found == Visit.Found.URGENT
    notify(
        keepers_of(entry).filter(~Q(pk=visit.by_id)),
        key=f"care:{entry.pk}:visit:{visit.pk}",
        title=(lambda: _("A visit found that help is needed at once.")) if urgent
        else (lambda: _("A visit found that something is needed.")),
        url=entry.get_absolute_url(),
        sms=urgent,
        asked=urgent,
        place=entry.scope_code,
    )  # fmt: skip


def revoked(entry: CareEntry, by: Any) -> None:
    notify(
        keepers_of(entry).filter(~Q(pk=by.pk)),
        key=f"care:{entry.pk}:revoked",
        title=lambda: _("Somebody took their consent back: nobody need go there any more."),
        url=entry.get_absolute_url(),
        place=entry.scope_code,
    )
