"""Which days, which rates, in which language."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beihu.office.dashboards import indicators, periods

OWN = "own"
DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ReportForm(forms.Form):
    period = forms.ChoiceField(
        label=_("Period"), choices=[*periods.NAMES.items(), (OWN, _("days of my own"))]
    )
    since = forms.DateField(label=_("From"), required=False, widget=DATE)
    until = forms.DateField(label=_("Until"), required=False, widget=DATE)
    set = forms.ChoiceField(
        label=_("Which rates"), widget=forms.Select({"translate": "no"})
    )  # names are data
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        sets: Any = self.fields["set"]
        sets.choices = [(one.key, one.name) for one in indicators.sets().values()]

    def clean(self) -> dict[str, Any]:
        """`found`: the Period."""
        data = super().clean() or {}
        key = data.get("period")
        if key == OWN:
            given = {"since": str(data.get("since") or ""), "until": str(data.get("until") or "")}
            found = periods.read(given)
            if found.key and not self.errors:
                self.add_error("since", _("Say from which day until which day, ten years at most."))
            data["found"] = found
        elif key:
            data["found"] = periods.of_days(key, timezone.localdate())
        return data
