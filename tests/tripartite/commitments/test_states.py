"""Every state × verb × role, against a table written by hand from the rules, not from the code."""

from datetime import timedelta

import pytest
from django.utils import timezone

from beihu.accounts.models import User
from beihu.states import Machine, Refused
from tests.make import make_evidence, make_issue
from tripartite.commitments.actions import ACTIONS
from tripartite.commitments.models import Commitment
from tripartite.commitments.states import DEEDS, MACHINE, Status

pytestmark = pytest.mark.django_db

MAKERS = "worker liaison officer operator"  # those it is owed to
KEEPERS = "property"  # who speaks for the debtor
JUDGES = "resident raiser"
EXPECTED = f"""
accept    | proposed                                | running   | {KEEPERS}
decline   | proposed                                | declined  | {KEEPERS}
deliver   | running failed                          | delivered | {KEEPERS}
withdraw  | proposed running delivered failed       | withdrawn | {MAKERS}
keep      | delivered                               | kept      |
fail      | delivered                               | failed    |
lapse     | delivered                               | unanswered |
report    | running failed                          | stay      | {KEEPERS}
prove     | running failed delivered                | stay      | {KEEPERS}
revise    | proposed running failed                 | stay      | {MAKERS}
agree     | running failed                          | stay      | {KEEPERS}
turn_down | running failed                          | stay      | {KEEPERS}
judge     | delivered                               | stay      | {JUDGES}
show      | running delivered kept failed unanswered | stay     | {MAKERS}
"""
ROWS = {
    verb: (set(sources.split()), target, set(who.split()))
    for verb, sources, target, who in (
        (cell.strip() for cell in line.split("|")) for line in EXPECTED.strip().splitlines()
    )
}
BY_HAND = [verb for verb in ROWS if ROWS[verb][2]]
PAIRS = [(verb, state) for verb in BY_HAND for state in Status.values if state in ROWS[verb][0]]


def machine(verb: str) -> Machine:
    return MACHINE if verb in MACHINE else DEEDS


@pytest.fixture
def cast(we, they, resident_of):
    """Everybody who might try, by the name used in the table."""
    return {
        "resident": we.resident,
        "raiser": User.objects.create_user(phone="+8613900001999", name="钱居民"),
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
        "property next door": they.property_staff,
        "officer next door": they.officer,
        "liaison next door": they.liaison,
    }


@pytest.fixture
def ready(we, cast, owe):
    """A row to which the verb is open but for state and right."""

    def make(state: str, verb: str) -> Commitment:
        issue = make_issue(place=we.doorway, author=cast["raiser"])
        row = owe(state, issue=issue)
        make_evidence(row, at=timezone.now() + timedelta(seconds=1))
        if verb in ("agree", "turn_down"):
            row.versions.create(number=2, text="新的", reason="改", due_on=row.due_on, by=we.liaison)
        return row

    return make


def may(row: Commitment, verb: str, by: User) -> bool:
    try:
        machine(verb).check(row, verb, by)
    except Refused:
        return False
    return True


def test_tables_name_the_same_verbs_as_the_expected_one():
    assert {row.name for row in (*MACHINE.transitions, *DEEDS.transitions)} == set(ROWS)
    assert set(ACTIONS) == set(BY_HAND)


@pytest.mark.parametrize("state", Status.values)
def test_verbs_are_open_to_exactly_whom_the_rules_say(cast, ready, state):
    found = {}
    for verb in ROWS:
        if verb in ("agree", "turn_down") and state == "proposed":
            found[verb] = set()  # two versions cannot wait for an answer at once
            continue
        row = ready(state, verb)
        found[verb] = {name for name, person in cast.items() if may(row, verb, person)}
        shown = {
            name
            for name, person in cast.items()
            if verb in {one.name for one in machine(verb).available(row, person)}
        }
        assert shown == found[verb]
    assert found == {
        verb: who if state in sources else set() for verb, (sources, _target, who) in ROWS.items()
    }


@pytest.fixture
def facts(picture):
    """What each verb needs besides the commitment and the person."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    return {
        "decline": {"reason": "做不到"},
        "turn_down": {"reason": "不同意"},
        "withdraw": {"reason": "业主自行解决"},
        "report": {"progress": 40, "note": "水泵已订货"},
        "prove": {"uploads": [picture()]},
        "revise": {"text": "新的", "due_on": tomorrow, "reason": "厂家延期"},
        "judge": {"kept": True},
        "show": {"photos": []},
    }


@pytest.mark.parametrize(("verb", "state"), PAIRS, ids=[f"{v}-{s}" for v, s in PAIRS])
def test_action_leads_where_the_rules_say(cast, ready, facts, verb, state):
    row = ready(state, verb)
    who = "resident" if verb == "judge" else sorted(ROWS[verb][2])[0]
    after = ACTIONS[verb](row, by=cast[who], **facts.get(verb, {}))
    expected = state if ROWS[verb][1] == "stay" else ROWS[verb][1]
    after.refresh_from_db()
    event = after.events.get()
    assert (after.status, event.verb, event.before, event.after) == (expected, verb, state, expected)


@pytest.mark.parametrize("verb", BY_HAND)
def test_action_without_the_right_changes_nothing(cast, ready, facts, verb):
    row = ready(sorted(ROWS[verb][0] - {"proposed"} or ROWS[verb][0])[0], verb)
    was = Commitment.objects.filter(pk=row.pk).values().get()
    versions = row.versions.count()
    for name in sorted(set(cast) - ROWS[verb][2]):
        with pytest.raises(Refused):
            ACTIONS[verb](row, by=cast[name], **facts.get(verb, {}))
    assert Commitment.objects.filter(pk=row.pk).values().get() == was
    assert (row.events.count(), row.versions.count()) == (0, versions)


def test_deliver_needs_evidence(we, owe):
    row = owe()
    row.evidence.all().delete()
    with pytest.raises(Refused):
        ACTIONS["deliver"](row, by=we.property_staff)
    assert "deliver" not in {one.name for one in MACHINE.available(row, we.property_staff)}


def test_deliver_again_needs_evidence_of_its_own(we, owe):
    row = owe("failed")
    row.evidence.update(at=row.delivered_at - timedelta(hours=1))
    assert "deliver" not in {one.name for one in MACHINE.available(row, we.property_staff)}
    make_evidence(row)
    assert "deliver" in {one.name for one in MACHINE.available(row, we.property_staff)}


def test_standing_promise_is_never_delivered(we, owe):
    row = owe(is_standing=True)
    with pytest.raises(Refused):
        ACTIONS["deliver"](row, by=we.property_staff)


def test_whoever_speaks_for_the_debtor_does_not_judge(we, owe, resident_of):
    from buildings.posts.models import Post

    both = resident_of(7)
    Post.objects.create(user=both, role="property_staff", place=we.compound)
    row = owe("delivered")
    with pytest.raises(Refused):
        ACTIONS["judge"](row, by=both, kept=True)
    assert row.verdicts.count() == 0
