"""The forms of this room, one module per page; and the field for a day that they and upper rooms share."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

FIRST, LAST = date(1949, 10, 1), date(2199, 12, 31)


def day(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options
    )


def our_day(label: Any, **options: Any) -> forms.DateField:
    """A day in our time: a slip of the keyboard (0026, 20226) is told at once."""
    return day(label, validators=[MinValueValidator(FIRST), MaxValueValidator(LAST)], **options)
