"""What the rooms below know of a half-month: meetings, resolutions, promises, issues, and what is coming.

Only what everybody may know elsewhere as well: issues that neighbours see by title, others as a number; resolutions of
confirmed minutes, unless they are about an issue that is not shown; of meetings not open to residents only the kind.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beihu.audit.masking import redact
from beihu.scope import under
from buildings.places.models import Place
from tripartite.commitments.models import Commitment
from tripartite.commitments.states import OWED
from tripartite.commitments.states import Status as Promise
from tripartite.issues.models import Issue
from tripartite.issues.neighbours import shorten
from tripartite.issues.queries import place_names
from tripartite.issues.states import CLOSED
from tripartite.issues.states import Status as IssueStatus
from tripartite.meetings.minutes import Resolution
from tripartite.meetings.models import Meeting
from tripartite.meetings.states import AFTER
from tripartite.meetings.states import Status as MeetingStatus

from .models import Section
from .periods import midnight
from .sources import Found, Source, register

SOLVED = (IssueStatus.SOLVED, *CLOSED)
TITLES = 6  # solved issues named
AHEAD = 21  # days that are "coming"


def register_facts() -> None:
    register(Source("meetings", Section.MEETINGS, meetings, 10))
    register(Source("resolutions", Section.RESOLUTIONS, resolutions, 20))
    register(Source("kept", Section.KEPT, kept, 30))
    register(Source("overdue", Section.OVERDUE, overdue, 40))
    register(Source("issues", Section.ISSUES, issues, 50))
    register(Source("coming", Section.COMING, coming, 90))


def during(field: str, since: date, until: date) -> Q:
    """The moment in this field lies in these days, both included."""
    return Q(**{f"{field}__gte": midnight(since), f"{field}__lt": midnight(until + timedelta(days=1))})


def meetings(place: Place, since: date, until: date) -> Iterator[Found]:
    """Those that took place, talks too."""
    rows = Meeting.objects.filter(
        under("place_id", place.code), during("starts_at", since, until), status__in=AFTER
    )
    for row in rows.select_related("place").order_by("starts_at", "pk"):
        words = _("%(day)s: %(title)s took place")
        yield Found(words % {"day": _day(row), "title": _name(row)}, _page(row), f"meeting:{row.pk}")


def coming(place: Place, since: date, until: date) -> Iterator[Found]:
    """What residents may come to, in the three weeks after."""
    first = until + timedelta(days=1)
    rows = Meeting.objects.filter(
        under("place_id", place.code),
        during("starts_at", first, first + timedelta(days=AHEAD)),
        Q(is_public=True) | Q(kind=Meeting.Kind.TALK),
        status=MeetingStatus.CALLED,
    )
    for row in rows.select_related("place", "room").order_by("starts_at", "pk"):
        where = " · ".join(one for one in (row.place.short_name, row.where) if one)
        facts = {"when": date_format(_local(row), "DATETIME_FORMAT"), "title": row.title, "where": where}
        words = _("%(when)s, %(title)s (%(where)s): everybody may come")
        yield Found(words % facts, _page(row), f"coming:{row.pk}")


def resolutions(place: Place, since: date, until: date) -> Iterator[Found]:
    """Of minutes confirmed in these days."""
    rows = Resolution.objects.filter(
        during("item__meeting__confirmed_at", since, until),
        under("item__meeting__place_id", place.code),
        item__meeting__status=MeetingStatus.CONFIRMED,
    ).select_related("party", "item__issue", "item__meeting__place")
    hidden = 0
    for row in rows.order_by("item__meeting__starts_at", "item__position", "pk"):
        if row.item.issue is not None and not row.item.issue.is_public:
            hidden += 1
            continue
        who = _(" (%(party)s, by %(day)s)") if row.due_on and row.party else _(" (%(party)s)")
        by = {"party": row.party, "day": _short(row.due_on) if row.due_on else ""}
        where = row.item.meeting.place.short_name
        text = _("%(where)s: %(text)s") % {"where": where, "text": shorten_to(redact(row.text), 90)}
        yield Found(text + (who % by if row.party else ""), "", f"resolution:{row.pk}")
    if hidden:
        words = ngettext(
            "%(n)s further matter was decided on.", "%(n)s further matters were decided on.", hidden
        )
        yield Found(words % {"n": hidden}, "", "resolutions:others")


def kept(place: Place, since: date, until: date) -> Iterator[Found]:
    """Kept, say the residents."""
    rows = Commitment.objects.filter(
        under("place_id", place.code), during("ended_at", since, until), status=Promise.KEPT
    )
    for row in rows.select_related("debtor").order_by("ended_at", "pk"):
        facts = {"party": row.debtor.name, "text": shorten_to(redact(row.text), 90)}
        yield Found(
            _("%(party)s: %(text)s. Kept, say the residents.") % facts,
            _promises(row),
            f"commitment:{row.pk}:kept",
        )


def overdue(place: Place, since: date, until: date) -> Iterator[Found]:
    """Still owed, and the day has passed; the longest first."""
    rows = Commitment.objects.filter(
        under("place_id", place.code), status__in=OWED, due_on__lte=until, accepted_at__isnull=False
    )
    for row in rows.select_related("debtor").order_by("due_on", "pk")[:TITLES]:
        facts = {
            "party": row.debtor.name,
            "text": shorten_to(redact(row.text), 90),
            "day": _short(row.due_on) if row.due_on else "",
        }
        yield Found(
            _("%(party)s: %(text)s. Was due on %(day)s.") % facts,
            _promises(row),
            f"commitment:{row.pk}:overdue",
        )


def issues(place: Place, since: date, until: date) -> Iterator[Found]:
    """How many were solved, and those that neighbours see, by title."""
    solved = Issue.objects.filter(
        during("solved_at", since, until), community=place.code, status__in=SOLVED
    ).order_by()
    confirmed = Count("pk", filter=Q(status=IssueStatus.CONFIRMED))
    numbers = solved.aggregate(all=Count("pk"), confirmed=confirmed)
    if not numbers["all"]:
        return
    words = ngettext(
        "%(all)s issue was solved; %(confirmed)s confirmed by who raised it.",
        "%(all)s issues were solved; %(confirmed)s confirmed by who raised them.",
        numbers["all"],
    )
    yield Found(words % numbers, reverse("public_issues", args=[place.code]), "issues:solved")
    shown = solved.published().defer("grams").order_by("-solved_at", "-pk")[:TITLES]
    names = place_names({row.place_id[:15] for row in shown})
    for row in shown:
        title = shorten(redact(row.public_text or row.text))
        where = names.get(row.place_id[:15], "")
        facts = {"where": where, "text": title}
        text = _("%(where)s: %(text)s") % facts if where else title
        yield Found(text, reverse("public_issue", args=[row.reference]), f"issue:{row.pk}")


def shorten_to(text: str, size: int) -> str:
    words = " ".join(text.split()).rstrip("。.")
    return words if len(words) <= size else f"{words[: size - 1]}…"


def _name(row: Meeting) -> str:
    """Of one that residents may come to its title, of another one its kind and where."""
    if row.is_public or row.kind == Meeting.Kind.TALK:
        return row.title
    return _("%(kind)s of %(place)s") % {"kind": row.get_kind_display(), "place": row.place.short_name}


def _page(row: Meeting) -> str:
    """A talk or a public meeting has a page for everybody."""
    return reverse("public_meeting", args=[row.uid]) if row.is_public else ""


def _promises(row: Commitment) -> str:
    """What its party promised, by party: an address that stays when places move."""
    return reverse("party_promises", args=[row.debtor_id])


def _local(row: Meeting) -> datetime:
    return timezone.localtime(row.starts_at, timezone.get_default_timezone())


def _day(row: Meeting) -> str:
    return date_format(_local(row), "MONTH_DAY_FORMAT")


def _short(day: date) -> str:
    return date_format(day, "MONTH_DAY_FORMAT")
