"""A furnished world for nasty input: the people who send it, and the rows that an address can be about.

What is a row for which argument stands in `fuzz_tables.py`, what forms must be told in `fuzz_told.py`. A URL or a
form with an argument that is not there fails its test with a sentence that names it.
"""

import io
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from PIL import Image

from beihu.accounts.models import User, UserSession
from beihu.audit.actions import record
from beihu.notifications.models import Proxy, Robot
from buildings.places.models import PlaceAlias
from forums.talks.models import Matter, MatterPhoto
from tests import cast
from tests.doors.asked import set_asked
from tests.doors.billed import set_fees
from tests.doors.evaluated import set_evaluations
from tests.doors.hot import set_hotspots
from tests.doors.papers import set_paper
from tests.look import world
from tests.look.fuzz import Field, Fields, Target, listening
from tests.look.fuzz_tables import ROWS, admin_rows
from tests.make import make_issue
from tripartite.issues import actions
from tripartite.issues.models import CallBack, Issue, SavedFilter
from tripartite.issues.states import Status
from tripartite.meetings.feeds import new_feed
from tripartite.meetings.minutes import Objection
from tripartite.meetings.models import Meeting

PEOPLE = ("visitor", "resident", "leader", "worker", "officer", "property_staff", "owners_committee")


@dataclass(repr=False)
class World:
    here: cast.Neighbourhood
    operator: User
    clients: dict[str, Client] = field(default_factory=dict)
    feed: str = ""  # the secret of somebody's calendar
    known: dict[Target, tuple[list[str], list[Field]]] = field(default_factory=dict)

    def browser(self, who: str) -> Client:
        """A fresh browser of this person, who signed in once."""
        client = Client(raise_request_exception=False)
        client.cookies.update(self.clients[who].cookies)
        return client

    def visited(self, target: Target) -> tuple[list[str], list[Field]]:
        """Whom the page is for; and what it reads of a request."""
        if target not in self.known:
            everybody = ("operator",) if target.of_admin else PEOPLE
            path = target.path({key: self.values(target, key)[0] for key in target.keys})
            with listening() as heard:
                pages = {who: self.browser(who).get(path) for who in everybody}
            good = [who for who, page in pages.items() if page.status_code in (200, 405)]
            known = {name: found for page in pages.values() for name, found in fields_of(page).items()}
            read = [known.get(name, Field(name)) for name in sorted(heard)]
            self.known[target] = good, read
        return self.known[target]

    def values(self, target: Target, key: str) -> list[str]:
        chosen = dict(target.chosen)
        if key in chosen:
            return [chosen[key]]
        whole = target.route[: target.route.index(key) + len(key)]
        supply = ROWS.get(whole, admin_rows if target.of_admin and key not in ROWS else ROWS.get(key))
        found = supply(self, target) if supply else []
        if not found:
            pytest.fail(
                f"/{target.route} needs values for {key}: supply them in ROWS of tests/look/fuzz_tables.py"
            )
        return [str(value) for value in found]


def furnish() -> World:
    """`world.furnish`, and a row for whatever else a URL can be about."""
    here = world.furnish()
    draft = make_issue(
        place=here.doorway, author=here.resident, status=Status.DRAFT, contact_phone="13912345678"
    )
    for issue in [draft, *Issue.objects.filter(status=Status.SUBMITTED)[:1]]:
        _photograph(issue, here.resident)
    issue = Issue.objects.exclude(published_at=None)[0]
    actions.follow(issue, by=here.leader)
    CallBack.objects.create(issue=issue, by=here.worker, reached=True, note="…")
    SavedFilter.objects.create(user=here.worker, name="a", query="state=open")
    PlaceAlias.objects.create(place=here.compound, kind=PlaceAlias.Kind.FORMER, name="老名字")
    change = {"before": {"area": "9"}, "after": {"area": "8"}}
    record("household.correct", here.household, by=here.worker, reason="because", **change)
    record("issue.export", here.community, by=here.worker, reason="because")
    found = World(here, User.objects.create_superuser("operator"), feed=new_feed(here.worker))
    set_asked(here)
    set_paper(here)
    set_evaluations(here)
    set_fees(here)
    set_hotspots(here)
    taken = ContentFile(b"nobody decodes it")
    name = default_storage.save("talks/fuzz.jpg", taken)
    MatterPhoto.objects.create(matter=Matter.objects.all()[0], image=name, thumb=name, width=20, height=10)
    Proxy.objects.create(elder=here.leader, receiver=here.resident)
    Robot.objects.create(place_id=here.community.code, name="a", url="https://example.org/a")
    minuted = Meeting.objects.get(status="minuted")
    Objection.objects.create(meeting=minuted, party=here.company, by=here.property_staff, text="a")
    for who, person in {**world.people(here), "operator": found.operator}.items():
        found.clients[who] = Client()
        if person:
            found.clients[who].force_login(person)
            key = found.clients[who].session.session_key
            UserSession.objects.create(user=person, session_key=key, address="127.0.0.1", browser="…")
    return found


def fields_of(page: Any) -> dict[str, Field]:
    """The fields of the forms on a page."""
    html = page.get("Content-Type", "").startswith("text/html")
    return Fields(page.getvalue().decode()).found if html else {}


def _photograph(issue: Issue, by: User) -> None:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "green").save(out, "PNG")
    actions.add_photo(issue, by=by, upload=io.BytesIO(out.getvalue()))
