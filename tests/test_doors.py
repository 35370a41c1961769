"""Every address × everybody who may come to it: the tables of `tests/doors/`, held against the portal.

Every URL of the resolver has its row; each role gets exactly what stands there; what is foreign looks like
what is not there; a form takes its own fields only; and a post that has ended opens nothing any more.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client, override_settings
from django.urls import URLPattern, get_resolver, resolve, reverse
from django.utils import timezone

from buildings.posts.models import Post
from tests.doors import (
    beihu,
    boards,
    buildings,
    bulletins,
    care,
    commitments,
    evaluations,
    fees,
    heard,
    hotspots,
    hours,
    ideas,
    joint,
    ledger,
    meetings,
    occupants,
    office,
    opened,
    paper,
    parking,
    parties,
    party,
    picture,
    questionnaires,
    rosters,
    selfmanaged,
    talks,
    tripartite,
    volunteers,
    votes,
    voting,
)
from tests.doors import wall as capture_wall
from tests.doors.extra import FILLED, Filled, Rows, attack, rows
from tests.doors.table import COLUMNS, NEIGHBOURS, Door, person
from tests.doors.world import World, build

pytestmark = pytest.mark.django_db
DOORS: list[Door] = [
    *beihu.DOORS, *buildings.DOORS, *occupants.DOORS, *tripartite.DOORS, *parties.DOORS, *meetings.DOORS, *commitments.DOORS, *picture.DOORS, *talks.DOORS, *capture_wall.DOORS, *ideas.DOORS, *questionnaires.DOORS, *paper.DOORS, *bulletins.DOORS, *office.DOORS, *opened.DOORS, *boards.DOORS, *party.DOORS, *joint.DOORS, *care.DOORS, *rosters.DOORS, *volunteers.DOORS, *hours.DOORS, *votes.DOORS, *heard.DOORS, *voting.DOORS, *ledger.DOORS, *selfmanaged.DOORS, *parking.DOORS, *evaluations.DOORS, *fees.DOORS, *hotspots.DOORS,
]  # fmt: skip
HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/about/"}
METHODS: dict[str, dict[str, Any]] = {
    "GET": {"method": "GET"}, "POST": {"method": "POST"}, "htmx": {"method": "GET", "headers": HTMX}
}  # fmt: skip


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    """Built once, in a transaction around those of the tests; nothing of it outlives this module."""
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), media, transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db, caplog) -> World:
    """As it was built, whatever the test before has done."""
    caplog.set_level(
        "ERROR", "django.request"
    )  # refusals are what this is about; writing them down takes time
    return built


class Visit:
    """One person at the doors. Each visit is undone at once, so that the next finds the world as it was."""

    def __init__(self, world: World, who: str):
        client = Client()
        if somebody := person(world, who):
            client.force_login(somebody)
        self.cookies = {name: cookie.value for name, cookie in client.cookies.items()}

    def __call__(self, path: str, **how: Any) -> HttpResponseBase:
        client = Client(raise_request_exception=False)
        client.cookies.load(self.cookies)
        with transaction.atomic():
            answer = client.generic(path=path, **how)
            if answer.streaming:
                answer.sent = b"".join(answer)  # what stands in a file is asked for while it is sent
            transaction.set_rollback(True)
        return answer

    def cell(self, path: str, **how: Any) -> str:
        """What stands in the table."""
        answer = self(path, **how)
        target = answer.get("HX-Redirect") or answer.get("Location") or ""
        return "in" if target.partition("?")[0] == "/sign-in/" else str(answer.status_code)


def path_of(door: Door, world: World) -> str:
    return reverse(door.name, args=door.at(world) if door.at else ())


def patterns(under: Any = None, route: str = "") -> Iterator[tuple[str | None, str]]:
    """(name, route) of everything in the resolver but the operator's admin."""
    for one in (under or get_resolver()).url_patterns:
        here = route + str(one.pattern)
        if isinstance(one, URLPattern):
            yield one.name, here
        elif one.namespace != "admin":
            yield from patterns(one, here)


def test_every_address_has_a_row(world):
    found = set(patterns())
    assert {name for name, _route in found} == {door.name for door in DOORS}
    assert {route for _name, route in found} == {resolve(path_of(door, world)).route for door in DOORS}


def test_rows_are_whole_and_told_apart():
    names = [str(door) for door in DOORS]
    assert sorted(names) == sorted(set(names))
    assert {str(d): len(d.cells(m)) for d in DOORS for m in METHODS} == dict.fromkeys(names, len(COLUMNS))


@pytest.mark.parametrize("who", COLUMNS)
def test_answers_as_the_table_says(world, who: str):
    visit = Visit(world, who)
    rows = [(door, method) for door in DOORS for method in METHODS]
    answers = {
        (method, str(door)): visit.cell(path_of(door, world), **METHODS[method]) for door, method in rows
    }
    assert answers == {(method, str(door)): door.wanted(method, who) for door, method in rows}


