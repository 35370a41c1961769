"""Every state × verb × role, against a table written by hand from the rules, not from the code."""

import uuid

import pytest
from django.utils import timezone

from beihu.accounts.models import User
from beihu.states import Machine, Refused
from forums.ideas.actions import ACTIONS
from forums.ideas.models import Argument, Idea
from forums.ideas.states import DEEDS, MACHINE, Status
from tests.make import make_idea

pytestmark = pytest.mark.django_db

SHOWN = "open adopted answered not_possible"
STAFF = "worker liaison officer operator"
MODERATORS = "worker officer operator"
NEIGHBOURS = "author neighbour"  # those who live in the compound
EXPECTED = f"""
adopt         | {SHOWN}                         | adopted      | {STAFF}
answer        | open                            | answered     | {STAFF}
decline       | open answered                   | not_possible | {STAFF}
merge         | open                            | merged       | {STAFF}
withdraw      | open                            | withdrawn    | author
hide          | {SHOWN} merged withdrawn        | hidden       | {MODERATORS}
show          | hidden                          | open         | {MODERATORS}
support       | open adopted                    | stay         | {NEIGHBOURS}
unsupport     | {SHOWN}                         | stay         | {NEIGHBOURS}
argue         | open                            | stay         | {NEIGHBOURS}
report        | {SHOWN}                         | stay         | {NEIGHBOURS}
edit          | open                            | stay         | author
split         | open                            | stay         | {STAFF}
reword        | {SHOWN} hidden                  | stay         | {MODERATORS}
keep          | {SHOWN} merged withdrawn hidden | stay         | {MODERATORS}
hide_argument | {SHOWN} merged withdrawn hidden | stay         | {MODERATORS}
show_argument | {SHOWN} merged withdrawn hidden | stay         | {MODERATORS}
"""
ROWS = {
    verb: (set(sources.split()), target, set(who.split()))
    for verb, sources, target, who in (
        (cell.strip() for cell in line.split("|")) for line in EXPECTED.strip().splitlines()
    )
}


def machine(verb: str) -> Machine:
    return MACHINE if verb in MACHINE else DEEDS


@pytest.fixture
def cast(we, they, resident_of):
    """Everybody who might try, by the name used in the table; the resident of the cast is the author."""
    return {
        "author": we.resident,
        "neighbour": resident_of(0),
        "unverified": resident_of(1, verified_at=None),
        "moved away": resident_of(2, ended_at=timezone.now()),
        "resident of the other compound": resident_of(3, we.old_doorway),
        "leader": we.leader,
        "worker": we.worker,
        "liaison": we.liaison,
        "property": we.property_staff,
        "owners": we.owners_committee,
        "management": we.management_committee,
        "officer": we.officer,
        "operator": User.objects.create_superuser("operator"),
        "resident next door": they.resident,
        "worker next door": they.worker,
        "officer next door": they.officer,
    }


@pytest.fixture
def ready(put, cast):
    """A row to which the verb is open but for state and right; with an argument, and a report where one is needed."""

    def make(state: str, verb: str) -> Idea:
        row = put(state)
        if verb != "edit":
            row.arguments.create(side="for", text="好")
        if verb == "keep":
            row.reports.create(by=cast["neighbour"], reason="other")
        return Idea.objects.get(pk=row.pk)

    return make


def may(row: Idea, verb: str, by: User) -> bool:
    try:
        machine(verb).check(row, verb, by)
    except Refused:
        return False
    return True


def do(row: Idea, verb: str, by: User):
    """The verb with what it needs besides the idea and the person."""
    argument = Argument.objects.filter(idea=row).first()
    facts = {
        "adopt": {"way": "project", "reply": "好"},
        "answer": {"reply": "好"},
        "decline": {"reply": "没有地方"},
        "hide": {"reason": "骂人"},
        "argue": {"key": uuid.uuid4(), "side": "for", "text": "好"},
        "report": {"reason": "insult"},
        "edit": {"title": "新的", "text": "新的"},
        "reword": {"title": "新的", "text": "新的", "reason": "有名字"},
        "split": {"key": uuid.uuid4(), "title": "一", "text": "一", "new_title": "二", "new_text": "二"},
    }.get(verb, {})
    if verb == "merge":
        facts = {"into": make_idea(place=row.place)}
    if verb == "hide_argument":
        return ACTIONS[verb](argument, by=by, reason="骂人")
    if verb == "show_argument":
        Argument.objects.filter(pk=argument.pk).update(hidden_at=timezone.now(), hidden_reason="x")
        return ACTIONS[verb](argument, by=by)
    return ACTIONS[verb](row, by=by, **facts)


def test_tables_name_the_same_verbs_as_the_expected_one():
    assert {row.name for row in (*MACHINE.transitions, *DEEDS.transitions)} == set(ROWS) == set(ACTIONS)


@pytest.mark.parametrize("state", Status.values)
def test_verbs_are_open_to_exactly_whom_the_rules_say(cast, ready, state):
    found = {}
    for verb in ROWS:
        row = ready(state, verb)
        found[verb] = {name for name, person in cast.items() if may(row, verb, person)}
        shown = {
            name
            for name, person in cast.items()
            if verb in {one.name for one in machine(verb).available(row, person)}
        }
        assert shown == found[verb]
    assert found == {verb: who if state in sources else set() for verb, (sources, _to, who) in ROWS.items()}


def test_actions_lead_where_the_rules_say(cast, ready):
    found, expected = {}, {}
    for verb, (sources, target, who) in ROWS.items():
        for state in sources:
            row = ready(state, verb)
            person = "neighbour" if "neighbour" in who else sorted(who)[0]
            do(row, verb, cast[person])
            found[verb, state] = Idea.objects.get(pk=row.pk).status
            expected[verb, state] = state if target == "stay" else target
    assert found == expected


def test_actions_without_the_right_change_nothing(cast, ready):
    for verb, (sources, _target, who) in ROWS.items():
        row = ready(sorted(sources)[0], verb)
        was = Idea.objects.filter(pk=row.pk).values().get()
        for name in sorted(set(cast) - who):
            with pytest.raises(Refused):
                do(row, verb, cast[name])
        assert Idea.objects.filter(pk=row.pk).values().get() == was
        rows = [
            row.events,
            row.reports.exclude(by=cast["neighbour"]),
            row.supporters,
            row.arguments.exclude(text="好"),
        ]
        assert [one.count() for one in rows] == [0, 0, 0, 0]


@pytest.mark.parametrize("state", ["open", "adopted", "answered", "not_possible", "merged", "withdrawn"])
def test_shown_again_it_is_what_it_was(we, put, state):
    row = put(state)
    ACTIONS["hide"](row, by=we.worker, reason="骂人")
    ACTIONS["show"](row, by=we.worker)
    row.refresh_from_db()
    assert (row.status, row.resume_status, row.hidden_reason) == (state, "", "")
