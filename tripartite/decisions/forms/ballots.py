"""One question a motion: for an owner on screen, and for whoever types a paper in."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tripartite.issues.forms.parts import area

from ..casting import CLICKED
from ..models import REASON, Choice, Motion, Unit
from ..papers import AT_THE_DOOR

ON_PAPER = (*CLICKED, Choice.INVALID)


class BallotForm(forms.Form):
    """`choices()` is what the verbs take: {number of the motion: choice}."""

    allowed: tuple[str, ...] = CLICKED

    def __init__(self, *args: Any, motions: Iterable[Motion], **options: Any) -> None:
        super().__init__(*args, **options)
        self.motions = list(motions)
        for motion in self.motions:
            self.fields[f"m{motion.number}"] = forms.ChoiceField(
                label=str(motion),
                choices=[(one, self.word(key, Choice(one).label)) for key, one in enumerate(self.allowed, 1)],
                widget=forms.RadioSelect,
                error_messages={"required": _("Please choose for, against or abstain.")},
            )

    def word(self, key: int, label: Any) -> Any:
        return label

    def choices(self) -> dict[int, str]:
        return {motion.number: self.cleaned_data[f"m{motion.number}"] for motion in self.motions}

    def answers(self) -> list[tuple[Motion, str]]:
        """Each motion with the chosen word, to be checked before it is sent."""
        return [(one, str(Choice(self.cleaned_data[f"m{one.number}"]).label)) for one in self.motions]


class PaperForm(BallotForm):
    """As the paper says; a paper may be ticked so that nobody can tell."""

    allowed = ON_PAPER

    def word(self, key: int, label: Any) -> Any:
        """With the digit that chooses it (`static/js/typing.js`)."""
        return f"{key} {label}"


class SettleForm(PaperForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"] = forms.CharField(
            label=_("What did you see on the paper?"), max_length=REASON, widget=area(2)
        )


class DoorForm(forms.Form):
    """Flats of one doorway, and what happened there; the button says which."""

    units = forms.TypedMultipleChoiceField(
        label=_("Flats"), coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick the flats first.")},
    )  # fmt: skip
    outcome = forms.ChoiceField(
        choices=[(one, Unit.Paper(one).label) for one in (*AT_THE_DOOR, Unit.Paper.RETURNED)]
    )

    def __init__(self, *args: Any, units: Iterable[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["units"]
        field.choices = [(one.number, one.room) for one in units]
