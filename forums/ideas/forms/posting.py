"""A new idea."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tripartite.issues.forms.parts import area

from ..models import TEXT, TITLE

ONE_LINE = _("What would you like to see, in one line?")


def title_field(label: object = ONE_LINE, **options: object) -> forms.CharField:
    given = {
        "max_length": TITLE,
        "error_messages": {"required": _("Please say in one line what the idea is.")},
    }
    return forms.CharField(label=label, **(given | options))  # type: ignore[arg-type]


def text_field(label: object = _("In some more words"), **options: object) -> forms.CharField:
    required = _("Please say in some words what you have in mind.")
    given = {"max_length": TEXT, "widget": area(6), "error_messages": {"required": required}}
    return forms.CharField(label=label, **(given | options))  # type: ignore[arg-type]


class PostForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    title = title_field(help_text=_("For example: benches under the big trees."))
    text = text_field(
        help_text=_("Where, what for, who would gain from it. Without names and phone numbers, please.")
    )
