"""What the pages of places show of posts, and what keeps a place from closing."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beihu.audit.actions import record
from buildings.places import panels, references
from buildings.places.codes import lineage
from buildings.places.models import Place
from buildings.places.panels import Contact, Panel, Slot

from .models import Post
from .roles import Role


def register() -> None:
    panels.register(Panel("people", Slot.STAFF, "buildings/_place_people.html", people, 10))
    panels.register_contact(liaisons)
    references.register_open(
        _("posts in term"), lambda code: Post.objects.in_term().filter(place__code__startswith=code)
    )
    references.register_settle(end_double_posts)


def people(place: Place, user: Any) -> dict[str, Any] | None:
    """Who serves here and above, nearest first."""
    posts = Post.objects.in_term().filter(place__in=lineage(place.code)).select_related("user", "place")
    return {"posts": list(posts.order_by("-place_id", "role", "user__name"))}


def liaisons(codes: Iterable[str]) -> dict[str, Contact]:
    """The liaison nearest to each of these places, in one query."""
    wanted = {code: lineage(code) for code in codes}
    places = {above for line in wanted.values() for above in line}
    posts = Post.objects.in_term().filter(role=Role.LIAISON, place__in=places).select_related("user")
    at = {post.place_id: post for post in posts.order_by("-since", "-pk")}
    found = {
        code: next((at[above] for above in reversed(line) if above in at), None)
        for code, line in wanted.items()
    }
    return {
        code: Contact(post.user.name, str(post.get_role_display()), post.office_phone)
        for code, post in found.items()
        if post
    }


def end_double_posts(source: Place, target: Place, by: Any) -> None:
    """A person who serves in one role at both of two merging places serves once."""
    kept = set(Post.objects.at(target.code).filter(until__isnull=True).values_list("user", "role"))
    for post in Post.objects.at(source.code).filter(until__isnull=True):
        if (post.user_id, post.role) in kept:
            post.until = max(timezone.localdate(), post.since)
            post.save(update_fields=["until"])
            record("post.end", post, by=by, reason=f"place.merge {source.code} {target.code}")
