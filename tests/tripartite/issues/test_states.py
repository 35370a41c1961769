"""Every state × verb × role, against a table written by hand from the rules, not from the code."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from beihu.accounts.models import User
from beihu.states import STAY, Machine, Refused, Transition, among
from tests.make import make_issue
from tripartite.issues.actions import ACTIONS
from tripartite.issues.models import Issue
from tripartite.issues.states import DEEDS, MACHINE, Status

pytestmark = pytest.mark.django_db

INTAKE = "worker liaison officer operator"  # who takes issues in
WORK = "worker property officer operator"  # who handles what was handed to the property company
LIVE = "submitted accepted assigned in_progress waiting suspended"
EXPECTED = f"""
submit         | draft                              | submitted        | author
accept         | submitted                          | accepted         | {INTAKE}
assign         | submitted accepted assigned in_progress | assigned    | {INTAKE}
start          | assigned                           | in_progress      | {WORK}
bounce         | assigned                           | accepted         | {WORK}
ask            | accepted assigned in_progress      | waiting          | {WORK}
answer         | waiting                            | before           | author
stop_waiting   | waiting                            | before           | {WORK}
suspend        | accepted assigned in_progress      | suspended        | {INTAKE}
resume         | suspended                          | before           | {INTAKE}
solve          | assigned in_progress               | solved           | {WORK}
confirm        | solved                             | confirmed        | author
auto_close     | solved                             | auto_closed      |
request_reopen | solved confirmed auto_closed       | reopen_requested | author
reopen         | reopen_requested                   | in_progress      | {INTAKE}
keep_closed    | reopen_requested                   | before           | {INTAKE}
refuse         | submitted accepted                 | refused          | {INTAKE}
merge          | {LIVE}                             | merged           | {INTAKE}
contact        | {LIVE} reopen_requested            | stay             | {WORK}
reply          | {LIVE} reopen_requested solved     | stay             | {WORK}
note           | {LIVE} reopen_requested solved confirmed auto_closed refused merged | stay | worker liaison property officer operator
extend         | {LIVE}                             | stay             | {INTAKE}
recategorise   | {LIVE} reopen_requested            | stay             | {INTAKE}
publish        | {LIVE} reopen_requested solved confirmed auto_closed | stay | {INTAKE}
unpublish      | {LIVE} reopen_requested solved confirmed auto_closed | stay | {INTAKE}
make_private   | {LIVE} reopen_requested solved confirmed auto_closed refused merged | stay | author
follow_up      | refused confirmed auto_closed      | stay             | author
call_back      | solved confirmed auto_closed       | stay             | {INTAKE}
"""
ROWS = {
    verb: (set(sources.split()), target, set(who.split()))
    for verb, sources, target, who in (
        (cell.strip() for cell in line.split("|")) for line in EXPECTED.strip().splitlines()
    )
}
PAIRS = [(verb, state) for verb in ROWS for state in Status.values]
OPEN_PAIRS = [(verb, state) for verb, state in PAIRS if state in ROWS[verb][0]]


def machine(verb: str) -> Machine:
    return MACHINE if verb in MACHINE else DEEDS


def issue_in(we, state: str, verb: str) -> Issue:
    """A row to which the verb is open but for state and right."""
    over = {"merged_into": make_issue(place=we.doorway)} if state == "merged" else {}
    if verb == "follow_up" and state != "refused":
        over |= {"closed_at": timezone.now() - timedelta(days=16)}
    return make_issue(
        place=we.doorway,
        author=we.resident,
        party=we.company,
        status=state,
        wants_public=True,
        published_at=timezone.now(),
        solve_due=timezone.now() + timedelta(days=5),
        **over,
    )


@pytest.fixture
def cast(we, they):
    """Everybody who might try, by the name used in the table; None is the portal itself."""
    return {
        "author": we.resident,
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
        "property next door": they.property_staff,
        "officer next door": they.officer,
        "liaison next door": they.liaison,
    }


def may(issue: Issue, verb: str, by: User) -> bool:
    try:
        machine(verb).check(issue, verb, by)
    except Refused:
        return False
    return True


def test_tables_name_the_same_verbs_as_the_expected_one():
    assert {row.name for row in (*MACHINE.transitions, *DEEDS.transitions)} == set(ROWS)
    assert set(ACTIONS) == set(ROWS) | {"follow", "unfollow"}


@pytest.mark.parametrize("state", Status.values)
def test_verbs_are_open_to_exactly_whom_the_rules_say(we, cast, state):
    found = {}
    for verb in ROWS:
        issue = issue_in(we, state, verb)
        found[verb] = {name for name, person in cast.items() if may(issue, verb, person)}
        shown = {
            name
            for name, person in cast.items()
            if verb in {row.name for row in machine(verb).available(issue, person)}
        }
        assert shown == found[verb]
    assert found == {
        verb: who if state in sources else set() for verb, (sources, _target, who) in ROWS.items()
    }


@pytest.fixture
def facts(we):
    """What each verb needs besides the issue and the person."""
    return {
        "refuse": {"reason": Issue.Refusal.NOT_OURS, "note": "请拨打12345"},
        "assign": {"party": we.company},
        "bounce": {"note": "不归我们"},
        "ask": {"question": "几楼？"},
        "answer": {"text": "三楼"},
        "suspend": {"until": timezone.localdate() + timedelta(days=3), "note": "等配件"},
        "solve": {"note": "修好了"},
        "confirm": {"rating": Issue.Rating.SATISFIED},
        "request_reopen": {"reason": "又坏了"},
        "keep_closed": {"note": "另案处理"},
        "contact": {"note": "打了电话"},
        "reply": {"text": "已安排"},
        "note": {"text": "内部"},
        "extend": {"reason": "等配件", "working_days": 2},
        "recategorise": {"category": "repairs"},
        "unpublish": {"note": "有照片不妥"},
        "follow_up": {"key": uuid4()},
        "call_back": {"reached": True},
    }


@pytest.mark.parametrize(("verb", "state"), OPEN_PAIRS, ids=[f"{v}-{s}" for v, s in OPEN_PAIRS])
def test_action_leads_where_the_rules_say(we, cast, facts, verb, state):
    issue = issue_in(we, state, verb)
    before = issue.resume_status
    if verb == "merge":
        facts["merge"] = {"into": make_issue(place=we.doorway)}
    who = next(iter(sorted(ROWS[verb][2])), None)
    after = ACTIONS[verb](issue, by=cast[who] if who else None, **facts.get(verb, {}))
    if verb == "follow_up":
        assert (after.status, after.follows_up) == ("draft", issue)
        after = Issue.objects.get(pk=issue.pk)
    expected = {"before": before, "stay": state}.get(ROWS[verb][1], ROWS[verb][1])
    assert after.status == expected
    after.refresh_from_db()
    assert after.status == expected
    event = after.events.get()
    assert (event.verb, event.before, event.after) == (verb, state, expected)


@pytest.mark.parametrize("verb", [v for v in ROWS if v not in ("submit", "auto_close")])
def test_action_without_the_right_changes_nothing(we, cast, facts, verb):
    state = sorted(ROWS[verb][0])[0]
    issue = issue_in(we, state, verb)
    if verb == "merge":
        facts["merge"] = {"into": make_issue(place=we.doorway)}
    was = Issue.objects.filter(pk=issue.pk).values().get()
    for name in sorted(set(cast) - ROWS[verb][2]):
        with pytest.raises(Refused):
            ACTIONS[verb](issue, by=cast[name], **facts.get(verb, {}))
    assert Issue.objects.filter(pk=issue.pk).values().get() == was
    assert issue.events.count() == 0


# -- the machine itself -----------------------------------------------------------------------------------------


class Row:
    """Something with states, in memory."""

    def __init__(self, status: str):
        self.status, self.resume_status = status, ""

    def get_status_display(self) -> str:
        return self.status


NESTED = Machine(
    (
        Transition("wait", among("work", "pause"), "wait", None, "wait"),
        Transition("pause", among("work", "wait"), "pause", None, "pause"),
        Transition("back", among("wait", "pause"), None, None, "back"),
        Transition("end", among("work", "wait", "pause"), "end", None, "end"),
        Transition("look", among("work", "wait"), STAY, None, "look"),
    )
)


def test_perform_returns_to_the_state_before():
    row = Row("work")
    NESTED.perform(row, "wait", by=None)
    assert (row.status, row.resume_status) == ("wait", "work")
    NESTED.perform(row, "back", by=None)
    assert (row.status, row.resume_status) == ("work", "")


def test_perform_returns_to_where_work_stood_from_a_pause_within_a_wait():
    row = Row("work")
    for verb in ("wait", "pause", "wait"):
        NESTED.perform(row, verb, by=None)
    assert (row.status, row.resume_status) == ("wait", "work")
    NESTED.perform(row, "back", by=None)
    assert (row.status, row.resume_status) == ("work", "")


def test_perform_forgets_the_way_back_when_the_row_moves_on():
    row = Row("work")
    NESTED.perform(row, "wait", by=None)
    NESTED.perform(row, "end", by=None)
    assert (row.status, row.resume_status) == ("end", "")


def test_perform_keeps_the_way_back_when_the_row_stays():
    row = Row("work")
    NESTED.perform(row, "wait", by=None)
    NESTED.perform(row, "look", by=None)
    assert (row.status, row.resume_status) == ("wait", "work")


@pytest.mark.parametrize("first", ["accepted", "assigned", "in_progress"])
def test_suspended_then_waiting_then_suspended_comes_back_each_time(we, first):
    issue = make_issue(place=we.doorway, author=we.resident, status=first, party=we.company)
    tomorrow = date.fromordinal(timezone.localdate().toordinal() + 1)
    for _turn in range(2):
        issue = ACTIONS["suspend"](issue, by=we.worker, until=tomorrow, note="等")
        issue = ACTIONS["resume"](issue, by=we.worker)
        assert (issue.status, issue.resume_status) == (first, "")
        issue = ACTIONS["ask"](issue, by=we.worker, question="？", days=1)
        issue = ACTIONS["answer"](issue, by=we.resident, text="！")
        assert (issue.status, issue.resume_status) == (first, "")
