"""What is asked when a case is opened, and for each of its verbs: `ACTIONS[verb](case, by=…, **form.facts())`."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beihu.accounts.models import User
from buildings.posts.forms import our_day
from tripartite.issues.forms.parts import area

from ..asking import VerbForm, today
from .actions import MOST_SIDES
from .models import NAME, NOTES, POINT, SPOT, MediationCase, MediationSide

POINTS = 5  # lines of the form
SECRET = _("Only the mediators read it.")


class People(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return obj.name or obj.username


class OpenForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    kind = forms.ChoiceField(
        label=_("What is it about?"), choices=MediationCase.Kind.choices, widget=forms.RadioSelect
    )
    sides = forms.CharField(
        label=_("The sides, one a line"),
        max_length=MOST_SIDES * (NAME + 2),
        widget=area(4, autocomplete="off"),
        help_text=SECRET,
    )
    mediators = People(
        label=_("Who mediates?"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("After opening, only these people read the case. Name yourself if you mediate."),
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mediators"].queryset = people  # type: ignore[attr-defined]

    def clean_sides(self) -> list[str]:
        names = [line.strip() for line in self.cleaned_data["sides"].splitlines() if line.strip()]
        if any(len(name) > NAME for name in names):
            raise forms.ValidationError(_("A name is too long."), code="long")
        return names


class ConsentForm(VerbForm):
    side = forms.TypedChoiceField(label=_("Which side consents?"), coerce=int, widget=forms.RadioSelect)
    how = forms.ChoiceField(
        label=pgettext_lazy("consent", "How?"), choices=MediationSide.How.choices, widget=forms.RadioSelect
    )
    on = today(pgettext_lazy("consent", "When?"))

    def prepare(self) -> None:
        self.fields["side"].choices = [  # type: ignore[attr-defined]
            (one.pk, one.name) for one in self.row.sides.all() if one.consented_on is None
        ]


class MeetForm(VerbForm):
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    on = today(_("On which day?"))
    spot = forms.CharField(label=pgettext_lazy("mediation", "Where?"), max_length=SPOT)
    notes = forms.CharField(
        label=_("Notes"), max_length=NOTES, required=False, widget=area(6), help_text=SECRET
    )


class AgreeForm(VerbForm):
    agreement = forms.CharField(
        label=_("What did they agree?"), max_length=NOTES, widget=area(5), help_text=SECRET
    )
    follow_up_on = our_day(_("On which day do you look whether it is kept?"))

    def prepare(self) -> None:
        for n in range(1, POINTS + 1):
            self.fields[f"point_{n}"] = forms.CharField(
                label=_("Point %(number)s") % {"number": n}, max_length=POINT, required=n == 1
            )
            self.fields[f"day_{n}"] = our_day(
                _("Point %(number)s, by when?") % {"number": n}, required=n == 1
            )
        self.order_fields(["agreement"])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for n in range(1, POINTS + 1):
            if bool(given.get(f"point_{n}")) != bool(given.get(f"day_{n}")) and not self.errors:
                self.add_error(f"day_{n}", _("A point needs its words and its day."))
        return given

    def facts(self) -> dict[str, Any]:
        given = self.cleaned_data
        points = [
            (given[f"point_{n}"], given[f"day_{n}"]) for n in range(1, POINTS + 1) if given.get(f"point_{n}")
        ]
        return {"agreement": given["agreement"], "follow_up_on": given["follow_up_on"], "points": points}


class FollowUpForm(VerbForm):
    followed = forms.CharField(
        label=_("What did you find?"), max_length=NOTES, widget=area(4), help_text=SECRET
    )
    again_on = our_day(_("Look again on"), required=False)


FORMS: dict[str, type[VerbForm]] = {
    "consent": ConsentForm, "meet": MeetForm, "agree": AgreeForm, "fail": VerbForm, "withdraw": VerbForm,
    "follow_up": FollowUpForm, "close": VerbForm,
}  # fmt: skip
