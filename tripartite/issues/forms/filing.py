"""The screens of filing, one decision each, and the one form of the desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..categories import POLICIES, Category
from ..filing import LONGEST
from ..models import Issue
from .parts import Photos, area, phone, tel

ORDINARY = [(value, label) for value, label in Category.choices if not POLICIES[value].emergency]


class CategoryForm(forms.Form):
    """Chosen by pressing one of the tiles."""

    category = forms.ChoiceField(
        label=_("What is it about?"),
        choices=Category.choices,
        error_messages={"required": _("Please choose what it is about.")},
    )


class WhatForm(forms.Form):
    text = forms.CharField(
        label=_("What is the matter?"),
        help_text=_("One or two sentences are enough. Please leave out names and phone numbers."),
        max_length=LONGEST,
        widget=area(5),
        error_messages={"required": _("Please say what is the matter.")},
    )
    spot = forms.CharField(
        label=_("Where exactly?"),
        help_text=_("For example: between the 3rd and 4th floor."),
        max_length=120,
        required=False,
    )
    photos = Photos(
        label=_("Photos"), help_text=_("Three at most. A photo often says more than words; no faces, please.")
    )


class ContactForm(forms.Form):
    contact_name = forms.CharField(
        label=_("Your name"), max_length=60, required=False, widget=forms.TextInput({"autocomplete": "name"})
    )
    contact_phone = tel(
        _("Phone for questions"),
        help_text=_("Only those who work on it can see it, and each time is logged."),
        error_messages={"required": _("Please give a phone number, so that somebody can ask you.")},
    )
    wants_public = forms.TypedChoiceField(
        label=_("May neighbours see it?"),
        help_text=_("Never with your name, phone or door. A community worker reads it first."),
        choices=[("yes", _("Yes, neighbours may see it")), ("no", _("No, only those who work on it"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose whether neighbours may see it.")},
    )

    def clean_contact_phone(self) -> str:
        return phone(self.cleaned_data["contact_phone"])


class FileForForm(forms.Form):
    """Staff file for somebody at the desk or on the phone: who spoke is asked, who types is known."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    via = forms.ChoiceField(
        label=_("How did it come?"),
        choices=[(via.value, via.label) for via in (Issue.Via.DESK, Issue.Via.PHONE, Issue.Via.TALK)],
        widget=forms.RadioSelect,
    )
    contact_name = forms.CharField(
        label=_("Who spoke?"), max_length=60, widget=forms.TextInput({"autocomplete": "off"})
    )
    contact_phone = tel(_("Their phone"), required=False)
    category = forms.ChoiceField(label=_("What is it about?"), choices=[("", "—"), *ORDINARY])
    text = forms.CharField(label=_("What is the matter?"), max_length=LONGEST, widget=area(5))
    spot = forms.CharField(label=_("Where exactly?"), max_length=120, required=False)
    urgent = forms.BooleanField(label=_("Urgent: it cannot wait for working days"), required=False)
    wants_public = forms.BooleanField(
        label=_("They agree that neighbours may see it, without name, phone or door"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact_phone"].widget.attrs["autocomplete"] = "off"

    def clean_contact_phone(self) -> str:
        return phone(given) if (given := self.cleaned_data["contact_phone"]) else ""
