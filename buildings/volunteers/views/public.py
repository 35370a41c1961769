"""What everybody reads: thank-you pages, the hours of teams, and whether a certificate is genuine."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from buildings.places.models import Place
from buildings.posts.roles import KEEP_TEAM

from .. import balances, certificates
from ..forms.hours import CheckForm
from ..ledger import in_hours
from ..models import Activity, VolunteerTeam
from ..seats import is_done

MOST_BACK = 60  # weeks or months


def check_url(number: str) -> str:
    """What the QR code of a certificate says."""
    return f"{settings.BASE_URL.rstrip('/')}{reverse('certificate_check')}?number={number}"


@login_not_required
@require_safe
def team_thanks(request: HttpRequest, pk: int) -> HttpResponse:
    """Thank you: sums, what came of it, and the names of those who want them here."""
    team = get_object_or_404(VolunteerTeam.objects.select_related("place"), pk=pk)
    context = {
        "team": team,
        "title": team.name,
        "thanks": balances.thanks_of_team(team),
        "keeps": _keeps(request, team),
        "breadcrumb": [(team.name, team.get_absolute_url()), (_("Thank you"), "")],
    }
    return render(request, "buildings/volunteer_thanks.html", context)


@login_not_required
@require_safe
def activity_thanks(request: HttpRequest, pk: int) -> HttpResponse:
    """The same of one activity, once it is done."""
    activity = get_object_or_404(Activity.objects.select_related("team__place", "place"), pk=pk)
    if not is_done(activity):
        raise Http404
    context = {
        "team": activity.team,
        "activity": activity,
        "title": activity.title,
        "thanks": balances.thanks_of_activity(activity),
        "keeps": _keeps(request, activity.team),
        "breadcrumb": [
            (activity.team.name, activity.team.get_absolute_url()),
            (activity.title, activity.get_absolute_url()),
            (_("Thank you"), ""),
        ],
    }
    return render(request, "buildings/volunteer_thanks.html", context)


def _keeps(request: HttpRequest, team: VolunteerTeam) -> bool:
    return request.user.is_authenticated and request.user.has_perm(KEEP_TEAM, team)


@login_not_required
@require_safe
def team_hours(request: HttpRequest) -> HttpResponse:
    """What the teams gave in a week or a month: sums of teams only, and nobody is listed for having given nothing."""
    kind = "week" if request.GET.get("by") == "week" else "month"
    back = _number(request.GET.get("back", ""))
    code = request.GET.get("place", "")[:24].replace("\0", "")
    place = Place.objects.filter(code=code).first() if code else None
    since, until = balances.period(kind, timezone.localdate(), back)
    rows = balances.of_teams(since, until, code=place.code if place else "")
    most = max((row.minutes for row in rows), default=0)
    more = f"&place={place.code}" if place else ""
    context = {
        "kind": kind,
        "since": since,
        "until": until,
        "place": place,
        "rows": [(row, max(row.minutes * 100 // most, 1)) for row in rows],
        "sum": in_hours(sum(row.minutes for row in rows)),
        "earlier": f"?by={kind}&back={back + 1}{more}" if back < MOST_BACK else "",
        "later": f"?by={kind}&back={back - 1}{more}" if back else "",
        "kinds": [
            ("month", _("By month"), f"?by=month{more}"),
            ("week", _("By week"), f"?by=week{more}"),
        ],
        "breadcrumb": [(_("Hours of the teams"), "")],
    }
    return render(request, "buildings/team_hours.html", context)


def _number(text: str) -> int:
    return min(int(text), MOST_BACK) if text.isascii() and text.isdecimal() and len(text) < 4 else 0


@login_not_required
@require_safe
def certificate_check(request: HttpRequest) -> HttpResponse:
    """Is this certificate genuine? Yes or no; the rest as its owner allows."""
    form = CheckForm(request.GET if "number" in request.GET else None)
    asked = form.is_bound and form.is_valid()
    found = certificates.check(form.cleaned_data["number"]) if asked else None
    context = {
        "form": form,
        "asked": asked,
        "found": found,
        "breadcrumb": [(_("Is this certificate genuine?"), "")],
    }
    return render(request, "buildings/certificate_check.html", context)
