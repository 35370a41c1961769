"""One page for every verb: the form, beside it the rules it is held to; and the deed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beihu.accounts.requests import SignedInRequest
from beihu.scope import find
from beihu.states import Refused
from buildings.places.models import Place
from buildings.posts.roles import VIEW_PLACE
from tripartite.parties.checks import Departs

from ..committees import CrossAppointment, Member, Term
from ..companies import Contract, HandoverItem
from ..forms.parts import OVERRIDE, PartyForm, WarningForm
from ..models import Party
from ..rules import rules_for
from ..verbs import BY_NAME, Verb
from ..wording import said
from .trail import trail_to

CONFLICT = 409
# kind → (what the right is asked of, the way from there, the row itself with what the page names)
Way = tuple[Callable[[], Any], str, Callable[[], Any]]
WAYS: dict[str, Way] = {
    "place": (Place.objects.all, "code", Place.objects.all),
    "party": (Party.objects.all, "pk", lambda: Party.objects.select_related("place")),
    "term": (Party.objects.all, "terms__pk", lambda: Term.objects.select_related("party__place")),
    "member": (Party.objects.all, "terms__members__pk", lambda: Member.objects.select_related("term__party__place")),
    "contract": (Place.objects.all, "property_contracts__pk", lambda: Contract.objects.select_related("company", "place")),
    "item": (
        Place.objects.all,
        "property_contracts__handover__pk",
        lambda: HandoverItem.objects.select_related("contract__company", "contract__place"),
    ),
    "across": (Party.objects.all, "borrowed__pk", lambda: CrossAppointment.objects.select_related("host", "home")),
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def verb(request: SignedInRequest, kind: str, name: str, **key: Any) -> HttpResponse:
    """GET asks, POST does. Outside one's area it does not exist; inside without the right it is forbidden."""
    row = BY_NAME.get((kind, name))
    if row is None:
        raise Http404
    about = _about(request, row, next(iter(key.values())))
    form = row.form(request.POST if request.method == "POST" else None, about=about, user=request.user)
    if not row.is_open(about):
        return _ask(request, row, about, form, closed=True)
    if form.is_valid() and (done := _do(request, row, about, form)):
        return done
    return _ask(request, row, about, form)


def _about(request: SignedInRequest, row: Verb, key: Any) -> Any:
    scope, way, rows = WAYS[row.kind]
    find(scope(), request.user, row.right, inside=VIEW_PLACE, **{way: key})
    return rows().get(pk=key)


def _do(request: SignedInRequest, row: Verb, about: Any, form: PartyForm) -> HttpResponse | None:
    try:
        done = row.perform(about, by=request.user, **form.facts())
    except Departs as no:
        form.findings = no.findings  # type: ignore[attr-defined]
        if isinstance(form, WarningForm):
            form.ask_why()
        form.add_error(OVERRIDE, str(no))
        return None
    except Refused as no:
        form.add_error(None, str(no))
        return None
    messages.success(request, _("Done: %(what)s") % {"what": row.label})
    return redirect(_back(row.kind, done if row.kind == "place" else about))


def _back(kind: str, row: Any) -> str:
    """The page that shows what was done."""
    match row:
        case Party():
            return reverse("party", args=[row.pk])
        case Term():
            return reverse("party", args=[row.party_id])
        case Member():
            return reverse("party", args=[row.term.party_id])
        case CrossAppointment():
            return reverse("party", args=[row.host_id])
        case Contract():
            return reverse("handover", args=[row.pk])
        case HandoverItem():
            return reverse("handover", args=[row.contract_id])
    return reverse("parties_at", args=[row.code])


def _ask(
    request: SignedInRequest, row: Verb, about: Any, form: PartyForm, *, closed: bool = False
) -> HttpResponse:
    place, party = _where(about)
    subject = party.kind if party and row.kind in ("party", "term", "member") else "contract"
    context = {
        "verb": row,
        "form": form,
        "closed": closed,
        "about": _name(about),
        "back": _back(row.kind, about),
        "findings": getattr(form, "findings", []),
        "rules": said(rules_for(place, subject)) if row.name not in ("seat", "unseat") else [],
        "rules_url": reverse("party_rules", args=[place]),
        "breadcrumb": trail_to(place, *([(party.name, reverse("party", args=[party.pk]))] if party else []), (str(row.label), "")),
    }  # fmt: skip
    return render(request, "tripartite/party_verb.html", context, status=CONFLICT if closed else 200)


def _where(about: Any) -> tuple[str, Party | None]:
    """The place, and the party when the row belongs to one."""
    match about:
        case Party():
            return about.place_id, about
        case Term():
            return about.party.place_id, about.party
        case Member():
            return about.term.party.place_id, about.term.party
        case CrossAppointment():
            return about.host.place_id, about.host
        case Place():
            return about.code, None
    return about.place_id, None


def _name(about: Any) -> str:
    match about:
        case Place():
            return about.short_name
        case Term():
            return _("%(party)s, term %(n)s") % {"party": about.party.name, "n": about.number}
        case Contract():
            return f"{about.place.short_name} · {about.company.name}"
        case HandoverItem():
            return f"{about.contract.company.name} · {about}"
    return str(about)
