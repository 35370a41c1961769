from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from beihu.notifications.models import Delivery, Notification
from beihu.states import Refused
from tests.make import make_issue
from tripartite.issues import actions, clocks, deadlines
from tripartite.issues.models import Follower, Issue
from tripartite.issues.states import Status
from tripartite.issues.workdays import Calendar, end_of


@pytest.fixture
def issue(we):
    return make_issue(place=we.doorway, author=we.resident, solve_due=timezone.now() + timedelta(days=5))


def told(person):
    return list(Notification.objects.filter(recipient=person).order_by("pk").values_list("key", flat=True))


def test_accept_records_the_first_receiver_once(we, issue):
    issue = actions.accept(issue, by=we.worker, note="收到")
    assert (issue.status, issue.first_receiver) == ("accepted", we.worker)
    issue = actions.assign(issue, by=we.officer, party=we.company)
    assert issue.first_receiver == we.worker
    event = issue.events.first()
    assert (event.actor_role, event.note, event.for_resident) == ("community_worker", "收到", True)


def test_accept_tells_resident_and_followers_once(we, they, issue):
    Follower.objects.create(issue=issue, user=they.resident)
    actions.accept(issue, by=we.worker, note="收到")
    key = f"issue:{issue.pk}:event:{issue.events.get().pk}"
    assert (told(we.resident), told(they.resident), told(we.worker)) == ([key], [key], [])
    bodies = dict(Notification.objects.values_list("recipient", "body"))
    assert set(bodies.values()) == {"收到", ""}  # the note is for the author
    assert Delivery.objects.count() == 0


def test_refuse_answers_with_reason_and_channel(we, issue):
    issue = actions.refuse(issue, by=we.worker, reason=Issue.Refusal.NOT_OURS, note="请拨打12345")
    now = timezone.now()
    assert (issue.status, issue.refusal, issue.first_receiver) == ("refused", "not_ours", we.worker)
    assert max(
        now - moment for moment in (issue.closed_at, issue.replied_at, issue.contacted_at)
    ) < timedelta(minutes=1)
    assert issue.events.get().data == {"reason": "not_ours"}


@pytest.mark.parametrize(
    ("reason", "note"), [("", "请拨打12345"), ("other", "请拨打12345"), ("not_ours", "  ")]
)
def test_refuse_without_listed_reason_or_channel_is_refused(we, issue, reason, note):
    with pytest.raises(Refused):
        actions.refuse(issue, by=we.worker, reason=reason, note=note)
    issue.refresh_from_db()
    assert issue.status == Status.SUBMITTED


def test_assign_hands_to_party_and_person(we, issue):
    issue = actions.assign(issue, by=we.worker, party=we.company, assignee=we.property_staff, note="请看")
    assert (issue.party, issue.party_kind, issue.assignee) == (
        we.company,
        "property_company",
        we.property_staff,
    )
    assert (issue.first_receiver, issue.assignment_decided) == (we.worker, False)
    assert issue.events.get().data == {
        "party_id": we.company.pk, "party": we.company.name, "assignee": we.property_staff.pk,
    }  # fmt: skip
    assert len(told(we.property_staff)) == 1
    assert we.property_staff.has_perm("tripartite.handle_issue", issue)


def test_assign_to_a_party_elsewhere_is_refused(we, they, issue):
    for party in (they.company, we.management_party, they.street_party):
        with pytest.raises(Refused):
            actions.assign(issue, by=we.worker, party=party)


def test_assign_to_a_party_whose_seat_has_ended_is_refused(we, issue):
    we.company.until = timezone.localdate()
    we.company.save()
    with pytest.raises(Refused):
        actions.assign(issue, by=we.worker, party=we.company)


def test_assign_to_somebody_of_another_party_is_refused(we, issue):
    with pytest.raises(Refused):
        actions.assign(issue, by=we.worker, party=we.company, assignee=we.owners_committee)
    issue.refresh_from_db()
    assert (issue.status, issue.party) == (Status.SUBMITTED, None)


def test_assign_to_the_street_takes_it_up(we, issue):
    issue = actions.assign(issue, by=we.worker, party=we.street_party)
    assert issue.party == we.street_party
    assert len(told(we.officer)) == 1


