"""The agenda: order, minutes, proposals, where an issue stands."""

from datetime import timedelta

import pytest
from django.utils import timezone

from beihu.audit.models import AuditEntry
from beihu.states import Refused
from tests.make import make_issue, make_meeting
from tripartite.issues.states import Status
from tripartite.meetings import actions, feeding, proposals
from tripartite.meetings.proposals import Proposal
from tripartite.meetings.queries import open_tables

pytestmark = pytest.mark.django_db


@pytest.fixture
def late(we):
    return make_issue(
        place=we.doorway, author=we.resident, status=Status.IN_PROGRESS, party=we.company, text="王大爷1001室电话13812345678灯不亮",
        solve_due=timezone.now() - timedelta(days=1),
    )  # fmt: skip


def titles(meeting):
    return list(meeting.items.order_by("position").values_list("title", flat=True))


def positions(meeting):
    return list(meeting.items.order_by("position").values_list("position", flat=True))


def test_items_stand_in_the_order_they_came(we, drafted):
    actions.add_item(drafted, by=we.worker, title="绿化", minutes=30, presenter="赵物业")
    actions.add_item(drafted, by=we.worker, title="停车")
    assert (titles(drafted), positions(drafted)) == (["水泵", "绿化", "停车"], [1, 2, 3])


def test_sum_of_minutes_fits_the_meeting_or_is_refused_in_words(we, drafted):
    actions.add_item(drafted, by=we.worker, title="绿化", minutes=100)
    with pytest.raises(Refused, match=r"121.*120"):
        actions.add_item(drafted, by=we.worker, title="停车", minutes=1)
    item = drafted.items.get(title="绿化")
    with pytest.raises(Refused, match="121"):
        actions.edit_item(item, by=we.worker, title="绿化", minutes=101)
    actions.edit_item(item, by=we.worker, title="绿化和亭子", minutes=99)
    assert titles(drafted) == ["水泵", "绿化和亭子"]


@pytest.mark.parametrize(("title", "minutes"), [(" ", 10), ("绿化", 0), ("绿化", 481), ("绿化", -5)])
def test_item_that_cannot_be_meant_is_refused(we, drafted, title, minutes):
    with pytest.raises(Refused):
        actions.add_item(drafted, by=we.worker, title=title, minutes=minutes)


def test_shift_and_remove_renumber(we, drafted):
    for title in ("绿化", "停车"):
        actions.add_item(drafted, by=we.worker, title=title)
    item = drafted.items.get(title="停车")
    actions.shift_item(item, by=we.worker, down=False)
    assert titles(drafted) == ["水泵", "停车", "绿化"]
    actions.shift_item(item, by=we.worker, down=True)
    actions.shift_item(item, by=we.worker, down=True)  # the last one stays where it is
    assert titles(drafted) == ["水泵", "绿化", "停车"]
    first = drafted.items.get(title="水泵")
    for _ in range(2):
        actions.remove_item(first, by=we.worker)
    assert (titles(drafted), positions(drafted)) == (["绿化", "停车"], [1, 2])


def test_reorder_takes_the_order_given_and_knows_only_its_own_items(we, drafted, called):
    for title in ("绿化", "停车"):
        actions.add_item(drafted, by=we.worker, title=title)
    by_title = dict(drafted.items.values_list("title", "pk"))
    actions.reorder(drafted, [by_title["停车"], called.items.get().pk, by_title["水泵"]], by=we.worker)
    assert (titles(drafted), titles(called)) == (["停车", "水泵", "绿化"], ["水泵"])


def test_item_of_another_meeting_is_not_touched(we, drafted, called):
    foreign = called.items.get()
    foreign.meeting = drafted
    with pytest.raises(Refused):
        actions.edit_item(foreign, by=we.worker, title="绿化", minutes=5)
    with pytest.raises(Refused):
        actions.shift_item(foreign, by=we.worker, down=True)


def test_item_with_minutes_stays(we, called):
    called.items.update(revision=1)
    with pytest.raises(Refused):
        actions.remove_item(called.items.get(), by=we.worker)


def test_changed_agenda_of_a_called_meeting_is_a_new_calendar_entry(we, called, drafted):
    actions.add_item(called, by=we.worker, title="绿化")
    actions.add_item(drafted, by=we.worker, title="绿化")
    called.refresh_from_db()
    drafted.refresh_from_db()
    assert ((called.sequence, called.version), drafted.sequence) == ((1, 0), 0)


# -- proposals ----------------------------------------------------------------------------------------------------


