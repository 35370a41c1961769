"""Which people speak for a party: by their posts, at its place or under it."""

from collections.abc import Callable

from django.db.models import Q, QuerySet

from beihu.accounts.models import User
from beihu.notifications.actions import notify
from beihu.scope import under
from buildings.places.codes import lineage
from buildings.posts.backend import PostBackend
from buildings.posts.models import Post
from buildings.posts.roles import GRANTS, KEEP_PARTY, SPEAKS_FOR, Role

from .models import Party

ROLES_OF: dict[str, str] = {
    Party.Kind.RESIDENTS_COMMITTEE: Role.COMMUNITY_WORKER,
    Party.Kind.STREET_OFFICE: Role.STREET_OFFICER,
    **{kind: role for role, kind in SPEAKS_FOR.items()},
}
KINDS_OF = {role: kind for kind, role in ROLES_OF.items()}


def people_of(party: Party) -> QuerySet[User]:
    """Who speaks for a party today."""
    posts = Post.objects.in_term().filter(under("place_id", party.place_id), role=ROLES_OF[party.kind])
    return User.objects.filter(is_active=True, pk__in=posts.values("user"))


def spoken_for(user: User, *, kind: str, place: str) -> Q:
    """The rows whose party (its kind and place in these fields) this person speaks for: `people_of`, turned round."""
    q = Q(pk__in=[])
    for role, code in PostBackend.posts_of(user):
        if role in KINDS_OF:
            q |= Q(**{kind: KINDS_OF[role], f"{place}__in": lineage(code)})
    return q


KEEPERS = [role for role, rights in GRANTS.items() if KEEP_PARTY in rights]


def keepers_of(code: str) -> QuerySet[User]:
    """Who keeps the parties of a place: community workers, its liaison, street officers."""
    posts = Post.objects.in_term().filter(role__in=KEEPERS, place_id__in=lineage(code))
    return User.objects.filter(is_active=True, pk__in=posts.values("user"))


def tell_keepers(party: Party | None, code: str, *, key: str, title: Callable[[], str], url: str) -> None:
    """Those who keep the parties of a place, and the party's own people, hear of it once."""
    own = list(people_of(party)) if party is not None else []
    notify([*keepers_of(code), *own], key=key, title=title, url=url, place=code)
