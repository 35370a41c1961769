"""What the pages show of imports."""

from typing import Any

from django.core.paginator import InvalidPage
from django.db.models import QuerySet
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beihu.scope import reach_of
from buildings.places.models import Place
from buildings.posts.roles import KEEP_ROSTER

from .faults import FAULTS
from .models import RosterImport
from .states import MACHINE

PAGE = 25
MEANING: dict[str, tuple[Any, str, str]] = {  # number of the report: words, icon, tone
    "doorways_new": (_("doorways to open"), "door-in", "info"),
    "rooms_new": (_("new rooms"), "home", "info"),
    "rooms_changed": (_("rooms with another area, or new on the roster"), "edit", "info"),
    "people_new": (_("new people"), "plus", "good"),
    "people_changed": (_("people with a new phone, share or day"), "edit", "info"),
    "people_followed": (_("people whose relation or share changes"), "refresh", "info"),
    "people_gone": (_("people who have moved out"), "door-out", "warn"),
    "people_missing": (_("people here who are not in the file; they stay"), "info", "quiet"),
    "people_same": (_("people as they are"), "check", "quiet"),
    "rooms_same": (_("rooms as they are"), "check", "quiet"),
}
UNDONE: dict[str, Any] = {
    "people_removed": _("people taken out again"),
    "rooms_removed": _("rooms taken out again"),
    "restored": _("values put back"),
    "people_kept": _("people kept: something was written about them since"),
    "rooms_kept": _("rooms kept: something stands on them since"),
    "not_restored": _("values kept: they were changed since"),
}
EXAMPLES: dict[str, str | Promise] = {
    "new": pgettext_lazy("roster", "New"),
    "changed": _("Changed"),
    "followed": _("Relation or share changes"),
    "gone": _("Not in the file"),
}
PHASES = {
    "reading": _("Reading the file"),
    "comparing": _("Comparing with what is here"),
    "writing": _("Writing"),
    "undoing": _("Taking it back"),
}


def page(rows: QuerySet[RosterImport], cursor: str) -> tuple[list[RosterImport], str]:
    """Newest first, by keyset."""
    if cursor:
        if not (cursor.isascii() and cursor.isdecimal() and len(cursor) <= 18):
            raise Http404 from InvalidPage()
        rows = rows.filter(pk__lt=int(cursor))
    found = list(rows.order_by("-pk")[: PAGE + 1])
    return found[:PAGE], str(found[PAGE - 1].pk) if len(found) > PAGE else ""


def where_to_send(user: Any) -> list[Place]:
    """The places of one's posts: there a roster may be sent, and below each of them."""
    codes = [reach.prefix for reach in reach_of(user, KEEP_ROSTER) if reach.prefix]
    return list(Place.objects.open().filter(code__in=codes).order_by("code")[:PAGE])


def numbers(row: RosterImport) -> list[tuple[Any, int, str, str]]:
    """(words, how many, icon, tone) of what it would change or has changed, zeros left out."""
    counts = row.report.get("counts", {})
    return [
        (words, counts[name], icon, tone) for name, (words, icon, tone) in MEANING.items() if counts.get(name)
    ]


def faults(row: RosterImport) -> list[tuple[Any, int]]:
    """(fault, how many rows), what keeps a row out first."""
    found = [(FAULTS[code], many) for code, many in row.report.get("troubles", {}).items() if code in FAULTS]
    return sorted(found, key=lambda one: (one[0].taken, -one[1]))


def shown(row: RosterImport, user: Any) -> dict[str, Any]:
    found = faults(row)
    undone = row.report.get("undone", {})
    return {
        "row": row,
        "numbers": numbers(row),
        "faults": found,
        "left_out": sum(many for fault, many in found if not fault.taken),
        "partly": sum(many for fault, many in found if fault.taken),
        "examples": examples(row),
        "undone": [(words, undone[name]) for name, words in UNDONE.items() if undone.get(name)],
        "phase": PHASES.get(row.phase, ""),
        "verbs": MACHINE.available(row, user),
        "has_workbook": bool(row.file and found),
    }


def examples(row: RosterImport) -> list[tuple[Any, list[dict[str, str]]]]:
    """A few masked lines of each kind, with the names of their doorways; one query."""
    kinds = row.report.get("examples", {})
    codes = {one["place"] for lines in kinds.values() for one in lines if one["place"]}
    above = {code[:18] for code in codes} | {code[:15] for code in codes}
    names = dict(Place.objects.filter(code__in=codes | above).values_list("code", "name")) if codes else {}
    return [
        (words, [one | {"where": " ".join(filter(None, (names.get(one["place"][:n], "") for n in (15, 18, 20))))} for one in kinds[name]])
        for name, words in EXAMPLES.items()
        if kinds.get(name)
    ]  # fmt: skip
