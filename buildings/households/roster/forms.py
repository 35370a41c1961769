"""Sending a file; saying how it is laid out; what to do with it."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from .headings import FIELDS
from .layouts import TALLEST, Layout, Look
from .models import RELATIONS

MOST_COLUMNS = 60


class SendForm(forms.Form):
    upload = forms.FileField(
        label=_("Roster file"),
        help_text=_("XLSX, CSV or ODS, up to 200 MB. Numbers of identity cards are not read."),
        max_length=200,
    )


class SheetForm(forms.Form):
    """Asked by GET: the page shows at once what it comes to."""

    sheets = forms.TypedMultipleChoiceField(
        label=_("Sheets"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    line = forms.IntegerField(
        label=_("Headings stand on row"), min_value=1, max_value=TALLEST, required=False,
        help_text=_("When there are two rows of headings: the lower one."),
    )  # fmt: skip
    depth = forms.TypedChoiceField(
        label=_("Rows of headings"), coerce=int, required=False, choices=[(1, "1"), (2, "2")]
    )

    def __init__(self, *args: Any, names: list[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        sheets: Any = self.fields["sheets"]
        sheets.choices = [(number, name or _("the only one")) for number, name in enumerate(names)]
        if len(names) == 1:
            del self.fields["sheets"]

    def wanted(self) -> dict[str, Any]:
        """The arguments of `look`."""
        said = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return {
            "sheets": said.get("sheets") or None,
            "line": said.get("line") or 0,
            "depth": int(said.get("depth") or 1),
        }


class ColumnsForm(forms.Form):
    """One choice for each column of the file, and what holds for the whole."""

    complete = forms.BooleanField(
        label=_("The file names everybody who lives there"), required=False,
        help_text=_("Then people of its doorways who are not in it are entered as moved out."),
    )  # fmt: skip
    relation = forms.ChoiceField(label=_("Who are they, where the file does not say?"), choices=RELATIONS)
    opens = forms.BooleanField(
        label=_("Open doorways that are missing here"), required=False,
        help_text=_("Otherwise their rows are faults."),
    )  # fmt: skip

    def __init__(self, *args: Any, found: Look, said: dict[str, Any], may_open: bool, **kwargs: Any):
        first = {
            "complete": said.get("complete"),
            "relation": said.get("relation", "owner"),
            "opens": said.get("opens"),
        }
        super().__init__(*args, **{"initial": first, **kwargs})
        self.found = found
        if not may_open:
            del self.fields["opens"]
        known = said.get("fields") or {}
        rest = {name: self.fields.pop(name) for name in list(self.fields)}
        for at, title in enumerate(found.headings.titles[:MOST_COLUMNS]):
            if not title or title in found.identity:
                continue
            choices = [("", _("leave it out")), *FIELDS.items()]
            guess = known.get(title, "") if known else found.headings.fields[at]
            self.fields[f"c{at}"] = forms.ChoiceField(
                label=format_html('<span translate="no">{}</span>', title),
                choices=choices,
                required=False,
                initial=guess,
            )
        self.fields |= rest

    def columns(self) -> list[tuple[Any, list[str]]]:
        """Each column that may be chosen, beside what its first rows say."""
        return [
            (self[name], [row[int(name[1:])] for row in self.found.rows[:3]])
            for name in self.fields
            if name.startswith("c") and name[1:].isdigit()
        ]

    def others(self) -> list[Any]:
        return [self[name] for name in ("relation", "complete", "opens") if name in self.fields]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        chosen = [value for name, value in data.items() if name[1:].isdigit() and value]
        twice = {value for value in chosen if chosen.count(value) > 1}
        if twice:
            words = _("Two columns are said to be “%(field)s”. Choose one.")
            raise forms.ValidationError(words % {"field": FIELDS[sorted(twice)[0]]})
        if "room" not in chosen:
            raise forms.ValidationError(_("Say which column holds the room."))
        return data

    def layout(self) -> Layout:
        titles, data = self.found.headings.titles, self.cleaned_data
        fields = {
            titles[int(name[1:])]: value for name, value in data.items() if name[1:].isdigit() and value
        }
        return Layout(self.found.chosen, self.found.headings.line, self.found.headings.depth, fields)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why?"), help_text=_("It is logged."), max_length=200)
