"""What a meeting's page shows of attendance and minutes, and where each verb of this half is done."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beihu.states import Transition
from buildings.posts.roles import CHECK_IN, KEEP_MINUTES

from . import attendance as attending
from . import quorum, sections
from .circulating import body_of
from .compiling import attendance, compile_minutes, duties, people
from .models import Invitation, Meeting
from .sections import Section
from .states import AFTER, DEEDS, MACHINE, Status

Came = Invitation.Came
# Which page does a verb: a meeting's page may lead there as well.
PAGES = {
    "check_in": "meeting_attendance",
    "hold": "meeting_hold",
    "minute": "meeting_minute",
    "rework": "meeting_rework",
    "confirm": "meeting_confirm",
    "object": "meeting_object",
    "correct": "meeting_correct",
}
ATTENDING, WRITING = ("check_in", "hold"), ("minute", "confirm", "object", "rework", "correct")


def register() -> None:
    sections.register(Section("attendance", "tripartite/_meeting_attendance.html", read_attendance, 40))
    sections.register(Section("minutes", "tripartite/_meeting_minutes.html", read_minutes, 50))


def trail(meeting: Meeting, label: Any) -> list[tuple[str, str]]:
    """Where one is: place, meeting, page."""
    return [
        (meeting.place.short_name, reverse("place_detail", args=[meeting.place_id])),
        (meeting.title, meeting.get_absolute_url()),
        (str(label), ""),
    ]


def is_live(meeting: Meeting) -> bool:
    """People are arriving: the panel asks again by itself."""
    now = timezone.now()
    return (
        meeting.status == Status.CALLED
        and meeting.starts_at - attending.OPENS_BEFORE <= now <= meeting.ends_at
    )


def tally(rows: Iterable[Invitation]) -> list[tuple[Any, str, int]]:
    """(words, icon, how many) of present, absent, excused, walked in, not recorded; only what there is."""
    counts = {"present": 0, "walked_in": 0, "excused": 0, "absent": 0, "": 0}
    for one in rows:
        counts["walked_in" if one.walked_in and one.came == Came.PRESENT else one.came] += 1
    words = {
        "present": (_("present"), "check"),
        "walked_in": (_("came uninvited"), "person"),
        "excused": (_("excused"), "reply"),
        "absent": (_("absent"), "close"),
        "": (_("not recorded"), "help"),
    }
    return [(*words[key], n) for key, n in counts.items() if n]


def open_verbs(meeting: Meeting, user: Any, names: tuple[str, ...]) -> list[tuple[Transition, str]]:
    """Of these verbs those this person may do now, with the page that does each."""
    rows = [row for table in (MACHINE, DEEDS) for row in table.transitions if row.name in names]
    return [
        (row, reverse(PAGES[row.name], args=[meeting.pk]))
        for row in sorted(rows, key=lambda row: names.index(row.name))
        if row.is_open(meeting)
        and user.has_perm(row.permission, meeting)
        and (row.name != "object" or body_of(meeting, user))
    ]


def read_attendance(meeting: Meeting, user: Any) -> dict[str, Any] | None:
    """Who came and whether that is enough; before the door opens, only for who prepares it."""
    if meeting.status not in (Status.CALLED, *AFTER):
        return None
    at_the_door = meeting.status in DEEDS["check_in"].sources and user.has_perm(CHECK_IN, meeting)
    begun = timezone.now() >= meeting.starts_at - attending.OPENS_BEFORE
    if not begun and not at_the_door:
        return None
    rows = list(meeting.invitations.select_related("user", "party"))
    mine = next((one for one in rows if one.user_id == user.pk), None)
    open_now = not attending.closed_words(meeting, timezone.now())
    return {
        "quorum": quorum.count(meeting),
        "live": is_live(meeting),
        "tally": tally(rows),
        "people": people(attendance(meeting)) if begun else [],
        "at_the_door": at_the_door,
        "verbs": open_verbs(meeting, user, ATTENDING),
        "here": reverse("meeting_here", args=[meeting.uid])
        if mine and mine.came != Came.PRESENT and open_now
        else "",
    }


def read_minutes(meeting: Meeting, user: Any) -> dict[str, Any] | None:
    """While they are written: the matters, for who writes. Sent round: what they say, for all who see the meeting."""
    keeps = user.has_perm(KEEP_MINUTES, meeting)
    if meeting.is_talk:
        return None
    if meeting.status not in AFTER and not (keeps and meeting.status == Status.CALLED and meeting.has_begun):
        return None
    writing = meeting.status in DEEDS["write"].sources
    facts: dict[str, Any] = {"keeps": keeps, "writing": writing, "verbs": open_verbs(meeting, user, WRITING)}
    if writing:
        items = meeting.items.select_related("resolution__party").order_by("position", "pk") if keeps else []
        facts |= {"items": list(items), "may_resolve": meeting.status in DEEDS["resolve"].sources}
    else:
        facts |= _written(meeting)
    objections = meeting.objections.select_related("party", "settled_by").order_by("at", "pk")
    return facts | {
        "objections": list(objections) if meeting.status != Status.CALLED and (keeps or not writing) else []
    }


def _written(meeting: Meeting) -> dict[str, Any]:
    versions = list(meeting.minutes_versions.order_by("-number"))
    content = versions[0].content if versions else compile_minutes(meeting)
    items = [(item, duties(item["resolution"]) if item["resolution"] else []) for item in content["items"]]
    return {"content": content, "matters": items, "versions": versions}