def test_assign_what_is_outside_the_communitys_list_goes_to_the_street_only(we):
    works = make_issue(place=we.doorway, category="building_works")
    for party in (we.residents_party, we.company):
        with pytest.raises(Refused):
            actions.assign(works, by=we.officer, party=party)
    assert actions.assign(works, by=we.officer, party=we.street_party).party == we.street_party


def test_bounce_goes_back_to_the_first_receiver_and_is_decided_once(we, issue):
    issue = actions.accept(issue, by=we.worker)
    issue = actions.assign(issue, by=we.worker, party=we.company)
    issue = actions.bounce(issue, by=we.property_staff, note="归业委会")
    assert (issue.status, issue.party, issue.party_kind, issue.bounced) == ("accepted", None, "", True)
    assert len(told(we.worker)) == 1
    assert issue.events.last().for_resident is False
    assert not we.property_staff.has_perm("tripartite.view_issue", issue)
    issue = actions.assign(issue, by=we.worker, party=we.company, note="就是你们的")
    assert issue.assignment_decided is True
    with pytest.raises(Refused):
        actions.bounce(issue, by=we.property_staff, note="还是不归我们")


def test_bounce_without_words_is_refused(we, issue):
    issue = actions.assign(issue, by=we.worker, party=we.company)
    with pytest.raises(Refused):
        actions.bounce(issue, by=we.property_staff, note=" ")


@time_machine.travel("2026-11-02 10:00 +0800", tick=False)
def test_suspend_stands_until_the_day_begins(we):
    issue = make_issue(place=we.doorway, status=Status.ACCEPTED, solve_due=end_of(date(2026, 11, 9)))
    issue = actions.suspend(issue, by=we.worker, until=date(2026, 11, 5), note="等配件")
    assert (issue.status, issue.resume_status) == ("suspended", "accepted")
    assert issue.paused_until == datetime.fromisoformat("2026-11-05T00:00+08:00")
    assert issue.events.get().data == {"until": "2026-11-05"}


@pytest.mark.parametrize("days", [-1, 0, 400])
def test_suspend_until_an_unfit_day_is_refused(we, days):
    issue = make_issue(place=we.doorway, status=Status.ACCEPTED)
    with pytest.raises(Refused):
        actions.suspend(issue, by=we.worker, until=timezone.localdate() + timedelta(days=days), note="等配件")


def merged(we, **over):
    one = make_issue(place=we.doorway, author=we.resident, **over)
    other = make_issue(place=we.other_doorway)
    return actions.merge(one, by=we.worker, into=other, note="同一件事"), other


def test_merge_moves_author_and_followers_along(we, they):
    one = make_issue(place=we.doorway, author=we.resident)
    other = make_issue(place=we.other_doorway, author=they.leader)
    for person in (they.resident, they.leader):
        Follower.objects.create(issue=one, user=person)
    Follower.objects.create(issue=other, user=they.resident)
    one = actions.merge(one, by=we.worker, into=other)
    assert (one.status, one.merged_into) == ("merged", other)
    assert set(other.followers.values_list("user__name", flat=True)) == {"王居民"}
    assert set(other.followers.values_list("user", flat=True)) == {we.resident.pk, they.resident.pk}
    assert (len(told(we.resident)), one.events.get().data["into"]) == (1, other.reference)


def test_merge_leaves_no_chain(we):
    one, other = merged(we)
    third = make_issue(place=we.building)
    actions.merge(other, by=we.worker, into=third)
    one.refresh_from_db()
    assert one.merged_into == third


def test_merge_into_what_is_merged_or_ended_is_refused(we):
    one, _other = merged(we)
    ended = make_issue(place=we.doorway, status=Status.CONFIRMED)
    for target in (one, ended):
        with pytest.raises(Refused):
            actions.merge(make_issue(place=we.doorway), by=we.worker, into=target)


def test_merge_into_itself_is_refused(we, issue):
    with pytest.raises(Refused):
        actions.merge(issue, by=we.worker, into=issue)


def test_merge_into_one_out_of_reach_is_refused(we, they, issue):
    with pytest.raises(Refused):
        actions.merge(issue, by=we.worker, into=make_issue(place=they.doorway))


def test_merge_across_streets_is_refused_to_the_operator_too(we, they, issue, django_user_model):
    operator = django_user_model.objects.create_superuser("operator")
    with pytest.raises(Refused):
        actions.merge(issue, by=operator, into=make_issue(place=they.doorway))


