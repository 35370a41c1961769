"""The card "what became of it": what was said at a talk and how it stands today, for everybody, on screen and on paper.

It is sent to those who came, and read out when the next talk of the place opens.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.notifications.actions import notify
from beihu.states import Refused
from buildings.posts.roles import KEEP_MINUTES, SETTLE_MATTER
from tripartite.meetings.models import Invitation
from tripartite.meetings.states import AFTER
from tripartite.meetings.states import Status as MeetingStatus

from .capturing import lock_talk
from .fates import JOINS, LABELS, WORDS, Fate, Kind, fates
from .models import Matter, Talk

ORDER = (Kind.DONE, Kind.PROMISED, Kind.UNDER_WAY, Kind.REFUSED, Kind.WAITING)


@dataclass(frozen=True)
class Line:
    """One matter, as everybody may read it."""

    matter: Matter
    fate: Fate

    @property
    def words(self) -> str:
        """The public words; a matter that has none yet is named by what it is about."""
        matter = self.matter
        return matter.public_text or (matter.get_category_display() if matter.category else "")


@dataclass
class Card:
    """`lines` by number. Counted each time it is read."""

    talk: Talk
    lines: list[Line] = field(default_factory=list)

    @property
    def raised(self) -> int:
        return len(self.lines)

    @property
    def counts(self) -> Counter[Kind]:
        return Counter(line.fate.kind for line in self.lines)

    @property
    def figures(self) -> list[tuple[int, Any, str, str]]:
        """(how many, words, icon, tone), only what there is; done always, for that is what people ask."""
        counts = self.counts
        return [
            (counts[kind], WORDS[kind], *LABELS[kind][1:])
            for kind in ORDER
            if counts[kind] or kind is Kind.DONE
        ]

    @property
    def is_settled(self) -> bool:
        return not self.counts[Kind.WAITING]

    @property
    def sentence(self) -> str:
        """All in one breath, for reading out and for a text message."""
        said = ngettext("%(n)s matter was raised", "%(n)s matters were raised", self.raised) % {
            "n": self.raised
        }
        counts = self.counts
        parts = [f"{counts[kind]} {WORDS[kind]}" for kind in ORDER if counts[kind]]
        return _(", ").join([said, *parts])


def cards(talks: Iterable[Talk]) -> dict[int, Card]:
    """The cards of these talks: two queries for any number."""
    found = {talk.pk: Card(talk) for talk in talks}
    rows = list(
        Matter.objects.raised().filter(talk__in=list(found)).select_related(*JOINS).order_by("talk", "number")
    )
    known = fates(rows)
    for row in rows:
        found[row.talk_id].lines.append(Line(row, known[row.pk]))
    return found


def card(talk: Talk) -> Card:
    return cards([talk])[talk.pk]


def has_card(talk: Talk) -> bool:
    return talk.meeting.status in AFTER


def card_url(talk: Talk) -> str:
    """The address in the QR code of the poster."""
    return settings.BASE_URL.rstrip("/") + reverse("talk_card", args=[talk.pk])


def before(talk: Talk) -> Talk | None:
    """The talk of the same place whose card is read at the opening of this one."""
    rows = Talk.objects.filter(
        meeting__place=talk.meeting.place_id,
        meeting__starts_at__lt=talk.meeting.starts_at,
        meeting__status__in=AFTER,
    )
    return rows.select_related("meeting__place").order_by("-meeting__starts_at").first()


# -- verbs ------------------------------------------------------------------------------------------------------


def came(talk: Talk) -> QuerySet[User]:
    """Everybody with an account who was there, had signed up, or said something."""
    there = Invitation.objects.filter(meeting=talk.meeting_id, came=Invitation.Came.PRESENT).values("user")
    signed = talk.sign_ups.filter(cancelled_at__isnull=True).values("user")
    said = talk.matters.filter(speaker__isnull=False).values("speaker")
    return User.objects.filter(Q(pk__in=there) | Q(pk__in=signed) | Q(pk__in=said), is_active=True).order_by(
        "pk"
    )


def send_card(talk: Talk, *, by: User) -> int:
    """To those who came, once a day at most; how many people."""
    with transaction.atomic():
        row = lock_talk(talk)
        if not by.has_perm(SETTLE_MATTER, row):
            raise Refused(_("You do not have the right to do this here."))
        if not has_card(row):
            raise Refused(_("It has not taken place yet."))
        now = timezone.now()
        if row.card_sent_at and timezone.localdate(row.card_sent_at) == timezone.localdate(now):
            raise Refused(_("The card has been sent today already."))
        found = card(row)
        if not found.raised:
            raise Refused(_("Nothing that was said has been written down."))
        people = list(came(row))
        notify(
            people,
            key=f"talk:{row.pk}:card:{now:%Y%m%d}",
            title=lambda: _("What became of it: %(title)s") % {"title": row.meeting.title},
            body=lambda: found.sentence,
            url=reverse("talk_card", args=[row.pk]),
            sms=True,
            place=row.meeting.place_id,
        )
        row.card_sent_at = now
        row.save(update_fields=["card_sent_at"])
        record("talk.send_card", row, by=by, people=len(people))
    return len(people)


def read_out(talk: Talk, *, by: User, at: Talk) -> Talk:
    """The card of `talk` was read at the opening of the talk `at`; twice is once."""
    with transaction.atomic():
        row = lock_talk(talk)
        opening = Talk.objects.select_related("meeting__place").get(pk=at.pk)
        if not by.has_perm(KEEP_MINUTES, opening.meeting):
            raise Refused(_("You do not have the right to do this here."))
        if opening.meeting.status not in (MeetingStatus.CALLED, *AFTER) or not opening.meeting.has_begun:
            raise Refused(_("It has not begun yet."))
        earlier = before(opening)
        if earlier is None or earlier.pk != row.pk:
            raise Refused(_("Another card is read at the opening of this talk."))
        if row.read_out_at is None:
            row.read_out_at, row.read_out_by, row.read_out_in = timezone.now(), by, opening
            row.save(update_fields=["read_out_at", "read_out_by", "read_out_in"])
            record("talk.read_out", row, by=by, at=opening.pk)
    return row


def open_counts(talks: Iterable[int]) -> dict[int, int]:
    """How many matters of each talk nobody has settled yet."""
    rows = Matter.objects.open().filter(talk__in=list(talks)).order_by()
    return dict(rows.values_list("talk").annotate(n=Count("pk")))
