"""Who is invited to what in the drill, what happens to each meeting, and what must come of every message.

| meeting | share | what happens | what must come of it |
|---|---|---|---|
| kept | 60 % | the portal stood still: three reminders are overdue | the nearest arrives, once |
| partly | 10 % | after planning, half decline and half are at the door already | skipped: declined, checked in |
| back | 10 % | after planning, moved by a week and back again | skipped: moved; the last move is told, once |
| off | 10 % | after planning, cancelled | skipped: cancelled; the cancelling is told, once |
| begun | 10 % | after planning, it begins before a worker is there | skipped: too late |
| past | 10 % | had begun before anybody looked | nothing is planned |
"""

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from beihu.accounts.models import User
from beihu.notifications.models import Delivery, Preference
from buildings.places.codes import lineage, parent_code
from buildings.places.models import Place
from tripartite.meetings import reminders
from tripartite.meetings.models import Invitation, Meeting
from tripartite.meetings.states import Status

COMPOUND = "420103010001001"
HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)
CHANNELS = (Delivery.Channel.PORTAL, Delivery.Channel.SMS, Delivery.Channel.EMAIL)
WITH_MAIL = 10  # every so many
Fate = tuple[str, str]  # state and note of a delivery
SENT: Fate = ("sent", "")
NEAREST = f"remind-{min(reminders.DEFAULT)}"


@dataclass
class Cast:
    """The meetings by name, and the people of each."""

    meetings: dict[str, Meeting] = field(default_factory=dict)
    people: dict[str, list[User]] = field(default_factory=dict)

    def call(self, name: str, people: list[User], starts_at: datetime) -> Meeting:
        """A meeting with its invitations, and its reminders as they stood before time passed."""
        meeting = Meeting.objects.create(
            kind=Meeting.Kind.RESIDENTS, title=name, spot="2-1", place_id=COMPOUND, organiser=people[0],
            starts_at=starts_at, ends_at=starts_at + 2 * HOUR, status=Status.CALLED, called_at=timezone.now(),
        )  # fmt: skip
        invitations = (Invitation(meeting=meeting, user=user) for user in people)
        Invitation.objects.bulk_create(invitations, batch_size=2000)
        for minutes in reminders.DEFAULT:
            due = starts_at - timedelta(minutes=minutes)
            meeting.reminders.create(minutes_before=minutes, due_at=due, version=0)
        self.meetings[name], self.people[name] = meeting, people
        return meeting

    def expected(self) -> Counter[tuple[str, str, int, str, Fate]]:
        """(source, kind, version, channel, fate): how many deliveries."""
        found: Counter[tuple[str, str, int, str, Fate]] = Counter()
        for name, kind, version, people, fate in self._promises():
            reached = {
                "portal": len(people),
                "sms": len(people),
                "email": sum(1 for user in people if user.email),
            }
            for channel, many in reached.items():
                found[f"meeting:{self.meetings[name].pk}", kind, version, channel, fate] += many
        return +found

    def _promises(self) -> Iterator[tuple[str, str, int, list[User], Fate]]:
        half = len(self.people["partly"]) // 2
        yield "kept", NEAREST, 0, self.people["kept"], SENT
        yield "partly", NEAREST, 0, self.people["partly"][:half], ("skipped", "declined")
        yield "partly", NEAREST, 0, self.people["partly"][half:], ("skipped", "checked in")
        yield "back", NEAREST, 0, self.people["back"], ("skipped", "moved")
        yield "back", "moved", 1, self.people["back"], ("skipped", "moved")
        yield "back", "moved", 2, self.people["back"], SENT
        yield "off", NEAREST, 0, self.people["off"], ("skipped", "cancelled")
        yield "off", "cancelled", 0, self.people["off"], SENT
        yield "begun", NEAREST, 0, self.people["begun"], ("skipped", "too late")


def gather(count: int) -> Cast:
    """Everything before the first worker: people, meetings, a sweep, and then the changes. `kept` waits for the drill."""
    for code in lineage(COMPOUND):
        Place.objects.get_or_create(
            code=code, defaults={"name": code, "parent_id": parent_code(code) or None}
        )
    people = make_people(count)
    tenth, soon = max(2, count // 10), timezone.now() + 1.5 * HOUR
    cast = Cast()
    for n, name in enumerate(("partly", "back", "off", "begun"), start=1):
        cast.call(name, people[-n * tenth :][:tenth], soon)
    begun = cast.meetings["begun"]
    cast.call("past", people[:tenth], soon - 3 * HOUR)
    reminders.sweep()
    decline(cast.meetings["partly"], cast.people["partly"])
    home = cast.meetings["back"].starts_at
    for starts_at in (home + WEEK, home):
        move(cast.meetings["back"], starts_at)
    cancel(cast.meetings["off"])
    now = timezone.now()
    Meeting.objects.filter(pk=begun.pk).update(
        starts_at=now
    )  # time passes: the messages expire with the begin
    Delivery.objects.filter(source=f"meeting:{begun.pk}").update(expires_at=now)
    time.sleep(0.01)
    cast.call("kept", people[: count - 4 * tenth], soon)
    return cast


def make_people(count: int) -> list[User]:
    found = User.objects.bulk_create(
        (
            User(
                phone=f"+86138{n:08d}", password="!", name=f"R{n}",  # nosec B106: nobody signs in with "!"
                email=f"r{n}@drill.example" if n % WITH_MAIL == 0 else "",
            )
            for n in range(count)
        ),
        batch_size=2000,
    )  # fmt: skip
    Preference.objects.bulk_create((Preference(user=user, quiet=False) for user in found), batch_size=2000)
    return found


def decline(meeting: Meeting, people: list[User]) -> None:
    half = [user.pk for user in people[: len(people) // 2]]
    meeting.invitations.filter(user__in=half).update(answer=Invitation.Answer.DECLINED)
    meeting.invitations.exclude(user__in=half).update(came=Invitation.Came.PRESENT)


@transaction.atomic
def move(meeting: Meeting, starts_at: datetime) -> None:
    was, meeting.starts_at, meeting.ends_at = meeting.starts_at, starts_at, starts_at + 2 * HOUR
    meeting.version += 1
    meeting.save()
    reminders.set_reminders(meeting)
    reminders.announce(meeting, "moved", was=was)


@transaction.atomic
def cancel(meeting: Meeting) -> None:
    meeting.status, meeting.cancelled_at, meeting.cancel_reason = Status.CANCELLED, timezone.now(), "-"
    meeting.save()
    reminders.announce(meeting, "cancelled")
