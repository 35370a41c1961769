"""What moderators enter about photos."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beihu.states import Refused

from ..pictures import check_regions
from .parts import area


class Lines(forms.Textarea):
    """Rectangles as lines of four numbers."""

    def format_value(self, value: Any) -> str:
        if isinstance(value, list):
            return "\n".join(" ".join(str(number) for number in region) for region in value)
        return value or ""


class BlackOutForm(forms.Form):
    regions = forms.CharField(
        label=_("Areas to black out"),
        help_text=_(
            "One on each line: left, top, width, height, in thousandths of the picture. Empty: none."
        ),
        required=False,
        max_length=1000,
        widget=Lines(attrs=area(4).attrs | {"spellcheck": "false", "inputmode": "numeric"}),
    )

    def clean_regions(self) -> list[list[int]]:
        lines = [line.replace(",", " ").split() for line in self.cleaned_data["regions"].splitlines()]
        if not all(number.isascii() and number.isdecimal() for line in lines for number in line):
            raise forms.ValidationError(_("Please write four whole numbers on each line."))
        try:
            return check_regions([[int(number[:6]) for number in line] for line in lines if line])
        except Refused as no:
            raise forms.ValidationError(str(no)) from no
