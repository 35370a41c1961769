"""The verbs of the tree, on a tree with records in every room."""

from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from beihu.audit.models import AuditEntry
from beihu.states import Refused
from buildings.places import actions, references
from buildings.places.models import Place, PlaceAlias
from buildings.posts.models import Post
from tests import cast
from tripartite.parties.models import Party

pytestmark = pytest.mark.django_db
ROOT = None  # by: the portal itself


@pytest.fixture
def here(furnished: cast.Neighbourhood) -> cast.Neighbourhood:
    return furnished


def tree(root: str = "") -> dict[str, str]:
    return dict(Place.objects.under(root).values_list("code", "name"))


# -- references ---------------------------------------------------------------------------------------------


def test_columns_are_all_foreign_keys_of_the_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT r.relname, a.attname FROM pg_constraint c
            JOIN pg_class r ON r.oid = c.conrelid
            JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
            WHERE c.contype = 'f' AND c.confrelid = 'buildings_place'::regclass
            """
        )
        real = set(cursor.fetchall())
    known = {(column.model._meta.db_table, column.field.column) for column in references.columns()}
    plain = {("beihu_delivery", "place_id"), ("beihu_robot", "place_id"), ("forums_tally", "value")}
    assert (known & plain, known - plain) == (plain, real - {("buildings_place", "parent_id")})


def test_columns_leave_out_no_plain_code_but_the_log() -> None:
    """A column called place_id that is neither a ForeignKey nor registered would be forgotten by a move."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND column_name LIKE '%place_id'"
        )
        real = set(cursor.fetchall())
    known = {(column.model._meta.db_table, column.field.column) for column in references.columns()}
    assert real - known == {("beihu_auditentry", "place_id")}


# -- open ---------------------------------------------------------------------------------------------------


def test_open_takes_the_next_free_number(here: cast.Neighbourhood) -> None:
    made = [
        actions.open_place(here.community, name="新小区", by=here.officer),
        actions.open_place(here.compound, name="2栋", by=here.officer),
        actions.open_place(here.building, name="3单元", by=here.officer),
    ]
    assert [place.code for place in made] == ["420103010001003", "420103010001001002", "42010301000100100103"]
    assert made[0].pinyin == "xinxiaoqu"
    assert made[0].opened_on == timezone.localdate()
    entry = AuditEntry.objects.get(verb="place.open", target=f"buildings.place:{made[0].code}")
    assert (entry.actor, entry.place_id) == (here.officer, made[0].code)


def test_open_never_gives_a_number_that_was_printed_before(here: cast.Neighbourhood) -> None:
    PlaceAlias.objects.create(place=here.doorway, kind="moved", code="42010301000100100103")
    assert actions.open_place(here.building, name="4单元", by=ROOT).code == "42010301000100100104"


def test_open_takes_a_wanted_code(here: cast.Neighbourhood) -> None:
    assert (
        actions.open_place(here.building, name="9单元", by=ROOT, code="42010301000100100109").code[-2:]
        == "09"
    )


@pytest.mark.parametrize(
    "code", ["42010301000100100101", "4201030100010010011", "42010301000100200101", "x" * 20, "４" * 20]
)
def test_open_refuses_a_code_that_does_not_fit(here: cast.Neighbourhood, code: str) -> None:
    before = tree()
    with pytest.raises(Refused):
        actions.open_place(here.building, name="9单元", by=ROOT, code=code)
    assert tree() == before


@pytest.mark.parametrize("name", ["", "  ", "一" * 81, "1单元", " 1单元 "])
def test_open_refuses_a_name_that_does_not_fit(here: cast.Neighbourhood, name: str) -> None:
    with pytest.raises(Refused):
        actions.open_place(here.building, name=name, by=ROOT)


def test_open_refuses_below_a_doorway_and_above_a_community(here: cast.Neighbourhood) -> None:
    for parent in (here.doorway, here.street, here.street.parent):
        with pytest.raises(Refused):
            actions.open_place(parent, name="新", by=ROOT)


def test_open_refuses_below_a_closed_place(here: cast.Neighbourhood) -> None:
    Place.objects.filter(pk=here.old_compound.pk).update(closed_on=timezone.localdate())
    with pytest.raises(Refused):
        actions.open_place(here.old_compound, name="4栋", by=ROOT)


def test_open_refuses_when_the_numbers_run_out(here: cast.Neighbourhood) -> None:
    Place.objects.bulk_create(
        Place(code=f"{here.building.code}{number:02}", parent=here.building, name=f"{number}单元")
        for number in range(3, 100)
    )
    with pytest.raises(Refused):
        actions.open_place(here.building, name="100单元", by=ROOT)


@pytest.mark.parametrize(
    "who",
    ["resident", "leader", "worker", "liaison", "property_staff", "owners_committee", "management_committee"],
)
def test_verbs_refuse_those_without_the_right(here: cast.Neighbourhood, who: str) -> None:
    by, before = here.people[who], tree()
    for verb in (
        lambda: actions.open_place(here.building, name="9单元", by=by),
        lambda: actions.rename_place(here.building, name="甲栋", by=by),
        lambda: actions.close_place(here.other_doorway, by=by, reason="拆除"),
        lambda: actions.reopen_place(here.other_doorway, by=by, reason="拆除"),
        lambda: actions.move_place(here.building, under=here.old_compound, by=by),
        lambda: actions.merge_place(here.doorway, into=here.other_doorway, by=by),
    ):
        with pytest.raises(Refused):
            verb()
    assert tree() == before


