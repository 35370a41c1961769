"""Whom an idea concerns: its author, who supports it, who answers it, who moderates it. Each is one query."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from beihu.accounts.models import User
from buildings.places.codes import Level, lineage
from buildings.posts.models import Post
from buildings.posts.roles import ANSWER_IDEA, GRANTS, MODERATE_IDEA

from .models import Idea, Support


def supporters(idea: Idea, *, without: Iterable[int | None] = ()) -> QuerySet[User]:
    """Everybody who supports it, but for these; only what `notify` reads of a person, for there may be thousands."""
    rows = User.objects.filter(Exists(Support.objects.filter(idea=idea, user=OuterRef("pk"))), is_active=True)
    return rows.exclude(pk__in=[pk for pk in without if pk]).only("pk", "language", "is_active")


def answerers(idea: Idea) -> list[User]:
    """The liaison and the workers of where it lies; where there are none, the street office."""
    return _near(ANSWER_IDEA, idea)


def moderators(idea: Idea) -> list[User]:
    return _near(MODERATE_IDEA, idea)


def street_office(idea: Idea) -> list[User]:
    return list(_holding(ANSWER_IDEA, Q(place=idea.place_id[: Level.STREET])))


def _near(right: str, idea: Idea) -> list[User]:
    places = [code for code in lineage(idea.place_id) if len(code) >= Level.COMMUNITY]
    return list(_holding(right, Q(place__in=places))) or street_office(idea)


def _holding(right: str, where: Q) -> QuerySet[User]:
    roles = [role for role, rights in GRANTS.items() if right in rights]
    posts = Post.objects.in_term().filter(where, role__in=roles)
    return User.objects.filter(is_active=True, pk__in=posts.values("user")).order_by("pk")
