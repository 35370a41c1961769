"""Keep, leave out, change, order, write one's own; two editors notice each other."""

import pytest

from beihu.states import Refused
from forums.bulletins import actions
from forums.bulletins.editing import MOST_ITEMS, Line, Overtaken, Own, is_link

pytestmark = pytest.mark.django_db
TITLE = "正街社区半月谈"


def shown(row) -> list[tuple[str, str, bool]]:
    return list(row.items.order_by("position", "pk").values_list("section", "text", "is_kept"))


def test_edit_changes_words_keeps_and_leaves_out(we, bulletin):
    row = bulletin()
    first, second = row.items.order_by("position")
    lines = {first.pk: Line(True, "改过的"), second.pk: Line(False, "事情2"), 10**9: Line(True, "不是这里的")}
    done = actions.edit(row, by=we.worker, seen=0, title="新标题", greeting="各位邻居：\n你们好", lines=lines)
    assert (done.hidden, done.bulletin.title, done.bulletin.greeting, done.bulletin.revision) == (
        False, "新标题", "各位邻居：\n你们好", 1,
    )  # fmt: skip
    assert shown(row) == [("meetings", "改过的", True), ("issues", "事情2", False)]


def test_edit_with_empty_words_keeps_the_old_ones(we, bulletin):
    row = bulletin(lines=1)
    [item] = row.items.all()
    actions.edit(row, by=we.worker, seen=0, title=" ", lines={item.pk: Line(True, " ")})
    row.refresh_from_db()
    assert (row.title, shown(row)) == (TITLE, [("meetings", "事情1", True)])


def test_edit_hides_phones_doors_and_names_and_says_so(we, bulletin):
    row = bulletin(lines=1)
    [item] = row.items.all()
    done = actions.edit(
        row, by=we.worker, seen=0, title=TITLE, greeting="王居民的电话是13912345678",
        lines={item.pk: Line(True, "王居民家3栋2单元1001")}, own=[Own("thanks", "感谢王居民")],
    )  # fmt: skip
    row.refresh_from_db()
    assert (done.hidden, row.greeting) == (True, "王某某的电话是139****5678")
    assert [text for _section, text, _kept in shown(row)] == ["王某某家3栋***", "感谢王某某"]


def test_own_line_goes_to_the_end_and_can_be_removed(we, bulletin):
    row = bulletin()
    actions.edit(
        row, by=we.worker, seen=0, title=TITLE, own=[Own("other", "写给大家", "https://example.org/a")]
    )
    own = row.items.get(source="")
    assert (own.position, own.url) == (3, "https://example.org/a")
    actions.edit(row, by=we.worker, seen=1, title=TITLE, drop=own.pk)
    assert row.items.count() == 2


def test_drop_of_a_drafted_line_leaves_it(we, bulletin):
    row = bulletin()
    actions.edit(row, by=we.worker, seen=0, title=TITLE, drop=row.items.first().pk)
    assert row.items.count() == 2


@pytest.mark.parametrize(
    ("url", "fine"),
    [
        ("", True), ("/p/260101-00001/", True), ("https://example.org/", True), ("http://example.org/", False),
        ("javascript:alert(1)", False), ("//evil.example/", False), ("/\\evil.example", False), ("https://", False),
        ("data:text/html,x", False), ("p/1", False), ("ftp://a.b/", False), ("https://[", False), ("https://a.b/ c", False), ("/a\nb", False),
    ],
)  # fmt: skip
def test_link(url, fine):
    assert is_link(url) is fine


def test_own_line_with_a_bad_link_or_section_is_refused(we, bulletin):
    row = bulletin()
    for own in (Own("other", "x", "javascript:alert(1)"), Own("nowhere", "x")):
        with pytest.raises(Refused):
            actions.edit(row, by=we.worker, seen=0, title=TITLE, own=[own])
    assert row.items.count() == 2


def test_move_within_the_section_only(we, bulletin):
    row = bulletin(lines=0)
    for number, section in enumerate(["issues", "coming", "issues", "issues"], 1):
        row.items.create(section=section, position=number, text=f"{number}")
    third = row.items.get(text="3")

    def order(way: int, seen: int) -> list[str]:
        actions.edit(row, by=we.worker, seen=seen, title=TITLE, move=(third.pk, way))
        return list(row.items.order_by("position").values_list("text", flat=True))

    assert order(-1, 0) == ["3", "2", "1", "4"]
    assert order(-1, 1) == ["3", "2", "1", "4"]
    assert order(1, 2) == ["1", "2", "3", "4"]
    assert order(1, 3) == ["1", "2", "4", "3"]


def test_second_editor_is_told_and_nothing_is_lost(we, bulletin):
    row = bulletin()
    actions.edit(row, by=we.worker, seen=0, title="第一个")
    with pytest.raises(Overtaken):
        actions.edit(row, by=we.officer, seen=0, title="第二个")
    row.refresh_from_db()
    assert row.title == "第一个"


def test_too_many_lines_are_refused(we, bulletin):
    row = bulletin(lines=MOST_ITEMS)
    with pytest.raises(Refused):
        actions.edit(row, by=we.worker, seen=0, title=TITLE, own=[Own("other", "x")])


def test_edit_costs_the_same_for_many_lines(we, bulletin, django_assert_num_queries):
    from datetime import date

    rows = [bulletin(lines=3), bulletin(lines=60, day=date(2026, 10, 1))]
    we.worker.has_perm("forums.edit_bulletin", rows[0])
    for row in rows:
        lines = {item.pk: Line(True, f"行{item.pk}") for item in row.items.all()}
        with django_assert_num_queries(8):  # savepoints, lock, lines, names, two updates, log
            actions.edit(row, by=we.worker, seen=0, title=TITLE, lines=lines)
