"""What the frame of every page needs; one query for people who are signed in, none for visitors."""

from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from beihu import display
from beihu.accounts import kept
from beihu.notifications.progress import SILENCE
from beihu.notifications.queries import troubles, unread_and_last_beats


def page(request: HttpRequest) -> dict[str, Any]:
    return {"HELPLINE": settings.HELPLINE, "DEMO": settings.DEMO, "frame": Frame(request)}


STARTED = timezone.now()  # a portal that has just begun need not have swept yet


class Entry(NamedTuple):
    """One entry of the main navigation."""

    label: str
    url: str
    icon: str
    unread: int = 0


class Row(NamedTuple):
    """Name of a url, its icon and words, and the right it needs ('' = none)."""

    name: str
    icon: str
    label: Promise
    right: str = ""


VISITORS = (
    Row("file_issue", "file", _lazy("File an issue")),
    Row("place_search", "building", _lazy("Find my compound")),
    Row("sign_in", "door-in", _lazy("Sign in")),
)
RESIDENTS = (
    Row(
        "dashboards", "chart", _lazy("Figures"), "office.view_dashboard"
    ),  # a district officer is no staff of a place
    Row("gates", "way", _lazy("Gate"), "tripartite.gate_parking"),
    Row("file_issue", "file", _lazy("File an issue")),
    Row("my_issues", "list", _lazy("My issues")),
    Row("my_meetings", "calendar", _lazy("Meetings")),
    Row("notices", "bell", _lazy("Notices")),
    Row("account", "person", _lazy("Me")),
)
STAFF = (
    Row("dashboards", "chart", _lazy("Figures"), "office.view_dashboard"),
    Row("desk", "desk", _lazy("Desk"), "tripartite.call_meeting"),
    Row("inbox", "inbox", _lazy("Inbox"), "tripartite.handle_issue"),
    Row("inbox", "inbox", _lazy("Inbox"), "tripartite.triage_issue"),
    Row("commitment_list", "flag", _lazy("Commitments"), "tripartite.view_commitment"),
    Row("file_issue_for", "file", _lazy("File for somebody"), "tripartite.file_issue_for"),
    Row("meetings", "calendar", _lazy("Meetings")),
    Row("voices", "talk", _lazy("Voices")),
    Row("place_search", "building", _lazy("Places")),
    Row("verify_memberships", "key", _lazy("Households"), "buildings.verify_membership"),
    Row("posts", "badge", _lazy("Posts"), "buildings.fill_post"),
    Row("failed_deliveries", "phone", _lazy("To phone"), "beihu.view_delivery"),
    Row("audit_log", "book", _lazy("Audit"), "beihu.view_auditentry"),
    Row("notices", "bell", _lazy("Notices")),
    Row("account", "person", _lazy("Me")),
)


class Frame:
    """Asked by base.html only, so that a fragment for htmx costs nothing."""

    def __init__(self, request: HttpRequest):
        self._request = request

    @cached_property
    def _user(self) -> Any:
        user = getattr(self._request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @property
    def site_name(self) -> str:
        return settings.SITE_NAME or _("Neighbourhood portal")

    @property
    def phone(self) -> str:
        return settings.OFFICE_PHONE

    @property
    def language(self) -> str:
        return get_language() or settings.LANGUAGE_CODE

    @cached_property
    def type(self) -> str:
        return display.type_of(self._request)

    @property
    def large(self) -> bool:
        return self.type == "large"

    @property
    def forget(self) -> bool:
        """Somebody has signed out here: what a page kept on the device goes (`beihu/accounts/kept.py`)."""
        return kept.is_gone(self._request)

    @property
    def here(self) -> str:
        """Where the display switches lead back to: this page, or home after a form was sent."""
        if self._request.method in ("GET", "HEAD"):
            return self._request.get_full_path()
        return self._request.path

    @property
    def sign_out(self) -> str:
        return reverse_or_empty("sign_out") if self._user else ""

    @cached_property
    def staff(self) -> bool:
        return bool(self._user and self._user.has_perm("buildings.view_place"))

    @cached_property
    def entries(self) -> list[Entry]:
        rows = STAFF if self.staff else RESIDENTS if self._user else VISITORS
        found: dict[str, Entry] = {}
        for row in rows:
            url = reverse_or_empty(row.name)
            if url and row.name not in found and (not row.right or self._user.has_perm(row.right)):
                unread = self.unread if row.name == "notices" else 0
                found[row.name] = Entry(str(row.label), url, row.icon, unread)
        return list(found.values())

    @cached_property
    def current(self) -> str:
        """The entry this page belongs to: the one whose address says most of this page's."""
        path = self._request.path
        return max((entry.url for entry in self.entries if path.startswith(entry.url)), key=len, default="")

    @cached_property
    def _facts(self) -> tuple[int, datetime | None, datetime | None]:
        return unread_and_last_beats(self._user) if self._user else (0, None, None)

    @property
    def unread(self) -> int:
        return self._facts[0]

    @property
    def troubles(self) -> list[str]:
        """What staff should know about messages that do not go out; nobody else is told."""
        if not self.staff:
            return []
        now, (_unread, swept, folded) = timezone.now(), self._facts
        return troubles(
            lives=now - (swept or STARTED) < SILENCE, counts=folded is None or now - folded < SILENCE
        )


def reverse_or_empty(name: str, *args: str | int) -> str:
    """The address of a page, '' while there is no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
