"""One form per verb. The cleaned fields are the facts its action takes: `ACTIONS[verb](bulletin, by=…, **facts)`."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tripartite.issues.forms.parts import area


class PlainForm(forms.Form):
    """Nothing to say, only to do."""


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it withdrawn?"),
        help_text=_("If it was published, everybody who opens its page reads this."),
        max_length=300,
        widget=area(),
    )


class CorrectForm(forms.Form):
    correction = forms.CharField(
        label=_("What was wrong?"),
        help_text=_("It stands above the corrected bulletin. The earlier version stays readable beside it."),
        max_length=300,
        widget=area(),
    )
    tell = forms.BooleanField(
        label=_("Tell everybody once more"),
        help_text=_(
            "A notice in the portal and a letter to all who subscribed. For what matters, not for a comma."
        ),
        required=False,
    )


FORMS: dict[str, type[forms.Form]] = {
    "publish": PlainForm,
    "correct": CorrectForm,
    "withdraw": WithdrawForm,
    "restore": PlainForm,
    "refresh": PlainForm,
}
