"""All that the minutes of a meeting say, in words and dates: one reading for screen, paper, Word and the lock.

The content is plain JSON. What is written here once is hashed and stays: add keys, do not change the meaning of one.
"""

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from . import quorum
from .minutes import Resolution
from .models import Invitation, Meeting
from .states import AFTER

Came = Invitation.Came
FORM = 1  # of this content
HEAPS = ("present", "excused", "absent", "unknown", "observers")


def compile_minutes(meeting: Meeting) -> dict[str, Any]:
    """In the language that is active; a lock sets the portal's own."""
    facts = {"place": meeting.place.name, "kind": meeting.get_kind_display()}
    return {
        "form": FORM,
        "meeting": str(meeting.uid),
        "head": _("Minutes: %(place)s, %(kind)s") % facts,
        "number": number_of(meeting),
        "title": _("Minutes of %(title)s") % {"title": meeting.title},
        "kind": facts["kind"],
        "place": facts["place"],
        "where": meeting.where,
        "starts_at": meeting.starts_at.isoformat(),
        "ends_at": meeting.ends_at.isoformat(),
        "when": _when(meeting),
        "called_by": meeting.party.name if meeting.party else "",
        "chair": meeting.chair,
        "secretary": _name(meeting.secretary),
        "quorum": quorum.count(meeting).words,
        "is_quorate": meeting.is_quorate,
        **attendance(meeting),
        "items": _items(meeting),
        "objections": _objections(meeting),
        "sent_round_at": _iso(meeting.minuted_at),
        "confirmed_at": _iso(meeting.confirmed_at),
        "dated": _day(meeting.confirmed_at or meeting.minuted_at or meeting.starts_at),
    }


def number_of(meeting: Meeting) -> str:
    """〔2026〕3: the third meeting of its kind held at this place in the year."""
    start = timezone.localtime(meeting.starts_at)
    earlier = Meeting.objects.filter(place=meeting.place_id, kind=meeting.kind, status__in=AFTER)
    earlier = earlier.filter(starts_at__year=start.year, starts_at__lte=meeting.starts_at)
    count = earlier.exclude(pk=meeting.pk).count() + 1
    return _("No. %(n)s of %(year)s") % {"n": count, "year": start.year}


def _when(meeting: Meeting) -> str:
    start, end = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    begins = date_format(start, "DATETIME_FORMAT")
    ends = date_format(end, "TIME_FORMAT" if start.date() == end.date() else "DATETIME_FORMAT")
    return _("%(begin)s to %(end)s") % {"begin": begins, "end": ends}


def _day(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATE_FORMAT")


def _iso(moment: Any) -> str:
    return moment.isoformat() if moment else ""


def _name(user: Any) -> str:
    return user.name if user else ""


def attendance(meeting: Meeting) -> dict[str, Any]:
    """出席、请假、缺席、列席, each by body in the order of the list; walk-ins by name; heads that were counted."""
    rows = meeting.invitations.select_related("user", "party").order_by("party__kind", "party__name", "pk")
    heaps: dict[str, dict[str, list[str]]] = {name: {} for name in HEAPS}
    walked_in = []
    for one in rows:
        if one.walked_in:
            walked_in += [one.shown_name] if one.came == Came.PRESENT else []
            continue
        heap = heaps[_heap(one)]
        heap.setdefault(one.party.name if one.party else "", []).append(one.shown_name + _why(one))
    listed = {
        name: [{"body": body, "names": names} for body, names in heap.items()] for name, heap in heaps.items()
    }
    return listed | {"walked_in": walked_in, "heads": meeting.heads or 0}


def _heap(one: Invitation) -> str:
    if one.came == Came.PRESENT:
        return "observers" if one.is_observer else "present"
    return {Came.EXCUSED: "excused", Came.ABSENT: "absent"}.get(Came(one.came), "unknown")


def _why(one: Invitation) -> str:
    if one.came == Came.EXCUSED and one.reason:
        return _(" (%(reason)s)") % {"reason": one.reason}
    return ""


def _items(meeting: Meeting) -> list[dict[str, Any]]:
    found = Resolution.objects.filter(item__meeting=meeting).select_related("party")
    made = {one.item_id: one for one in found.prefetch_related("positions__party")}
    return [
        {
            "title": item.title,
            "presenter": item.presenter,
            "text": item.text,
            "revision": item.revision,
            "resolution": _resolution(made[item.pk]) if item.pk in made else None,
            "no_resolution": item.no_resolution,
        }
        for item in meeting.items.order_by("position", "pk")
    ]


def _resolution(made: Resolution) -> dict[str, Any]:
    stands = sorted(made.positions.all(), key=lambda one: (one.party.kind, one.party.name))
    return {
        "text": made.text,
        "party": made.party.name if made.party else "",
        "due": date_format(made.due_on, "SHORT_DATE_FORMAT") if made.due_on else "",
        "cost": f"{made.cost:f}" if made.cost is not None else "",
        "needs_owners": made.needs_owners,
        "positions": [
            {"body": one.party.name, "stance": str(one.get_stance_display()), "note": one.note}
            for one in stands
        ],
    }


def _objections(meeting: Meeting) -> list[dict[str, Any]]:
    rows = meeting.objections.select_related("party").order_by("at", "pk")
    return [
        {"body": one.party.name, "text": one.text, "answer": one.answer, "at": _iso(one.at)} for one in rows
    ]


# -- the same as sentences, for paper and screen ---------------------------------------------------------------


def duties(made: dict[str, Any]) -> list[str]:
    """Who, by when, at what cost, and whether the owners must decide: as sentences for paper."""
    rows = [
        (_("Responsible"), made["party"]),
        (_("To be done by"), made["due"]),
        (_("Cost"), _("%(cost)s yuan") % {"cost": made["cost"]} if made["cost"] else ""),
    ]
    lines = [_("%(label)s: %(value)s") % {"label": label, "value": value} for label, value in rows if value]
    return [*lines, _("This needs a decision of the owners.")] if made["needs_owners"] else lines


def people(content: dict[str, Any]) -> list[tuple[str, str]]:
    """(出席, "body: names; …") and so on, only what there is, in the order of the standard."""
    heaps = [
        (_("Present"), _by_body(content["present"])),
        (_("Excused"), _by_body(content["excused"])),
        (_("Absent"), _by_body(content["absent"])),
        (_("Not recorded"), _by_body(content["unknown"])),
        (_("Observers"), _by_body(content["observers"])),
        (_("Came uninvited"), pgettext("between names", ", ").join(content["walked_in"])),
        (_("Heads counted besides"), str(content["heads"] or "")),
    ]
    return [(label, names) for label, names in heaps if names]


def _by_body(rows: list[dict[str, Any]]) -> str:
    """Body and its people; bodies are set apart by a semicolon."""
    parts = []
    for row in rows:
        names = pgettext("between names", ", ").join(row["names"])
        parts.append(
            _("%(body)s %(names)s") % {"body": row["body"], "names": names} if row["body"] else names
        )
    return _("; ").join(parts)
