"""The issues that volunteers helped to solve, for the pages of their activities.

Who keeps a team links what they may read themselves, or what everybody may read; on the page each reader finds what
they may read, and the number of all.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from buildings.posts.roles import VIEW_ISSUE
from buildings.volunteers import helping
from buildings.volunteers.links import Kind, Shown, register
from buildings.volunteers.models import Activity

from .models import Issue
from .queries import REFERENCE
from .states import CLOSED, Status


def register_kind() -> None:
    label = _("Issues it helped to solve")
    register(Kind("issue", label, "check", _("Number of the issue"), find, show))
    helping.register("issue", solved)


def find(words: str, activity: Activity, user: Any) -> int | None:
    """By number as it is said ("261123-00042") or by its running part alone."""
    match = REFERENCE.fullmatch(words)
    number = match[1] if match else words
    if not (number.isascii() and number.isdecimal() and len(number) <= 18):
        return None
    return _readable(user).filter(pk=int(number)).values_list("pk", flat=True).first()


def show(numbers: list[int], user: Any) -> dict[int, Shown]:
    rows = Issue.objects.published().filter(pk__in=numbers).defer("grams")
    return {row.pk: Shown(row.public_title, row.followers_url) for row in rows}


def _readable(user: Any) -> Any:
    published = Issue.objects.published().values("pk")
    return Issue.objects.filter(
        Q(pk__in=Issue.objects.visible_to(user, VIEW_ISSUE).values("pk")) | Q(pk__in=published)
    )


def solved(numbers: Iterable[int]) -> int:
    """How many of these are solved, for the thank-you pages."""
    return Issue.objects.filter(pk__in=list(numbers), status__in=(Status.SOLVED, *CLOSED)).count()
