"""What is set for every month, what is ticked off, and what a group's meeting was about."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from buildings.joint.forms import area, near
from buildings.posts.forms import day

from ..monthly import NOTE, TITLE, TOPICS, Duty, DutyTask, Holder
from ..months import today


class DutyForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    holder = forms.ChoiceField(label=_("Who?"), choices=Holder.choices, widget=forms.RadioSelect)
    kind = forms.ChoiceField(label=_("What?"), choices=Duty.Kind.choices, widget=forms.RadioSelect)
    title = forms.CharField(
        label=_("In other words"),
        required=False,
        max_length=TITLE,
        help_text=_("Needed for something else; shown instead of the words above."),
    )
    day = forms.IntegerField(
        label=_("By which day of the month?"),
        min_value=1,
        max_value=31,
        help_text=_("31 is the last day of every month."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == Duty.Kind.OTHER and not data.get("title", "").strip():
            self.add_error("title", _("Say in a few words what is to be done."))
        return data


class TaskForm(forms.Form):
    note = forms.CharField(
        label=_("Would you like to add something?"), required=False, max_length=NOTE, widget=area()
    )

    def __init__(self, *args: Any, task: DutyTask, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.task = task
        self.prepare()

    def prepare(self) -> None:
        if self.task.duty.kind == Duty.Kind.REPORT:
            self.fields["note"].label = _("How do things stand?")
            self.fields["note"].required = True
            self.fields["note"].help_text = _("Read by those who keep the place. Name nobody.")

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class UntickForm(TaskForm):
    def prepare(self) -> None:
        del self.fields["note"]


class ExcuseForm(TaskForm):
    def prepare(self) -> None:
        self.fields["note"].label = _("Why?")
        self.fields["note"].required = True


FORMS: dict[str, type[TaskForm]] = {"tick": TaskForm, "untick": UntickForm, "excuse": ExcuseForm}


class MeetingForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    held_on = day(_("When did the group meet?"), initial=today, validators=[near])
    present = forms.IntegerField(
        label=_("How many came?"),
        min_value=1,
        max_value=500,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    topics = forms.CharField(
        label=_("What was it about?"),
        max_length=TOPICS,
        widget=area(5),
        help_text=_("Read by staff of the place. Name no household that is looked after."),
    )
    next_steps = forms.CharField(
        label=_("What follows?"), required=False, max_length=TOPICS // 2, widget=area(3)
    )
