"""Whom a message of this room is for."""

from django.db.models import Q

from beihu.accounts.models import User
from buildings.places.codes import lineage
from buildings.posts.models import Post
from buildings.posts.roles import GRANTS, KEEP_TEAM

from .models import Activity, VolunteerTeam
from .states import COUNTED, MemberStatus

KEEPING_ROLES = [role for role, rights in GRANTS.items() if KEEP_TEAM in rights]


def keepers(team: VolunteerTeam, *, without: User | None = None) -> list[User]:
    """Those who lead it; where nobody does, staff of the nearest place that has some."""
    leaders = Q(team_memberships__team=team, team_memberships__leads=True)
    found = User.objects.filter(leaders, is_active=True).exclude(pk=without.pk if without else 0)
    if people := list(found):
        return people
    posts = Post.objects.in_term().filter(role__in=KEEPING_ROLES, place__in=lineage(team.place_id))
    rows = list(posts.select_related("user").order_by("-place_id", "pk"))
    return list({post.user_id: post.user for post in rows if post.place_id == rows[0].place_id}.values())


def members(team: VolunteerTeam) -> list[User]:
    rows = Q(team_memberships__team=team, team_memberships__status=MemberStatus.MEMBER)
    return list(User.objects.filter(rows, is_active=True))


def signed_up(activity: Activity) -> list[User]:
    """With a seat or in the queue."""
    rows = activity.sign_ups.filter(status__in=COUNTED).select_related("user")
    return [one.user for one in rows if one.user.is_active]
