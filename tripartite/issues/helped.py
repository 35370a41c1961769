"""Issues that volunteers helped with: found by their number, counted when they are solved."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from buildings.posts.roles import VIEW_ISSUE
from buildings.volunteers import helping

from .models import Issue
from .queries import REFERENCE
from .states import CLOSED, Status

SOURCE = "issue:"


def register() -> None:
    helping.register(helping.Matter("issue", _("issues solved"), find, solved))


def find(words: str, user: Any) -> str:
    """The issue with this reference, when this person may read it or neighbours do; '' otherwise."""
    number = REFERENCE.fullmatch(words)
    if number is None:
        return ""
    seen = Issue.objects.visible_to(user, VIEW_ISSUE).exclude(status=Status.DRAFT).values("pk")
    shown = Issue.objects.published().values("pk")
    row = Issue.objects.filter(Q(pk__in=seen) | Q(pk__in=shown), pk=int(number[1])).only("pk").first()
    return f"{SOURCE}{row.pk}" if row else ""


def solved(sources: Iterable[str]) -> set[str]:
    pks = [int(one.removeprefix(SOURCE)) for one in sources if one.removeprefix(SOURCE).isdecimal()]
    rows = Issue.objects.filter(pk__in=pks, status__in=(Status.SOLVED, *CLOSED))
    return {f"{SOURCE}{pk}" for pk in rows.values_list("pk", flat=True)}
