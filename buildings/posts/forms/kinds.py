"""A kind of post in words and numbers; which of the shipped kinds to take over."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from buildings.places.codes import Level

from ..kinds import REMIND, STANDS, PostKind
from ..presets import presets

CODE = re.compile(r"[a-z][a-z0-9_]{1,29}")


class PostKindForm(forms.ModelForm):
    levels = forms.TypedMultipleChoiceField(
        label=_("stands at"),
        coerce=int,
        choices=[(int(level), Level(level).label) for level in STANDS],
        widget=forms.CheckboxSelectMultiple,
    )
    remind_days = forms.CharField(
        label=_("remind before the end"),
        required=False,
        max_length=40,
        help_text=_("Days, with blanks between them: 60 30 7. Empty: no reminders."),
    )

    class Meta:
        model = PostKind
        fields = (
            "name", "family", "code", "levels", "wanted", "term_months", "appointed_with", "role", "seen_by",
            "from_unit", "remind_days",
        )  # fmt: skip
        widgets = {"appointed_with": forms.RadioSelect, "seen_by": forms.RadioSelect}
        help_texts = {
            "family": _("A name for several kinds that belong together."),
            "code": _("Small letters, digits, underlines. It stays when the name changes."),
            "wanted": _("0: as many as come, and never a vacancy."),
            "term_months": _("Empty: for good."),
            "role": _(
                "Empty: no rights. Whoever appoints must hold every right of the role. Posts that run keep theirs."
            ),
            "from_unit": _("First secretaries, members in service who report to the community."),
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["wanted"].max_value = 99  # type: ignore[attr-defined]
        if self.instance.pk:
            self.fields["code"].disabled = True
        self.initial["remind_days"] = " ".join(map(str, self.initial.get("remind_days") or REMIND))
        if self.instance.pk:
            self.initial["remind_days"] = " ".join(map(str, self.instance.remind_days))

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if not self.instance.pk and not CODE.fullmatch(code):
            raise ValidationError(_("Use small letters, digits and underlines."), code="code")
        return code

    def clean_remind_days(self) -> list[int]:
        parts = re.split(r"[\s,，、;；]+", self.cleaned_data["remind_days"].strip())
        if any(part and not (part.isascii() and part.isdigit() and len(part) <= 3) for part in parts):
            raise ValidationError(_("Enter numbers of days, with blanks between them."), code="days")
        return [int(part) for part in parts if part]

    def _post_clean(self) -> None:
        """The verb writes the row, with its own checks; the form only reads."""

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class PresetForm(forms.Form):
    """Those the street does not have yet."""

    codes = forms.MultipleChoiceField(
        label=_("Which of these does the street have?"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, without: set[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        left = [(code, facts) for code, facts in presets().items() if code not in without]
        self.fields["codes"].choices = [  # type: ignore[attr-defined]
            (code, f"{facts['name']} ({facts['family']})" if facts["family"] else facts["name"])
            for code, facts in left
        ]
        self.fields["codes"].initial = [code for code, _facts in left]

    @property
    def has_choices(self) -> bool:
        return bool(self.fields["codes"].choices)  # type: ignore[attr-defined]
