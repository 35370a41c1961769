"""Every state × verb × role, against a table written by hand from the rules, not from the code."""

from datetime import timedelta

import pytest
from django.utils import timezone

from beihu.accounts.models import User
from beihu.states import Refused
from tests.make import make_meeting
from tripartite.meetings import actions
from tripartite.meetings.models import Meeting
from tripartite.meetings.states import DEEDS, MACHINE, Status

pytestmark = pytest.mark.django_db

CALLERS = "worker liaison officer operator"  # who prepares meetings of this compound
WRITERS = f"{CALLERS} secretary"
DOOR = f"{WRITERS} helper"
SPEAKERS = "property"  # invited for a body: nobody else gives its word
GUESTS = "property resident"  # invited, for a body or not: nobody answers in their name
EXPECTED = f"""
call     | draft                            | called    | {CALLERS}
cancel   | draft called                     | cancelled | {CALLERS}
hold     | called                           | held      | {WRITERS}
minute   | held                             | minuted   | {WRITERS}
rework   | minuted                          | held      | {WRITERS}
confirm  | minuted                          | confirmed | {WRITERS}
change   | draft                            | stay      | {CALLERS}
move     | called                           | stay      | {CALLERS}
answer   | called                           | stay      | {GUESTS}
invite   | draft called                     | stay      | {CALLERS}
agenda   | draft called                     | stay      | {CALLERS}
remind   | draft called                     | stay      | {CALLERS}
helpers  | draft called                     | stay      | {CALLERS}
repeat   | called held minuted confirmed cancelled | stay | {CALLERS}
check_in | called held                      | stay      | {DOOR}
write    | called held                      | stay      | {WRITERS}
resolve  | held                             | stay      | {WRITERS}
object   | minuted                          | stay      | {SPEAKERS}
settle   | held minuted                     | stay      | {WRITERS}
correct  | confirmed                        | stay      | {WRITERS}
"""
ROWS = {
    verb: (set(sources.split()), target, set(who.split()))
    for verb, sources, target, who in (
        (cell.strip() for cell in line.split("|")) for line in EXPECTED.strip().splitlines()
    )
}


def machine(verb: str):
    return MACHINE if verb in MACHINE else DEEDS


@pytest.fixture
def cast(we, they):
    """Everybody who might try, by the name used in the table."""
    return {
        "secretary": User.objects.create_user(phone="+8613900001991", name="钱秘书"),
        "helper": User.objects.create_user(phone="+8613900001992", name="吴帮手"),
        "resident": we.resident,
        "neighbour": User.objects.create_user(phone="+8613900001999", name="钱居民"),
        "leader": we.leader,
        "worker": we.worker,
        "liaison": we.liaison,
        "property": we.property_staff,
        "owners": we.owners_committee,
        "management": we.management_committee,
        "officer": we.officer,
        "operator": User.objects.create_superuser("operator"),
        "worker next door": they.worker,
        "liaison next door": they.liaison,
        "officer next door": they.officer,
    }


def meeting_in(we, cast, state: str, verb: str) -> Meeting:
    """A row to which the verb is open but for state and right."""
    over = {}
    if verb in ("hold", "check_in", "write"):
        over = {"starts_at": timezone.now() - timedelta(minutes=5)}
    meeting = make_meeting(
        place=we.compound, organiser=we.liaison, secretary=cast["secretary"], status=state, **over
    )
    meeting.items.create(position=1, title="水泵", minutes=20, no_resolution="只是通报")
    meeting.invitations.create(user=we.property_staff, party=we.company)
    meeting.invitations.create(user=we.resident)
    meeting.helpers.create(user=cast["helper"])
    return meeting


def may(meeting: Meeting, verb: str, by: User) -> bool:
    try:
        machine(verb).check(meeting, verb, by)
    except Refused:
        return False
    return True


def test_tables_name_the_same_verbs_as_the_expected_one():
    assert {row.name for row in (*MACHINE.transitions, *DEEDS.transitions)} == set(ROWS)


@pytest.mark.parametrize("state", Status.values)
def test_verbs_are_open_to_exactly_whom_the_rules_say(we, cast, state):
    found = {}
    for verb in ROWS:
        meeting = meeting_in(we, cast, state, verb)
        found[verb] = {name for name, person in cast.items() if may(meeting, verb, person)}
        shown = {
            name
            for name, person in cast.items()
            if verb in {row.name for row in machine(verb).available(meeting, person)}
        }
        assert shown == found[verb]
    assert found == {
        verb: who if state in sources else set() for verb, (sources, _target, who) in ROWS.items()
    }


