"""Ways to a person: a text-message gateway, e-mail, and a file for development.

A channel sends one delivery and says what came of it; it can be asked about it afterwards by our key.
The kinds of verdict:
`sent` taken · `failed` refused for good · `later` surely not taken, try again · `doubt` nobody knows yet, ask
· `unseen` (when asked) it never arrived there · `lost` nobody will ever know.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from django.utils import timezone

from .letters import letter_for
from .models import Delivery

SMTP = "django.core.mail.backends.smtp.EmailBackend"


class Verdict(NamedTuple):
    kind: str
    note: str = ""


class Channel(Protocol):
    batch: int  # how many deliveries are claimed and called at once

    def send(self, delivery: Delivery) -> Verdict: ...

    def ask(self, delivery: Delivery) -> Verdict: ...


class DevOutbox:
    """Development only: messages go to a file of JSON lines, which `/dev/outbox` shows."""

    batch = 1

    def __init__(self, path: Path):
        self.path = path

    def send(self, delivery: Delivery) -> Verdict:
        line = {
            "id": str(delivery.pk),
            "at": timezone.now().isoformat(timespec="seconds"),
            "channel": delivery.channel,
            "to": delivery.address,
            "subject": delivery.subject,
            "body": letter_for(delivery).text,
        }
        try:
            self.path.touch(mode=0o600, exist_ok=True)
            with self.path.open("ab") as out:
                out.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
        except OSError as error:
            return Verdict("later", f"{type(error).__name__}: {error.strerror}")
        return Verdict("sent")

    def ask(self, delivery: Delivery) -> Verdict:
        return Verdict("sent" if any(line["id"] == str(delivery.pk) for line in self.read()) else "unseen")

    def read(self, last: int = 1_000_000) -> list[dict[str, Any]]:
        """The messages of the last so many bytes of the file, oldest first."""
        try:
            with self.path.open("rb") as file:
                file.seek(max(0, self.path.stat().st_size - last))
                lines = file.read().splitlines()
        except FileNotFoundError:
            return []
        return [message for line in lines if (message := _parse(line))]


def _parse(line: bytes) -> dict[str, Any]:
    """One message, its time as a time; {} for a line cut in two."""
    try:
        found = json.loads(line)
        return found | {"at": datetime.fromisoformat(found["at"])}
    except (ValueError, TypeError, KeyError):
        return {}
