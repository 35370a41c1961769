"""A team and its members."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beihu.accounts.models import User
from beihu.accounts.phones import LONGEST, normalise
from beihu.scope import under
from buildings.places.codes import Level
from buildings.places.models import Place

from ..models import NAME, REASON, TEXT, Skill, TeamMember, VolunteerTeam

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def words_field(label: Any, *, most: int = REASON, rows: int = 3, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=area(rows), **options)


def skills_field(label: Any) -> forms.ModelMultipleChoiceField:
    return forms.ModelMultipleChoiceField(
        label=label,
        queryset=Skill.objects.filter(retired=False),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Some activities have seats for those who can do something."),
    )


def public_field() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("Everybody may read my name on the page of the team"),
        required=False,
        help_text=_("You can change it whenever you like."),
    )


def around(code: str) -> Any:
    """The place, and the communities and compounds below it."""
    below = Q(under("code", code), level__in=(Level.COMMUNITY, Level.COMPOUND))
    return Place.objects.open().filter(below | Q(code=code)).order_by("code")


def indented(place: Place) -> str:
    return f"{'— ' if len(place.code) >= Level.COMPOUND else ''}{place.short_name}"


class VerbForm(forms.Form):
    """Knows what it is about and who acts; `prepare` fills in what depends on them."""

    def __init__(self, *args: Any, subject: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subject, self.user = subject, user
        self.prepare()

    def prepare(self) -> None:
        """Choices and first values that depend on the subject."""

    def facts(self) -> dict[str, Any]:
        return self.cleaned_data


class PlainForm(VerbForm):
    """Nothing is asked: only whether one means it."""


class ReasonForm(VerbForm):
    reason = words_field(
        _("Why?"),
        help_text=_("Those whom it concerns read it."),
        error_messages={"required": _("Please say why; those whom it concerns read it.")},
    )


class TeamForm(VerbForm):
    """`subject` is the team, or the place where one is founded."""

    name = forms.CharField(label=pgettext_lazy("team", "Name"), max_length=NAME)
    about = words_field(_("What does the team do?"), most=TEXT, rows=4, required=False)
    founded_on = forms.DateField(label=_("Founded on"), widget=DATE)
    serves = forms.ModelMultipleChoiceField(
        label=_("Where else does it help?"),
        queryset=Place.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("It helps where it is at home anyway."),
    )

    def prepare(self) -> None:
        team = self.subject if isinstance(self.subject, VolunteerTeam) else None
        home = self.subject.place_id if team else self.subject.code
        field: Any = self.fields["serves"]
        served = list(team.places.values_list("place", flat=True)) if team else []
        above = home[: Level.STREET]
        near = Q(under("code", above), level=Level.COMMUNITY) | Q(under("code", home), level=Level.COMPOUND)
        places = Place.objects.filter(Q(near, closed_on=None) | Q(code__in=served)).exclude(code=home)
        field.queryset = places.order_by("code")
        field.label_from_instance = indented
        if team:
            first = {"name": team.name, "about": team.about, "founded_on": team.founded_on}
            self.initial = {**first, "serves": served, **self.initial}
        else:
            self.initial = {"founded_on": timezone.localdate(), **self.initial}


class JoinForm(VerbForm):
    skills = skills_field(_("What can you do?"))
    words = forms.CharField(
        label=_("Would you like to add something?"), max_length=200, required=False, widget=area(2)
    )
    is_public = public_field()


class DescribeForm(VerbForm):
    skills = skills_field(_("What can you do?"))
    is_public = public_field()

    subject: TeamMember

    def prepare(self) -> None:
        first = {"skills": [one.pk for one in self.subject.skills.all()], "is_public": self.subject.is_public}
        self.initial = {**first, **self.initial}


class EnrolForm(VerbForm):
    phone = forms.CharField(
        label=_("Mobile number"),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
    )
    name = forms.CharField(
        label=_("Name"), required=False, max_length=60, help_text=_("For somebody who is new here.")
    )

    def clean_phone(self) -> str:
        return normalise(self.cleaned_data["phone"])


class TeamFilterForm(forms.Form):
    """What the address of a list may say; what makes no sense there is left out."""

    q = forms.CharField(max_length=40, required=False)
    closed = forms.BooleanField(required=False)
    status = forms.ChoiceField(choices=[("asked", "asked"), ("left", "left")], required=False)
    skill = forms.IntegerField(min_value=1, max_value=2**31 - 1, required=False)
    when = forms.ChoiceField(choices=[("past", "past")], required=False)

    def wanted(self) -> dict[str, Any]:
        self.is_valid()
        given = self.cleaned_data
        return {name: given.get(name) or "" for name in self.fields}