def test_proposals_are_what_is_late_bounced_or_reopened_most_urgent_first(we, late):
    now = timezone.now()
    reopened = make_issue(place=we.doorway, status=Status.IN_PROGRESS, party=we.company, reopened_at=now)
    bounced = make_issue(place=we.compound, status=Status.ACCEPTED, bounced=True)
    asked = make_issue(place=we.doorway, status=Status.REOPEN_REQUESTED)
    make_issue(place=we.doorway)
    make_issue(place=we.doorway, status=Status.CONFIRMED, bounced=True)
    make_issue(place=we.doorway, status=Status.MERGED, merged_into=late, solve_due=now - timedelta(days=3))
    make_issue(place=we.old_doorway, status=Status.ACCEPTED, bounced=True)
    found = proposals.proposals(we.compound)
    assert [one.source for one in found] == [f"issue:{row.pk}" for row in (asked, late, reopened, bounced)]


def test_proposal_says_nothing_that_the_resident_wrote(we, late):
    one = proposals.proposals(we.compound)[0]
    for secret in ("王大爷", "1001", "13812345678", "灯不亮", "单元"):
        assert secret not in one.title
    assert ("德富花园 1栋" in one.title, late.reference in one.title) == (True, True)


def test_proposal_of_a_published_issue_has_its_public_text(we):
    make_issue(
        place=we.doorway, status=Status.ACCEPTED, bounced=True, wants_public=True, published_at=timezone.now(), public_text="楼道灯不亮",
    )  # fmt: skip
    assert "楼道灯不亮" in proposals.proposals(we.compound)[0].title


@pytest.mark.parametrize("n", [1, 3])
def test_proposals_cost_one_query(we, n, django_assert_num_queries):
    for place in (we.doorway, we.building, we.compound)[:n]:
        make_issue(place=place, status=Status.ACCEPTED, bounced=True)
    with django_assert_num_queries(1):
        assert len(feeding.issues(we.compound, 20)) == n


def test_proposals_are_bounded(we):
    for _ in range(5):
        make_issue(place=we.doorway, status=Status.ACCEPTED, bounced=True)
    assert len(feeding.issues(we.compound, 3)) == 3


def test_take_puts_it_on_the_table_once(we, drafted, late):
    one, two = (actions.take(drafted, f"issue:{late.pk}", by=we.worker) for _ in range(2))
    assert (one.pk, one.issue, drafted.items.count()) == (two.pk, late, 2)
    assert AuditEntry.objects.filter(verb="meeting.agenda").count() == 1
    assert proposals.proposals(we.compound, without={one.source}) == []


def test_take_uses_what_is_left_of_the_time(we, drafted, late):
    drafted.items.update(minutes=112)
    assert actions.take(drafted, f"issue:{late.pk}", by=we.worker).minutes == 8


def test_take_finds_no_time_left(we, drafted, late):
    drafted.items.update(minutes=117)
    with pytest.raises(Refused):
        actions.take(drafted, f"issue:{late.pk}", by=we.worker)


def test_take_of_an_issue_that_is_not_urgent_is_possible(we, drafted):
    issue = make_issue(place=we.doorway)
    assert actions.take(drafted, f"issue:{issue.pk}", by=we.worker).issue == issue


@pytest.mark.parametrize(
    "source",
    ["", "issue:", "issue:0", "issue:-1", "issue:１", "commitment:1", "issue:99999999999999999999", "x"],
)
def test_take_of_what_nobody_proposes_is_refused(we, drafted, source):
    with pytest.raises(Refused):
        actions.take(drafted, source, by=we.worker)
    assert drafted.items.count() == 1


def test_take_of_a_foreign_or_closed_issue_is_refused(we, they, drafted):
    rows = [
        make_issue(place=they.doorway, author=they.resident),
        make_issue(place=we.old_doorway),
        make_issue(place=we.doorway, status=Status.CONFIRMED),
        make_issue(place=we.doorway, status=Status.DRAFT, author=we.resident),
    ]
    for row in rows:
        with pytest.raises(Refused):
            actions.take(drafted, f"issue:{row.pk}", by=we.worker)


def test_another_room_can_propose(we, drafted, monkeypatch):
    monkeypatch.setitem(
        proposals._sources,
        "commitments",
        lambda place, limit: [Proposal("commitment:3", "水泵承诺", "到期", urgency=1)],
    )
    item = actions.take(drafted, "commitment:3", by=we.worker)
    assert (item.title, item.why, item.issue, item.source) == ("水泵承诺", "到期", None, "commitment:3")


def test_an_evening_talk_has_no_agenda(we, late):
    """It is offered to nobody who looks for a table, and refused to whoever names it."""
    facts = {"place": we.compound, "organiser": we.liaison}
    talk, joint = make_meeting(kind="talk", **facts), make_meeting(kind="joint", **facts)
    assert [table.pk for table in open_tables(we.compound)] == [joint.pk]
    with pytest.raises(Refused):
        actions.take(talk, f"issue:{late.pk}", by=we.liaison)
    with pytest.raises(Refused):
        actions.add_item(talk, by=we.liaison, title="路灯")
    assert talk.items.count() == 0
