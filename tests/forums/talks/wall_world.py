"""A talk in the courtyard that began half an hour ago, and lines as devices send them."""

import json
import uuid
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from forums.talks.models import Talk
from tests.cast import Neighbourhood
from tests.make import make_meeting
from tripartite.meetings.models import Meeting


def open_talk(we: Neighbourhood, **over: Any) -> Talk:
    """Organised by the worker; the liaison takes the notes."""
    start = timezone.now().replace(microsecond=0) - timedelta(minutes=30)
    fields = {
        "kind": Meeting.Kind.TALK,
        "title": "水泵与停车",
        "place": we.compound,
        "organiser": we.worker,
        "secretary": we.liaison,
        "starts_at": start,
        "ends_at": start + timedelta(hours=2),
        "is_public": True,
    } | over
    return Talk.objects.create(meeting=make_meeting(**fields))


def item(**over: Any) -> dict[str, Any]:
    """One new line."""
    facts = {"client_id": str(uuid.uuid4()), "base": 0, "text": "水泵夜里响", "who": "", "doorway": "", "category": "",
             "mark": "follow", "answer": "", "into": "", "captured_at": timezone.now().isoformat()}  # fmt: skip
    return facts | over


def browser(person: Any, **how: Any) -> Client:
    client = Client(**how)
    client.force_login(person)
    return client


def send(client: Client, talk: Talk, *items: Any, **more: Any) -> Any:
    """What the device gets: the whole answer as Python."""
    body = json.dumps({"items": list(items)} | more)
    answer = client.post(reverse("talk_wall_sync", args=[talk.pk]), body, content_type="application/json")
    return answer.json() if answer["Content-Type"] == "application/json" else answer.status_code


def outcome(answer: Any) -> list[str]:
    return [one["outcome"] for one in answer["results"]]
