"""A hotspot on the agenda of the next joint meeting: which meeting, who may, and what sets it free again."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone, translation

from beihu.audit.models import AuditEntry
from beihu.office.hotspots.tabling import NoMeeting, next_meeting, table
from beihu.states import Refused
from tests.make import make_meeting
from tests.make_hotspots import make_hotspot
from tripartite.meetings import actions as meetings
from tripartite.meetings.models import AgendaItem, Meeting
from tripartite.meetings.proposals import named, proposals

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def hot(we):
    return make_hotspot(place=we.building)


@pytest.fixture
def meeting(we) -> Meeting:
    return make_meeting(place=we.compound, organiser=we.liaison, status="draft")


def sources(place) -> list[str]:
    return [one.source for one in proposals(place)]


@pytest.mark.parametrize("status", ["draft", "called"])
@pytest.mark.parametrize("who", ["worker", "liaison", "officer"])
def test_table_puts_it_on_the_next_joint_meeting(we, hot, status, who) -> None:
    soon = make_meeting(place=we.compound, organiser=we.liaison, status=status)
    make_meeting(place=we.compound, organiser=we.liaison, starts_at=soon.starts_at + DAY)
    row = table(hot, by=we.people[who])
    with translation.override(settings.LANGUAGE_CODE):
        what = hot.get_category_display()
    assert (row.item.meeting, row.item.source, row.is_tabled) == (soon, f"hotspot:{hot.pk}", True)
    assert (what in row.item.title, "7" in row.item.title, "1栋" in row.item.title) == (True, True, True)
    entry = AuditEntry.objects.get(verb="hotspot.table")
    assert (entry.actor, entry.place_id, entry.detail) == (we.people[who], hot.place_id, {"meeting": soon.pk})


def test_table_looks_only_for_joint_meetings_of_the_compound_that_are_to_come(we, hot) -> None:
    start = timezone.now()
    make_meeting(place=we.compound, organiser=we.liaison, kind="committee")
    make_meeting(place=we.compound, organiser=we.liaison, kind="talk", is_public=True)
    make_meeting(place=we.community, organiser=we.worker)
    make_meeting(place=we.old_compound, organiser=we.worker)
    make_meeting(place=we.compound, organiser=we.liaison, status="held", starts_at=start - DAY)
    make_meeting(place=we.compound, organiser=we.liaison, status="cancelled")
    make_meeting(place=we.compound, organiser=we.liaison, status="draft", starts_at=start - DAY)
    assert next_meeting(hot, we.officer) is None
    with pytest.raises(NoMeeting):
        table(hot, by=we.officer)
    right = make_meeting(place=we.compound, organiser=we.liaison, starts_at=start + 30 * DAY)
    assert table(hot, by=we.officer).item.meeting == right


def test_table_twice_is_once(we, hot, meeting) -> None:
    first = table(hot, by=we.liaison)
    make_meeting(place=we.compound, organiser=we.liaison, starts_at=meeting.starts_at - DAY)
    assert table(hot, by=we.worker).item == first.item
    assert AgendaItem.objects.count() == AuditEntry.objects.filter(verb="hotspot.table").count() == 1


@pytest.mark.parametrize(
    "who", ["resident", "leader", "property_staff", "owners_committee", "management_committee"]
)
def test_table_needs_the_right_to_call_meetings(we, hot, meeting, who) -> None:
    with pytest.raises(Refused):
        table(hot, by=we.people[who])
    assert AgendaItem.objects.count() == 0


def test_table_is_no_business_of_next_door(hot, meeting, next_door) -> None:
    with pytest.raises(Refused):
        table(hot, by=next_door.officer)
    assert AgendaItem.objects.count() == 0


def test_table_refuses_what_has_cooled_down(we, hot, meeting) -> None:
    type(hot).objects.update(ended_on=timezone.localdate())
    with pytest.raises(Refused):
        table(hot, by=we.liaison)
    assert (AgendaItem.objects.count(), sources(we.compound)) == (0, [])


def test_table_refuses_when_the_agenda_is_full(we, hot, meeting) -> None:
    meetings.add_item(meeting, by=we.liaison, title="停车", minutes=118)
    with pytest.raises(Refused):
        table(hot, by=we.liaison)
    hot.refresh_from_db()
    assert hot.item is None


def test_agendas_are_offered_what_is_hot_below_them(we, hot, meeting) -> None:
    surer = make_hotspot(place=we.building, category="gas", q=0.00001)
    assert sources(we.compound) == sources(we.community) == [f"hotspot:{surer.pk}", f"hotspot:{hot.pk}"]
    assert sources(we.old_compound) == []
    item = meetings.take(meeting, f"hotspot:{hot.pk}", by=we.liaison)
    hot.refresh_from_db()
    assert (hot.item, sources(we.compound)) == (item, [f"hotspot:{surer.pk}"])


def test_offers_cost_one_query(we, hot, django_assert_num_queries) -> None:
    from beihu.office.hotspots import tabling

    make_hotspot(place=we.building, category="gas")
    with django_assert_num_queries(1):
        assert len(tabling.proposals(we.compound, 10)) == 2


@pytest.mark.parametrize("who", ["liaison", "property_staff"])
def test_named_answers_whoever_calls_meetings(we, hot, who) -> None:
    found = named(f"hotspot:{hot.pk}", we.compound, we.people[who])
    assert (found is not None) == (who == "liaison")
    assert named("hotspot:x", we.compound, we.liaison) is None
    assert named(f"hotspot:{hot.pk}", we.old_compound, we.officer) is None


def test_taken_off_the_agenda_it_is_free_again(we, hot, meeting) -> None:
    item = table(hot, by=we.liaison).item
    meetings.remove_item(item, by=we.liaison)
    hot.refresh_from_db()
    assert (hot.item, hot.is_tabled, sources(we.compound)) == (None, False, [f"hotspot:{hot.pk}"])
    assert AuditEntry.objects.filter(verb="hotspot.drop").count() == 1
    assert table(hot, by=we.liaison).is_tabled is True


def test_its_meeting_cancelled_it_is_free_again(we, hot, meeting) -> None:
    table(hot, by=we.liaison)
    meetings.cancel(meeting, by=we.liaison, reason="停电")
    hot.refresh_from_db()
    assert (hot.item, sources(we.compound)) == (None, [f"hotspot:{hot.pk}"])


def test_on_one_agenda_at_a_time(we, hot, meeting) -> None:
    table(hot, by=we.liaison)
    later = make_meeting(place=we.compound, organiser=we.liaison, starts_at=meeting.starts_at + DAY)
    with pytest.raises(Refused, match=meeting.title):
        meetings.take(later, f"hotspot:{hot.pk}", by=we.liaison)
    assert AgendaItem.objects.get().meeting == meeting


@pytest.mark.parametrize("was", ["held", "forgotten"])
def test_after_its_meeting_it_can_be_tabled_again(we, hot, meeting, was) -> None:
    """Held, or a draft that nobody called before its time: it is offered by hand, not by itself."""
    table(hot, by=we.liaison)
    over = {"starts_at": timezone.now() - DAY, "ends_at": timezone.now() - DAY / 2}
    held = {"status": "held", "called_at": timezone.now(), "held_at": timezone.now()}
    Meeting.objects.filter(pk=meeting.pk).update(**over, **(held if was == "held" else {}))
    hot.refresh_from_db()
    assert (hot.is_tabled, sources(we.compound)) == (False, [])
    later = make_meeting(place=we.compound, organiser=we.liaison)
    assert table(hot, by=we.liaison).item.meeting == later
    meetings.remove_item(AgendaItem.objects.get(meeting=later), by=we.liaison)
    hot.refresh_from_db()
    assert hot.item is None


def test_a_typed_matter_is_nobodys_hotspot(we, hot, meeting) -> None:
    item = meetings.add_item(meeting, by=we.liaison, title="停车")
    meetings.remove_item(item, by=we.liaison)
    hot.refresh_from_db()
    assert hot.item is None
