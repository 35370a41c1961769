"""What the inbox asks and what is done to many at once."""

from dataclasses import fields
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tripartite.parties.models import Party

from ..categories import Category
from ..models import Issue, SavedFilter
from ..queries import STATES, Wanted
from .parts import note_field

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class FilterForm(forms.Form):
    """The address of the inbox. What makes no sense there is left out, so that an old link still opens."""

    q = forms.CharField(label=_("Words or number"), max_length=60, required=False)
    state = forms.CharField(max_length=20, required=False)
    category = forms.ChoiceField(
        label=_("Category"), choices=[("", _("all")), *Category.choices], required=False
    )
    place = forms.RegexField(r"^[0-9]{2,20}$", label=_("Place"), required=False)
    since = forms.DateField(label=_("Filed from"), widget=DATE, required=False)
    until = forms.DateField(label=_("Filed until"), widget=DATE, required=False)
    overdue = forms.BooleanField(label=_("overdue"), required=False)
    urgent = forms.BooleanField(label=_("urgent"), required=False)
    unassigned = forms.BooleanField(label=_("not handed over"), required=False)
    mine = forms.BooleanField(label=_("mine"), required=False)

    def wanted(self) -> Wanted:
        self.is_valid()
        given: dict[str, Any] = {
            field.name: self.cleaned_data[field.name]
            for field in fields(Wanted)
            if self.cleaned_data.get(field.name)
        }
        if given.get("state") not in STATES:
            given.pop("state", None)
        return Wanted(**given)


class ManyForm(forms.Form):
    """Hand many issues at once to the party of a kind that answers for each of their places."""

    kind = forms.ChoiceField(
        label=_("Hand them to"),
        choices=Party.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose a party.")},
    )
    note = note_field(_("Note"), required=False, help_text=_("The residents read it."))
    pk = forms.ModelMultipleChoiceField(queryset=Issue.objects.none(), widget=forms.MultipleHiddenInput)

    def __init__(self, *args: Any, issues: Any, kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pk"].queryset = issues  # type: ignore[attr-defined]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


class SavedFilterForm(forms.ModelForm):
    class Meta:
        model = SavedFilter
        fields = ("name", "query")
