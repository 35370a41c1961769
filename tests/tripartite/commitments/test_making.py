"""Putting a commitment to a party: from a resolution, from an issue, by itself; new versions; letting go."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils import timezone

from beihu.audit.models import AuditEntry
from beihu.notifications.models import Delivery, Notification
from beihu.states import Refused
from tests.make import make_evidence, make_issue, make_meeting
from tripartite.commitments import actions
from tripartite.commitments.models import Commitment
from tripartite.meetings.minutes import Resolution

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(we):
    """Put something to the company as the liaison would."""

    def put(**over):
        facts = {
            "by": we.liaison,
            "key": uuid4(),
            "place": we.compound,
            "debtor": we.company,
            "text": "更换水泵",
            "due_on": timezone.localdate() + timedelta(days=30),
        } | over
        return actions.propose(**facts)

    return put


@pytest.fixture
def resolution(we):
    def make(**over):
        meeting = make_meeting(place=we.compound, organiser=we.liaison, status=over.pop("status", "held"))
        item = meeting.items.create(position=1, title="水泵", issue=over.pop("issue", None))
        due = timezone.localdate() + timedelta(days=30)
        return Resolution.objects.create(
            item=item, by=we.liaison, **{"text": "更换水泵", "party": we.company, "due_on": due} | over
        )

    return make


def test_propose_waits_for_the_partys_word(we, ask):
    row = ask(metric="六楼有水", cost=Decimal("30000"))
    assert (row.status, row.party_kind, row.made_by, row.number) == (
        "proposed",
        we.company.kind,
        we.liaison,
        1,
    )
    version = row.versions.get()
    assert (version.text, version.metric, version.accepted_at) == ("更换水泵", "六楼有水", None)
    event = row.events.get()
    assert (event.verb, event.actor_role, event.after) == ("propose", "liaison", "proposed")
    assert AuditEntry.objects.get(verb="commitment.propose").place_id == we.compound.code
    assert Notification.objects.get().recipient == we.property_staff
    assert Delivery.objects.get().recipient == we.property_staff


def test_propose_twice_with_one_form_is_one(ask):
    key = uuid4()
    assert ask(key=key) == ask(key=key)
    assert Commitment.objects.count() == 1


def test_propose_with_the_form_of_somebody_else_is_refused(we, ask):
    key = uuid4()
    ask(key=key)
    with pytest.raises(Refused):
        ask(key=key, by=we.worker)


def test_propose_from_a_resolution_brings_its_issue_along(we, ask, resolution):
    issue = make_issue(place=we.doorway, author=we.resident)
    decided = resolution(issue=issue)
    row = ask(resolution=decided)
    assert (row.resolution, row.issue) == (decided, issue)


def test_propose_from_a_resolution_once(ask, resolution):
    decided = resolution()
    ask(resolution=decided)
    with pytest.raises(Refused):
        ask(resolution=decided)
    assert Commitment.objects.count() == 1


@pytest.mark.parametrize("case", ["other party", "not yet held", "elsewhere"])
def test_propose_from_a_resolution_that_does_not_fit_is_refused(we, they, ask, resolution, case):
    decided = resolution(status="called" if case == "not yet held" else "held")
    over = {"debtor": we.owners_party} if case == "other party" else {}
    if case == "elsewhere":
        over = {"place": they.compound, "debtor": they.company, "by": they.liaison}
    with pytest.raises(Refused):
        ask(resolution=decided, **over)


def test_propose_from_an_issue(we, ask):
    issue = make_issue(place=we.doorway, author=we.resident)
    assert ask(issue=issue).issue == issue


def test_propose_from_a_foreign_issue_is_refused(we, they, ask):
    for issue in (make_issue(place=they.doorway), make_issue(place=we.old_doorway)):
        with pytest.raises(Refused):
            ask(issue=issue)


@pytest.mark.parametrize("by", ["property_staff", "worker"])
def test_standing_promise_by_the_party_itself_is_its_word_at_once(we, ask, by):
    debtor = we.company if by == "property_staff" else we.residents_party
    row = ask(by=getattr(we, by), debtor=debtor, is_standing=True, due_on=None, text="每晚巡逻三次")
    row.refresh_from_db()
    assert (row.status, row.due_on, row.accepted_at is not None) == ("running", None, True)
    assert row.versions.get().accepted_by == getattr(we, by)
    assert list(row.events.values_list("verb", "actor_role")) == [("propose", "debtor"), ("accept", "debtor")]


def test_standing_promise_put_by_staff_waits(ask):
    row = ask(is_standing=True, due_on=None)
    assert row.status == "proposed"


@pytest.mark.parametrize("by", ["resident", "leader", "owners_committee", "management_committee"])
def test_propose_without_the_right_is_refused(we, ask, by):
    with pytest.raises(Refused):
        ask(by=getattr(we, by))


def test_party_puts_nothing_to_another(we, ask):
    with pytest.raises(Refused):
        ask(by=we.property_staff, debtor=we.owners_party)


def test_propose_next_door_is_refused(they, ask):
    with pytest.raises(Refused):
        ask(place=they.compound, debtor=they.company)


@pytest.mark.parametrize(
    "over",
    [
        {"text": " "},
        {"text": "字" * 301},
        {"due_on": None},
        {"cost": Decimal(-1)},
        {"due_on": timezone.localdate() - timedelta(days=1)},
        {"due_on": timezone.localdate() + timedelta(days=4000)},
    ],
    ids=["no words", "too long", "no date", "cost", "yesterday", "in eleven years"],
)
def test_propose_of_nonsense_is_refused(ask, over):
    with pytest.raises(Refused):
        ask(**over)
    assert Commitment.objects.count() == 0


def test_propose_at_a_door_is_refused(we, ask):
    for place in (we.doorway, we.street):
        with pytest.raises(Refused):
            ask(place=place, by=we.officer)


def test_propose_to_a_party_from_elsewhere_is_refused(we, they, ask):
    for party in (they.company, we.management_party):
        with pytest.raises(Refused):
            ask(debtor=party)


def test_revise_before_the_word_replaces_it(we, ask):
    row = ask()
    later = row.due_on + timedelta(days=5)
    row = actions.revise(row, by=we.liaison, text="更换两台水泵", due_on=later, reason="写漏了")
    assert (row.text, row.due_on, row.number, row.offer) == ("更换两台水泵", later, 2, None)
    row = actions.accept(row, by=we.property_staff)
    assert [(v.number, v.accepted_at is not None, v.dropped_at is not None) for v in row.versions.all()] == [
        (1, False, True),
        (2, True, False),
    ]


def test_revise_after_the_word_is_an_offer(we, owe):
    row = owe()
    was = (row.text, row.due_on)
    later = row.due_on + timedelta(days=20)
    row = actions.revise(row, by=we.liaison, text="更换水泵和阀门", due_on=later, reason="厂家延期")
    assert ((row.text, row.due_on), row.number, row.offer.number) == (was, 1, 2)
    row = actions.agree(row, by=we.property_staff)
    assert (row.text, row.due_on, row.number, row.offer) == ("更换水泵和阀门", later, 2, None)
    assert row.versions.get(number=1).text == was[0]


def test_turned_down_version_leaves_the_old_one(we, owe):
    row = owe()
    was = (row.text, row.due_on)
    row = actions.revise(row, by=we.liaison, text="x", due_on=row.due_on, reason="y")
    row = actions.turn_down(row, by=we.property_staff, reason="不同意")
    assert ((row.text, row.due_on), row.number, row.offer, row.status) == (was, 1, None, "running")
    row = actions.revise(row, by=we.liaison, text="z", due_on=row.due_on, reason="y")
    assert row.offer.number == 3


def test_second_offer_overtakes_the_first(we, owe):
    row = owe()
    for text in ("x", "z"):
        row = actions.revise(row, by=we.liaison, text=text, due_on=row.due_on, reason="y")
    assert (row.offer.text, row.versions.filter(accepted_at=None, dropped_at=None).count()) == ("z", 1)


def test_revise_of_an_overdue_one_may_keep_its_date(we, owe):
    row = owe(due_on=timezone.localdate() - timedelta(days=3))
    row = actions.revise(row, by=we.liaison, text="x", due_on=row.due_on, reason="y")
    assert row.offer.due_on == row.due_on


@pytest.mark.parametrize("over", [{"text": "更换二次供水水泵"}, {"reason": " "}, {"text": ""}])
def test_revise_without_change_or_reason_is_refused(we, owe, over):
    row = owe()
    facts = {"text": "x", "metric": row.metric, "due_on": row.due_on, "reason": "y"} | over
    with pytest.raises(Refused):
        actions.revise(row, by=we.liaison, **facts)
    assert row.versions.count() == 1


def test_withdraw_ends_it_with_a_reason(we, owe):
    row = actions.withdraw(owe("delivered"), by=we.liaison, reason="业主大会另行决定")
    assert (row.status, row.ended_at is not None) == ("withdrawn", True)
    assert row.events.get().note == "业主大会另行决定"


def test_show_publishes_exactly_the_chosen_photos(we, owe):
    row = owe()
    first, second = row.evidence.get(), make_evidence(row)
    document = make_evidence(row, kind="document")
    actions.show(row, by=we.worker, photos=[first, document])
    assert set(row.evidence.filter(is_public=True)) == {first}
    actions.show(row, by=we.worker, photos=[second])
    assert set(row.evidence.filter(is_public=True)) == {second}


def test_show_leaves_the_photos_of_others_alone(we, owe):
    row, other = owe(), owe()
    actions.show(row, by=we.worker, photos=list(other.evidence.all()))
    assert other.evidence.filter(is_public=True).count() == 0
