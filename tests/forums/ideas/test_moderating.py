"""Reports alert a person, who decides; nothing is hidden by how many there are."""

from uuid import uuid4

import pytest

from beihu.notifications.models import Delivery, Notification
from beihu.states import Refused
from forums.ideas import actions, moderating
from forums.ideas.models import Idea, Report

pytestmark = pytest.mark.django_db


@pytest.fixture
def argued(put, resident_of):
    """An idea with an argument of neighbour 1."""
    row = put()
    return row, actions.argue(row, by=resident_of(1), key=uuid4(), side="against", text="老王就是想占地方")


def test_report_alerts_the_moderators_at_once(we, put, resident_of):
    actions.report(put(), by=resident_of(1), reason="insult", note="骂人")
    told = Notification.objects.filter(key__contains=":report:")
    assert set(told.values_list("recipient", flat=True)) == {we.worker.pk}
    assert told.get().url == "/ideas/reports/"


def test_report_alerts_the_street_where_the_community_has_nobody(we, put, resident_of):
    we.worker.posts.update(until="2021-01-01")
    actions.report(put(), by=resident_of(1), reason="insult")
    assert Notification.objects.get(key__contains=":report:").recipient == we.officer


def test_reports_of_ten_people_hide_nothing(put, resident_of):
    row = put()
    for number in range(10):
        actions.report(row, by=resident_of(number), reason="false")
    assert (Idea.objects.get().status, row.reports.count()) == ("open", 10)


def test_report_twice_is_once_until_it_is_decided(we, put, resident_of):
    row, somebody = put(), resident_of(1)
    first = actions.report(row, by=somebody, reason="insult")
    assert actions.report(row, by=somebody, reason="other") == first
    actions.keep(row, by=we.worker)
    assert actions.report(row, by=somebody, reason="insult") != first


def test_report_of_ones_own_words_is_refused(we, argued):
    row, argument = argued
    with pytest.raises(Refused):
        actions.report(row, by=we.resident, reason="other")
    with pytest.raises(Refused):
        actions.report(row, by=argument.author, reason="other", argument=argument)


def test_report_of_what_belongs_elsewhere_is_refused(put, argued, resident_of):
    _row, argument = argued
    with pytest.raises(Refused):
        actions.report(put(), by=resident_of(5), reason="other", argument=argument)


def test_report_without_end_is_refused(put, resident_of, monkeypatch):
    monkeypatch.setattr(moderating, "PER_DAY", 1)
    somebody = resident_of(1)
    actions.report(put(), by=somebody, reason="other")
    with pytest.raises(Refused):
        actions.report(put(), by=somebody, reason="other")


def test_report_for_no_listed_reason_is_refused(put, resident_of):
    with pytest.raises(Refused):
        actions.report(put(), by=resident_of(1), reason="dislike")


def test_hide_tells_the_author_why_and_keeps_the_words(we, put, resident_of):
    row, somebody = put(), resident_of(1)
    actions.report(row, by=somebody, reason="personal")
    actions.hide(row, by=we.worker, reason="写了邻居的名字，请改写后再发。")
    row.refresh_from_db()
    told = Notification.objects.get(recipient=we.resident)
    assert (row.status, row.text, told.body) == (
        "hidden", "老人买菜回来没有地方歇脚，树下正好有空地。", "写了邻居的名字，请改写后再发。",
    )  # fmt: skip
    assert Delivery.objects.filter(recipient=we.resident, channel="sms").count() == 1
    report = Report.objects.get()
    assert (report.outcome, report.settled_by) == ("hidden", we.worker)
    assert Notification.objects.filter(recipient=somebody).count() == 1


@pytest.mark.parametrize("reason", ["", "  ", "长" * 301])
def test_hide_without_a_reason_is_refused(we, put, reason):
    row = put()
    with pytest.raises(Refused):
        actions.hide(row, by=we.worker, reason=reason)
    assert Idea.objects.get().status == "open"


def test_keep_settles_and_tells_whoever_reported(we, put, resident_of):
    row, people = put(), [resident_of(n) for n in range(3)]
    for one in people:
        actions.report(row, by=one, reason="false")
    actions.keep(row, by=we.worker)
    assert set(Report.objects.values_list("outcome", flat=True)) == {"kept"}
    assert set(
        Notification.objects.filter(key__contains=":decided:").values_list("recipient", flat=True)
    ) == {one.pk for one in people}
    with pytest.raises(Refused):
        actions.keep(row, by=we.worker)


def test_reword_takes_out_and_keeps_what_was(we, put, resident_of):
    row = put(text="三栋的张三太吵")
    actions.report(row, by=resident_of(1), reason="personal")
    actions.reword(row, by=we.worker, title=row.title, text="有人太吵", reason="不点名")
    row.refresh_from_db()
    assert (row.text, row.versions.get(number=1).text, row.reports.get().outcome) == (
        "有人太吵",
        "三栋的张三太吵",
        "reworded",
    )
    assert Notification.objects.get(recipient=we.resident).body == "不点名"


def test_hide_argument_tells_its_author_why_and_leaves_the_idea(we, argued, resident_of):
    row, argument = argued
    actions.report(row, by=resident_of(2), reason="insult", argument=argument)
    actions.hide_argument(argument, by=we.worker, reason="针对个人")
    argument.refresh_from_db()
    assert (argument.hidden_reason, argument.text) == ("针对个人", "老王就是想占地方")
    assert Notification.objects.get(recipient=argument.author).body == "针对个人"
    assert (Idea.objects.get().status, Report.objects.get().outcome) == ("open", "hidden")
    with pytest.raises(Refused):
        actions.hide_argument(argument, by=we.worker, reason="再来")
    actions.show_argument(argument, by=we.worker)
    argument.refresh_from_db()
    assert (argument.hidden_at, argument.hidden_reason) == (None, "")


def test_report_of_an_argument_does_not_settle_the_one_of_the_idea(we, argued, resident_of):
    row, argument = argued
    actions.report(row, by=resident_of(2), reason="insult", argument=argument)
    actions.report(row, by=resident_of(3), reason="insult")
    actions.keep(row, by=we.worker, argument=argument)
    assert [one.outcome for one in Report.objects.order_by("pk")] == ["kept", ""]
