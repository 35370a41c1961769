"""The chain of a street: chosen as a whole, then worded and measured kind by kind."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from buildings.places.codes import Level

from ..chains import CHANGED, chains
from ..models import NAME_LENGTH, OrganisationKind

LEVELS = [(level.value, level.label) for level in Level if level >= Level.STREET]


class ChainForm(forms.Form):
    key = forms.ChoiceField(label=_("Chain"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {key: format_html('<span lang="zh">{}</span>', one.name) for key, one in chains().items()}
        self.fields["key"].choices = list(names.items())  # type: ignore[attr-defined]


class KindForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH)
    levels = forms.TypedMultipleChoiceField(
        label=_("Stands at"), choices=LEVELS, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    under = forms.MultipleChoiceField(
        label=_("Belongs below"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: it stands at the top."),
    )
    term_years = forms.IntegerField(
        label=_("Years of a term"), min_value=0, max_value=10, help_text=_("0: there are no elections.")
    )
    fewest = forms.IntegerField(label=_("Members from"), required=False, min_value=1, max_value=9999)
    most = forms.IntegerField(label=_("Members up to"), required=False, min_value=1, max_value=9999)
    offered = forms.BooleanField(label=_("May be founded"), required=False)

    def __init__(self, *args: Any, organisation_kind: OrganisationKind, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(organisation_kind, name) for name in CHANGED}
        super().__init__(*args, **kwargs)
        others = OrganisationKind.objects.filter(place=organisation_kind.place_id).exclude(
            pk=organisation_kind.pk
        )
        self.fields["under"].choices = list(others.values_list("slug", "name"))  # type: ignore[attr-defined]
