"""One form per verb of the table of states. The cleaned fields are the facts its action takes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Questionnaire
from .building import CopyForm


class PlainForm(forms.Form):
    """Asks for nothing but the press of the button."""

    def __init__(self, *args: Any, row: Questionnaire, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class TellForm(PlainForm):
    sms = forms.BooleanField(
        label=_("By text message too"),
        help_text=_(
            "Everybody sees it in the portal, and by e-mail. A text message also reaches those who never look there."
        ),
        required=False,
    )


FORMS: dict[str, type[Any]] = {
    "open": TellForm,
    "close": PlainForm,
    "publish": PlainForm,
    "withdraw": PlainForm,
    "remind": TellForm,
    "copy": CopyForm,
}
