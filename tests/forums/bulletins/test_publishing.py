"""What is published stays as it was read; a correction says that it is one."""

import pytest
from django.db import connection, transaction
from django.db.utils import InternalError, ProgrammingError

from beihu.audit.models import AuditEntry
from beihu.notifications.models import Delivery
from beihu.states import Refused
from forums.bulletins import actions
from forums.bulletins.editing import Line
from forums.bulletins.models import BulletinVersion

pytestmark = pytest.mark.django_db


def change(row, by, text: str) -> None:
    row.refresh_from_db()
    item = row.items.order_by("position").first()
    actions.edit(row, by=by, seen=row.revision, title=row.title, lines={item.pk: Line(True, text)})


def test_publish_makes_the_first_version_in_the_order_of_the_page(we, bulletin):
    row = bulletin(lines=0, greeting="大家好")
    for number, (section, text, kept) in enumerate(
        [
            ("coming", "丙", True),
            ("meetings", "甲", True),
            ("issues", "不要", False),
            ("meetings", "乙", True),
        ],
        1,
    ):
        row.items.create(
            section=section, position=number, text=text, is_kept=kept, url="/x/" if text == "甲" else ""
        )
    actions.publish(row, by=we.worker)
    row.refresh_from_db()
    version = row.versions.get()
    assert (row.status, row.version, row.told, version.number, version.greeting, version.by) == (
        "published", 1, 1, 1, "大家好", we.worker,
    )  # fmt: skip
    assert version.content == [
        {"section": "meetings", "items": [{"text": "甲", "url": "/x/"}, {"text": "乙", "url": ""}]},
        {"section": "coming", "items": [{"text": "丙", "url": ""}]},
    ]


def test_publish_hides_names_that_came_in_after_the_edit(we, bulletin, resident_of):
    row = bulletin(lines=1)
    change(row, we.worker, "感谢慕容晓敏")
    resident_of(7, name="慕容晓敏")
    actions.publish(row, by=we.worker)
    assert row.versions.get().content[0]["items"][0]["text"] == "感谢慕某某"


def test_publish_twice_is_refused_and_sends_once(we, bulletin):
    row = bulletin()
    actions.publish(row, by=we.worker)
    with pytest.raises(Refused):
        actions.publish(row, by=we.officer)
    assert (row.versions.count(), Delivery.objects.count()) == (1, 1)


def test_edit_after_publication_changes_nothing_that_is_read(we, bulletin):
    row = bulletin()
    actions.publish(row, by=we.worker)
    before = row.versions.get().content
    change(row, we.worker, "悄悄改")
    assert row.versions.get().content == before


def test_correct_makes_the_next_version_with_its_reason(we, bulletin):
    row = bulletin()
    actions.publish(row, by=we.worker)
    change(row, we.worker, "41件")
    actions.correct(row, by=we.officer, correction="办结数应为41件\n电话13912345678")
    row.refresh_from_db()
    assert (row.version, row.told, row.corrected_at is not None) == (2, 1, True)
    assert list(row.versions.values_list("number", "correction")) == [
        (1, ""),
        (2, "办结数应为41件 电话139****5678"),
    ]
    assert [one.content[0]["items"][0]["text"] for one in row.versions.all()] == ["事情1", "41件"]
    assert AuditEntry.objects.filter(verb="bulletin.correct").count() == 1


def test_correct_again_needs_another_edit(we, bulletin):
    row = bulletin()
    actions.publish(row, by=we.worker)
    change(row, we.worker, "一")
    actions.correct(row, by=we.worker, correction="一")
    with pytest.raises(Refused):
        actions.correct(row, by=we.worker, correction="二")


def test_correct_without_words_and_withdraw_without_reason_are_refused(we, bulletin):
    row = bulletin("published")
    change(row, we.worker, "一")
    with pytest.raises(Refused):
        actions.correct(row, by=we.worker, correction=" \n ")
    with pytest.raises(Refused):
        actions.withdraw(row, by=we.worker, reason="")


def test_versions_only_grow(we, bulletin):
    row = bulletin("published")
    for statement in (
        f"UPDATE forums_bulletinversion SET title = 'x' WHERE bulletin_id = {row.pk}",
        f"DELETE FROM forums_bulletinversion WHERE bulletin_id = {row.pk}",
    ):
        with (
            pytest.raises((ProgrammingError, InternalError)),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert BulletinVersion.objects.count() == 1
