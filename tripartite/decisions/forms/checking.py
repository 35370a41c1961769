"""The fingerprint of a printed result."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tripartite.meetings.forms.minutes import CheckForm


class SheetForm(CheckForm):
    """As of minutes, in words of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hash"].label = _("The fingerprint of the printed result")
        self.fields["hash"].help_text = _("The first 16 letters and digits are enough.")