def test_verbs_refuse_the_officer_of_another_street(here: cast.Neighbourhood) -> None:
    there = cast.next_door()
    with pytest.raises(Refused):
        actions.rename_place(here.building, name="甲栋", by=there.officer)
    with pytest.raises(Refused):
        actions.move_place(there.building, under=here.compound, by=there.officer)


# -- rename -------------------------------------------------------------------------------------------------


def test_rename_keeps_the_old_name_with_its_end(here: cast.Neighbourhood) -> None:
    actions.rename_place(here.building, name=" 甲栋 ", by=here.officer, reason="门牌整治")
    place = Place.objects.get(pk=here.building.pk)
    assert (place.name, place.pinyin, place.initials) == ("甲栋", "jiadong", "jd")
    assert "甲栋" in place.grams
    alias = place.aliases.get()
    assert (alias.kind, alias.name, alias.until) == ("former", "1栋", timezone.localdate())
    entry = AuditEntry.objects.get(verb="place.rename")
    assert (entry.reason, entry.detail) == ("门牌整治", {"before": "1栋", "after": "甲栋"})


def test_rename_to_the_same_name_changes_nothing(here: cast.Neighbourhood) -> None:
    actions.rename_place(here.building, name="1栋", by=here.officer)
    assert PlaceAlias.objects.filter(place=here.building).count() == 0
    assert AuditEntry.objects.filter(verb="place.rename").count() == 0


def test_rename_of_a_listed_place_remembers_the_list(here: cast.Neighbourhood) -> None:
    Place.objects.filter(pk=here.community.pk).update(listed=True)
    actions.rename_place(here.community, name="北湖正街社区居委会", by=here.officer)
    actions.rename_place(here.community, name="北湖社区居委会", by=here.officer)
    names = set(PlaceAlias.objects.filter(place=here.community).values_list("kind", "name"))
    assert names == {
        ("former", "1号社区居委会"), ("statistics", "1号社区居委会"), ("former", "北湖正街社区居委会")
    }  # fmt: skip


def test_rename_refuses_a_neighbours_name(here: cast.Neighbourhood) -> None:
    with pytest.raises(Refused):
        actions.rename_place(here.doorway, name="2单元", by=here.officer)


# -- close --------------------------------------------------------------------------------------------------


def test_close_refuses_while_children_are_open(here: cast.Neighbourhood) -> None:
    with pytest.raises(Refused):
        actions.close_place(here.old_compound, by=here.officer, reason="拆除")
    assert Place.objects.filter(closed_on__isnull=False).count() == 0


def test_close_refuses_while_something_is_open_in_another_room(here: cast.Neighbourhood) -> None:
    with pytest.raises(Refused) as refused:
        actions.close_place(here.compound, by=here.officer, reason="拆除", whole=True)
    for label, number in references.still_open(here.compound.code):
        assert f"{label} {number}" in str(refused.value)
    assert [number for _label, number in references.still_open(here.compound.code)] == [4, 1, 2, 1]


def test_close_of_the_whole_subtree_closes_each_place_with_an_entry(here: cast.Neighbourhood) -> None:
    Post.objects.filter(place=here.old_compound).update(until=timezone.localdate())
    Party.objects.filter(place=here.old_compound).update(until=timezone.localdate())
    day = date(2026, 1, 31)
    closed = actions.close_place(here.old_compound, by=here.officer, reason="拆除", whole=True, on=day)
    assert [place.code[12:] for place in closed] == ["002", "002001", "00200101"]
    assert set(Place.objects.under(here.old_compound.code).values_list("closed_on", flat=True)) == {day}
    assert AuditEntry.objects.filter(verb="place.close", reason="拆除").count() == 3
    assert Place.objects.open().under(here.compound.code).count() == 4


def test_close_refuses_a_closed_place_and_reopen_an_open_one(here: cast.Neighbourhood) -> None:
    actions.close_place(here.other_doorway, by=here.officer, reason="封闭")
    with pytest.raises(Refused):
        actions.close_place(here.other_doorway, by=here.officer, reason="封闭")
    actions.reopen_place(here.other_doorway, by=here.officer, reason="弄错")
    assert Place.objects.get(pk=here.other_doorway.pk).is_open
    with pytest.raises(Refused):
        actions.reopen_place(here.other_doorway, by=here.officer, reason="弄错")


def test_reopen_refuses_below_a_closed_place(here: cast.Neighbourhood) -> None:
    Place.objects.filter(pk__in=[here.building.pk, here.other_doorway.pk]).update(
        closed_on=timezone.localdate()
    )
    with pytest.raises(Refused):
        actions.reopen_place(here.other_doorway, by=here.officer, reason="弄错")


# -- move ---------------------------------------------------------------------------------------------------


# -- merge --------------------------------------------------------------------------------------------------


# -- at once ------------------------------------------------------------------------------------------------
