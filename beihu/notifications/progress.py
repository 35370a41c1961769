"""How far the messages about one matter have come, and when the sweeps last ran."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count
from django.utils import timezone

from .models import Delivery, Heartbeat
from .states import NOTES, S

SILENCE = timedelta(minutes=3)
FOLDING = "tallies"  # the heart that beats when no fact waits to be counted
WAITING = (S.DUE, S.SENDING)
LOST = (S.FAILED, S.UNKNOWN)


@dataclass
class Progress:
    """Counts of one source. `skipped` by reason, in the reader's words when shown."""

    states: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """Without those that need not be sent any more."""
        return self.states.total() - self.states[S.SKIPPED]

    @property
    def sent(self) -> int:
        return self.states[S.SENT]

    @property
    def settled(self) -> int:
        return self.total - self.waiting

    @property
    def waiting(self) -> int:
        return sum(self.states[state] for state in WAITING)

    @property
    def failed(self) -> int:
        """Did not arrive, or nobody knows."""
        return sum(self.states[state] for state in LOST)

    @property
    def skipped(self) -> list[tuple[str, int]]:
        """(reason, how many), most frequent first."""
        return [(str(NOTES.get(reason, reason)), many) for reason, many in self.reasons.most_common()]


def progress(source: str, *, kinds: Iterable[str] | None = None) -> Progress:
    """How far the messages of "meeting:12" have come; one query. `kinds` narrows: ["moved"]."""
    rows = Delivery.objects.filter(source=source).order_by()
    if kinds is not None:
        rows = rows.filter(kind__in=list(kinds))
    found = Progress()
    for state, note, many in rows.values_list("state", "note").annotate(many=Count("pk")):
        found.states[state] += many
        if state == S.SKIPPED:
            found.reasons[note] += many
    return found


@dataclass(frozen=True)
class Beat:
    """When a sweep last ran; `silent` when that is too long ago."""

    at: datetime | None

    @property
    def seconds(self) -> int:
        return max(0, int((timezone.now() - self.at).total_seconds())) if self.at else 0

    @property
    def silent(self) -> bool:
        return self.at is None or timezone.now() - self.at > SILENCE


def beat(name: str, at: datetime | None = None) -> None:
    """A sweep says that it runs, or how far it has come."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": at or timezone.now()})


def last_beat(name: str = "reminders") -> Beat:
    """For the line “reminders last ran 20 s ago”; one query."""
    return Beat(Heartbeat.objects.filter(name=name).values_list("at", flat=True).first())


def shown(source: str, **more: Any) -> dict[str, Any]:
    """The context of `notifications/_progress.html`."""
    return {"progress": progress(source), "beat": last_beat(), **more}
