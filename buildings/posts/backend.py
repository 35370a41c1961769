"""The one backend: passwords for staff, rights from posts in term, and what is one's own."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from beihu.scope import Reach, Scoped

from .roles import EVERYBODY, GRANTS, OWN_ONLY, SPEAKS_FOR


class PostBackend(ModelBackend):
    """Rights without an object ("may this person do this anywhere?") and with one, both from the table."""

    @staticmethod
    def posts_of(user: Any) -> list[tuple[str, str]]:
        """(role, place code) of the posts in term, read once per request: the user object lives that long."""
        if not hasattr(user, "_posts_in_term"):
            user._posts_in_term = list(user.posts.in_term().values_list("role", "place_id"))
        return user._posts_in_term

    def reach_of(self, user: Any, permission: str) -> list[Reach]:
        if not user.is_active or user.is_anonymous:
            return []
        if user.is_superuser:
            own = permission.partition(".")[2].startswith("own_")  # nobody answers in a resident's name
            return [] if own or permission in OWN_ONLY else [Reach("")]
        return [
            Reach(code, SPEAKS_FOR.get(role, ""))
            for role, code in self.posts_of(user)
            if permission in GRANTS.get(role, ())
        ]

    def has_perm(self, user: Any, permission: str, obj: Any = None) -> bool:
        reach = self.reach_of(user, permission)
        if obj is None:
            return bool(reach) or (user.is_active and permission in EVERYBODY)
        if not isinstance(obj, Scoped):
            return False
        if any(obj.in_reach(one) for one in reach):  # asked first: it needs no query
            return True
        return user.is_active and permission in type(obj).own_rights and obj.is_mine(user, permission)

    def role_for(self, user: Any, permission: str, obj: Scoped) -> str:
        """The role in which somebody holds this right for this row: of the nearest post; '' for none."""
        posts = sorted(self.posts_of(user), key=lambda post: len(post[1]), reverse=True)
        return next(
            (
                role
                for role, code in posts
                if permission in GRANTS.get(role, ()) and obj.in_reach(Reach(code, SPEAKS_FOR.get(role, "")))
            ),
            "",
        )

    def has_module_perms(self, user: Any, app_label: str) -> bool:
        return bool(user.is_active and user.is_superuser)

    def get_all_permissions(self, user: Any, obj: Any = None) -> set[str]:
        return (
            {permission for role, _code in self.posts_of(user) for permission in GRANTS.get(role, ())}
            if user.is_active and not user.is_anonymous
            else set()
        )
