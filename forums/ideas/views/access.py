"""Which idea somebody may read, and where its page lies."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from beihu.scope import reach_of
from buildings.posts.roles import VIEW_IDEA
from tripartite.issues.queries import chain_of

from ..models import Argument, Idea, Report
from ..timeline import short


def readable(request: HttpRequest) -> Any:
    """What everybody may read, and what is this person's own or in their area."""
    rows = Idea.objects.shown() | Idea.objects.visible_to(request.user, VIEW_IDEA)  # type: ignore[attr-defined]
    return rows.annotate(
        has_arguments=Exists(Argument.objects.filter(idea=OuterRef("pk"))),
        has_reports=Exists(Report.objects.waiting().filter(idea=OuterRef("pk"))),
    )


def find(request: HttpRequest, pk: int) -> Idea:
    """The idea, when this person may read it; what is hidden looks like what is not there."""
    rows = readable(request).select_related("place", "author", "split_from", "merged_into").defer("grams")
    return get_object_or_404(rows, pk=pk)


def is_staff_of(user: Any, row: Idea) -> bool:
    return any(row.in_reach(reach) for reach in reach_of(user, VIEW_IDEA))


def trail(row: Idea, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """Where one is: the places it lies in, each leading to its ideas, then the idea."""
    places = [(one.short_name, reverse("public_ideas", args=[one.code])) for one in chain_of(row.place_id)]
    return [*places, (short(row.public_title), row.get_absolute_url() if more else ""), *more]


def back_to(request: HttpRequest, otherwise: str) -> str:
    """A page of ours that a form named, or the other one."""
    wanted = request.POST.get("next", "")[:500]
    ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, None)
    return wanted if ours else otherwise
