"""The robots of work groups: an officer says which group is told about which place."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from beihu.accounts.models import User
from beihu.notifications.actions import add_robot, close_robot
from beihu.notifications.models import Robot
from beihu.notifications.robots import address
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.roles import KEEP_ROBOT


class RobotForm(forms.Form):
    place = forms.ModelChoiceField(Place.objects.none(), label=gettext_lazy("Place"))
    name = forms.CharField(
        label=gettext_lazy("Work group"), help_text=gettext_lazy("As its members call it."), max_length=60
    )
    url = forms.CharField(
        label=gettext_lazy("Address of the robot"),
        help_text=gettext_lazy(
            "Copy it from the settings of the group. It holds a key and is not shown again."
        ),
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = Place.objects.visible_to(user, KEEP_ROBOT).open().filter(level__lte=Level.COMPOUND)
        self.fields["place"].queryset = places.order_by("code")  # type: ignore[attr-defined]

    def clean_url(self) -> str:
        url = self.cleaned_data["url"].strip()
        if address(url) is None:
            hosts = ", ".join(settings.ROBOT_HOSTS)
            raise ValidationError(
                _("The address must begin with https:// and one of: %(hosts)s") % {"hosts": hosts}
            )
        return url


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(KEEP_ROBOT, raise_exception=True)
def robots(request: HttpRequest) -> HttpResponse:
    form = RobotForm(request.POST if request.method == "POST" else None, user=request.user)  # type: ignore[arg-type]
    if form.is_valid():
        add_robot(
            place=form.cleaned_data["place"].pk, name=form.cleaned_data["name"], url=form.cleaned_data["url"],
            by=request.user,
        )  # fmt: skip
        messages.success(request, _("The group is told from now on."))
        return redirect("robots")
    rows = list(
        Robot.objects.visible_to(request.user, KEEP_ROBOT).filter(closed_at=None).order_by("place_id", "pk")
    )
    names = Place.objects.in_bulk({row.place_id for row in rows})
    shown = [(row, names.get(row.place_id), urlsplit(row.url).hostname) for row in rows]
    return render(request, "office/robot_list.html", {"form": form, "robots": shown})


@require_POST
@permission_required(KEEP_ROBOT, raise_exception=True)
def robot_close(request: HttpRequest, pk: int) -> HttpResponse:
    close_robot(get_object_or_404(Robot.objects.visible_to(request.user, KEEP_ROBOT), pk=pk), by=request.user)
    messages.success(request, _("The group is told nothing any more."))
    return redirect("robots")
