"""Words of thanks, and why they are hidden."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..models import Activity, VolunteerTeam
from ..states import Status
from .teams import words_field

LATEST = 30  # activities to choose from


class ThanksForm(forms.Form):
    activity = forms.ModelChoiceField(
        label=pgettext_lazy("thanks", "For what?"),
        queryset=Activity.objects.none(),
        required=False,
        empty_label=_("the team as a whole"),
    )
    text = words_field(
        _("Words of thanks"),
        help_text=_("Everybody reads them at once. Name nobody; phone numbers and doors are covered."),
        error_messages={"required": _("Please write a few words of thanks.")},
    )

    def __init__(self, *args: Any, team: VolunteerTeam, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        done = Activity.objects.filter(team=team, status=Status.DONE)
        choice: Any = self.fields["activity"]
        choice.queryset = done.filter(pk__in=list(done.values_list("pk", flat=True)[:LATEST]))


class HideForm(forms.Form):
    reason = words_field(
        _("Why?"),
        help_text=_("Whoever wrote it reads it."),
        error_messages={"required": _("Please say why; whoever wrote it reads it.")},
    )
