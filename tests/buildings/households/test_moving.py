"""Moving in and out, co-owners and their shares: history is dated rows, and the whole is never exceeded."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from threading import Barrier

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from beihu.accounts.models import User
from beihu.audit.models import AuditEntry
from beihu.states import Refused
from buildings.households.models import Household, Occupant
from buildings.households.occupants import dwellings, moving
from buildings.households.occupants.shares import fits, parse_share, total
from buildings.places import actions as places
from tests import cast
from tests.make_buildings import make_occupant

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)


@pytest.fixture
def we(db) -> cast.Neighbourhood:
    return cast.here()


def enter(we: cast.Neighbourhood, name: str = "钱共有", **over) -> Occupant:
    facts = {"by": we.worker, "name": name, "relation": "owner"} | over
    return moving.move_in(we.household, **facts)


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


def test_move_in_is_a_dated_row_with_its_source(we):
    day = timezone.localdate() - timedelta(days=3)
    row = enter(we, " 钱\u200b共有 ", phone="+8613900006666", share=HALF, since=day, source="窗口核对房产证")
    row.refresh_from_db()
    assert (row.name, row.phone, row.share, row.since, row.until, row.source, row.recorded_by) == (
        "钱共有", "+8613900006666", HALF, day, None, "窗口核对房产证", we.worker,
    )  # fmt: skip
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor, entry.place_id) == ("occupant.move_in", we.worker, we.doorway.code)
    assert entry.detail == {"relation": "owner", "share": "1/2", "since": day.isoformat()}


def test_move_in_twice_is_one_row(we):
    assert enter(we, share=HALF) == enter(we, share=HALF)
    assert (Occupant.objects.count(), verbs()) == (1, ["occupant.move_in"])


def test_move_in_of_the_same_person_with_another_share_is_refused(we):
    enter(we, share=HALF)
    with pytest.raises(Refused):
        enter(we, share=THIRD)


def test_move_in_puts_a_room_on_the_roster(we):
    Household.objects.filter(pk=we.household.pk).update(listed=False)
    enter(we)
    assert Household.objects.get(pk=we.household.pk).listed


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"name": "长" * 61},
        {"name": "420103197001011234"},
        {"phone": "1" * 21},
        {"source": "证号 420103197001011234"},
        {"source": "字" * 201},
        {"relation": "landlord"},
        {"relation": "tenant", "share": HALF},
        {"share": Fraction(3, 2)},
        {"share": Fraction(1, 1_000_001)},
        {"share": Fraction(0)},
        {"since": date(2999, 1, 1)},
    ],
)
def test_move_in_with_nonsense_is_refused(we, wrong: dict):
    with pytest.raises(Refused):
        enter(we, **wrong)
    assert (Occupant.objects.count(), verbs()) == (0, [])


def test_move_in_without_the_right_is_refused(we):
    for person in (we.leader, we.liaison, we.resident, we.property_staff, cast.next_door().worker):
        with pytest.raises(Refused):
            enter(we, by=person)


def test_so_many_people_are_no_household(we, monkeypatch):
    monkeypatch.setattr(moving, "MOST_PEOPLE", 2)
    enter(we, "钱一")
    enter(we, "钱二")
    with pytest.raises(Refused):
        enter(we, "钱三")


def test_owners_share_the_whole_exactly(we):
    for name in ("钱一", "钱二", "钱三"):
        enter(we, name, share=THIRD)
    enter(we, "租户", relation="tenant")
    enter(we, "未知")  # whose share nobody knows
    with pytest.raises(Refused):
        enter(we, "钱四", share=Fraction(1, 1_000_000))
    assert total(row.share for row in Occupant.objects.all()) == 1


def test_shares_that_floats_would_exceed_are_the_whole(we):
    for number in range(6):
        enter(we, f"钱{number}", share=Fraction(1, 6))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert Occupant.objects.current().count() == 6


def test_the_database_refuses_more_than_the_whole(we):
    make_occupant(household=we.household, share="1/2")
    make_occupant(household=we.household, share="1/2", until=timezone.localdate())  # over: does not count
    make_occupant(household=we.household, name="乙", share="500001/1000000")
    with pytest.raises(IntegrityError, match="more than the whole"), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_database_asks_at_the_end_only(we):
    one = make_occupant(household=we.household, share="1/1")
    make_occupant(household=we.household, name="乙", share="1/1")
    Occupant.objects.filter(pk=one.pk).update(until=timezone.localdate())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    "wrong",
    [
        {"share_numerator": 1},
        {"share_denominator": 2},
        {"share": "3/2"},
        {"share": "0/2"},
        {"share": "1/1000001"},
        {"share": "1/2", "relation": "tenant"},
        {"since": date(2026, 1, 2), "until": date(2026, 1, 1)},
        {"erased_at": timezone.now()},
    ],
)
def test_the_database_refuses_a_row_that_cannot_be(we, wrong: dict):
    with pytest.raises(DatabaseError), transaction.atomic():
        make_occupant(household=we.household, **wrong)


def test_move_out_ends_rows_and_rewrites_nothing(we):
    one, two = enter(we, "钱一", share=HALF), enter(we, "钱二", share=HALF)
    day = timezone.localdate()
    moving.move_out(we.household, [one], by=we.worker, reason="房屋出售")
    one.refresh_from_db()
    assert (one.until, one.reason, one.name, one.share) == (day, "房屋出售", "钱一", HALF)
    assert list(we.household.occupants.current()) == [two]
    assert enter(we, "买主", share=HALF).share == HALF


def test_move_out_twice_is_refused(we):
    row = enter(we)
    moving.move_out(we.household, [row], by=we.worker, reason="搬走")
    with pytest.raises(Refused):
        moving.move_out(we.household, [row], by=we.worker, reason="搬走")
    assert verbs() == ["occupant.move_in", "occupant.move_out"]


def test_move_out_is_all_or_nobody(we):
    row = enter(we)
    elsewhere = Household.objects.create(place=we.doorway, room="1002")
    other = make_occupant(household=elsewhere)
    with pytest.raises(Refused):
        moving.move_out(we.household, [row, other], by=we.worker, reason="搬走")
    assert Occupant.objects.current().count() == 2


def test_move_out_with_nonsense_is_refused(we):
    row = enter(we, since=timezone.localdate())
    tomorrow, yesterday = timezone.localdate() + timedelta(days=1), timezone.localdate() - timedelta(days=1)
    for wrong in ({"reason": " "}, {"on": tomorrow}, {"on": yesterday}, {"by": we.leader}):
        with pytest.raises(Refused):
            moving.move_out(we.household, [row], **{"by": we.worker, "reason": "搬走"} | wrong)
    with pytest.raises(Refused):
        moving.move_out(we.household, [], by=we.worker, reason="搬走")


def test_change_ends_one_row_and_begins_the_next(we):
    tenant = enter(we, "租客", phone="+8613900006666", relation="tenant")
    owner = moving.change_occupant(tenant, by=we.worker, relation="owner", share=HALF, reason="买下了这套房")
    tenant.refresh_from_db()
    assert (tenant.relation, tenant.until, tenant.reason) == ("tenant", timezone.localdate(), "买下了这套房")
    assert (owner.relation, owner.share, owner.name, owner.phone, owner.follows) == (
        "owner", HALF, "租客", "+8613900006666", tenant,
    )  # fmt: skip
    assert AuditEntry.objects.get(verb="occupant.change").detail["before"]["relation"] == "tenant"


def test_change_keeps_the_account(we):
    row = make_occupant(household=we.household, user=we.resident)
    after = moving.change_occupant(row, by=we.worker, relation="owner", share=HALF, reason="房产证")
    assert after.user == we.resident


def test_change_to_the_same_is_nothing(we):
    row = enter(we, share=HALF)
    assert moving.change_occupant(row, by=we.worker, relation="owner", share=HALF, reason="重复") == row
    assert Occupant.objects.count() == 1


def test_change_beyond_the_whole_is_refused_and_undone(we):
    enter(we, "钱一", share=HALF)
    row = enter(we, "钱二", share=HALF)
    with pytest.raises(Refused):
        moving.change_occupant(row, by=we.worker, relation="owner", share=Fraction(2, 3), reason="笔误")
    row.refresh_from_db()
    assert (row.until, Occupant.objects.count()) == (None, 2)


def test_change_of_what_is_over_is_refused(we):
    row = make_occupant(household=we.household, until=timezone.localdate())
    with pytest.raises(Refused):
        moving.change_occupant(row, by=we.worker, relation="tenant", share=None, reason="更正")
    with pytest.raises(Refused):
        moving.correct_occupant(row, by=we.worker, name="新名", phone="", reason="更正")


def test_correct_puts_right_in_place_and_logs_no_name(we):
    row = enter(we, phone="+8613900006666")
    moving.correct_occupant(row, by=we.worker, name="钱公有", phone="+8613900006667", reason="写错了字")
    row.refresh_from_db()
    entry = AuditEntry.objects.get(verb="occupant.correct")
    assert (row.name, row.phone, Occupant.objects.count()) == ("钱公有", "+8613900006667", 1)
    assert (entry.detail, entry.reason) == ({"fields": ["name", "phone"]}, "写错了字")


def test_area_has_a_source_and_its_history_in_the_log(we):
    facts = {"by": we.worker, "use": "dwelling", "source": "测绘报告12号"}
    dwellings.correct_area(we.household, area=Decimal("98.5"), area_source="measured", **facts)
    dwellings.correct_area(we.household, area=Decimal("98.5"), area_source="measured", **facts)  # nothing new
    home = Household.objects.get(pk=we.household.pk)
    assert (home.area, home.area_source) == (Decimal("98.5"), "measured")
    entry = AuditEntry.objects.get(verb="household.correct")
    assert entry.detail == {
        "before": {"area": "100.00", "source": "", "use": "dwelling"},
        "after": {"area": "98.50", "source": "measured", "use": "dwelling"},
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"area": Decimal("0")},
        {"area": Decimal("-1")},
        {"area": Decimal("1.001")},
        {"area": Decimal("10000000")},
        {"area": Decimal("NaN")},
        {"area_source": ""},
        {"area_source": "rumour"},
        {"use": "castle"},
    ],
)
def test_area_that_cannot_be_is_refused(we, wrong: dict):
    facts = {"by": we.worker, "use": "dwelling", "source": "", "area": Decimal(9), "area_source": "deed"}
    with pytest.raises(Refused):
        dwellings.correct_area(we.household, **facts | wrong)


def test_area_not_known_has_no_source(we):
    facts = {"by": we.worker, "use": "shop", "source": ""}
    home = dwellings.correct_area(we.household, area=None, area_source="deed", **facts)
    assert (home.area, home.area_source, home.use) == (None, "", "shop")


def test_open_household_takes_over_one_that_was_only_said(we):
    said = Household.objects.create(place=we.doorway, room="1002", listed=False)
    assert dwellings.open_household(we.doorway, room=" １００２室", use="dwelling", by=we.worker) == said
    assert dwellings.open_household(we.doorway, room="商铺 2", use="shop", by=we.worker).use == "shop"
    assert dwellings.open_household(we.doorway, room="商铺2", use="shop", by=we.worker).room == "商铺2"
    assert verbs() == ["household.open", "household.open"]


def test_open_household_elsewhere_is_refused(we):
    for place, by in ((we.building, we.worker), (we.doorway, we.leader)):
        with pytest.raises(Refused):
            dwellings.open_household(place, room="9", use="dwelling", by=by)
    with pytest.raises(Refused):
        dwellings.open_household(we.doorway, room="——", use="dwelling", by=we.worker)


def test_people_move_along_with_their_doorway(we):
    row = enter(we)
    moved = places.move_place(we.building, under=we.old_compound, by=None)
    row = Occupant.objects.get(pk=row.pk)
    assert (row.scope_code, row.household.room) == (f"{moved.code}01", "1001")
    stale = Household(pk=we.household.pk, place=we.doorway, room="1001")  # as a page opened before the move
    assert moving.move_in(stale, by=we.worker, name="乙", relation="tenant").scope_code == f"{moved.code}01"


def test_close_of_a_place_where_people_live_is_refused(we):
    we.household.memberships.all().delete()
    row = enter(we)
    with pytest.raises(Refused, match="1"):
        places.close_place(we.doorway, by=None, reason="拆除")
    moving.move_out(we.household, [row], by=we.worker, reason="拆迁")
    assert places.close_place(we.doorway, by=None, reason="拆除")


@pytest.mark.parametrize(
    ("typed", "share"),
    [
        ("", None),
        (" １／２ ", HALF),
        ("2 / 6", THIRD),
        ("50%", HALF),
        ("33.33 %", Fraction(3333, 10000)),
        ("100%", Fraction(1)),
    ],
)
def test_share_is_exactly_what_was_written(typed: str, share: Fraction | None):
    assert parse_share(typed) == share


@pytest.mark.parametrize("typed", ["half", "1/0", "0/1", "3/2", "101%", "-1/2", "0.5", "1/2/3", "1e5%", "\0"])
def test_share_that_is_none_is_refused(typed: str):
    with pytest.raises(ValueError, match=re.escape(typed)):
        parse_share(typed)


@given(st.fractions(min_value=0, max_value=2))
def test_shares_that_fit_survive_being_written(share: Fraction):
    if fits(share) and share.denominator < 10_000_000:
        assert parse_share(f"{share.numerator}/{share.denominator}") == share


@pytest.mark.django_db(transaction=True)
def test_two_co_owners_at_once_never_exceed_the_whole():
    we = cast.here()
    barrier = Barrier(8)

    def run(number: int) -> str:
        try:
            barrier.wait(timeout=30)
            by = User.objects.get(pk=we.worker.pk)
            moving.move_in(we.household, by=by, name=f"钱{number}", relation="owner", share=THIRD)
        except Refused:
            return "refused"
        finally:
            connection.close()
        return "entered"

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(run, range(8)))
    assert sorted(answers) == ["entered"] * 3 + ["refused"] * 5


@pytest.mark.django_db(transaction=True)
def test_two_that_know_no_lock_are_stopped_by_the_database():
    we = cast.here()
    barrier = Barrier(2)

    def run(number: int) -> str:
        try:
            with transaction.atomic():
                make_occupant(household=we.household, name=f"钱{number}", share="2/3")
                barrier.wait(timeout=30)
        except IntegrityError:
            return "refused"
        finally:
            connection.close()
        return "entered"

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(run, range(2)))
    assert sorted(answers) == ["entered", "refused"]
    assert Occupant.objects.count() == 1
