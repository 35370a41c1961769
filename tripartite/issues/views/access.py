"""Who may open a page, and what happens to words typed after the session has run out."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404

from beihu.scope import reach_of
from buildings.posts.roles import VIEW_ISSUE

from ..models import Issue

View = Callable[..., HttpResponseBase]
KEPT = "kept_words"
MOST_KEPT = 30_000  # characters; a session is no attic


def with_right(permission: str) -> Callable[[View], View]:
    """For people whose post gives this right somewhere; 403 for others. Where it holds is the query's business."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not reach_of(request.user, permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return guard


def keeps_words(view: View) -> View:
    """Whoever is signed out while typing signs in again and finds the words in the form (see `kept_words`)."""

    @login_not_required
    @wraps(view)
    def keeping(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            words = request.POST.copy()
            words.pop("csrfmiddlewaretoken", None)
            if len(encoded := words.urlencode()) <= MOST_KEPT:
                request.session[KEPT] = {"path": request.path, "words": encoded}
        return redirect_to_login(request.get_full_path())

    return keeping


def kept_words(request: HttpRequest) -> QueryDict | None:
    """What was typed into this form before signing in again; once."""
    kept = request.session.get(KEPT)
    if request.method != "GET" or not kept or kept["path"] != request.path:
        return None
    del request.session[KEPT]
    return QueryDict(kept["words"])


def visible(request: HttpRequest, **made: Any) -> QuerySet[Issue]:
    """The issues this person may read, with the party in charge; without the pieces that only search needs."""
    seen = Issue.objects.visible_to(request.user, VIEW_ISSUE)
    return seen.annotate(**made).defer("grams").select_related("party")


def issue_or_404(request: HttpRequest, pk: int) -> Issue:
    """The issue, when this person may see it; strangers learn nothing, not even that it exists."""
    return get_object_or_404(visible(request), pk=pk)


def is_staff_of(user: Any, issue: Issue) -> bool:
    """Whether a post, and not only having raised it, opens this issue to the person."""
    return any(issue.in_reach(reach) for reach in reach_of(user, VIEW_ISSUE))
