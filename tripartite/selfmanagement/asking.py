"""One page for every form of hired hands, repairs and mediation: GET asks, POST does; whoever comes too late is told so."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beihu.states import Refused
from buildings.places.codes import Level
from buildings.posts.forms import our_day
from tripartite.issues.queries import chain_of

CONFLICT = 409
Trail = list[tuple[str, str]]


class VerbForm(forms.Form):
    """Knows the row it is about; `prepare` fills in what depends on it. `seen`: see `beihu/once.py`."""

    seen = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, *args: Any, row: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        self.prepare()

    def prepare(self) -> None:
        """Choices and first values that depend on the row."""

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


def yuan(label: Any, **options: Any) -> forms.DecimalField:
    given: dict[str, Any] = {
        "max_digits": 12,
        "decimal_places": 2,
        "min_value": 0,
        "widget": forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01"}),
    } | options
    return forms.DecimalField(label=label, **given)


def today(label: Any, **options: Any) -> forms.DateField:
    return our_day(label, initial=timezone.localdate, **options)


def document(label: Any) -> forms.FileField:
    return forms.FileField(
        label=label,
        required=False,
        max_length=255,
        help_text=gettext_lazy("A photo or a PDF document, 10 MB at most."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"}),
    )


def trail(code: str, *more: tuple[str, str]) -> Trail:
    """Where one is: the community and the compound, each leading to its page."""
    places = [(one.short_name, one.get_absolute_url()) for one in chain_of(code[: Level.COMPOUND])]
    return [*places, *more]


def week(text: str) -> date | None:
    """The day an address names; None for what is no day of our time."""
    try:
        day = date.fromisoformat(text) if text else timezone.localdate()
    except ValueError:
        return None
    return day if 1950 <= day.year <= 2190 else None


def ask(
    request: HttpRequest,
    form: forms.Form,
    do: Callable[[], Any],
    *,
    title: str,
    back: str,
    breadcrumb: Trail,
    style: str = "primary",
    closed: Callable[[], bool] = lambda: False,
    **more: Any,
) -> HttpResponse:
    """`do` answers where to go on (a row with an address, or an address); Refused is said above the form."""
    if request.method == "POST" and form.is_valid():
        try:
            onward = do()
        except Refused as no:
            form.add_error(None, str(no))
        else:
            if onward is not None:
                messages.success(request, _("Done: %(what)s") % {"what": title})
                return redirect(onward)
    shut = closed()
    context = {
        "form": form,
        "title": title,
        "back": back,
        "style": "danger" if style == "danger" else "primary",
        "closed": shut,
        "breadcrumb": [*breadcrumb, (title, "")],
    }
    return render(
        request, "tripartite/selfmanaged_form.html", context | more, status=CONFLICT if shut else 200
    )
