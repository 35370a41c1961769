"""What was said: revisions, two savers of one matter, the page that shows both."""

import pytest

from beihu.audit.models import AuditEntry
from beihu.states import Refused
from tests.tripartite.meetings.table import make_table
from tests.tripartite.meetings.test_attendance import at_once, person
from tripartite.meetings import actions
from tripartite.meetings.comparing import side_by_side
from tripartite.meetings.minutes import MinutesRevision
from tripartite.meetings.minuting import LONGEST, Overtaken

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(we):
    meeting = make_table(we, status="held")
    found = meeting.items.first()
    found.meeting = meeting
    return found


def test_write_keeps_every_revision(we, item):
    actions.write(item, "第一稿", by=we.worker, seen=0)
    actions.write(item, "第二稿\r\n第二行  ", by=we.liaison, seen=1)
    item.refresh_from_db()
    assert (item.text, item.revision) == ("第二稿\n第二行", 2)
    assert list(item.revisions.values_list("number", "text", "by")) == [
        (1, "第一稿", we.worker.pk),
        (2, "第二稿\n第二行", we.liaison.pk),
    ]


def test_write_twice_the_same_is_one_revision(we, item):
    actions.write(item, "第一稿", by=we.worker, seen=0)
    actions.write(item, "第一稿\n", by=we.worker, seen=0)
    assert item.revisions.count() == 1


def test_write_over_unseen_words_is_refused_with_them(we, item):
    actions.write(item, "刘的", by=we.liaison, seen=0)
    with pytest.raises(Overtaken) as late:
        actions.write(item, "张的", by=we.worker, seen=0)
    assert (late.value.latest.text, late.value.latest.by) == ("刘的", we.liaison)
    item.refresh_from_db()
    assert (item.text, item.revision) == ("刘的", 1)


def test_write_on_a_revision_of_the_future_is_refused(we, item):
    actions.write(item, "刘的", by=we.liaison, seen=0)
    with pytest.raises(Overtaken):
        actions.write(item, "张的", by=we.worker, seen=7)


@pytest.mark.parametrize("text", ["长" * (LONGEST + 1), "空\x00字"])
def test_write_what_cannot_be_kept_is_refused(we, item, text):
    with pytest.raises(Refused):
        actions.write(item, text, by=we.worker, seen=0)
    assert item.revisions.count() == 0


@pytest.mark.parametrize("status", ["draft", "minuted", "confirmed", "cancelled"])
def test_write_in_another_state_is_refused(we, status):
    meeting = make_table(we, status=status)
    item = meeting.items.first()
    with pytest.raises(Refused):
        actions.write(item, "稿", by=we.worker, seen=0)
    assert MinutesRevision.objects.count() == 0


@pytest.mark.parametrize("name", ["resident", "leader", "property_staff", "owners_committee"])
def test_write_without_the_right_is_refused(we, item, name):
    with pytest.raises(Refused):
        actions.write(item, "稿", by=we.people[name], seen=0)
    assert (MinutesRevision.objects.count(), AuditEntry.objects.count()) == (0, 0)


def test_revisions_refuse_to_be_rewritten_or_deleted(we, item):
    from django.db import ProgrammingError, transaction

    actions.write(item, "第一稿", by=we.worker, seen=0)
    for deed in (
        lambda: MinutesRevision.objects.update(text="别的"),
        lambda: MinutesRevision.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(ProgrammingError, match="only grows"), transaction.atomic():
            deed()
    assert MinutesRevision.objects.get().text == "第一稿"


@pytest.mark.django_db(transaction=True)
def test_two_savers_of_one_matter_lose_nothing(we):
    meeting = make_table(we, status="held")
    item = meeting.items.first()
    answers = at_once(
        lambda: actions.write(item, "刘的", by=person(we.liaison), seen=0),
        lambda: actions.write(item, "张的", by=person(we.worker), seen=0),
    )
    late = [answer for answer in answers if isinstance(answer, Overtaken)]
    assert len(late) == 1
    item.refresh_from_db()
    assert (item.revision, late[0].latest.text) == (1, item.text)
    assert list(item.revisions.values_list("text", flat=True)) == [item.text]


@pytest.mark.django_db(transaction=True)
def test_ten_savers_of_ten_texts_write_one_revision(we):
    meeting = make_table(we, status="held")
    item = meeting.items.first()
    answers = at_once(
        *[lambda n=n: actions.write(item, f"第{n}份", by=person(we.worker), seen=0) for n in range(10)]
    )
    assert sum(isinstance(answer, Overtaken) for answer in answers) == 9
    assert item.revisions.count() == 1


# -- side by side ------------------------------------------------------------------------------------------------


def test_side_by_side_marks_only_what_differs():
    lines = side_by_side("开头\n水泵下周换好\n结尾", "开头\n水泵本月换好\n结尾\n附言")
    assert [line.kind for line in lines] == ["same", "changed", "same", "only_right"]
    assert lines[1].left == [(False, "水泵"), (True, "下周"), (False, "换好")]
    assert lines[1].right == [(False, "水泵"), (True, "本月"), (False, "换好")]
    assert lines[3].right == [(True, "附言")]


def test_side_by_side_of_nothing_and_something():
    assert [(line.kind, line.left, line.right) for line in side_by_side("", "一")] == [
        ("only_right", [], [(True, "一")])
    ]
    assert [(line.kind, line.left, line.right) for line in side_by_side("一", "")] == [
        ("only_left", [(True, "一")], [])
    ]
    assert side_by_side("", "") == []


def test_side_by_side_of_long_lines_is_quick():
    left, right = "长" * 20_000, "短" * 20_000
    (line,) = side_by_side(left, right)
    assert (line.left, line.right) == ([(True, left)], [(True, right)])


@pytest.mark.parametrize("side", ["left", "right"])
def test_side_by_side_loses_no_letter(side):
    texts = {"left": "一 二\n三\n\n四", "right": "一  二\n三三\n五"}
    lines = side_by_side(texts["left"], texts["right"])
    said = [
        getattr(line, side)
        for line in lines
        if line.kind != {"left": "only_right", "right": "only_left"}[side]
    ]
    assert "\n".join("".join(words for _differs, words in pieces) for pieces in said) == texts[side]
