"""Who moves in and out, with which share; how large the dwelling is; why a roster is taken away."""

import re
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beihu.accounts.phones import normalise
from beihu.audit.masking import mask_name, mask_phone

from ..models import Household, Membership, Occupant
from ..words import tidy_line
from .moving import NAME, WORDS
from .shares import parse_share

LANDLINE = re.compile(r"[0-9][0-9 -]{5,17}[0-9]")
KINDS = {"xlsx": "XLSX", "csv": "CSV"}


class PhoneField(forms.CharField):
    """A mobile number as it is kept, or a landline as it was written."""

    def clean(self, value: Any) -> str:
        text = tidy_line(super().clean(value))
        if not text:
            return ""
        try:
            return normalise(text)
        except ValidationError:
            if LANDLINE.fullmatch(text):
                return text
            raise


class ShareField(forms.CharField):
    def clean(self, value: Any) -> Fraction | None:
        try:
            return parse_share(super().clean(value))
        except ValueError as error:
            raise ValidationError(
                _("Enter a share like 1/2, 1/3 or 50 %, at most the whole."), code="share"
            ) from error


def _name() -> forms.CharField:
    return forms.CharField(
        label=_("Name"), max_length=NAME, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


def _phone() -> PhoneField:
    return PhoneField(
        label=_("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
    )


def _relation() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("The person is"),
        choices=Membership.Relation.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please choose whether the person owns, rents or belongs to the family.")
        },
    )


def _share() -> ShareField:
    return ShareField(
        label=_("Share of the ownership"),
        help_text=_(
            "For owners, as the deed says it: 1/2, 1/3 or 50 %. Leave empty when you do not know it."
        ),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def _date(label: Any, help_text: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def _reason(help_text: Any) -> forms.CharField:
    return forms.CharField(label=_("Why?"), help_text=help_text, max_length=WORDS)


def _source() -> forms.CharField:
    return forms.CharField(
        label=_("How do you know it?"),
        help_text=_("For example: property deed seen at the desk. No identity numbers."),
        max_length=WORDS,
        required=False,
    )


class MoveInForm(forms.Form):
    name = _name()
    phone = _phone()
    relation = _relation()
    share = _share()
    since = _date(_("Since"), _("Leave empty when it was before our records begin."))
    source = _source()

    def clean_since(self) -> Any:
        since = self.cleaned_data["since"]
        if since and since > timezone.localdate():
            raise ValidationError(_("The day lies in the future. Enter who lives there now."), code="future")
        return since


class ChangeForm(forms.Form):
    relation = _relation()
    share = _share()
    on = _date(_("From which day on?"), _("Today, when you leave it empty."))
    reason = _reason(_("For example: has bought the dwelling. It stays in the history; name nobody."))
    source = _source()


class CorrectForm(forms.Form):
    """The name and phone stand in the form only for whoever asked for them with a reason; so it begins empty."""

    name = _name()
    phone = _phone()
    reason = _reason(_("For example: misspelt on the roster. It is logged; name nobody."))


class Leaving(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return " · ".join(
            filter(None, [mask_name(obj.name), str(obj.get_relation_display()), mask_phone(obj.phone)])
        )


class MoveOutForm(forms.Form):
    occupants = Leaving(
        label=_("Who has left?"), queryset=Occupant.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    on = _date(_("Last day"), _("Today, when you leave it empty."))
    reason = _reason(
        _("For example: sold, lease ended, moved to the family. It stays in the history; name nobody.")
    )

    def __init__(self, *args: Any, household: Household, **kwargs: Any):
        super().__init__(*args, **kwargs)
        leaving: Any = self.fields["occupants"]
        leaving.queryset = household.occupants.current().in_order()


class EraseForm(forms.Form):
    reason = _reason(_("Who asked for it, and how: for example, the person at the desk. Name nobody."))


class DwellingForm(forms.Form):
    use = forms.ChoiceField(label=_("Use"), choices=Household.Use.choices)
    area = forms.DecimalField(
        label=_("Floor area in m²"), max_digits=9, decimal_places=2, min_value=0, required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )  # fmt: skip
    area_source = forms.ChoiceField(
        label=_("Source of the area"), choices=Household.AreaSource.choices, required=False
    )
    source = forms.CharField(
        label=_("Remark for the log"),
        help_text=_("For example: number of the measuring report. No identity numbers."),
        max_length=WORDS,
        required=False,
    )


class OpenHouseholdForm(forms.Form):
    room = forms.CharField(
        label=_("Room number"),
        help_text=_("As it stands on the door, for example 1001."),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    use = forms.ChoiceField(label=_("Use"), choices=Household.Use.choices)


class FilterForm(forms.Form):
    words = forms.CharField(label=_("Room or name"), max_length=30, required=False)
    state = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            ("", _("all on the roster")),
            ("empty", _("nobody entered")),
            ("no_owner", _("no owner entered")),
            ("no_area", _("area missing")),
            ("waiting", _("somebody waits to be confirmed")),
            ("unlisted", _("not on the roster")),
        ],
    )


class TakeAwayForm(forms.Form):
    """`full` names and phones need a reason, and each person's row of the log says who has them now."""

    kind = forms.ChoiceField(
        label=_("File"), choices=list(KINDS.items()), widget=forms.RadioSelect, initial="xlsx"
    )
    reason = forms.CharField(
        label=_("Why do you need full names and phones?"),
        help_text=_("For example: the ballot of owners in December. It is logged for each person."),
        max_length=WORDS,
    )
