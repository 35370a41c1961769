"""Pages of the lists of posts: by place, by the end of the term, and people with many of them."""

import re
from datetime import date
from typing import Any, NamedTuple

from django.core.paginator import InvalidPage
from django.db.models import Count, Prefetch, Q
from django.utils import timezone

from beihu.accounts.models import User
from beihu.scope import under

from .models import Post, PostQuerySet

PAGE = 50


def filtered(rows: PostQuerySet, wanted: dict[str, Any]) -> PostQuerySet:
    """By the cleaned values of `PostFilterForm`."""
    today = timezone.localdate()
    match wanted.get("term", ""):
        case "later":
            rows = rows.not_ended().filter(since__gt=today)
        case "ended":
            rows = rows.filter(until__lte=today)
        case "":
            rows = rows.in_term()
    if role := wanted.get("role"):
        rows = rows.filter(role=role)
    if kind := wanted.get("kind"):
        rows = rows.filter(kind__code=kind)
    if words := (wanted.get("q") or "").strip():
        rows = rows.filter(Q(user__name__contains=words) | Q(unit__contains=words) | Q(offer__contains=words))
    if place := wanted.get("place"):
        rows = rows.filter(under("place_id", place))
    return rows.select_related("user", "place__parent", "kind").order_by("place_id", "pk")


def page_after(rows: PostQuerySet, cursor: str) -> tuple[list[Post], str]:
    """One page and the cursor of the next ('' = last): "place-number" of the last row."""
    if cursor:
        parts = re.fullmatch(r"([0-9]{2,24})-([0-9]{1,18})", cursor)
        if not parts:
            raise InvalidPage
        code, pk = parts[1], int(parts[2])
        rows = rows.filter(Q(place_id__gt=code) | Q(place_id=code, pk__gt=pk))
    found = list(rows[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return found[:PAGE], f"{last.place_id}-{last.pk}" if last else ""


def ending_after(rows: PostQuerySet, cursor: str) -> tuple[list[Post], str]:
    """The same for terms that end, the first ones first: "day-number"."""
    if cursor:
        try:
            day, pk = date.fromisoformat(cursor[:10]), int(cursor[11:29])
        except ValueError as error:
            raise InvalidPage from error
        rows = rows.filter(Q(until__gt=day) | Q(until=day, pk__gt=pk))
    found = list(rows.select_related("user", "place__parent", "kind").order_by("until", "pk")[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return found[:PAGE], f"{last.until}-{last.pk}" if last else ""


class Burden(NamedTuple):
    """A person and the posts in term; those the reader may end are known by `enders`."""

    person: User
    posts: list[Post]


def burdened(rows: PostQuerySet, least: int) -> list[Burden]:
    """People who hold at least so many of these posts, most first."""
    mine = rows.in_term().select_related("place", "kind").order_by("place_id", "pk")
    counts = mine.order_by().values("user").annotate(n=Count("pk")).filter(n__gte=least)
    numbers = dict(counts.order_by("-n", "user").values_list("user", "n")[:PAGE])
    people = User.objects.filter(pk__in=numbers).prefetch_related(
        Prefetch("posts", queryset=mine, to_attr="many")
    )
    ranked = sorted(people, key=lambda one: (-numbers[one.pk], one.pk))
    return [Burden(one, one.many) for one in ranked]  # type: ignore[attr-defined]
