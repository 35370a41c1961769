"""What the pages of places show of posts, and what keeps a place from closing."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beihu.audit.actions import record
from buildings.places import panels, references
from buildings.places.codes import lineage
from buildings.places.models import Place
from buildings.places.panels import Contact, Panel, Slot

from .kinds import PostKind
from .models import Post
from .roles import FILL, VIEW_ORGANISATION, Role

LISTED = 40  # people on the page of a place


def register() -> None:
    panels.register(Panel("people", Slot.STAFF, "buildings/_place_people.html", people, 10))
    panels.register_contact(liaisons)
    references.register_open(
        _("posts in term"), lambda code: Post.objects.in_term().filter(place__code__startswith=code)
    )
    references.register_settle(end_double_posts)
    references.register_settle(join_kinds)


def people(place: Place, user: Any) -> dict[str, Any] | None:
    """Who serves here and above, nearest first; Party posts only for those who may see the organisation."""
    posts = (
        Post.objects.in_term().filter(place__in=lineage(place.code)).select_related("user", "place", "kind")
    )
    if not user.has_perm(VIEW_ORGANISATION, place):
        posts = posts.exclude(kind__seen_by=PostKind.Audience.PARTY)
    found = posts.order_by("-place_id", "role", "kind", "user__name")[:LISTED]
    return {"posts": list(found), "may_fill": user.has_perm(FILL, place)}


def liaisons(codes: Iterable[str]) -> dict[str, Contact]:
    """The liaison nearest to each of these places, in one query."""
    wanted = {code: lineage(code) for code in codes}
    places = {above for line in wanted.values() for above in line}
    posts = Post.objects.in_term().filter(role=Role.LIAISON, place__in=places).select_related("user", "kind")
    at = {post.place_id: post for post in posts.order_by("-since", "-pk")}
    found = {
        code: next((at[above] for above in reversed(line) if above in at), None)
        for code, line in wanted.items()
    }
    return {
        code: Contact(post.user.name, post.title, post.office_phone, reverse("person", args=[post.user_id]))
        for code, post in found.items()
        if post
    }


def end_double_posts(source: Place, target: Place, by: Any) -> None:
    """A person who serves in one role at both of two merging places serves once."""
    kept = set(
        Post.objects.at(target.code).filter(until__isnull=True).values_list("user", "role", "kind__code")
    )
    for post in Post.objects.at(source.code).filter(until__isnull=True).select_related("kind"):
        if (post.user_id, post.role, post.kind.code if post.kind else None) in kept:
            post.until = max(timezone.localdate(), post.since)
            post.save(update_fields=["until"])
            record("post.end", post, by=by, reason=f"place.merge {source.code} {target.code}")


def join_kinds(source: Place, target: Place, by: Any) -> None:
    """Two merging streets keep one kind of each short code: the one of the street that stays."""
    heirs = {kind.code: kind for kind in PostKind.objects.filter(place=target)}
    for kind in PostKind.objects.filter(place=source, code__in=heirs):
        Post.objects.filter(kind=kind).update(kind=heirs[kind.code])
        record("post_kind.close", kind, by=by, reason=f"place.merge {source.code} {target.code}")
        kind.delete()
