"""The form of a draft, and one form per verb of the tables of states. `facts()` is what the action takes."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beihu.states import Refused
from tripartite.commitments.forms.verbs import DATE
from tripartite.issues.forms.parts import area

from . import periods
from .making import facts_of
from .models import SMALLEST, Criterion, Evaluation
from .presets import presets
from .weights import LONGEST, MOST, Wanted, checked

MOST_HOUSEHOLDS = 100_000


class DraftForm(forms.Form):
    """Sample and criteria; `kind` is that of the party, `begin` what the draft holds by now."""

    sample = forms.IntegerField(
        label=_("How many households are drawn?"),
        help_text=_("Leave it empty to ask all of them. They are drawn once, when the evaluation is opened."),
        min_value=SMALLEST,
        max_value=MOST_HOUSEHOLDS,
        required=False,
    )
    closes_on = forms.DateField(
        label=_("Last day for answers"),
        help_text=_("Answering ends by itself after this day."),
        widget=DATE,
        required=False,
    )

    def __init__(self, *args: Any, kind: str, begin: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.preset = presets().get(kind, [])
        criteria: list[Wanted] = begin["criteria"] if begin else self.preset
        self.initial.update({name: value for name, value in (begin or {}).items() if name != "criteria"})
        for n in range(1, MOST + 1):
            one = criteria[n - 1] if n <= len(criteria) else None
            self.fields[f"text_{n}"] = forms.CharField(
                label=_("Criterion %(number)s") % {"number": n},
                max_length=LONGEST,
                required=False,
                initial=one.text if one else "",
            )
            self.fields[f"weight_{n}"] = forms.IntegerField(
                label=_("Weight of criterion %(number)s in per cent") % {"number": n},
                min_value=1,
                max_value=100,
                required=False,
                initial=one.weight if one else None,
            )

    def clean_closes_on(self) -> date | None:
        day, today = self.cleaned_data["closes_on"], timezone.localdate()
        if day and not today <= day <= date(today.year + 1, 12, 31):
            raise forms.ValidationError(_("Please choose a day from today on, next year at the latest."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        sources = {one.text: one.source for one in self.preset}
        found = []
        for n in range(1, MOST + 1):
            text, weight = data.get(f"text_{n}", "").strip(), data.get(f"weight_{n}")
            if text and weight is None and f"weight_{n}" not in self.errors:
                self.add_error(f"weight_{n}", _("How much does it weigh?"))
            elif weight is not None and not text and f"text_{n}" not in self.errors:
                self.add_error(f"text_{n}", _("What is rated?"))
            elif text and weight is not None:
                found.append(Wanted(text, weight, sources.get(text, "")))
        if not self.errors:
            try:
                data["criteria"] = checked(found)
            except Refused as no:
                self.add_error(None, str(no))
        return data

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("criteria", "sample", "closes_on")}


class NewForm(DraftForm):
    """The same, with the period it is about."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    period = forms.ChoiceField(label=_("Which period is rated?"))
    field_order = ("key", "period")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.periods = {one.code: one for one in periods.recent(today)}
        field: Any = self.fields["period"]
        field.choices = [(code, one.words) for code, one in self.periods.items()]
        self.initial["period"] = periods.before(periods.period_of(periods.Kind.QUARTER, today)).code

    def facts(self) -> dict[str, Any]:
        own = {"key": self.cleaned_data["key"], "period": self.periods[self.cleaned_data["period"]]}
        return super().facts() | own


class PlainForm(forms.Form):
    """Asks for nothing but the press of the button."""

    def __init__(self, *args: Any, evaluation: Evaluation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def facts(self) -> dict[str, Any]:
        return self.cleaned_data


class OpenForm(PlainForm):
    sms = forms.BooleanField(
        label=_("By text message too"),
        help_text=_(
            "Everybody sees it in the portal, and by e-mail. A text message also reaches those who never look there."
        ),
        required=False,
    )


class WithdrawForm(PlainForm):
    reason = forms.CharField(label=_("Why is it withdrawn?"), max_length=300, widget=area(2))


class ReplyForm(PlainForm):
    text = forms.CharField(
        label=_("What does the party say to it?"),
        help_text=_("Everybody reads it beside the result. It cannot be changed afterwards."),
        max_length=2000,
        widget=area(6),
    )


class AskForm(PlainForm):
    key = forms.UUIDField(widget=forms.HiddenInput)
    criterion = forms.ModelChoiceField(
        label=_("Because of which criterion?"),
        queryset=Criterion.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    text = forms.CharField(
        label=_("What is owed?"),
        help_text=_("One sentence that everybody may read: no names, no phone numbers."),
        max_length=300,
        widget=area(3),
    )
    metric = forms.CharField(
        label=_("How will one see that it is kept?"),
        help_text=_("For example: three patrols a night; water on the sixth floor morning and evening."),
        max_length=160,
        required=False,
    )
    due_on = forms.DateField(label=_("By when?"), widget=DATE)

    def __init__(self, *args: Any, evaluation: Evaluation, **kwargs: Any) -> None:
        super().__init__(*args, evaluation=evaluation, **kwargs)
        field: Any = self.fields["criterion"]
        field.queryset = evaluation.criteria.all()


class EditForm(DraftForm):
    def __init__(self, *args: Any, evaluation: Evaluation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"kind": evaluation.party_kind, "begin": facts_of(evaluation)})


FORMS: dict[str, type[Any]] = {
    "open": OpenForm,
    "close": PlainForm,
    "publish": PlainForm,
    "withdraw": WithdrawForm,
    "edit": EditForm,
    "reply": ReplyForm,
    "ask": AskForm,
}
