"""The desk of a bulletin: the draft as a form, and how it will look."""

import re
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.states import Refused
from tripartite.issues.views.access import keeps_words, kept_words

from .. import actions, queries, sending
from ..editing import Overtaken
from ..forms.editing import EditForm
from ..models import Bulletin
from ..publishing import as_it_stands
from ..states import DEEDS, EDITED, MACHINE
from .access import number, to_edit_or_404, trail

CONFLICT = 409
BUTTON = re.compile(r"(up|down|drop):(\d{1,18})")


@keeps_words
def bulletin_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Every button saves the whole form first; then it moves a line, adds one, or shows the preview."""
    found = to_edit_or_404(request, pk)
    if found.status not in EDITED:
        return redirect("bulletin_preview", pk)
    items = list(found.items.order_by("position", "pk"))
    given = request.POST if request.method == "POST" else kept_words(request)
    form = EditForm(given, bulletin=found, items=items)
    if request.method != "POST" or not form.is_valid():
        return _form(request, found, form)
    button = request.POST.get("do", "")
    try:
        done = actions.edit(found, by=request.user, **form.facts(), **_of_button(button))
    except Refused as no:
        form.add_error(None, str(no))
        return _form(request, found, form, status=CONFLICT if isinstance(no, Overtaken) else 200)
    if done.hidden:
        messages.warning(
            request, _("A phone number, a door or the name of a resident was hidden. Please look.")
        )
    else:
        messages.success(request, _("Saved."))
    return redirect("bulletin_preview" if button == "preview" else "bulletin_edit", pk)


def _of_button(button: str) -> dict[str, Any]:
    if not (hit := BUTTON.fullmatch(button)):
        return {}
    name, pk = hit[1], int(hit[2])
    return {"drop": pk} if name == "drop" else {"move": (pk, -1 if name == "up" else 1)}


def _form(request: SignedInRequest, found: Bulletin, form: EditForm, status: int = 200) -> HttpResponse:
    context = {
        "bulletin": found,
        "form": form,
        "piles": form.piles(),
        "conflict": status == CONFLICT,
        "empty": not form.items,
        "verbs": _verbs(request, found, "refresh", "withdraw"),
        "breadcrumb": trail(found.place, (number(found), ""), (_("Edit"), "")),
    }
    return render(request, "forums/bulletin_edit.html", context, status=status)


@require_safe
def bulletin_preview(request: SignedInRequest, pk: int) -> HttpResponse:
    """Exactly what everybody will read, and whom it will reach."""
    found = to_edit_or_404(request, pk)
    version = as_it_stands(found)
    notices, letters = sending.numbers(found)
    context = {
        "bulletin": found,
        "version": version,
        "sections": queries.sections(version),
        "notices": notices,
        "letters": letters,
        "verbs": _verbs(request, found, "publish", "correct", "edit", "withdraw", "restore"),
        "breadcrumb": trail(found.place, (number(found), ""), (_("Preview"), "")),
    }
    return render(request, "forums/bulletin_preview.html", context)


def _verbs(request: SignedInRequest, found: Bulletin, *names: str) -> list[Any]:
    """Of these verbs, in this order, those that are open now."""
    rows = [row for table in (MACHINE, DEEDS) for row in table.available(found, request.user)]
    return sorted((row for row in rows if row.name in names), key=lambda row: names.index(row.name))
