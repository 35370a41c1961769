"""The drill of the reminders; a child of `manage.py drill`: `python -m beihu.office.drill.reminders COUNT`.

Workers and beats are killed with -9 while messages go out, two beats run at once, the broker dies with its data,
PostgreSQL is stopped without a goodbye, the mail server turns every tenth recipient away. Then every row of the
ledger is held against what was promised, and against what the gateway and the mail server have counted.
Prints one line of JSON; exit code 1 when a promise was broken.
"""

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

import django
from django.db import DatabaseError, connections


class Drill:
    """One run; `say` tells what is being broken."""

    def __init__(self, count: int, say: Callable[[str], None]):
        from .gateway import Gateway
        from .post_office import PostOffice
        from .works import Works

        self.count, self.began = count, time.monotonic()
        self.say = lambda line: say(f"{time.monotonic() - self.began:5.1f} s  {line}")
        self.gateway, self.office = Gateway(pause=0.04 if count < 1000 else 0), PostOffice()
        self.works = Works(Path(os.environ["BEIHU_DATA"]), self.gateway, self.office)
        self.patience = 100 + count / 20  # seconds for each step

    def run(self) -> dict[str, Any]:
        from .cast import gather

        self.cast = gather(self.count)
        connections.close_all()
        self.say("people, meetings and a first sweep are there")
        with self.gateway, self.office:
            try:
                self.break_everything()
                settled = self.wait_for(lambda: not self.waiting())
            finally:
                self.works.end()
            self.say("everything came to an end" if settled else "not everything came to an end in time")
            return self.report(settled)

    def break_everything(self) -> None:
        works = self.works
        first, early, late = works.worker(), works.beat(), works.beat()
        self.say("one worker, two beats")
        self.arrived(0.15)
        works.kill(first)
        works.kill(early)
        self.say(f"after {len(self.gateway.posts)} messages: worker and beat killed")
        second = works.worker()
        self.arrived(0.35)
        works.kill(second)
        works.lose_the_broker()
        self.say(f"after {len(self.gateway.posts)} messages: worker killed, broker killed with its data")
        works.kill(late)
        works.beat()
        works.worker()
        works.beat()
        self.arrived(0.6)
        works.crash_the_database()
        self.say(f"after {len(self.gateway.posts)} messages: PostgreSQL stopped at once")

    def arrived(self, share: float) -> None:
        self.wait_for(lambda: len(self.gateway.posts) >= share * self.count)

    def wait_for(self, true: Callable[[], bool]) -> bool:
        from .works import until

        return until(true, self.patience)

    def waiting(self) -> int:
        """Deliveries that have not come to an end, or as many as there may be while the database is away."""
        from beihu.notifications.models import Delivery
        from tripartite.meetings.models import Reminder

        time.sleep(0.3)
        try:
            if Reminder.objects.filter(planned_at=None).exists():
                return self.count
            return Delivery.objects.filter(state__in=("due", "sending")).count()
        except DatabaseError:
            connections.close_all()
            return self.count

    def report(self, settled: bool) -> dict[str, Any]:
        from beihu.notifications.models import Delivery, Notification
        from tripartite.meetings.models import Reminder

        expected, seen, unknown = self.cast.expected(), Counter[Any](), 0
        sent: dict[str, set[str]] = {"sms": set(), "email": set(), "portal": set()}
        delays = []
        for row in Delivery.objects.iterator():
            note = row.note if row.state == "skipped" else ""
            state = row.state
            if (row.channel, row.state) == (
                "email",
                "unknown",
            ):  # cannot be asked: to be phoned, never sent again
                state, unknown = "sent", unknown + 1
            elif row.state == "sent":
                sent[row.channel].add(str(row.pk))
                delays.append((row.settled_at - row.due_at).total_seconds() if row.settled_at else 0)
            seen[row.source, row.kind, row.version, row.channel, (state, note)] += 1
        letters = self.office.letters
        broken = [
            words
            for words, kept in {
                "everything came to an end": settled,
                "the ledger is what was promised": seen == expected,
                "the gateway took each text message once": self.gateway.posts == Counter(sent["sms"]),
                "the gateway was asked by nobody else": not self.gateway.forged,
                "each letter arrived once": set(letters.values()) <= {1} and sent["email"] <= set(letters),
                "no letter arrived that was not to be sent": len(letters) <= len(sent["email"]) + unknown,
                "at most one letter in doubt for each death": unknown <= 2 * 5,
                "each notice stands in the portal once": Notification.objects.count() == len(sent["portal"]),
            }.items()
            if not kept
        ]
        return {
            "people": self.count,
            "deliveries": seen.total(),
            "states": dict(Counter(Delivery.objects.values_list("state", flat=True))),
            "skipped": dict(Counter(Delivery.objects.filter(state="skipped").values_list("note", flat=True))),
            "reminders": {note or "planned": many for note, many in Counter(Reminder.objects.values_list("note", flat=True)).items()},
            "text messages": {"sent": len(sent["sms"]), "taken by the gateway": sum(self.gateway.posts.values())},
            "letters": {"sent": len(sent["email"]), "unknown": unknown, "taken by the mail server": sum(letters.values()), "turned away first": len(self.office.turned_away)},
            "notices": Notification.objects.count(),
            "due to sent, p99 in s": round(sorted(delays)[len(delays) * 99 // 100], 1) if delays else None,
            "seconds": round(time.monotonic() - self.began, 1),
            "differs": [
                [*map(str, key), expected[key], seen[key]]
                for key in sorted(expected.keys() | seen.keys(), key=str)
                if expected[key] != seen[key]
            ],
            "broken promises": broken,
        }  # fmt: skip


def say(where: TextIO, line: str) -> None:
    where.write(f"{line}\n")
    where.flush()


if __name__ == "__main__":
    django.setup()
    found = Drill(int(sys.argv[1]), lambda line: say(sys.stderr, line)).run()
    say(sys.stdout, json.dumps(found))
    sys.exit(1 if found["broken promises"] else 0)
