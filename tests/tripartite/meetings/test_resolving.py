"""How each matter ends; what follows from it; the round of the minutes and objections to them."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from beihu.notifications.models import Notification
from beihu.states import Refused
from tests.tripartite.meetings.table import all_for, make_invitation, make_table
from tests.tripartite.meetings.test_attendance import at_once, person
from tripartite.issues.workdays import CalendarDay
from tripartite.meetings import actions, resolved
from tripartite.meetings.circulating import body_of, days_to_object
from tripartite.meetings.minutes import Objection, Position, Resolution
from tripartite.meetings.resolving import Stand

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(we):
    return make_table(we, status="held")


@pytest.fixture
def item(meeting):
    return meeting.items.first()


@pytest.fixture
def soon():
    return timezone.localdate() + timedelta(days=20)


def test_resolve_records_everything(we, meeting, item, soon):
    stands = {we.residents_party.pk: Stand("for"), we.owners_party.pk: Stand("against", " 太  贵 "), we.company.pk: Stand("abstained")}  # fmt: skip
    actions.resolve(
        item,
        by=we.worker,
        text="更换水泵",
        stands=stands,
        party=we.company,
        due_on=soon,
        cost=Decimal("12000.50"),
        needs_owners=True,
    )
    made = Resolution.objects.get()
    assert (made.text, made.party, made.due_on, made.cost, made.needs_owners, made.by) == (
        "更换水泵", we.company, soon, Decimal("12000.50"), True, we.worker,
    )  # fmt: skip
    found = set(made.positions.values_list("party", "stance", "note"))
    assert found == {(we.residents_party.pk, "for", ""), (we.owners_party.pk, "against", "太 贵"), (we.company.pk, "abstained", "")}  # fmt: skip


def test_resolve_writes_who_was_not_there_whatever_is_claimed(we, meeting, item):
    meeting.invitations.filter(user=we.property_staff).update(came="absent")
    actions.resolve(item, by=we.worker, text="换", stands=all_for(meeting))
    assert Position.objects.get(party=we.company).stance == "absent"


def test_resolve_again_replaces_words_and_positions(we, meeting, item):
    actions.leave_open(item, by=we.worker, reason="待议")
    first = actions.resolve(item, by=we.worker, text="换", stands=all_for(meeting))
    again = actions.resolve(item, by=we.liaison, text="修", stands=all_for(meeting))
    item.refresh_from_db()
    assert (again.pk, again.text, item.no_resolution, Position.objects.count()) == (first.pk, "修", "", 3)


@pytest.mark.parametrize(
    "over",
    [
        {"text": "  "},
        {"party": "company"},  # without a date
        {"party": "theirs", "due_on": "soon"},
        {"due_on": date(2020, 1, 1)},
        {"cost": Decimal("-1")},
        {"cost": Decimal("1e11")},
        {"stands": {}},
        {"stands": "nonsense"},
    ],
)
def test_resolve_what_cannot_be_is_refused(we, they, meeting, item, soon, over):
    given = {"text": "换", "stands": all_for(meeting)} | over
    given["party"] = {"company": we.company, "theirs": they.company}.get(given.get("party"))
    given["due_on"] = soon if given.get("due_on") == "soon" else given.get("due_on")
    if given["stands"] == "nonsense":
        given["stands"] = dict.fromkeys(all_for(meeting), Stand("maybe"))
    with pytest.raises(Refused):
        actions.resolve(item, by=we.worker, **given)
    assert (Resolution.objects.count(), Position.objects.count()) == (0, 0)


def test_resolve_without_a_quorum_is_refused(we):
    meeting = make_table(we, status="held", is_quorate=False)
    with pytest.raises(Refused):
        actions.resolve(meeting.items.first(), by=we.worker, text="换", stands=all_for(meeting))


@pytest.mark.parametrize("reason", ["", " ", "无" * 301, "a\x00b"])
def test_leave_open_needs_a_reason(we, item, reason):
    with pytest.raises(Refused):
        actions.leave_open(item, by=we.worker, reason=reason)


def test_leave_open_takes_a_resolution_back(we, meeting, item):
    actions.resolve(item, by=we.worker, text="换", stands=all_for(meeting))
    left = actions.leave_open(item, by=we.worker, reason="材料不全")
    assert (left.no_resolution, Resolution.objects.count()) == ("材料不全", 0)


def test_leave_open_keeps_a_resolution_with_a_commitment(we, meeting, item, soon):
    from tests.make import make_commitment

    made = actions.resolve(
        item, by=we.worker, text="换", stands=all_for(meeting), party=we.company, due_on=soon
    )
    make_commitment(place=we.compound, debtor=we.company, made_by=we.worker, resolution=made)
    with pytest.raises(Refused):
        actions.leave_open(item, by=we.worker, reason="不换了")
    item.refresh_from_db()
    assert (Resolution.objects.count(), item.no_resolution) == (1, "")


# -- the round ----------------------------------------------------------------------------------------------------


@pytest.fixture
def ended(we, meeting, soon):
    """Both matters have an end."""
    one, other = meeting.items.all()
    actions.resolve(
        one, by=we.worker, text="更换水泵", stands=all_for(meeting), party=we.company, due_on=soon
    )
    actions.leave_open(other, by=we.worker, reason="下次再议")
    return meeting


@pytest.fixture
def hooks(monkeypatch):
    told = []
    monkeypatch.setattr(resolved, "_hooks", [])
    resolved.register(lambda resolution, by: told.append((resolution.text, by)))
    return told


def test_minute_sends_round_and_hands_on(we, ended, hooks):
    sent = actions.minute(ended, by=we.worker)
    assert (sent.status, sent.object_until) == ("minuted", days_to_object(sent.minuted_at))
    assert hooks == [("更换水泵", we.worker)]
    titles = set(Notification.objects.values_list("recipient", "title"))
    assert {person for person, _title in titles} == {
        we.worker.pk,
        we.owners_committee.pk,
        we.property_staff.pk,
    }


def test_minute_with_an_open_matter_is_refused(we, meeting, hooks):
    with pytest.raises(Refused):
        actions.minute(meeting, by=we.worker)
    assert (hooks, Notification.objects.count()) == ([], 0)


def test_minute_fails_whole_when_a_hook_fails(we, ended, monkeypatch):
    def fail(resolution, by):
        raise RuntimeError

    monkeypatch.setattr(resolved, "_hooks", [fail])
    with pytest.raises(RuntimeError):
        actions.minute(ended, by=we.worker)
    ended.refresh_from_db()
    assert (ended.status, Notification.objects.count()) == ("held", 0)


def test_minute_without_a_quorum_hands_nothing_on(we, hooks):
    meeting = make_table(we, came="absent")
    actions.arrive(meeting, by=we.worker)
    actions.hold(meeting, by=we.worker)
    actions.write(meeting.items.first(), "听取了意见", by=we.worker, seen=0)
    assert (actions.minute(meeting, by=we.worker).status, hooks) == ("minuted", [])


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-11-23T10:00+08:00", "2026-11-26"),  # Monday → Thursday
        ("2026-11-23T23:59+08:00", "2026-11-26"),
        ("2026-11-24T00:01+08:00", "2026-11-27"),
        ("2026-11-26T10:00+08:00", "2026-11-30"),  # ends on a Sunday → Monday
        ("2026-09-29T10:00+08:00", "2026-10-08"),  # into the National Day holidays
    ],
)
def test_days_to_object_end_on_a_working_day(we, now, until):
    for day in range(1, 8):
        CalendarDay.objects.update_or_create(date=date(2026, 10, day), defaults={"working": False})
    found = days_to_object(datetime.fromisoformat(now))
    assert f"{timezone.localtime(found):%Y-%m-%d %H:%M}" == f"{until} 23:59"


# -- objections ---------------------------------------------------------------------------------------------------


@pytest.fixture
def sent(we, ended):
    return actions.minute(ended, by=we.worker)


def test_object_by_a_body_that_was_present(we, sent):
    Notification.objects.all().delete()
    made = actions.object_to(sent, by=we.property_staff, text="价格写错了")
    assert (made.party, made.by, made.settled_at) == (we.company, we.property_staff, None)
    assert {row.recipient for row in Notification.objects.all()} == {we.worker, we.liaison}


def test_object_twice_the_same_is_one(we, sent):
    for _click in range(2):
        actions.object_to(sent, by=we.property_staff, text="价格写错了")
    assert Objection.objects.count() == 1


@pytest.mark.parametrize("came", ["absent", "excused", ""])
def test_object_by_a_body_that_was_not_there_is_refused(we, sent, came):
    sent.invitations.filter(user=we.property_staff).update(came=came)
    with pytest.raises(Refused):
        actions.object_to(sent, by=we.property_staff, text="不对")
    assert body_of(sent, we.property_staff) is None


def test_object_by_a_colleague_of_who_was_there(we, sent):
    from beihu.accounts.models import User

    colleague = User.objects.create_user(phone="+8613900001888", name="钱物业")
    make_invitation(sent, colleague, party=we.company, came="absent")
    assert actions.object_to(sent, by=colleague, text="不对").party == we.company


def test_object_by_an_observer_or_a_stranger_is_refused(we, they, sent):
    make_invitation(sent, we.resident, party=we.company, came="present", is_observer=True)
    for who in (we.resident, we.officer, they.property_staff, we.leader):
        with pytest.raises(Refused):
            actions.object_to(sent, by=who, text="不对")


def test_object_after_the_days_is_refused(we, sent):
    with time_machine.travel(sent.object_until, tick=False):
        actions.object_to(sent, by=we.property_staff, text="刚好")
    with (
        time_machine.travel(sent.object_until + timedelta(microseconds=1), tick=False),
        pytest.raises(Refused),
    ):
        actions.object_to(sent, by=we.property_staff, text="太晚")


def test_settle_answers_once(we, sent):
    made = actions.object_to(sent, by=we.property_staff, text="价格写错了")
    done = actions.settle(made, by=we.worker, answer="已改正")
    assert (done.answer, done.settled_by) == ("已改正", we.worker)
    with pytest.raises(Refused):
        actions.settle(made, by=we.liaison, answer="没错")
    assert (
        Notification.objects.filter(recipient=we.property_staff, key__contains="settled").get().body
        == "已改正"
    )


def test_settle_is_not_for_who_objected(we, sent):
    made = actions.object_to(sent, by=we.property_staff, text="价格写错了")
    with pytest.raises(Refused):
        actions.settle(made, by=we.property_staff, answer="好了")


def test_rework_and_round_again_tells_again(we, sent, hooks):
    back = actions.rework(sent, by=we.worker, reason="价格写错了")
    assert (back.status, back.object_until) == ("held", None)
    actions.write(back.items.first(), "改好了", by=we.worker, seen=0)
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        again = actions.minute(back, by=we.worker)
    assert (again.status, hooks) == ("minuted", [("更换水泵", we.worker)])
    assert Notification.objects.filter(recipient=we.property_staff, title__contains="异议").count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_record_one_matter_and_one_stands_whole(we):
    meeting = make_table(we, status="held")
    item = meeting.items.first()
    at_once(
        lambda: actions.resolve(item, by=person(we.worker), text="换", stands=all_for(meeting)),
        lambda: actions.resolve(item, by=person(we.liaison), text="修", stands=all_for(meeting)),
        lambda: actions.leave_open(item, by=person(we.officer), reason="再议"),
    )
    item.refresh_from_db()
    made = Resolution.objects.filter(item=item).first()
    assert bool(made) == (item.no_resolution == "")
    assert Position.objects.count() == (3 if made else 0)
