"""The addresses of the list and of the report. What makes no sense there is left out, so that an old link still opens."""

from dataclasses import fields
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tripartite.parties.models import Party

from ..queries import PILES, Wanted
from .verbs import DATE

EARLIEST, LOOKS_AHEAD = date(2000, 1, 1), timedelta(days=3 * 366)


class FilterForm(forms.Form):
    state = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)
    q = forms.CharField(label=_("Words"), max_length=60, required=False)
    kind = forms.ChoiceField(label=_("Party"), choices=[("", _("all")), *Party.Kind.choices], required=False)
    since = forms.DateField(label=_("Due from"), widget=DATE, required=False)
    until = forms.DateField(label=_("Due until"), widget=DATE, required=False)
    place = forms.RegexField(r"^[0-9]{2,20}$", required=False, widget=forms.HiddenInput)
    overdue = forms.BooleanField(label=_("overdue"), required=False)
    standing = forms.BooleanField(label=_("standing promises"), required=False)

    def wanted(self) -> Wanted:
        self.is_valid()
        given: dict[str, Any] = {
            field.name: self.cleaned_data[field.name]
            for field in fields(Wanted)
            if self.cleaned_data.get(field.name)
        }
        if given.get("state") not in PILES:
            given.pop("state", None)
        return Wanted(**given)


class PeriodForm(forms.Form):
    """From the first of January to today, unless the address says otherwise."""

    since = forms.DateField(label=_("From"), widget=DATE, required=False)
    until = forms.DateField(label=_("To"), widget=DATE, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        latest = timezone.localdate() + LOOKS_AHEAD
        for name in ("since", "until"):
            if (day := data.get(name)) and not EARLIEST <= day <= latest:
                self.add_error(name, _("Please choose a day that we keep records of."))
        if data.get("since") and data.get("until") and data["since"] > data["until"]:
            self.add_error("until", _("The period ends before it begins."))
        return data

    def period(self) -> tuple[date, date]:
        today = timezone.localdate()
        if not self.is_valid():
            return today.replace(month=1, day=1), today
        until = self.cleaned_data["until"] or today
        return self.cleaned_data["since"] or min(until, today).replace(month=1, day=1), until
