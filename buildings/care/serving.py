"""Who may be assigned to a household, and as what somebody goes there."""

from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from buildings.places.codes import Level, lineage
from buildings.posts.backend import PostBackend
from buildings.posts.models import Post
from buildings.posts.roles import SERVE_CARE, Role

from . import rooted
from .models import CareEntry, Carer

ROLES = (Role.GROUP_LEADER, Role.LIAISON, Role.COMMUNITY_WORKER)
OPERATOR = "operator"


class Choice(NamedTuple):
    """Somebody who could serve: `column` is what the row of the carer says."""

    kind: str
    column: dict[str, Any]
    label: str


def choices(entry: CareEntry) -> dict[str, Choice]:
    """By name ("centre:3"), the nearest first: households of the building that serve, then people in a post."""
    place, own = entry.scope_code, entry.household_id
    building = place[: Level.BUILDING]
    found: dict[str, Choice] = {}
    centres = rooted.centres().filter(household__place__code__startswith=building)
    for centre in centres.select_related("household__place").order_by(
        "household__place_id", "household__room"
    ):
        if centre.household_id != own:
            words = _("centre household %(door)s") % {"door": door(centre.household)}
            found[f"centre:{centre.pk}"] = Choice("centre", {"centre_id": centre.pk}, words)
    families = rooted.families().filter(household__place__code__startswith=building)
    for family in families.select_related("household__place").order_by(
        "household__place_id", "household__room"
    ):
        if family.household_id != own:
            words = _("assisting family %(door)s") % {"door": door(family.household)}
            found[f"family:{family.pk}"] = Choice("family", {"family_id": family.pk}, words)
    posts = Post.objects.in_term().filter(role__in=ROLES, place__in=lineage(place)).select_related("user")
    for post in posts.order_by("-place_id", "role", "pk"):
        words = f"{post.get_role_display()} {post.user.name}"
        found.setdefault(f"person:{post.user_id}", Choice("person", {"user_id": post.user_id}, words))
    return found


def label_of(carer: Carer) -> str:
    """Who it is, for those who keep the list and those who serve there."""
    if carer.centre is not None:
        return _("centre household %(door)s") % {"door": door(carer.centre.household)}
    if carer.family is not None:
        return _("assisting family %(door)s") % {"door": door(carer.family.household)}
    return carer.user.name if carer.user is not None else ""


def door(household: Any) -> str:
    return f"{household.place.short_name} {household.room}"


def capacity_of(user: Any, entry: CareEntry) -> str:
    """As what somebody goes there: the kind of carer they are here, else the post that covers the place."""
    carer = Carer.objects.serving(user).filter(entry=entry.pk).order_by("pk").first()
    if carer is not None and carer.kind != Carer.Kind.PERSON:
        return carer.kind
    return PostBackend().role_for(user, SERVE_CARE, entry) or (carer.kind if carer else OPERATOR)
