"""Forms of paper: how many, which rooms, which file, which one counts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Questionnaire
from ..traces import Double

FEW = forms.NumberInput(attrs={"inputmode": "numeric", "min": 1})


class PrintForm(forms.Form):
    """So many copies for each doorway of a place."""

    place = forms.ChoiceField(label=_("For which doorways?"))
    count = forms.IntegerField(label=_("Copies for each doorway"), min_value=1, max_value=1000, widget=FEW)

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["place"]
        field.choices = places


class MoveForm(forms.Form):
    """So many of one doorway went out or came back."""

    place = forms.RegexField(r"^[0-9]{18,20}$", widget=forms.HiddenInput)
    way = forms.ChoiceField(
        choices=[("out", _("handed out")), ("back", _("came back"))], widget=forms.HiddenInput
    )
    count = forms.IntegerField(label=_("How many?"), min_value=1, max_value=5000, widget=FEW)


class TickForm(forms.Form):
    place = forms.ChoiceField(label=_("Doorway"))
    rooms = forms.CharField(
        label=_("Rooms that brought a copy"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("With spaces between: 1001 1002. Tick at the door, before the copy goes into the box."),
    )

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["place"]
        field.choices = places


class AsideForm(forms.Form):
    reason = forms.CharField(label=_("Why does it not count?"), max_length=300)


class ScanForm(forms.Form):
    upload = forms.FileField(
        label=_("Photo or PDF of the copy"),
        max_length=255,
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"}),
        help_text=_("10 MB at most."),
    )
    upload.widget.template_name = "django/forms/widgets/file.html"


class WorkbookForm(forms.Form):
    upload = forms.FileField(
        label=_("Filled-in workbook (XLSX or CSV)"),
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=_("20 MB at most. First it is only looked at; nothing is saved."),
    )
    save = forms.BooleanField(label=_("Save, if nothing is wrong"), required=False)


class DoubleForm(forms.Form):
    kept = forms.ChoiceField(label=_("Which one counts?"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Why?"), max_length=300)

    def __init__(self, *args: Any, questionnaire: Questionnaire, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        one_only = questionnaire.per == Questionnaire.Per.HOUSEHOLD
        field: Any = self.fields["kept"]
        field.choices = [one for one in Double.Kept.choices if one[0] != "both" or not one_only]
