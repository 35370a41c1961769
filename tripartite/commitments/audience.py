"""Whom a commitment concerns: those who owe it, those it was put down by, those who live with it."""

from django.db.models import Q, QuerySet

from beihu.accounts.models import User
from beihu.scope import under
from buildings.households.models import Membership
from buildings.places.codes import Level, lineage
from buildings.posts.models import Post
from buildings.posts.roles import Role
from tripartite.parties.committees import Member
from tripartite.parties.people import people_of

from .models import Commitment


def debtors(commitment: Commitment) -> list[User]:
    """Everybody who speaks for the debtor."""
    return list(people_of(commitment.debtor))


def heads(commitment: Commitment) -> list[User]:
    """The chair of a committee; of another body those whose post stands at its own place; else all who speak for it."""
    party = commitment.debtor
    chairs = Member.objects.in_force().filter(
        position=Member.Position.CHAIR, term__party=party, term__until=None, user__is_active=True
    )
    if found := list(User.objects.filter(pk__in=chairs.values("user"))):
        return found
    people = people_of(party)
    posts = Post.objects.in_term().filter(place=party.place_id, user__in=people)
    return list(people.filter(pk__in=posts.values("user"))) or list(people)


def liaisons(commitment: Commitment) -> list[User]:
    return list(_in_post(Q(role=Role.LIAISON, place__in=lineage(commitment.place_id))))


def street_office(commitment: Commitment) -> list[User]:
    return list(_in_post(Q(role=Role.STREET_OFFICER, place=commitment.place_id[: Level.STREET])))


def makers(commitment: Commitment) -> list[User]:
    """Whoever wrote it down, and the liaison."""
    liaison = Post.objects.in_term().filter(role=Role.LIAISON, place__in=lineage(commitment.place_id))
    people = Q(pk=commitment.made_by_id) | Q(pk__in=liaison.values("user"))
    return list(User.objects.filter(people, is_active=True))


def neighbours(commitment: Commitment) -> QuerySet[User]:
    """The verified residents who may judge it: of its compound, or of the whole community when it is owed to that."""
    around = commitment.place_id[: Level.COMPOUND]
    homes = Membership.objects.verified().filter(under("household__place_id", around))
    return User.objects.filter(is_active=True, pk__in=homes.values("user"))


def _in_post(posts: Q) -> QuerySet[User]:
    return User.objects.filter(is_active=True, pk__in=Post.objects.in_term().filter(posts).values("user"))
