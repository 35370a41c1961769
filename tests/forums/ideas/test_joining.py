"""Merging and splitting: nobody's support is lost or doubled, and both sides keep the trace."""

from datetime import timedelta
from uuid import uuid4

import pytest

from beihu.notifications.models import Notification
from beihu.states import Refused
from forums.ideas import actions
from forums.ideas.models import Idea, Support
from tests.tripartite.issues.test_races import at_once, person

pytestmark = pytest.mark.django_db


def fans(row: Idea) -> set[int]:
    return set(Support.objects.filter(idea=row).values_list("user", flat=True))


def test_merge_unites_supporters_one_each(we, put, resident_of):
    author, both, only = (resident_of(n) for n in range(3))
    source, target = put(author=author), put()
    for row, one in ((source, both), (source, only), (target, both)):
        actions.support(row, by=one)
    actions.merge(source, by=we.worker, into=target)
    target.refresh_from_db()
    assert (fans(target), target.supports) == ({author.pk, both.pk, only.pk}, 3)
    assert fans(source) == {both.pk, only.pk}  # the trace


def test_merge_does_not_let_an_author_support_their_own(we, put, resident_of):
    author = resident_of(1)
    source, target = put(), put(author=author)
    actions.support(source, by=author)
    actions.merge(source, by=we.worker, into=target)
    assert fans(target) == {we.resident.pk}


def test_merge_moves_arguments_and_their_reports(we, put, resident_of):
    source, target = put(), put()
    argument = actions.argue(source, by=resident_of(1), key=uuid4(), side="for", text="好")
    report = actions.report(source, by=resident_of(2), reason="other", argument=argument)
    actions.merge(source, by=we.worker, into=target)
    argument.refresh_from_db()
    report.refresh_from_db()
    assert (argument.idea, argument.came_from, report.idea) == (target, source, target)


def test_merge_is_told_and_leaves_a_trace_on_both_sides(we, put, resident_of):
    source, target, fan = put(), put(), resident_of(1)
    actions.support(source, by=fan)
    actions.merge(source, by=we.worker, into=target)
    source.refresh_from_db()
    assert (source.status, source.merged_into) == ("merged", target)
    assert [(row.events.get().verb, row.events.get().data) for row in (source, target)] == [
        ("merge", {"into": target.pk}), ("take_in", {"from": source.pk}),
    ]  # fmt: skip
    assert Notification.objects.filter(recipient=fan).count() == 1


def test_merge_keeps_the_earlier_day_to_answer(we, put):
    source, target = put(), put()
    Idea.objects.filter(pk=source.pk).update(answer_due=target.answer_due - timedelta(days=5))
    actions.merge(Idea.objects.get(pk=source.pk), by=we.worker, into=target)
    before = target.answer_due
    target.refresh_from_db()
    assert target.answer_due == before - timedelta(days=5)


def test_merge_into_what_others_cannot_support_is_refused(we, they, put):
    row = put()
    others = [put(place=we.old_compound), put("hidden"), put("withdrawn"), put(place=they.compound), row]
    for into in others:
        with pytest.raises(Refused):
            actions.merge(row, by=we.worker, into=into)
    with pytest.raises(Refused):
        actions.merge(put(place=we.community), by=we.worker, into=put())
    assert Idea.objects.filter(status="merged").count() == 0


def test_merge_into_one_of_the_whole_community(we, put):
    target = put(place=we.community)
    actions.merge(put(), by=we.worker, into=target)
    assert fans(target) == set()  # the same author


@pytest.mark.django_db(transaction=True)
def test_two_merged_into_each_other_at_once(we, put):
    one, two = put(), put()
    answers = at_once(
        lambda: actions.merge(one, by=person(we.worker), into=two),
        lambda: actions.merge(two, by=person(we.officer), into=one),
    )
    assert sum(isinstance(answer, Refused) for answer in answers) == 1
    assert Idea.objects.filter(status="merged").count() == 1


@pytest.mark.django_db(transaction=True)
def test_support_while_it_is_merged_is_not_lost(we, put, resident_of):
    source, target = put(), put()
    people = [resident_of(n) for n in range(6)]
    answers = at_once(
        *[lambda one=one: actions.support(source, by=person(one)) for one in people],
        lambda: actions.merge(source, by=person(we.worker), into=target),
    )
    target.refresh_from_db()
    counted = sum(not isinstance(answer, Refused) for answer in answers[:-1])
    assert (target.supports, len(fans(target))) == (counted, counted)


def split(row: Idea, by, **over) -> Idea:
    facts = {
        "key": uuid4(),
        "title": "长椅",
        "text": "装长椅。",
        "new_title": "路灯",
        "new_text": "装路灯。",
    } | over
    return actions.split(row, by=by, **facts)


def test_split_makes_two_with_the_same_supporters_and_the_words_kept(we, put, resident_of):
    row, fan = put(title="长椅和路灯"), resident_of(1)
    actions.support(row, by=fan)
    new = split(Idea.objects.get(pk=row.pk), we.worker)
    row.refresh_from_db()
    new.refresh_from_db()
    assert (row.title, new.title, new.split_from, new.author, new.place) == (
        "长椅",
        "路灯",
        row,
        we.resident,
        we.compound,
    )
    assert (new.supports, fans(new), row.supports) == (1, {fan.pk}, 1)
    assert row.versions.get(number=1).title == "长椅和路灯"
    assert (row.events.get().data, new.events.get().data) == ({"part": new.pk}, {"from": row.pk})
    assert (new.answer_due, list(row.parts.all())) == (row.answer_due, [new])
    assert Notification.objects.filter(recipient=fan).count() == 1


def test_split_twice_by_one_form_is_once(we, put):
    row, key = put(), uuid4()
    split(row, we.worker, key=key)
    with pytest.raises(Refused):
        split(row, we.worker, key=key)
    assert Idea.objects.count() == 2


@pytest.mark.parametrize("empty", ["title", "text", "new_title", "new_text"])
def test_split_without_words_is_refused(we, put, empty):
    with pytest.raises(Refused):
        split(put(), we.worker, **{empty: " "})
    assert Idea.objects.count() == 1
