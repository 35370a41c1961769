"""Pages of the list of posts, by place."""

import re
from typing import Any

from django.core.paginator import InvalidPage
from django.db.models import Q
from django.utils import timezone

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
    if place := wanted.get("place"):
        rows = rows.filter(under("place_id", place))
    return rows.select_related("user", "place").order_by("place_id", "pk")


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
