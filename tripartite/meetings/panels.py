"""What this room shows elsewhere: parts of a meeting's page, coming meetings of a place, where an issue stands."""

from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from beihu.accounts import personal
from beihu.accounts.models import User
from buildings.places import panels, references
from buildings.places.models import Place
from buildings.places.panels import Panel, Slot
from buildings.posts.roles import CALL_MEETING, VIEW_MEETING
from tripartite.issues import elsewhere
from tripartite.issues.models import Issue

from . import feeding, proposals, sections
from .models import AgendaItem, CalendarFeed, Invitation, Meeting, Room
from .queries import of_place
from .states import COMING

SHOWN = 5


def register() -> None:
    proposals.register("issues", feeding.issues)
    sections.register(sections.Section("agenda", "tripartite/_meeting_agenda.html", agenda, 20))
    sections.register(sections.Section("guests", "tripartite/_meeting_guests.html", guests, 30))
    panels.register(Panel("meetings", Slot.PUBLIC, "tripartite/_place_meetings.html", coming, 20))
    elsewhere.register(elsewhere.Panel("meetings", "tripartite/_issue_meetings.html", tabled, tables, 10))
    references.register_open(_("coming meetings"), coming_meetings)
    references.register_settle(tell_rooms_apart)
    personal.register("meetings", export=own_invitations, erase=forget)


def coming_meetings(code: str) -> QuerySet:
    return Meeting.objects.filter(place__code__startswith=code, status__in=COMING)


def tell_rooms_apart(source: Place, target: Place, by: Any) -> None:
    """Two merging places may both have an "activity room": the one that moves takes the name of where it was."""
    names = set(Room.objects.filter(place=target).values_list("name", flat=True))
    for room in Room.objects.filter(place=source, name__in=names):
        room.name = f"{room.name[:40]} ({source.code})"
        room.save(update_fields=["name"])


def own_invitations(user: User) -> list[dict[str, Any]]:
    rows = Invitation.objects.filter(user=user).order_by("pk")
    return [
        dict(row) for row in rows.values("meeting__title", "meeting__starts_at", "answer", "reason", "came")
    ]


def forget(user: User) -> None:
    """Calendars stop, reasons go; that somebody sat at a table stays, without the person's name."""
    CalendarFeed.objects.filter(user=user).delete()
    Invitation.objects.filter(user=user).update(reason="")


def agenda(meeting: Meeting, user: Any) -> dict[str, Any] | None:
    """The matters with the state of their issue; whoever prepares it sees what is proposed as well."""
    if meeting.is_talk:
        return None
    items = list(meeting.items.select_related("issue").defer("issue__grams"))
    prepares = meeting.status in COMING and user.has_perm(CALL_MEETING, meeting)
    on_table = {item.source for item in items if item.source}
    offered = proposals.proposals(meeting.place, without=on_table, limit=10) if prepares else []
    return {
        "items": items,
        "prepares": prepares,
        "reads_issues": prepares or user.has_perm("tripartite.list_issue", meeting.place),
        "proposals": offered,
        "used": sum(item.minutes for item in items),
    }


def guests(meeting: Meeting, user: Any) -> dict[str, Any] | None:
    """Who is asked and what they answer. People at one table know each other's names; reasons only the organisers."""
    rows = list(meeting.invitations.select_related("user", "party").order_by("party__kind", "pk"))
    answers = [row.answer for row in rows]
    return {
        "guests": rows,
        "bodies": list(meeting.bodies.select_related("party").order_by("pk")),
        "coming": answers.count("coming"),
        "declined": answers.count("declined"),
        "waiting": answers.count(""),
        "prepares": user.has_perm(CALL_MEETING, meeting),
    }


def coming(place: Place, user: Any) -> dict[str, Any] | None:
    """The next meetings of a place and its community: public ones for everybody, others for who may see them."""
    found = of_place(place, user, SHOWN)
    may_call = user.is_authenticated and user.has_perm(CALL_MEETING, place)
    return {"meetings": found, "may_call": may_call} if found or may_call else None


def tabled(user: Any) -> ArraySubquery:
    """The agendas an issue is or was on, as far as this person may see them; read with the issue."""
    seen = Meeting.objects.visible_to(user, VIEW_MEETING)
    items = AgendaItem.objects.filter(issue=OuterRef("pk"), meeting__in=seen.values("pk"))
    row = JSONObject(
        pk="meeting_id",
        title="meeting__title",
        status="meeting__status",
        starts_at="meeting__starts_at",
        position="position",
    )
    return ArraySubquery(items.order_by("-meeting__starts_at", "-pk").values(row=row)[:SHOWN])


def tables(found: list[dict[str, Any]], issue: Issue, user: Any) -> dict[str, Any] | None:
    """Which meetings those are, and the way to put the issue on one."""
    rows = [_tabled(**one) for one in found]
    may_call = issue.is_open and user.has_perm(CALL_MEETING, issue)
    return {"items": rows, "may_call": may_call} if rows or may_call else None


def _tabled(*, pk: int, title: str, status: str, starts_at: str, position: int) -> dict[str, Any]:
    """One row of `tabled`, the meeting in memory only: enough for its name, state, time and address."""
    meeting = Meeting(pk=pk, title=title, status=status, starts_at=datetime.fromisoformat(starts_at))
    return {"meeting": meeting, "position": position}