def test_merged_one_never_escalates(we):
    """Known mistake 3 of existing systems (Zammad)."""
    one, other = merged(we, solve_due=timezone.now() + timedelta(hours=1))
    with time_machine.travel(timezone.now() + timedelta(days=30)):
        assert deadlines.sweep()["tell_first_line"] == 0
        one.refresh_from_db()
        assert (one.overdue_at, one.escalated_at, one.is_overdue) == (None, None, False)
        assert Issue.objects.overdue().count() == 0
    assert other.events.count() == 0


def test_merge_of_a_waiting_issue_ends_the_wait(we):
    one, _other = merged(we, status=Status.WAITING)
    assert (one.paused_at, one.paused_until, one.resume_status) == (None, None, "")


def test_recategorise_leaves_the_deadline(we, issue):
    was = issue.solve_due
    issue = actions.recategorise(issue, by=we.worker, category="lift")
    assert (issue.category, issue.solve_due, issue.urgent) == ("lift", was, False)
    assert issue.events.get().data == {"category": "lift", "was": "lighting"}


def test_recategorise_to_nonsense_is_refused(we, issue):
    with pytest.raises(Refused):
        actions.recategorise(issue, by=we.worker, category="nonsense")


@pytest.fixture
def monday(db):
    with time_machine.travel("2026-11-02 10:00 +0800", tick=False) as traveller:
        yield traveller


def due(we, **over):
    return make_issue(place=we.doorway, author=we.resident, solve_due=end_of(date(2026, 11, 9)), **over)


def test_extend_by_working_days_tells_the_resident(monday, we):
    issue = actions.extend(due(we), by=we.worker, working_days=3, reason="等配件")
    assert issue.solve_due == end_of(date(2026, 11, 12))
    assert issue.events.get().note == "等配件"
    assert len(told(we.resident)) == 1


def test_extend_until_a_sunday_ends_on_monday(monday, we):
    assert actions.extend(
        due(we), by=we.worker, until=date(2026, 11, 15), reason="等配件"
    ).solve_due == end_of(date(2026, 11, 16))


def test_extend_never_escalates_at_once(monday, we):
    """Known mistake 3 of existing systems (Zammad)."""
    issue = due(we)
    monday.move_to("2026-11-09 23:59 +0800")
    issue = actions.extend(issue, by=we.worker, working_days=1, reason="等配件")
    monday.move_to("2026-11-10 00:01 +0800")
    assert deadlines.sweep() == dict.fromkeys((kind.__name__ for kind in deadlines.KINDS), 0)
    assert not Issue.objects.overdue().exists()
    monday.move_to("2026-11-11 00:01 +0800")
    assert deadlines.sweep()["tell_first_line"] == 1


def test_extend_after_the_deadline_is_refused(monday, we):
    issue = due(we)
    monday.move_to("2026-11-10 00:00 +0800")
    with pytest.raises(Refused):
        actions.extend(issue, by=we.worker, working_days=5, reason="等配件")


@pytest.mark.parametrize(
    "facts",
    [
        {"working_days": 3, "reason": " "},
        {"reason": "等"},
        {"working_days": 3, "until": date(2026, 11, 20), "reason": "等"},
        {"working_days": 0, "reason": "等"},
        {"working_days": -1, "reason": "等"},
        {"working_days": 21, "reason": "等"},
        {"until": date(2026, 11, 9), "reason": "等"},
        {"until": date(2026, 11, 3), "reason": "等"},
        {"until": date(2028, 11, 3), "reason": "等"},
    ],
)
def test_extend_by_something_unfit_is_refused(monday, we, facts):
    issue = due(we)
    with pytest.raises(Refused):
        actions.extend(issue, by=we.worker, **facts)
    issue.refresh_from_db()
    assert issue.solve_due == end_of(date(2026, 11, 9))


def test_extend_keeps_the_version_of_the_calendar(monday, we):
    issue = actions.extend(due(we), by=we.worker, working_days=3, reason="等配件")
    days = Calendar.since(date(2026, 11, 2))
    assert issue.calendar_version == days.version(date(2026, 11, 2), date(2026, 11, 12))


def test_first_line_is_told_again_of_a_new_deadline(monday, we):
    issue = due(we)
    issue = actions.extend(issue, by=we.worker, working_days=1, reason="等")
    assert (issue.overdue_at, issue.escalated_at) == (None, None)
    assert clocks.clock_states(issue)[2].state == "running"
