"""One page for every verb, of an idea and of an argument about it; and the one tap that supports an idea."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from beihu.accounts.requests import SignedInRequest
from beihu.once import last_seen
from beihu.states import Refused, Transition
from buildings.posts.roles import CALL_MEETING, MAKE_COMMITMENT, MODERATE_IDEA, SHARE_IDEA
from tripartite.issues.views.access import keeps_words, kept_words

from .. import actions
from ..forms.verbs import ARGUMENT_FORMS, FORMS, VerbForm
from ..models import Adoption, Argument, Idea
from ..once import ONCE
from ..timeline import machine_of
from .access import back_to, find, is_staff_of, trail

CONFLICT = 409
TAKE_BACK = Transition(  # of one's own argument, whatever became of the idea
    "take_back", frozenset(), "", None, gettext_lazy("Take my argument back"), "undo"
)
WAYS = {
    "agenda": ("calendar", CALL_MEETING),
    "commitment": ("flag", MAKE_COMMITMENT),
    "project": ("doc", ""),
}


@require_POST
def idea_support(request: SignedInRequest, pk: int) -> HttpResponse:
    """I support this, or no longer."""
    row = find(request, pk)
    if not request.user.has_perm(SHARE_IDEA, row):
        raise PermissionDenied
    try:
        if request.POST.get("stop"):
            actions.unsupport(row, by=request.user)
            messages.success(request, _("Your support is taken back."))
        else:
            actions.support(row, by=request.user)
            messages.success(request, _("You are counted in, and will hear of each step."))
    except Refused as no:
        messages.error(request, str(no))
    return redirect(back_to(request, row.get_absolute_url()))


@keeps_words
def idea_verb(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """GET asks, POST does. Whoever comes too late is told so, and keeps the words typed."""
    if verb not in FORMS:
        raise Http404
    row = find(request, pk)
    table = machine_of(verb)
    rule = table[verb]
    if not request.user.has_perm(rule.permission or "", row):
        raise PermissionDenied
    given = request.POST if request.method == "POST" else kept_words(request)
    first = {"seen": last_seen(row)} | {
        name: request.GET[name][:20] for name in ("way", "side") if name in request.GET
    }
    form = FORMS[verb](given, initial=first, idea=row, user=request.user)
    if request.method != "POST":
        return _ask(request, row, rule, form, status=200 if rule.is_open(row) else CONFLICT)
    return _do(request, row, rule, form)


def _do(request: SignedInRequest, row: Idea, rule: Transition, form: VerbForm) -> HttpResponse:
    done, closed = ONCE.by_form(row, rule.name, form, by=request.user, sources=rule.sources)
    if done is None:
        return _ask(request, row, rule, form, status=CONFLICT if closed else 200)
    messages.success(request, _thanks(rule))
    stays = is_staff_of(request.user, row) or rule.name != "withdraw"
    return redirect(row.get_absolute_url() if stays else "my_ideas")


def _thanks(rule: Transition) -> str:
    if rule.name == "report":
        return _("Thank you. A moderator is told at once and decides; you will hear of it.")
    if rule.name == "argue":
        return _("Thank you: your neighbours can read it now.")
    return _("Done: %(what)s") % {"what": rule.label}


def _ask(
    request: SignedInRequest, row: Idea, rule: Transition, form: VerbForm, status: int = 200, **more: Any
) -> HttpResponse:
    context: dict[str, Any] = {
        "row": row,
        "rule": rule,
        "form": form,
        "style": "danger" if rule.style == "danger" else "primary",
        "closed": status == CONFLICT,
        "ways": _ways(request.user, row) if rule.name == "adopt" and not getattr(form, "chosen", "") else [],
        "draft": f"idea-{rule.name}-{row.pk}",
        "here": request.path,
        "breadcrumb": trail(row, (str(rule.label), "")),
    }
    return render(request, "forums/idea_verb.html", context | more, status=status)


def _ways(user: Any, row: Idea) -> list[tuple[str, str, Any]]:
    """The ways in which this person may adopt it."""
    labels = dict(Adoption.Way.choices)
    return [
        (way, icon, labels[way])
        for way, (icon, right) in WAYS.items()
        if not right or user.has_perm(right, row.place) or way == "agenda"
    ]


@keeps_words
def argument_verb(request: SignedInRequest, pk: int, argument: int, verb: str) -> HttpResponse:
    """Report an argument, take one's own back; for moderators hide it, show it, leave it."""
    if verb not in ARGUMENT_FORMS:
        raise Http404
    row = find(request, pk)
    found = _argument(request, row, argument)
    name, form_class = ARGUMENT_FORMS[verb]
    rule = machine_of(name)[name] if name else TAKE_BACK
    allowed = (
        request.user.has_perm(rule.permission or "", row) if name else found.author_id == request.user.pk
    )
    if not allowed:
        raise PermissionDenied
    given = request.POST if request.method == "POST" else kept_words(request)
    form = form_class(given, initial={"seen": last_seen(row)}, idea=row, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            _do_to(found, verb, row, request.user, form.facts())
            messages.success(request, _thanks(rule))
            return redirect(f"{row.get_absolute_url()}#arguments")
        except Refused as no:
            form.add_error(None, str(no))
    return _ask(
        request, row, rule, form, argument=found, here=request.path, draft=f"argument-{verb}-{found.pk}"
    )


def _do_to(argument: Argument, verb: str, row: Idea, by: Any, facts: dict[str, Any]) -> None:
    if verb == "take-back":
        actions.take_argument_back(argument, by=by)
    elif verb == "hide":
        actions.hide_argument(argument, by=by, **facts)
    elif verb == "show":
        actions.show_argument(argument, by=by, **facts)
    else:
        actions.ACTIONS[verb](row, by=by, argument=argument, **facts)


def _argument(request: SignedInRequest, row: Idea, pk: int) -> Argument:
    """One that this person can read: hidden ones are read by moderators and by who wrote them."""
    found = get_object_or_404(row.arguments.select_related("idea"), pk=pk)
    own = found.author_id is not None and found.author_id == request.user.pk
    open_to_all = found.hidden_at is None and found.withdrawn_at is None
    if not (open_to_all or own or request.user.has_perm(MODERATE_IDEA, row)):
        raise Http404
    return found
