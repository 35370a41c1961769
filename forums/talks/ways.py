"""The whole way of a matter, in both directions: from what was said to the verdict, and from an issue back to the talk.

`commitments.chain` tells what came of an issue or of a matter on an agenda; this room puts its own links before that,
and opens the same timeline for matters that never became either. What each reader may know is decided here for our
links and there for the rest: nobody but staff and whoever said it reads the words that were said.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from beihu.audit.masking import redact
from buildings.posts.roles import VIEW_ISSUE, VIEW_MATTER
from tripartite.commitments.chain import Chain, Link, Reader, chain
from tripartite.commitments.models import Commitment
from tripartite.commitments.nextstep import COMMUNITY, NextStep
from tripartite.issues.models import Issue
from tripartite.meetings.models import AgendaItem

from .models import Matter
from .states import RAISED, Status


def origins(
    reader: Reader, issue: Issue | None, items: list[AgendaItem], owed: list[Commitment]
) -> Iterable[Link]:
    """For the chain of an issue or a commitment: where it was said. One query."""
    of = Q(item__in=[item.pk for item in items], item__isnull=False)
    of |= Q(issue=issue) if issue is not None else Q(pk__in=[])
    rows = Matter.objects.filter(of).select_related("talk__meeting", "place").order_by("captured_at", "pk")
    staff = reader is Reader.STAFF
    return [said(row, redact(row.text) if staff else "", is_staff=staff) for row in rows]


def said(row: Matter, words: str = "", *, is_staff: bool) -> Link:
    """The first link: at which talk, with the way to its card; staff go on to the matter itself. Without the words of who
    said it, those for everybody."""
    words = words or redact(row.public_text)
    url = row.get_absolute_url() if is_staff else f"{reverse('talk_card', args=[row.talk_id])}#m-{row.number}"
    title = _("Said at the evening talk “%(title)s”") % {"title": redact(row.talk.meeting.title)}
    return Link("talk", row.captured_at, title, "users", words or _("Read the card"), url=url)


def whole_way(reader: Reader, row: Matter, words: str = "") -> Chain:
    """Of one matter: what was said (`words`, for who may read them), what was answered, and everything that came of it."""
    issue = row.issue
    hidden = issue is not None and reader is Reader.PUBLIC and not issue.is_public
    if (issue is not None and not hidden) or row.item is not None:
        rest = chain(reader, issue=None if hidden else issue, item=row.item)
    else:
        rest = Chain([], None)
    links = [link for link in rest.links if link.kind != "talk"]
    links = [said(row, words, is_staff=reader is Reader.STAFF), *links]
    if settled := _settled(row, hidden):
        links.append(settled)
    ahead = rest.next
    if row.status == Status.OPEN:
        ahead = NextStep(_("Settle what was said"), str(COMMUNITY), row.due_on)
    elif hidden and issue is not None and issue.is_open:
        ahead = NextStep(_("Solve it"), str(issue.party.name if issue.party else COMMUNITY))
    return Chain(sorted(links, key=lambda link: link.at), ahead)


def _settled(row: Matter, hidden: bool) -> Link | None:
    """Answered, refused, or an issue that neighbours do not see: the fact alone."""
    if row.settled_at is None:
        return None
    if row.status == Status.ANSWERED:
        return Link("verdict", row.settled_at, _("Answered"), "reply", redact(row.outcome), tone="good")
    if row.status == Status.REFUSED:
        return Link("verdict", row.settled_at, _("Not possible"), "close", redact(row.outcome), tone="bad")
    if row.status == Status.JOINED:
        return Link(
            "issue", row.settled_at, _("Joined to an issue that says the same"), "merge", tone="quiet"
        )
    if hidden:
        return Link("issue", row.settled_at, _("Taken up as an issue"), "file", tone="quiet")
    return None


def is_readable(row: Matter) -> bool:
    """Everybody may follow what was said once each; a line that was merged is read in the other one."""
    return row.status in RAISED


def reader_of(user: Any, row: Matter) -> tuple[Reader, str]:
    """As whom somebody reads, and the words that were said, for staff and for whoever said them.

    What neighbours do not see of an issue stays hidden from everybody but its staff and its own author.
    """
    issue = row.issue
    own = user.is_authenticated and row.speaker_id == user.pk
    staff = user.is_authenticated and user.has_perm(VIEW_MATTER, row)
    words = row.text if own else redact(row.text) if staff else ""
    if staff and (issue is None or user.has_perm(VIEW_ISSUE, issue)):
        return Reader.STAFF, words
    if own and (issue is None or issue.author_id == user.pk):
        return Reader.RESIDENT, words
    return Reader.PUBLIC, words
