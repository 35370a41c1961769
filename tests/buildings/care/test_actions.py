"""Lists: with consent only, nothing left when it goes, nothing said where it need not be."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connections
from django.utils import timezone

from beihu.accounts import personal
from beihu.audit.models import AuditEntry
from beihu.notifications.models import Delivery, Notification
from beihu.states import Refused
from buildings.care import actions, retention
from buildings.care.models import CareEntry, Carer, Review, Visit
from buildings.care.serving import choices
from buildings.households.models import Household
from buildings.places.actions import merge_place
from buildings.places.references import renumber, still_open
from tests import cast
from tests.make_buildings import make_care_entry

TODAY = timezone.localdate
DAY = timedelta(days=1)
db = pytest.mark.django_db


def facts(**over):
    return {
        "key": uuid4(), "reason": "alone", "needs": "每周送菜", "consent_by": "person", "consent_form": "spoken",
        "consent_on": TODAY(), "review_on": TODAY() + 90 * DAY,
    } | over  # fmt: skip


@db
def test_put_on_needs_consent_reason_and_review(we, they, elder_home, elder):
    given = facts(person=elder)
    row = actions.put_on(elder_home, by=we.leader, **given)
    assert actions.put_on(elder_home, by=we.leader, **given) == row
    assert (row.status, row.person, row.put_on, row.review_on) == (
        "active",
        elder,
        TODAY(),
        TODAY() + 90 * DAY,
    )
    for wrong in (
        {"consent_by": ""}, {"consent_form": "hearsay"}, {"consent_on": TODAY() + DAY}, {"reason": "poor"},
        {"review_on": TODAY()}, {"review_on": TODAY() + 367 * DAY}, {"needs": "长" * 501}, {"person": we.resident},
        {"person": elder},  # the same reason for the same person
    ):  # fmt: skip
        with pytest.raises(Refused):
            actions.put_on(elder_home, by=we.leader, **facts(**wrong))
    for stranger in (we.resident, we.property_staff, they.worker, elder):
        with pytest.raises(Refused):
            actions.put_on(elder_home, by=stranger, **facts(reason="memory"))
    with pytest.raises(Refused, match="表单"):
        actions.put_on(we.household, by=we.worker, **given)
    assert CareEntry.objects.count() == 1


@db
def test_log_says_who_and_when_but_never_why(we, entry, anchor, serve, visit_facts):
    serve(entry, centre=anchor[1])
    actions.visit(entry, by=anchor[0], **visit_facts)
    actions.review(entry, by=we.worker, review_on=TODAY() + 60 * DAY, note="听力更差")
    actions.close(entry, by=we.worker, why="died")
    said = [f"{row.verb} {row.reason} {row.detail}" for row in AuditEntry.objects.order_by("pk")]
    assert said == ["care.visit  {}", "care.review  {}", "care.close  {}"]
    told = " ".join(f"{row.title} {row.body}" for row in Notification.objects.all())
    assert [word for word in ("送菜", "听力", "独居", "301") if word in told] == []


@db
def test_assign_tells_the_household_and_only_once(we, entry, anchor, helper):
    who = choices(entry)
    assert [one.kind for one in who.values()] == ["centre", "family", "person", "person", "person"]
    first = actions.assign(entry, by=we.worker, who=f"centre:{anchor[1].pk}")
    assert actions.assign(entry, by=we.worker, who=f"centre:{anchor[1].pk}") == first
    assert list(Notification.objects.values_list("recipient", "url")) == [
        (anchor[0].pk, f"/care/{entry.pk}/")
    ]
    for nobody in ("centre:0", "person:0", f"person:{we.resident.pk}", "", "x"):
        with pytest.raises(Refused):
            actions.assign(entry, by=we.worker, who=nobody)
    actions.release(entry, by=we.worker, carer=first)
    assert not Carer.objects.in_term().exists()
    assert actions.assign(entry, by=we.worker, who=f"centre:{anchor[1].pk}") != first


@db
def test_nobody_looks_after_themselves(entry, put, anchor):
    own = put(household=anchor[1].household)
    assert f"centre:{anchor[1].pk}" in choices(entry)
    assert f"centre:{anchor[1].pk}" not in choices(own)


@db
def test_release_of_somebody_elsewhere_changes_nothing(we, entry, put, anchor, serve):
    with pytest.raises(Refused):
        actions.release(entry, by=we.worker, carer=serve(put(reason="newborn"), centre=anchor[1]))
    there = serve(put(reason="memory"), centre=anchor[1])
    serve(entry, user=we.leader)
    actions.release(entry, by=we.worker, carer=there)
    assert Carer.objects.get(pk=there.pk).until is None


@db
def test_visit_counts_once_and_keeps_the_latest_day(we, entry, anchor, serve, visit_facts):
    serve(entry, centre=anchor[1])
    made = actions.visit(entry, by=anchor[0], **visit_facts)
    assert actions.visit(entry, by=anchor[0], **visit_facts) == made
    earlier = actions.visit(entry, by=we.leader, **visit_facts | {"key": uuid4(), "on": TODAY() - 5 * DAY})
    entry.refresh_from_db()
    assert (entry.last_visit_on, made.capacity, earlier.capacity) == (TODAY(), "centre", "group_leader")
    for wrong in (
        {"on": TODAY() + DAY}, {"on": TODAY() - 63 * DAY}, {"found": "x"}, {"note": "长" * 801}, {"key": made.key},
    ):  # fmt: skip
        with pytest.raises(Refused):
            actions.visit(entry, by=we.leader, **visit_facts | {"key": uuid4()} | wrong)
    assert Visit.objects.count() == 2


@db
def test_what_is_needed_is_told_and_help_at_once_rings(we, entry, anchor, serve, visit_facts):
    serve(entry, centre=anchor[1])
    actions.visit(entry, by=anchor[0], **visit_facts | {"found": "needs"})
    assert {row.recipient for row in Notification.objects.all()} == {we.leader, we.worker}
    assert not Delivery.objects.exists()
    actions.visit(entry, by=we.leader, **visit_facts | {"key": uuid4(), "found": "urgent"})
    assert {row.recipient for row in Delivery.objects.filter(channel="sms")} == {we.worker}


@db
def test_consent_taken_back_leaves_only_days(we, put, elder, anchor, serve, visit_facts):
    for verb in ("withdraw", "revoke"):
        row = put(person=elder)
        carer = serve(row, centre=anchor[1])
        actions.visit(row, by=anchor[0], **visit_facts | {"key": uuid4()})
        actions.review(row, by=we.worker, review_on=TODAY() + 9 * DAY, note="耳背")
        actions.ACTIONS[verb](row, by=elder if verb == "revoke" else we.worker)
        row.refresh_from_db()
        assert (row.status, row.reason, row.needs, row.person, row.closed_on) == (
            "withdrawn",
            "",
            "",
            None,
            TODAY(),
        )
        assert set(row.visits.values_list("note", "found")) == {("", "")}
        assert list(row.reviews.values_list("note", flat=True)) == [""]
        assert Carer.objects.get(pk=carer.pk).until == TODAY()
    assert Notification.objects.filter(key__endswith="revoked").count() == 2  # the leader and the worker


@db
def test_closed_words_are_blanked_a_year_later(put):
    old = put("closed", closed_on=TODAY() - 366 * DAY)
    put("closed", reason="memory", closed_on=TODAY() - 364 * DAY)
    assert [retention.blank_due(), retention.blank_due()] == [1, 0]
    old.refresh_from_db()
    assert (old.reason, old.needs, old.status) == ("", "", "closed")
    assert AuditEntry.objects.get().verb == "care.blank"


@db
def test_review_sets_the_next_day(we, entry):
    for _twice in range(2):
        row = actions.review(entry, by=we.worker, review_on=TODAY() + 90 * DAY, note="好转", needs="每月送菜")
    assert (row.review_on, row.reviewed_on, row.needs) == (TODAY() + 90 * DAY, TODAY(), "每月送菜")
    assert Review.objects.count() == 1
    with pytest.raises(Refused):
        actions.review(entry, by=we.worker, review_on=TODAY())


@db
def test_facts_about_rows_agree_with_the_queries(we, put, serve, anchor):
    due = put(review_on=TODAY())
    served = put(reason="memory", last_visit_on=TODAY())
    serve(served, centre=anchor[1])
    put("closed", reason="newborn", review_on=TODAY())
    rows = list(CareEntry.objects.all())
    assert list(CareEntry.objects.review_due()) == [row for row in rows if row.review_due] == [due]
    assert list(CareEntry.objects.unvisited()) == [row for row in rows if row.unvisited] == [due]
    assert list(CareEntry.objects.alone()) == [due]


@db
def test_my_data_and_its_end(we, put, elder, anchor, serve, visit_facts):
    row = put(person=elder)
    serve(row, centre=anchor[1])
    serve(row, user=we.leader)
    actions.visit(row, by=anchor[0], **visit_facts)
    mine = personal.export(elder)["care"]
    assert (mine["about_me"][0]["reason"], mine["about_me"][0]["visits"][0]["note"]) == (
        "alone",
        visit_facts["note"],
    )
    theirs = personal.export(anchor[0])["care"]
    assert (theirs["about_me"], len(theirs["visits"]), set(theirs["visits"][0])) == (
        [],
        1,
        {"on", "capacity"},
    )
    personal.erase(anchor[0])
    assert Visit.objects.get().by is None
    personal.erase(we.leader)
    assert not Carer.objects.in_term().filter(user=we.leader).exists()
    personal.erase(elder)
    row.refresh_from_db()
    assert (row.status, row.reason, row.needs, row.person) == ("withdrawn", "", "", None)


@db
def test_entries_follow_a_place_and_keep_it_open(we, they, entry):
    assert [
        number for words, number in still_open(we.compound.code) if str(words) in ("关爱对象", "care entries")
    ] == [1]
    renumber({we.compound.code: f"{they.community.code}088"})
    entry = CareEntry.objects.select_related("household").get(pk=entry.pk)
    assert entry.scope_code == f"{they.community.code}08800101"
    assert (
        they.worker.has_perm("buildings.keep_care", entry),
        we.worker.has_perm("buildings.keep_care", entry),
    ) == (True, False)


@db
def test_merging_doorways_keeps_entries(we, entry):
    other = cast.place(f"{we.building.code}09", "9单元")
    home = Household.objects.create(place=other, room="77")
    row = make_care_entry(household=home, put_by=we.worker)
    merge_place(other, into=we.doorway, by=we.officer)
    assert CareEntry.objects.get(pk=row.pk).household.place_id == we.doorway.code


@pytest.mark.django_db(transaction=True)
def test_two_put_on_at_once_make_one_entry():
    we = cast.here()

    def put(_n: int) -> str:
        try:
            actions.put_on(we.household, by=we.worker, **facts())
            return "put"
        except Refused:
            return "refused"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(put, range(3))) == ["put", "refused", "refused"]
