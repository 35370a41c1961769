"""One form per verb. The cleaned fields are the facts its action takes: `ACTIONS[verb](commitment, by=…, **form.facts())`."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beihu.accounts.models import User
from tripartite.issues.forms.parts import PICTURES, Photos, PhotosWidget, area, note_field

from ..models import Commitment, Evidence

EVERYBODY = _("Everybody at the table reads it.")
DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def reason_field(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=300, widget=area(), **options)


class VerbForm(forms.Form):
    """Knows the commitment and who acts; `prepare` fills in what depends on them. `seen`: see `once.py`."""

    seen = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, *args: Any, commitment: Commitment, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.commitment, self.user = commitment, user
        self.prepare()

    def prepare(self) -> None:
        """Choices and first values that depend on the commitment."""

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class AcceptForm(VerbForm):
    note = note_field(_("Would you like to add something?"), required=False, help_text=EVERYBODY)


class ReasonForm(VerbForm):
    reason = reason_field(_("Why?"), help_text=EVERYBODY)


class ReportForm(VerbForm):
    progress = forms.IntegerField(
        label=_("How far is it, in per cent?"),
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "step": 5}),
    )
    note = note_field(
        _("In words"), help_text=_("What has been done, and what comes next. The residents can read it.")
    )

    def prepare(self) -> None:
        self.initial.setdefault("progress", self.commitment.progress)


class ProveForm(VerbForm):
    uploads = Photos(
        label=_("Photos or PDF documents"),
        help_text=_("Three at a time, 10 MB each. Without faces, plates and doors, please."),
        required=True,
        widget=PhotosWidget(attrs={"accept": f"{PICTURES},application/pdf", "multiple": True}),
        error_messages={"required": _("Please choose a photo or a PDF document.")},
    )
    note = forms.CharField(label=_("What does it show?"), max_length=160, required=False)


class DeliverForm(VerbForm):
    note = note_field(
        _("What has been done?"),
        required=False,
        help_text=_("The residents judge for fourteen days from now."),
    )


class JudgeForm(VerbForm):
    kept = forms.TypedChoiceField(
        label=_("Was it kept?"),
        choices=[("yes", _("Yes, it was kept")), ("no", _("No, it was not kept"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose yes or no.")},
    )
    reason = reason_field(
        _("What was not kept?"),
        required=False,
        help_text=_("Needed only for a no. It is shown without your name."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (
            data.get("kept") is False
            and not (data.get("reason") or "").strip()
            and "reason" not in self.errors
        ):
            self.add_error("reason", _("Please say what was not kept."))
        return data


class ReviseForm(VerbForm):
    text = forms.CharField(label=_("What is owed"), max_length=300, widget=area(3))
    metric = forms.CharField(label=_("How it is measured"), max_length=160, required=False)
    due_on = forms.DateField(label=_("By"), widget=DATE)
    reason = reason_field(
        _("Why is it changed?"), help_text=_("Everybody can read it, and the old version too.")
    )

    def prepare(self) -> None:
        row = self.commitment
        for name in ("text", "metric", "due_on"):
            self.initial.setdefault(name, getattr(row, name))
        if row.is_standing:
            del self.fields["due_on"]


class ShowForm(VerbForm):
    photos = forms.ModelMultipleChoiceField(
        label=_("Shown to everybody"),
        queryset=Evidence.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Only photos without faces, plates and doors."),
    )

    def prepare(self) -> None:
        field: Any = self.fields["photos"]
        field.queryset = self.commitment.evidence.filter(kind=Evidence.Kind.PHOTO)
        self.shown = list(field.queryset)
        words = _("Photo")
        field.choices = [
            (photo.pk, " · ".join(filter(None, [f"{words} {number}", photo.note])))
            for number, photo in enumerate(self.shown, start=1)
        ]
        self.initial.setdefault("photos", [photo.pk for photo in self.shown if photo.is_public])

    def facts(self) -> dict[str, Any]:
        return {"photos": list(self.cleaned_data["photos"])}


FORMS: dict[str, type[VerbForm]] = {
    "accept": AcceptForm, "decline": ReasonForm, "agree": AcceptForm, "turn_down": ReasonForm, "report": ReportForm,
    "prove": ProveForm, "deliver": DeliverForm, "judge": JudgeForm, "revise": ReviseForm, "withdraw": ReasonForm,
    "show": ShowForm,
}  # fmt: skip
