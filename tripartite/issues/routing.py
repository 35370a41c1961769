"""Who might answer for an issue, and who is told about it."""

from django.db.models import Q

from beihu.accounts.models import User
from buildings.posts.models import Post
from buildings.posts.roles import Role
from tripartite.parties.models import Party, PartyQuerySet
from tripartite.parties.people import people_of

from .categories import POLICIES, Category
from .models import Issue

Kind = Party.Kind


def choices(place_code: str) -> PartyQuerySet:
    """Every party an issue of this place may be handed to, nearest first."""
    return Party.objects.answering_for(place_code)


def suggest(category: str, place_code: str) -> Party | None:
    """By the category's policy and whether the compound has a property company; else the committee, else the street."""
    parties = {
        party.kind: party for party in reversed(list(choices(place_code)))
    }  # the nearest of a kind stays
    policy = POLICIES[category or Category.OTHER]
    wanted = policy.with_company if Kind.PROPERTY_COMPANY in parties else policy.without_company
    ladder = (wanted, Kind.RESIDENTS_COMMITTEE, Kind.STREET_OFFICE)
    return next((parties[kind] for kind in ladder if kind in parties), None)


def in_charge(issue: Issue) -> list[User]:
    """The first line: the person in charge, else the party's people, else the first receiver, else the community."""
    if issue.assignee is not None and issue.assignee.is_active:
        return [issue.assignee]
    if issue.party is not None and (people := list(people_of(issue.party))):
        return people
    if issue.first_receiver is not None and issue.first_receiver.is_active:
        return [issue.first_receiver]
    return second_line(issue)


def second_line(issue: Issue) -> list[User]:
    """The community and the street above whoever is in charge."""
    posts = Post.objects.in_term().filter(
        Q(role=Role.COMMUNITY_WORKER, place_id=issue.community)
        | Q(role=Role.STREET_OFFICER, place_id=issue.street)
    )
    return list(User.objects.filter(is_active=True, pk__in=posts.values("user")))
