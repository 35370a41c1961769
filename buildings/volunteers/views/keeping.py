"""Whose books and whose door: the activities somebody keeps or helps at, and where their pages lie."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from buildings.posts.roles import KEEP_TEAM

from ..ledger import DoorHelper
from ..models import Activity

CONFLICT = 409


def kept(user: User, pk: int) -> Activity:
    """An activity whose books this person keeps; every other one looks like one that does not exist."""
    rows = Activity.objects.visible_to(user, KEEP_TEAM)
    return get_object_or_404(rows.select_related("team", "place"), pk=pk)


def ticked(user: User, pk: int) -> Activity:
    """The same, and those this person helps at."""
    helps = DoorHelper.objects.filter(user=user, activity=pk)
    rows = Activity.objects.select_related("team", "place")
    found = rows.filter(pk=pk).first() if helps.exists() else None
    if found is None:
        found = rows.filter(pk__in=Activity.objects.visible_to(user, KEEP_TEAM).values("pk"), pk=pk).first()
    if found is None:
        raise Http404
    return found


def trail(activity: Activity, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """Team, activity, page."""
    return [
        (activity.team.name, activity.team.get_absolute_url()),
        (activity.title, activity.get_absolute_url()),
        *more,
    ]


def my_trail(leaf: str = "") -> list[tuple[str, str]]:
    here = (_("My volunteer hours"), reverse("my_hours"))
    return [here, (leaf, "")] if leaf else [here]