@pytest.mark.parametrize("verb", ROWS)
def test_verb_leads_where_the_rules_say(we, cast, verb):
    sources, target, who = ROWS[verb]
    for state in sources:
        meeting = meeting_in(we, cast, state, verb)
        machine(verb).perform(meeting, verb, by=cast[min(who)])
        assert meeting.status == (state if target == "stay" else target)


# The verbs of calling, as functions: without the right they change nothing.
def deeds(we, meeting):
    start = meeting.starts_at + timedelta(days=1)
    times = {"starts_at": start, "ends_at": start + timedelta(hours=2)}
    item = meeting.items.first()
    guest = meeting.invitations.first()
    return {
        "call": lambda by: actions.call(meeting, by=by),
        "cancel": lambda by: actions.cancel(meeting, by=by, reason="停电"),
        "change": lambda by: actions.change(meeting, by=by, **times),
        "move": lambda by: actions.move(meeting, by=by, **times),
        "answer": lambda by: actions.answer(meeting, by=by, coming=True),
        "remind": lambda by: actions.remind(meeting, by=by, minutes_before=[60]),
        "repeat": lambda by: actions.repeat(meeting, by=by, **times),
        "invite": lambda by: actions.invite_body(meeting, we.owners_party, by=by),
        "invite person": lambda by: actions.invite_person(meeting, we.officer, by=by),
        "invite name": lambda by: actions.invite_name(meeting, "钱大爷", by=by),
        "invite less": lambda by: actions.uninvite(guest, by=by),
        "agenda": lambda by: actions.add_item(meeting, by=by, title="绿化"),
        "agenda edit": lambda by: actions.edit_item(item, by=by, title="绿化", minutes=5),
        "agenda less": lambda by: actions.remove_item(item, by=by),
        "agenda down": lambda by: actions.shift_item(item, by=by, down=True),
        "agenda order": lambda by: actions.reorder(meeting, [item.pk], by=by),
        "helpers": lambda by: actions.add_helper(meeting, we.leader, by=by),
    }


def rows_of(meeting: Meeting) -> list:
    return [
        list(rows.order_by("pk").values())
        for rows in (
            Meeting.objects.all(),
            meeting.items.all(),
            meeting.invitations.all(),
            meeting.bodies.all(),
            meeting.helpers.all(),
            meeting.reminders.all(),
        )
    ]


@pytest.mark.parametrize("state", ["draft", "called"])
def test_deeds_of_calling_without_the_right_change_nothing(we, cast, state):
    meeting = meeting_in(we, cast, state, "")
    was = rows_of(meeting)
    for name, deed in deeds(we, meeting).items():
        verb = name.split()[0]
        for who in sorted(set(cast) - ROWS[verb][2]):
            with pytest.raises(Refused):
                deed(cast[who])
    assert rows_of(meeting) == was


@pytest.mark.parametrize("state", Status.values)
def test_deeds_of_calling_in_a_state_that_is_closed_change_nothing(we, cast, state):
    meeting = meeting_in(we, cast, state, "")
    was = rows_of(meeting)
    for name, deed in deeds(we, meeting).items():
        verb = name.split()[0]
        if state not in ROWS[verb][0]:
            with pytest.raises(Refused):
                deed(cast[min(ROWS[verb][2])])
    assert rows_of(meeting) == was


def test_scope_and_right_agree(we, cast):
    """`visible_to` and `has_perm` are the same test, for lists and for single rows."""
    rights = {row.permission for table in (MACHINE, DEEDS) for row in table.transitions} | {
        "tripartite.view_meeting"
    }
    for state in Status.values:
        meeting_in(we, cast, state, "")
    dropped = make_meeting(place=we.compound, organiser=we.liaison, status=Status.CANCELLED, called_at=None)
    dropped.invitations.create(user=we.resident)
    rows = list(Meeting.objects.all())
    for person in cast.values():
        for right in rights:
            listed = set(Meeting.objects.visible_to(person, right))
            assert listed == {row for row in rows if person.has_perm(right, row)}
    assert dropped not in Meeting.objects.visible_to(we.resident, "tripartite.view_meeting")
