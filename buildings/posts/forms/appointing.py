"""Whom to appoint, to what, for how long; renewing, ending, laying down."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from beihu.accounts.forms import folded
from beihu.accounts.phones import LONGEST, normalise
from buildings.places.models import Place

from ..granting import covers, may_appoint
from ..kinds import PostKind
from ..models import Post
from ..roles import APPOINT, STANDS_AT, Role
from ..terms import usual_end
from . import our_day

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,59}")
KIND = "kind-"  # before the number of a kind, where a post is chosen
OVERRIDE = "override"


class AppointForm(forms.Form):
    """The person by username, by phone, or as a new account; then the post: a kind of the street, or a bare role."""

    role = forms.ChoiceField(label=_("Post"), widget=forms.RadioSelect)
    username = forms.CharField(
        label=_("Username"),
        required=False,
        max_length=60,
        help_text=_(
            "Of somebody known here, or for a new account: small letters, digits, dots. A post without rights needs none."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    phone = forms.CharField(
        label=_("Mobile number"),
        required=False,
        max_length=LONGEST,
        help_text=_(
            "Of somebody known here, or of the new colleague: the link to set a password goes there."
        ),
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
    )
    name = forms.CharField(
        label=_("Name"), required=False, max_length=60, help_text=_("For a new account only.")
    )
    since = our_day(_("since"), initial=timezone.localdate)
    until = our_day(
        _("until"),
        required=False,
        help_text=_("The first day the post no longer counts. Empty: the usual term, or open."),
    )
    office_phone = forms.CharField(
        label=_("office phone"),
        required=False,
        max_length=30,
        help_text=_("Shown to residents and on posters; never a private number."),
    )
    unit = forms.CharField(
        label=_("unit"),
        required=False,
        max_length=60,
        help_text=_("Of somebody sent by, or coming from, one."),
    )
    offer = forms.CharField(
        label=_("what they offer"), required=False, max_length=120, help_text=_("Skills, hours, resources.")
    )
    override = forms.CharField(
        label=_("Why is it right here?"),
        help_text=_("Kept with the record; colleagues read it."),
        max_length=200,
        required=False,
        widget=forms.HiddenInput,
    )

    def __init__(self, *args: Any, place: Place, user: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        open_kinds = PostKind.objects.open().at(place.code)
        self.kinds = {
            f"{KIND}{kind.pk}": kind
            for kind in open_kinds
            if may_appoint(user, kind=kind, role=kind.role, place=place)
        }
        carried = {kind.role for kind in self.kinds.values()}
        alone = [
            (role.value, role.label)
            for role in Role
            if len(place.code) in STANDS_AT[role]
            and role not in carried
            and user.has_perm(APPOINT, place)
            and covers(user, role, place.code)
        ]
        named = [(value, self._words(kind, place)) for value, kind in self.kinds.items()]
        self.fields["role"].choices = [*named, *alone]  # type: ignore[attr-defined]
        if not any(kind.from_unit for kind in self.kinds.values()):
            del self.fields["unit"], self.fields["offer"]
        if self.data.get(OVERRIDE):
            self.ask_why()

    @property
    def has_choices(self) -> bool:
        return bool(self.fields["role"].choices)  # type: ignore[attr-defined]

    def _words(self, kind: PostKind, place: Place) -> str:
        """The name of a kind, and how many are missing here."""
        if not hasattr(self, "_serving"):
            serving = Post.objects.in_term().at(place.code).filter(kind__isnull=False)
            people: dict[int, set[int]] = {}
            for of, person in serving.values_list("kind", "user"):
                people.setdefault(of, set()).add(person)
            self._serving = {of: len(them) for of, them in people.items()}
        vacant = max(kind.wanted - self._serving.get(kind.pk, 0), 0)
        if not vacant:
            return kind.name
        words = ngettext("%(name)s (%(n)s vacant)", "%(name)s (%(n)s vacant)", vacant)
        return words % {"name": kind.name, "n": vacant}

    def ask_why(self) -> None:
        self.fields[OVERRIDE].widget = forms.Textarea(attrs={"rows": 3})

    def clean_username(self) -> str:
        username = folded(self.cleaned_data["username"]).lower()
        if username and not USERNAME.fullmatch(username):
            raise ValidationError(
                _("Use small letters, digits, dots, dashes and underlines."), code="username"
            )
        return username

    def clean_phone(self) -> str:
        return normalise(self.cleaned_data["phone"]) if self.cleaned_data["phone"] else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not (cleaned["username"] or cleaned["phone"]):
            raise ValidationError(_("Enter a username or a mobile number."), code="who")
        chosen = cleaned.get("role", "")
        cleaned["kind"] = self.kinds.get(chosen)
        cleaned["role"] = "" if cleaned["kind"] else chosen
        return cleaned


class EndForm(forms.Form):
    reason = forms.CharField(label=_("Why does it end?"), max_length=200)


class RenewForm(forms.Form):
    """The new last day; what is usual for the kind is filled in."""

    until = our_day(
        _("until"), required=False, help_text=_("The first day the post no longer counts. Empty: open.")
    )

    def __init__(self, *args: Any, post: Post, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.initial["until"] = usual_end(post.kind, max(post.until or post.since, timezone.localdate()))


class ResignForm(forms.Form):
    last_day = our_day(
        _("from which day on?"),
        initial=timezone.localdate,
        help_text=_("The first day on which you no longer serve: today, or later."),
    )
    reason = forms.CharField(
        label=_("Why?"), max_length=200, required=False, help_text=_("Those who appoint read it in the log.")
    )


class PostFilterForm(forms.Form):
    term = forms.ChoiceField(
        label=_("Term"),
        required=False,
        choices=[("", _("in term")), ("later", _("begins later")), ("ended", _("ended")), ("all", _("all"))],
    )
    kind = forms.ChoiceField(label=_("kind of post"), required=False)
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("all")), *Role.choices])
    q = forms.CharField(label=_("Name, unit, offer"), required=False, max_length=40)
    place = forms.RegexField(r"^[0-9]{2,24}$", label=_("Place code"), required=False)

    def __init__(self, *args: Any, kinds: dict[str, str] | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _now("all")), *(kinds or {}).items()]  # type: ignore[attr-defined]
