"""One form per verb of an organisation, a member or a seat; what it gathers goes to the action: `verb(row, by=…, **form.facts())`."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beihu.accounts.models import User
from beihu.accounts.phones import LONGEST, normalise
from buildings.places.models import Place
from buildings.posts.forms import day
from buildings.posts.roles import KEEP_ORGANISATION

from .. import queries
from ..elections import default_due, electable
from ..models import NAME_LENGTH, REASON_LENGTH, OrganisationKind, OrganisationSeat, PartyOrganisation
from ..states import Standing

P = OrganisationSeat.Position
OFFICERS = (P.DEPUTY, P.ORGANISATION, P.PUBLICITY, P.DISCIPLINE)
MOST_CHOICES = 400


def area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def why(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=REASON_LENGTH, widget=area(2), **options)


class VerbForm(forms.Form):
    """Knows the row and who acts; `prepare` fills in what depends on them."""

    def __init__(self, *args: Any, subject: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row, self.user = subject, user
        self.prepare()

    def prepare(self) -> None:
        """Choices and first values that depend on the row."""

    def facts(self) -> dict[str, Any]:
        """What goes to the action."""
        return dict(self.cleaned_data)

    def choose(self, name: str, rows: Any) -> Any:
        field: Any = self.fields[name]
        field.queryset = rows
        return field


class ReasonForm(VerbForm):
    reason = why(_("Why?"))


class NothingForm(VerbForm):
    """A verb that only asks: really?"""


class OverrideForm(VerbForm):
    hint = forms.ChoiceField(label=_("What is unusual"), widget=forms.RadioSelect)
    reason = why(_("Why may it stay so?"), help_text=_("It stands beside the hint, with your name to it."))

    def prepare(self) -> None:
        found = [(one.key, one.words) for one in self.row.hints]
        self.fields["hint"].choices = found  # type: ignore[attr-defined]
        self.fields["hint"].initial = found[0][0] if len(found) == 1 else None


class AdmitForm(VerbForm):
    names = forms.CharField(
        label=_("Names"),
        required=False,
        max_length=8000,
        widget=area(5),
        help_text=_("One on each line. Without an account; an account is found by its number below."),
    )
    phone = forms.CharField(
        label=_("Mobile number"),
        required=False,
        max_length=LONGEST,
        help_text=_("Of one person with an account here. Leave the names empty then."),
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
    )
    standing = forms.ChoiceField(
        label=_("Standing"), choices=Standing.choices, widget=forms.RadioSelect, initial=Standing.FULL
    )
    since = day(_("since"), initial=timezone.localdate)

    def clean_phone(self) -> str:
        return normalise(self.cleaned_data["phone"]) if self.cleaned_data["phone"] else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        names, phone = cleaned.get("names", ""), cleaned.get("phone", "")
        if names.strip() and phone:
            raise forms.ValidationError(_("Enter names or one mobile number, not both."), code="both")
        self.account = User.objects.filter(phone=phone, is_active=True).first() if phone else None
        if phone and self.account is None:
            self.add_error("phone", _("Nobody here has this number. Enter the name above instead."))
        return cleaned

    def facts(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "names": given["names"].splitlines(),
            "user": self.account,
            "standing": given["standing"],
            "since": given["since"],
        }


class ElectForm(VerbForm):
    """The result of an election: the leader, the officers where there is a committee, and its other members."""

    on = day(_("Elected on"), initial=timezone.localdate)
    due_on = day(_("Next election due"), required=False, help_text=_("Empty: there is no fixed term."))
    leader: Any = forms.ModelChoiceField(None, label=_("Secretary or leader"))
    deputy: Any = forms.ModelChoiceField(None, label=P.DEPUTY.label, required=False)
    organisation: Any = forms.ModelChoiceField(None, label=P.ORGANISATION.label, required=False)
    publicity: Any = forms.ModelChoiceField(None, label=P.PUBLICITY.label, required=False)
    discipline: Any = forms.ModelChoiceField(None, label=P.DISCIPLINE.label, required=False)
    others: Any = forms.ModelMultipleChoiceField(
        None, label=_("Other committee members"), required=False, widget=forms.CheckboxSelectMultiple
    )
    note = why(_("Note"), required=False)

    def prepare(self) -> None:
        people = electable(self.row).order_by("name", "pk")
        for name in ("leader", *OFFICERS, "others"):
            self.choose(str(name), people)
        self.fields["due_on"].initial = default_due(self.row, timezone.localdate())
        if self.row.kind.is_group:
            for name in (*OFFICERS[1:], "others", "due_on"):
                del self.fields[str(name)]

    def facts(self) -> dict[str, Any]:
        given = self.cleaned_data
        seats = [(P.LEADER, given["leader"])]
        seats += [(position, given[position]) for position in OFFICERS if given.get(position)]
        seats += [(P.MEMBER, who) for who in given.get("others", ())]
        return {"on": given["on"], "due_on": given.get("due_on"), "note": given["note"], "seats": seats}


class SeatForm(VerbForm):
    position = forms.ChoiceField(label=_("Position"), choices=P.choices, widget=forms.RadioSelect)
    member: Any = forms.ModelChoiceField(None, label=_("Party member"))
    on = day(_("since"), initial=timezone.localdate)

    def prepare(self) -> None:
        seated = OrganisationSeat.objects.open().filter(term__organisation=self.row)
        self.choose(
            "member", electable(self.row).exclude(pk__in=seated.values("member")).order_by("name", "pk")
        )


class ChangeForm(VerbForm):
    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH)
    place: Any = forms.ModelChoiceField(None, label=_("Place"))
    parent: Any = forms.ModelChoiceField(None, label=_("Belongs to"), required=False)
    reason = why(_("Why?"), required=False)

    def prepare(self) -> None:
        row = self.row
        around = row.parent.place_id if row.parent else row.kind.place_id
        places = Place.objects.visible_to(self.user, KEEP_ORGANISATION).under(around).open()  # type: ignore[attr-defined]
        fitting = places.filter(level__in=row.kind.levels).order_by("code")[:MOST_CHOICES]
        known = [row.place_id, *fitting.values_list("pk", flat=True)]
        self.choose("place", Place.objects.filter(pk__in=known).select_related("parent"))
        self.fields["place"].label_from_instance = where  # type: ignore[attr-defined]
        above = PartyOrganisation.objects.visible_to(self.user, KEEP_ORGANISATION).standing()  # type: ignore[attr-defined]
        kinds = above.filter(kind__place=row.kind.place_id, kind__slug__in=row.kind.under)
        parents = [*kinds.values_list("pk", flat=True)[:MOST_CHOICES], *filter(None, [row.parent_id])]
        self.choose("parent", PartyOrganisation.objects.filter(pk__in=parents).exclude(pk=row.pk))
        if not self.is_bound:
            self.initial.update({"name": row.name, "place": row.place_id, "parent": row.parent_id})


def where(place: Place) -> str:
    """德富花园 · 1栋: what lies below a compound is told with what it lies in."""
    above = place.parent.short_name if place.parent_id and len(place.code) > 15 and place.parent else ""
    return " · ".join(filter(None, [above, place.short_name]))


class TransferForm(VerbForm):
    to: Any = forms.ModelChoiceField(None, label=_("To which organisation?"))
    reason = why(_("Why?"), required=False)

    def prepare(self) -> None:
        rows = PartyOrganisation.objects.visible_to(self.user, KEEP_ORGANISATION).standing()  # type: ignore[attr-defined]
        self.choose("to", rows.exclude(pk=self.row.organisation_id).order_by("place_id", "pk"))


class FoundForm(forms.Form):
    """Which kind, below which organisation, under which name. Only what fits the place and the chain is offered."""

    kind: Any = forms.ModelChoiceField(None, label=_("Kind"), widget=forms.RadioSelect, empty_label=None)
    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH)
    parent: Any = forms.ModelChoiceField(None, label=_("Belongs to"), required=False)
    founded_on = day(_("Founded on"), initial=timezone.localdate)

    def __init__(self, *args: Any, place: Place, user: User, wanted: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = queries.kinds_at(place)
        self.kinds = kinds
        field: Any = self.fields["kind"]
        field.queryset = OrganisationKind.objects.filter(pk__in=[kind.pk for kind in kinds])
        first = next(
            (kind for kind in kinds if wanted in (kind.nature, kind.slug)), kinds[0] if kinds else None
        )
        parents = list(queries.parents_at(place, user)[:MOST_CHOICES])
        above: Any = self.fields["parent"]
        above.queryset = PartyOrganisation.objects.filter(pk__in=[one.pk for one in parents])
        if first is not None:
            fits = next((one for one in parents if one.kind.slug in first.under), None)
            self.initial.setdefault("kind", first.pk)
            self.initial.setdefault("parent", fits.pk if fits else None)
            self.initial.setdefault("name", f"{place.short_name}{first.name}"[:NAME_LENGTH])
