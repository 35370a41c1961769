"""The addresses of the column and of staff's list. What makes no sense there is left out, so that an old link opens."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..queries import PILES, SORTS


class ColumnForm(forms.Form):
    """What everybody asks of the column: an order, and words."""

    sort = forms.ChoiceField(choices=[(name, name) for name in SORTS], required=False)
    q = forms.CharField(label=_("Words"), max_length=60, required=False)

    def wanted(self) -> dict[str, str]:
        self.is_valid()
        return {"sort": self.cleaned_data.get("sort") or "new", "words": self.cleaned_data.get("q") or ""}


class FilterForm(forms.Form):
    """What staff ask of their list."""

    pile = forms.ChoiceField(choices=[(name, name) for name in PILES], required=False)
    q = forms.CharField(label=_("Words"), max_length=60, required=False)
    place = forms.RegexField(r"^[0-9]{2,20}$", required=False)
    overdue = forms.BooleanField(label=_("overdue"), required=False)

    def wanted(self) -> dict[str, Any]:
        self.is_valid()
        given = self.cleaned_data
        return {
            "pile": given.get("pile") or "open",
            "words": given.get("q") or "",
            "place": given.get("place") or "",
            "overdue": bool(given.get("overdue")),
        }
