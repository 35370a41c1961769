"""The draft as one form: title, greeting, each line with a tick, its words, up and down; and a line of one's own."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from tripartite.issues.forms.parts import area

from ..editing import LONGEST_OWN, Line, Own, is_link
from ..models import Bulletin, BulletinItem, Section


class EditForm(forms.Form):
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    title = forms.CharField(label=_lazy("Title of the bulletin"), max_length=80)
    greeting = forms.CharField(
        label=_lazy("Greeting"),
        help_text=_lazy("A few sentences to the neighbours, above everything else. It may stay empty."),
        max_length=600,
        required=False,
        widget=area(3),
    )
    own_section = forms.ChoiceField(label=_lazy("Section"), choices=Section.choices, required=False)
    own_text = forms.CharField(
        label=_lazy("Words of the line"),
        help_text=_lazy("One matter, one sentence. Whom to thank: the team, not the person."),
        max_length=LONGEST_OWN,
        required=False,
        widget=area(2),
    )
    own_url = forms.CharField(
        label=_lazy("Link"),
        help_text=_lazy(
            "Where to read on: https://… or a page of this portal, beginning with /. It may stay empty."
        ),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, bulletin: Bulletin, items: list[BulletinItem]
    ) -> None:
        first = {
            "seen": bulletin.revision,
            "title": bulletin.title,
            "greeting": bulletin.greeting,
            "own_section": Section.OTHER,
        }
        super().__init__(data, files, initial=first)
        self.items = items
        for item in items:
            self.fields[f"keep_{item.pk}"] = forms.BooleanField(
                label=_("In the bulletin"), required=False, initial=item.is_kept
            )
            self.fields[f"text_{item.pk}"] = forms.CharField(
                label=_("Words of the line"),
                max_length=LONGEST_OWN,
                required=False,
                initial=item.text,
                widget=area(2),
            )

    def clean_own_url(self) -> str:
        url: str = self.cleaned_data["own_url"].strip()
        if not is_link(url):
            raise forms.ValidationError(_("A link begins with https:// or with /."))
        return url

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("own_url") and not found.get("own_text"):
            self.add_error("own_text", _("Write what the link leads to."))
        return found

    def facts(self) -> dict[str, Any]:
        """What `editing.edit` takes."""
        data = self.cleaned_data
        own = Own(data["own_section"] or Section.OTHER, data["own_text"], data["own_url"])
        return {
            "seen": data["seen"],
            "title": data["title"],
            "greeting": data["greeting"],
            "lines": {item.pk: Line(data[f"keep_{item.pk}"], data[f"text_{item.pk}"]) for item in self.items},
            "own": [own] if data["own_text"].strip() else [],
        }

    def piles(self) -> list[tuple[str, list[tuple[BulletinItem, Any, Any]]]]:
        """By section, in the order of the page: (its words, [(line, its tick, its words)])."""
        return [
            (
                str(label),
                [(i, self[f"keep_{i.pk}"], self[f"text_{i.pk}"]) for i in self.items if i.section == name],
            )
            for name, label in Section.choices
            if any(i.section == name for i in self.items)
        ]
