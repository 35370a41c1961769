"""For those who keep a team: words of thanks written, and hidden again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from beihu.accounts.requests import SignedInRequest
from beihu.states import Refused
from buildings.posts.roles import KEEP_TEAM

from .. import thanking
from ..forms.thanks import HideForm, ThanksForm
from ..models import VolunteerTeam
from ..thanked import Thanks
from .access import find_team, team_trail
from .keeping import CONFLICT


def team_thank(request: SignedInRequest, pk: int) -> HttpResponse:
    """A word of thanks to the team, or for one of its activities."""
    team = find_team(request, pk)
    _only_keepers(request, team)
    form = ThanksForm(
        request.POST if request.method == "POST" else None,
        team=team,
        initial={"activity": request.GET.get("activity", "")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            said = thanking.write(team, by=request.user, **form.cleaned_data)
            messages.success(request, _("Written. Everybody reads it on this page now."))
            return redirect(page_of(said))
        except Refused as no:
            form.add_error(None, str(no))
    context = {
        "form": form,
        "team": team,
        "back": reverse("team_thanks", args=[team.pk]),
        "here": request.path,
        "breadcrumb": team_trail(team, (_("Write words of thanks"), "")),
    }
    return render(request, "buildings/thanks_write.html", context)


def thanks_hide(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a word of thanks off the page, and say why."""
    said = get_object_or_404(Thanks.objects.select_related("team__place", "activity", "by"), pk=pk, to=None)
    _only_keepers(request, said.team)
    closed = said.hidden_at is not None
    form = HideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            thanking.hide(said, by=request.user, **form.cleaned_data)
            messages.success(request, _("Hidden. Nobody reads it on the page any more."))
            return redirect(page_of(said))
        except Refused as no:
            form.add_error(None, str(no))
            closed = True
    context = {
        "form": form,
        "said": said,
        "closed": closed,
        "back": page_of(said),
        "here": request.path,
        "breadcrumb": team_trail(said.team, (_("Hide words of thanks"), "")),
    }
    return render(request, "buildings/thanks_hide.html", context, status=CONFLICT if closed else 200)


def page_of(said: Thanks) -> str:
    """The thank-you page on which it stands."""
    if said.activity_id:
        return reverse("activity_thanks", args=[said.activity_id])
    return reverse("team_thanks", args=[said.team_id])


def _only_keepers(request: SignedInRequest, team: VolunteerTeam) -> None:
    if not request.user.has_perm(KEEP_TEAM, team):
        raise PermissionDenied
