"""What the forms of this room share."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from beihu.accounts.models import User
from buildings.places.codes import lineage
from buildings.posts.forms import day as any_day
from buildings.posts.models import Post

from ..models import Party

LONG = 300
FIRST, LAST = date(1949, 10, 1), date(2199, 12, 31)
OVERRIDE = "override"


def area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def line(label: Any, length: int, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, **options)


def day(label: Any, **options: Any) -> forms.DateField:
    """A day in our time: a slip of the keyboard (0026, 20226) is told at once."""
    bounds = [MinValueValidator(FIRST), MaxValueValidator(LAST)]
    return any_day(label, validators=bounds, **options)


def reason(label: Any = None, **options: Any) -> forms.CharField:
    return forms.CharField(label=label or _("Why?"), max_length=LONG, widget=area(), **options)


def tel(**options: Any) -> forms.CharField:
    return forms.CharField(
        label=_("office phone"),
        required=False,
        max_length=30,
        help_text=_("Shown to residents and on posters; never a private number."),
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel"}),
        **options,
    )


class PartyForm(forms.Form):
    """Knows what it is about and who acts; `prepare` fills in what depends on them."""

    def __init__(self, *args: Any, about: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about, self.user = about, user
        self.prepare()

    def prepare(self) -> None:
        """Choices and first values that depend on the row."""

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class WarningForm(PartyForm):
    """For verbs that may depart from a rule: the reason is asked for only when one is needed."""

    override = forms.CharField(
        label=_("Why is it right here?"),
        help_text=_("Kept with the record; colleagues read it."),
        max_length=LONG,
        required=False,
        widget=forms.HiddenInput,
    )

    def prepare(self) -> None:
        if self.data.get(OVERRIDE):
            self.ask_why()

    def ask_why(self) -> None:
        self.fields[OVERRIDE].widget = area()
        self.fields[OVERRIDE].required = True


def people_around(code: str) -> list[tuple[str, str]]:
    """Accounts of people who hold a post here or above, for choosing: name and post."""
    posts = Post.objects.in_term().filter(place_id__in=lineage(code)).select_related("user")
    found: dict[str, str] = {}
    for post in posts.order_by("-place_id", "role", "user__name"):
        found.setdefault(str(post.user_id), f"{post.user.name} · {post.get_role_display()}")
    return [("", "—"), *found.items()]


def account(value: str) -> User | None:
    return User.objects.filter(pk=value, is_active=True).first() if value else None


def parties_around(code: str) -> list[Party]:
    """Parties seated here or above."""
    return list(Party.objects.answering_for(code))


__all__ = [
    "OVERRIDE",
    "PartyForm",
    "WarningForm",
    "account",
    "area",
    "day",
    "line",
    "parties_around",
    "people_around",
    "reason",
    "tel",
]
