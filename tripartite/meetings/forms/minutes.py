"""What was said, decided, objected to and corrected. `facts()` are what the verb takes."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tripartite.issues.forms.parts import area, note_field
from tripartite.parties.models import Party

from ..locking import latest_of
from ..minutes import Position, Resolution
from ..minuting import LONGEST
from ..models import AgendaItem, Meeting
from ..resolving import MOST_YUAN, SPOKEN, Stand, present_bodies, responsible

PLAIN = ("text", "party", "due_on", "cost", "needs_owners")


class WriteForm(forms.Form):
    """`seen` is the revision the text was written on."""

    text = forms.CharField(
        label=_("What was said"), required=False, max_length=LONGEST, strip=False, widget=area(12)
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput({"data-kept": ""}))


class ResolveForm(forms.Form):
    text = note_field(_("What was decided"))
    party: Any = forms.ModelChoiceField(
        label=_("Responsible party"),
        queryset=Party.objects.none(),
        required=False,
        empty_label=_("nobody in particular"),
    )
    due_on = forms.DateField(
        label=_("To be done by"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    cost = forms.DecimalField(
        label=_("Cost in yuan"),
        required=False,
        min_value=Decimal(0),
        max_value=MOST_YUAN,
        max_digits=12,
        decimal_places=2,
    )
    needs_owners = forms.BooleanField(label=_("It needs a decision of the owners"), required=False)

    def __init__(self, *args: Any, item: AgendaItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meeting = item.meeting
        parties: Any = self.fields["party"]
        parties.queryset = responsible(meeting)
        self.bodies = list(present_bodies(meeting).select_related("party").order_by("party__kind", "pk"))
        made = Resolution.objects.filter(item=item).first()
        stands = {one.party_id: one for one in made.positions.all()} if made else {}
        if made:
            self.initial.update({name: getattr(made, name) for name in PLAIN})
        for body in self.bodies:
            stand = stands.get(body.party_id)
            self.fields[f"stance_{body.party_id}"] = forms.ChoiceField(
                label=_("%(body)s is") % {"body": body.party.name},
                choices=[(value, Position.Stance(value).label) for value in SPOKEN],
                initial=stand.stance if stand else None,
                widget=forms.RadioSelect,
                error_messages={"required": _("Say where each body that was present stands.")},
            )
            self.fields[f"note_{body.party_id}"] = forms.CharField(
                label=_("Note: %(body)s") % {"body": body.party.name},
                max_length=200,
                required=False,
                initial=stand.note if stand else "",
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("party") and not data.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("Say by when: whoever is responsible needs a date."))
        return data

    def facts(self) -> dict[str, Any]:
        data = self.cleaned_data
        stands = {
            body.party_id: Stand(data[f"stance_{body.party_id}"], data[f"note_{body.party_id}"])
            for body in self.bodies
        }
        plain = {name: data[name] for name in PLAIN}
        return plain | {"stands": stands}


class NoResolutionForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is there no resolution?"), max_length=300, widget=area(2), min_length=2
    )


class PlainForm(forms.Form):
    """A verb that needs no facts."""

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class ReworkForm(PlainForm):
    reason = note_field(_("Why are they taken back?"))


class ConfirmForm(PlainForm):
    agreed = forms.BooleanField(label=_("Every body that was present has agreed"), required=False)


class ObjectForm(PlainForm):
    text = note_field(_("What is wrong?"), help_text=_("All who were invited can read it."))


class SettleForm(PlainForm):
    answer = note_field(_("Your answer: what was changed, or why not"))


class CorrectForm(forms.Form):
    """All texts at once; only what differs is a correction."""

    reason = forms.CharField(label=_("What is corrected, and why?"), max_length=300, widget=area(2))
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        latest = latest_of(meeting)
        self.initial["seen"] = latest.number if latest else 0
        self.items = list(meeting.items.order_by("position", "pk").select_related("resolution"))
        for n, item in enumerate(self.items, start=1):
            facts = {"n": n, "title": item.title}
            self.fields[f"text_{item.pk}"] = forms.CharField(
                label=_("%(n)s. %(title)s: what was said") % facts, required=False, max_length=LONGEST,
                initial=item.text, widget=area(6),
            )  # fmt: skip
            made = getattr(item, "resolution", None)
            if made:
                self.fields[f"resolution_{item.pk}"] = forms.CharField(
                    label=_("%(n)s. %(title)s: resolution") % facts, max_length=2000, initial=made.text,
                    widget=area(3),
                )  # fmt: skip

    def facts(self) -> dict[str, Any]:
        data = self.cleaned_data
        given = {
            kind: {item.pk: data[f"{key}_{item.pk}"] for item in self.items if f"{key}_{item.pk}" in data}
            for kind, key in (("texts", "text"), ("resolutions", "resolution"))
        }
        return given | {"reason": data["reason"], "seen": data["seen"]}


class CheckForm(forms.Form):
    """The hash at the foot of a printed sheet, or its beginning."""

    hash = forms.CharField(
        label=_("The sheet's fingerprint"),
        help_text=_("The letters and digits at the foot of the sheet. The first 16 are enough."),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}),
    )

    def clean_hash(self) -> str:
        signs = "".join(self.cleaned_data["hash"].split()).lower().replace("-", "")
        if not 16 <= len(signs) <= 64 or any(sign not in "0123456789abcdef" for sign in signs):
            raise forms.ValidationError(_("A fingerprint has digits and the letters a to f, 16 at least."))
        return signs