@pytest.mark.parametrize("who", NEIGHBOURS)
def test_answers_next_door_as_the_table_says(world, who: str):
    """What lies here. Pages without arguments show people next door their own community, as they do here."""
    visit = Visit(world, who)
    rows = [(door, method) for door in DOORS if door.at for method in ("GET", "POST")]
    answers = {
        (method, str(door)): visit.cell(path_of(door, world), **METHODS[method]) for door, method in rows
    }
    assert answers == {(method, str(door)): door.wanted(method, who) for door, method in rows}


def test_rows_that_hide_something_name_what_is_gone():
    hiding = {str(door) for door in DOORS if "/404" in door.get + door.post or door.get.startswith("404 ")}
    assert {str(door) for door in DOORS if door.gone} == hiding


def looks(answer: HttpResponseBase, path: str) -> tuple[int, dict[str, str], str]:
    """All that somebody learns from an answer, without what differs from one request to the next."""
    body = re.sub(r'(csrfmiddlewaretoken" value=|nonce=|nonce-)"?[^"\' ]+', r"\1", answer.content.decode())
    headers = {name: re.sub(r"nonce-[^']+", "", value) for name, value in answer.headers.items()}
    headers.pop("Content-Length", None)  # the address stands on the page, and the two differ in length
    return answer.status_code, headers, body.replace(path, "PATH")


# Somebody without a post, somebody with nearly all rights, and somebody who speaks for one party.
@pytest.mark.parametrize("who", ["resident next door", "worker next door", "property_staff next door"])
def test_foreign_looks_like_gone(world, who: str):
    visit = Visit(world, who)
    foreign, gone = {}, {}
    for door in DOORS:
        if door.gone:
            there, nowhere = path_of(door, world), reverse(door.name, args=door.gone)
            for method in ("GET", "POST"):
                # At one moment: staff are told on every page when the sweep stands still, which may begin between the two.
                with time_machine.travel(timezone.now(), tick=False):
                    foreign[method, str(door)] = looks(visit(there, method=method), there)
                    gone[method, str(door)] = looks(visit(nowhere, method=method), nowhere)
    assert foreign == gone


@pytest.mark.parametrize("filled", FILLED, ids=str)
def test_extra_fields_change_nothing(world, filled: Filled):
    client = Client()
    client.force_login(person(world, filled.who))
    address = reverse(filled.door, args=filled.at(world)) + filled.query

    def after(extra: dict[str, str]) -> tuple[int, Rows]:
        """The answer, and what the tables hold when this has been sent; then it is taken back."""
        with transaction.atomic():
            answer = client.post(address, extra | filled.fields(world))
            found = answer.status_code, rows()
            transaction.set_rollback(True)
        return found

    before = rows()
    with time_machine.travel(timezone.now(), tick=False):
        status, changed = after({})
        assert (status, changed == before) == (302, False)
        assert after(attack(world)) == (status, changed)


# What each post opens, and what is left of it on the request after it has ended: what any resident gets.
OPENED = {
    "leader": {
        "doorway_poster": ("200", "404"), "file_issue_for": ("200", "403"),
        "place_households": ("200", "404"), "household_detail": ("200", "404"),
    },
    "worker": {
        "doorway_poster": ("200", "404"), "inbox": ("200", "302"), "issue": ("200", "404"),
        "issue_verb (triage)": ("200", "404"), "issue_verb (assign)": ("200", "404"),
        "issue_export (csv)": ("200", "403"), "reveal (issue)": ("200", "403"),
        "photo (original)": ("200", "404"), "verify_memberships": ("200", "403"),
        "household_detail": ("200", "404"), "roster_export": ("200", "404"),
        "membership_end": ("200", "404"), "failed_deliveries": ("200", "403"),
    },
    "liaison": {
        "inbox": ("200", "302"), "issue": ("200", "404"), "issue_verb (assign)": ("200", "404"),
        "issue_assign_many": ("302", "403"), "reveal (issue)": ("200", "403"),
    },
    "property_staff": {
        "inbox": ("200", "302"), "issue": ("200", "404"), "issue_verb (handle, with words)": ("200", "404"),
        "issue_export (xlsx)": ("200", "403"), "reveal (issue)": ("200", "403"), "photo": ("200", "404"),
    },
    "owners_committee": {"inbox": ("200", "302"), "issue (owners' committee's)": ("200", "404")},
    "management_committee": {
        "inbox": ("200", "302"), "issue (management committee's)": ("200", "404"),
        "file_issue_for": ("200", "403"),
    },
    "officer": {
        "posts": ("200", "403"), "post_end": ("200", "404"), "appoint": ("200", "404"),
        "place_rename": ("200", "404"), "audit_log": ("200", "403"), "issue": ("200", "404"),
        "inbox": ("200", "302"),
    },
}  # fmt: skip


@pytest.mark.parametrize("who", OPENED)
def test_ended_post_opens_nothing_on_the_next_request(world, who: str):
    """Without signing out first: the row alone decides."""
    visit = Visit(world, who)
    paths = {str(door): path_of(door, world) for door in DOORS if str(door) in OPENED[who]}
    before = {name: visit.cell(path, method="GET") for name, path in paths.items()}
    Post.objects.filter(user=person(world, who)).update(until=timezone.localdate())
    after = {name: visit.cell(path, method="GET") for name, path in paths.items()}
    assert {name: (before[name], after[name]) for name in paths} == OPENED[who]
