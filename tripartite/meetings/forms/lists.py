"""The address of the calendar. What makes no sense there is left out, so that an old link still opens."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..models import Meeting
from ..queries import STATES, Wanted

MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)


class FilterForm(forms.Form):
    month = forms.CharField(max_length=7, required=False)
    place = forms.RegexField(r"\A[0-9]{2,20}\Z", required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("all")), *Meeting.Kind.choices], required=False)
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("all")), *((name, label) for name, (label, _states) in STATES.items())],
        required=False,
    )

    def wanted(self) -> Wanted:
        self.is_valid()
        given: dict[str, Any] = {
            name: self.cleaned_data.get(name) or "" for name in ("place", "kind", "state")
        }
        found = MONTH.fullmatch(self.cleaned_data.get("month") or "")
        month = date(int(found[1]), int(found[2]), 1) if found else timezone.localdate().replace(day=1)
        return Wanted(month=month, **given)
