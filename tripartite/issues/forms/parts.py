"""Fields that several forms share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..photos import PER_STAGE

PICTURES = "image/jpeg,image/png,image/webp"  # named, so that an iPhone converts its own format
NOTE = 2000  # characters


def area(rows: int = 3, **attrs: str) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **attrs})


def note_field(label: Any, *, required: bool = True, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=NOTE, required=required, widget=area(), **options)


class PhotosWidget(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class Photos(forms.FileField):
    """Up to three uploads in one field; what they are is found out by decoding them, not here."""

    def __init__(self, **options: Any) -> None:
        widget = PhotosWidget(attrs={"accept": PICTURES, "multiple": True})
        given: dict[str, Any] = {"widget": widget, "required": False, "max_length": 255} | options
        super().__init__(**given)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data]
        files = [super(Photos, self).clean(item, initial) for item in given if item]
        if len(files) > PER_STAGE:
            raise forms.ValidationError(_("Please choose three photos at most."))
        return files


def phone(text: str) -> str:
    """A number somebody can be called at, as it was written: mobile or landline."""
    digits = [sign for sign in text if sign.isdigit()]
    if not 7 <= len(digits) <= 15 or any(not (sign.isdigit() or sign in "+-() ") for sign in text):
        raise forms.ValidationError(_("This is not a phone number. Please check the digits."))
    return text


def tel(label: Any, **options: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "type": "tel"})
    return forms.CharField(label=label, max_length=20, widget=widget, **options)
