"""Every state × verb × role of this half, against a table written by hand from the rules, not from the code."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from beihu.accounts.models import User
from beihu.states import Refused
from tests.tripartite.meetings.table import all_for, make_table
from tripartite.meetings import actions
from tripartite.meetings.attendance import Mark
from tripartite.meetings.minutes import Objection
from tripartite.meetings.models import Helper, Meeting
from tripartite.meetings.states import DEEDS, MACHINE, Status

pytestmark = pytest.mark.django_db

KEEPERS = "worker liaison officer operator organiser secretary"
SPEAKERS = "owners property worker"  # invited for a body that was present
EXPECTED = f"""
hold     | called           | held      | {KEEPERS}
minute   | held             | minuted   | {KEEPERS}
rework   | minuted          | held      | {KEEPERS}
confirm  | minuted          | confirmed | {KEEPERS}
check_in | called held      | stay      | {KEEPERS} helper
write    | called held      | stay      | {KEEPERS}
resolve  | held             | stay      | {KEEPERS}
object   | minuted          | stay      | {SPEAKERS}
settle   | minuted held     | stay      | {KEEPERS}
correct  | confirmed        | stay      | {KEEPERS}
"""
ROWS = {
    verb: (set(sources.split()), target, set(who.split()))
    for verb, sources, target, who in (
        (cell.strip() for cell in line.split("|")) for line in EXPECTED.strip().splitlines()
    )
}
CELLS = [(verb, state) for verb in ROWS for state in Status.values]


@pytest.fixture
def cast(we, they):
    def person(digits: str, name: str) -> User:
        return User.objects.create_user(phone=f"+86139000088{digits}", name=name)

    return {
        "organiser": person("01", "甲"),
        "secretary": person("02", "乙"),
        "helper": person("03", "丙"),
        "owners": we.owners_committee,
        "property": we.property_staff,
        "worker": we.worker,
        "liaison": we.liaison,
        "officer": we.officer,
        "operator": User.objects.create_superuser("operator"),
        "resident": we.resident,
        "leader": we.leader,
        "management": we.management_committee,
        "worker next door": they.worker,
        "officer next door": they.officer,
        "property next door": they.property_staff,
    }


def meeting_in(we, cast, state: str, verb: str) -> Meeting:
    """A meeting to which the verb is open but for state and right."""
    meeting = make_table(
        we, status=state, organiser=cast["organiser"], secretary=cast["secretary"], is_quorate=True
    )
    Helper.objects.create(meeting=meeting, user=cast["helper"])
    if verb == "minute":
        meeting.items.update(no_resolution="再议")
    if verb == "settle":
        Objection.objects.create(meeting=meeting, party=we.company, by=we.property_staff, text="不对")
    if state == Status.CONFIRMED:
        from tripartite.meetings.locking import lock_version

        lock_version(meeting, None)
    return meeting


def perform(meeting: Meeting, verb: str, by: User) -> object:
    item = meeting.items.first()
    who = meeting.invitations.first()
    deeds = {
        "hold": lambda: actions.hold(meeting, by=by),
        "minute": lambda: actions.minute(meeting, by=by),
        "rework": lambda: actions.rework(meeting, by=by, reason="错字"),
        "confirm": lambda: actions.confirm(meeting, by=by, agreed=True),
        "check_in": lambda: actions.mark(meeting, who.pk, "present", by=by),
        "write": lambda: actions.write(item, "写下", by=by, seen=0),
        "resolve": lambda: actions.resolve(item, by=by, text="换", stands=all_for(meeting)),
        "object": lambda: actions.object_to(meeting, by=by, text="不对"),
        "settle": lambda: actions.settle(meeting.objections.first(), by=by, answer="已改"),
        "correct": lambda: actions.correct(meeting, by=by, reason="错字", seen=1, texts={item.pk: "改"}),
    }
    return deeds[verb]()


@pytest.mark.parametrize(("verb", "state"), CELLS, ids=[f"{verb}-{state}" for verb, state in CELLS])
def test_verb_is_open_to_exactly_whom_the_rules_say(we, cast, verb, state):
    from django.db import transaction

    sources, target, who = ROWS[verb]
    meeting = meeting_in(we, cast, state, verb)
    before = Meeting.objects.filter(pk=meeting.pk).values().get()
    done = set()
    for name, person in cast.items():
        try:
            with transaction.atomic():
                perform(meeting, verb, person)
                after = Meeting.objects.get(pk=meeting.pk).status
                assert after == (state if target == "stay" else target)
                done.add(name)
                transaction.set_rollback(True)
        except Refused:
            assert Meeting.objects.filter(pk=meeting.pk).values().get() == before
    assert done == (who if state in sources else set())


@pytest.mark.parametrize("state", Status.values)
def test_buttons_agree_with_the_table(we, cast, state):
    """`available` shows a verb to exactly those who may do it."""
    for verb, (sources, _target, who) in ROWS.items():
        meeting = meeting_in(we, cast, state, verb)
        table = MACHINE if verb in MACHINE else DEEDS
        shown = {
            name
            for name, person in cast.items()
            if verb in {row.name for row in table.available(meeting, person)}
        }
        assert shown == (who if state in sources else set())


def test_paper_is_for_keepers_and_not_for_helpers(we, cast):
    meeting = meeting_in(we, cast, Status.CALLED, "check_in")
    who, done = meeting.invitations.first(), set()
    for name, person in cast.items():
        try:
            actions.enter(meeting, by=person, marks={who.pk: Mark("present")})
            done.add(name)
        except Refused:
            pass
    assert done == set(KEEPERS.split())


def test_right_that_ends_stops_with_the_next_verb(we):
    meeting = make_table(we, status="held")
    we.liaison.posts.update(until=timezone.localdate())
    Meeting.objects.filter(pk=meeting.pk).update(secretary=None)
    with pytest.raises(Refused):
        actions.write(meeting.items.first(), "写下", by=User.objects.get(pk=we.liaison.pk), seen=0)


@pytest.mark.parametrize("hour", [0, 23])
def test_days_at_midnight_are_those_of_the_portal(we, hour):
    """At 00:30 and 23:30 in Shanghai the day is Shanghai's, not Greenwich's."""
    noon = timezone.localtime(timezone.now()).replace(
        hour=hour, minute=30, second=0, microsecond=0
    ) + timedelta(days=1)
    with time_machine.travel(noon, tick=False):
        meeting = make_table(we, status="held")
        meeting.items.update(no_resolution="再议")
        sent = actions.minute(meeting, by=we.worker)
        assert (timezone.localdate(sent.object_until) - timezone.localdate()).days >= 3
        assert f"{timezone.localtime(sent.object_until):%H:%M}" == "23:59"
