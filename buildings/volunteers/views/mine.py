"""For the volunteer: my hours, whether my name may stand, and my certificates."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beihu.accounts.requests import SignedInRequest
from beihu.states import Refused
from buildings.places.paper import draw

from .. import certificates
from ..balances import by_team
from ..forms.hours import CertificateForm, ChoiceForm
from ..ledger import Hours, in_hours
from ..models import TeamMember, VolunteerTeam
from ..states import MemberStatus
from ..thanked import Certificate
from .keeping import my_trail
from .public import check_url

PAGE = 25


def my_hours(request: SignedInRequest) -> HttpResponse:
    """GET shows the ledger; POST makes a certificate."""
    teams = by_team(request.user.pk)
    form = CertificateForm(
        request.POST if request.method == "POST" else None, teams=[row.team for row in teams]
    )
    if request.method == "POST" and form.is_valid():
        try:
            found = certificates.issue(by=request.user, **form.cleaned_data)
            return redirect(found)
        except Refused as no:
            form.add_error(None, str(no))
    context = {
        "teams": teams,
        "sum": in_hours(sum(row.minutes for row in teams)),
        "choices": [(row.team, row.is_public) for row in _memberships(request)],
        "form": form,
        "certificates": list(Certificate.objects.filter(person=request.user).select_related("team")[:20]),
        "breadcrumb": my_trail(),
        **_lines(request),
    }
    return render(request, "buildings/my_hours.html", context)


def _memberships(request: SignedInRequest) -> list[TeamMember]:
    """In the roster now, or once: the choice stays one's own."""
    rows = TeamMember.objects.filter(user=request.user, status__in=(MemberStatus.MEMBER, MemberStatus.LEFT))
    return list({row.team_id: row for row in rows.select_related("team").order_by("pk")}.values())


def _lines(request: SignedInRequest) -> dict[str, Any]:
    """One page of the ledger, newest day first, by keyset."""
    rows = Hours.objects.filter(user=request.user).select_related("activity", "team", "reverses")
    after = request.GET.get("after", "")
    if after.isascii() and after.isdecimal() and len(after) < 18:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows.order_by("-pk")[: PAGE + 1])
    following = f"?after={found[PAGE - 1].pk}" if len(found) > PAGE else ""
    return {"lines": found[:PAGE], "following": following, "first": "?" if after else ""}


@require_POST
def my_name(request: SignedInRequest) -> HttpResponse:
    """My name may stand on the thank-you pages of this team, or no longer."""
    number = request.POST.get("team", "")
    known = number.isascii() and number.isdecimal() and len(number) < 18
    team = get_object_or_404(VolunteerTeam, pk=int(number) if known else 0)
    shown = bool(request.POST.get("shown"))
    try:
        certificates.name_me(team, by=request.user, shown=shown)
        messages.success(
            request,
            _("Thank you: your name stands on the thank-you page now.")
            if shown
            else _("Your name is shown no longer."),
        )
    except Refused as no:
        messages.error(request, str(no))
    return redirect(f"{reverse('my_hours')}#names")


def my_certificate(request: SignedInRequest, number: str) -> HttpResponse:
    """A4 to print; POST changes what whoever checks the number reads, or withdraws it."""
    row = get_object_or_404(
        Certificate.objects.select_related("person", "team"), number=number, person=request.user
    )
    form = ChoiceForm(
        request.POST if request.method == "POST" else None,
        initial={"shows_name": row.shows_name, "shows_hours": row.shows_hours},
    )
    if request.method == "POST":
        if request.POST.get("do") == "withdraw":
            certificates.withdraw(row, by=request.user)
            messages.success(request, _("The certificate is withdrawn: its number is valid no longer."))
        elif form.is_valid():
            certificates.choose(row, by=request.user, **form.cleaned_data)
            messages.success(request, _("Saved."))
        return redirect(row)
    context = {
        "row": row,
        "form": form,
        "qr": draw(check_url(row.number)),
        "breadcrumb": my_trail(_("Certificate")),
    }
    return render(request, "buildings/certificate.html", context)
