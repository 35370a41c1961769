"""A repair from wish to invoice: who approves what, and what is refused."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, connections, transaction

from beihu.accounts.models import User
from beihu.audit.models import AuditEntry
from beihu.states import Refused
from buildings.posts.models import Post
from buildings.posts.roles import KEEP_HANDS, VIEW_LEDGER
from tests import cast
from tests.make import make_issue
from tests.make_selfmanaged import make_photo, make_repair, owners_book, photo_bytes, yuan
from tripartite.selfmanagement.ledger.models import Entry
from tripartite.selfmanagement.repairs import actions, limits
from tripartite.selfmanagement.repairs.models import Repair
from tripartite.selfmanagement.repairs.states import MACHINE, Status


def member(n: cast.Neighbourhood, name: str = "owner2") -> User:
    """One more member of the owners' committee."""
    user = User.objects.create_user(name, name="吴业委")
    Post.objects.create(user=user, role="owners_committee", place=n.compound, since=cast.LONG_AGO)
    return user


@pytest.fixture
def second(we) -> User:
    return member(we)


def quoted(n: cast.Neighbourhood, *sums: object) -> Repair:
    row = make_repair(n)
    for number, amount in enumerate(sums):
        actions.quote(row, by=n.owners_committee, key=uuid4(), firm=f"公司{number}", amount=yuan(amount))
    row.refresh_from_db()
    return row


def test_propose_once_per_form(we, they):
    key = uuid4()
    issue = make_issue(place=we.doorway)
    facts = {"by": we.owners_committee, "key": key, "what": " 补地砖 ", "issue": issue}
    row = actions.propose(we.building, **facts)
    assert actions.propose(we.building, **facts) == row
    assert (row.what, row.status, row.issue, row.asked_by) == (
        "补地砖",
        "proposed",
        issue,
        we.owners_committee,
    )
    assert [event.verb for event in row.events.all()] == ["propose"]
    assert AuditEntry.objects.filter(verb="repair.propose").count() == 1
    for place, by, more in (
        (we.compound, we.worker, {}),  # the office does not keep a committee's repairs
        (we.compound, we.property_staff, {}),
        (they.compound, we.owners_committee, {}),
        (we.doorway, we.owners_committee, {}),
        (we.compound, we.owners_committee, {"what": " "}),
        (we.compound, we.owners_committee, {"what": "长" * 81}),
        (we.compound, we.owners_committee, {"issue": make_issue(place=we.old_doorway)}),
        (we.compound, we.owners_committee, {"key": key}),
    ):
        with pytest.raises(Refused):
            actions.propose(place, **{"by": by, "key": uuid4(), "what": "x"} | more)
    assert Repair.objects.count() == 1


def test_quotes_of_each_firm_once(we):
    row, key = make_repair(we), uuid4()
    for _twice in range(2):
        actions.quote(row, by=we.owners_committee, key=key, firm="甲", amount=yuan(900))
    for wrong in ({"firm": "甲"}, {"firm": " "}, {"amount": yuan(0)}):
        with pytest.raises(Refused):
            actions.quote(
                row, by=we.owners_committee, **{"key": uuid4(), "firm": "乙", "amount": yuan(1)} | wrong
            )
    row.refresh_from_db()
    assert (row.status, row.quotes.count()) == ("quoted", 1)


def test_quote_keeps_its_paper(we):
    row = make_repair(we)
    actions.quote(
        row, by=we.owners_committee, key=uuid4(), firm="甲", amount=yuan(900), document=photo_bytes()
    )
    assert row.quotes.get().file.name[-4:] == ".jpg"


def test_nobody_approves_what_they_asked_for(we, second):
    row = quoted(we, 900)
    with pytest.raises(Refused, match="自己"):
        actions.approve(row, by=we.owners_committee, quote=row.quotes.get())
    done = actions.approve(row, by=second, quote=row.quotes.get())
    assert (done.status, done.approved, done.firm) == ("approved", yuan(900), "公司0")


def test_between_the_limits_two_members_approve(we, second):
    third = member(we, "owner3")
    row = quoted(we, "2500")
    first = actions.approve(row, by=second, quote=row.quotes.get())
    assert (first.status, first.approved) == ("quoted", None)
    with pytest.raises(Refused, match="已经"):
        actions.approve(row, by=second, quote=row.quotes.get())
    done = actions.approve(row, by=third, quote=row.quotes.get())
    assert (done.status, done.approvals.count()) == ("approved", 2)
    assert [event.verb for event in done.events.all()] == ["quote", "second", "approve"]


def test_two_quotes_above_their_limit(we, second):
    member(we, "owner3")
    row = quoted(we, "3000.01")
    with pytest.raises(Refused, match="两家"):
        actions.approve(row, by=second, quote=row.quotes.get())
    actions.quote(row, by=we.owners_committee, key=uuid4(), firm="另一家", amount=yuan(3500))
    assert actions.approve(row, by=second, quote=row.quotes.first()).approvals.count() == 1


def test_above_the_owners_limit_their_decision_is_named(we, second):
    third = member(we, "owner3")
    row = quoted(we, "10000.01", "12000")
    with pytest.raises(Refused, match="业主"):
        actions.approve(row, by=second, quote=row.quotes.first(), decision=" ")
    for person in (second, third):
        done = actions.approve(row, by=person, quote=row.quotes.first(), decision="业主大会2026-3号决议")
    assert (done.status, done.decision) == ("approved", "业主大会2026-3号决议")


def test_limits_are_the_owners_and_the_office_writes_them_in(we, second):
    row = quoted(we, "2500")
    sums = {"two_quotes_above": yuan(5000), "alone_up_to": yuan(3000), "decision_above": yuan(9000)}
    with pytest.raises(Refused):
        limits.set_limits(we.compound, by=we.owners_committee, basis="我们自己", **sums)
    for wrong in ({"decision_above": yuan(1)}, {"alone_up_to": yuan(-1)}, {"basis": " "}):
        with pytest.raises(Refused):
            limits.set_limits(we.compound, by=we.worker, **{"basis": "规约"} | sums | wrong)
    with pytest.raises(Refused):
        limits.set_limits(we.building, by=we.worker, basis="规约", **sums)
    limits.set_limits(we.compound, by=we.worker, basis="管理规约第8条", **sums)
    assert limits.limits_of(we.building.code).alone_up_to == yuan(3000)
    assert actions.approve(row, by=second, quote=row.quotes.get()).status == "approved"
    entry = AuditEntry.objects.get(verb="repair.limits")
    assert (entry.detail["alone_up_to"], entry.place_id) == ("3000.00", we.compound.code)


def test_finish_needs_both_photos(we):
    row = make_repair(we, "doing")
    with pytest.raises(Refused, match="照片"):
        actions.finish(row, by=we.owners_committee)
    for stage in ("before", "after"):
        actions.picture(row, by=we.owners_committee, stage=stage, photos=[photo_bytes()])
    assert actions.finish(row, by=we.owners_committee).status == "done"


def test_photos_are_pictures_and_three_of_a_stage(we):
    row = make_repair(we)
    for stage, photos in (("during", [photo_bytes()]), ("before", [])):
        with pytest.raises(Refused):
            actions.picture(row, by=we.owners_committee, stage=stage, photos=photos)
    actions.picture(row, by=we.owners_committee, stage="before", photos=[photo_bytes() for _n in range(3)])
    with pytest.raises(Refused):
        actions.picture(row, by=we.owners_committee, stage="before", photos=[photo_bytes()])
    assert row.photos.count() == 3


def test_pay_enters_the_ledger_once(we):
    book = owners_book(we)
    row = make_repair(we, "done")
    facts = {"invoice": "F-7", "billed": yuan(1100), "account": "bank"}  # exactly a tenth more
    paid = actions.pay(row, by=we.owners_committee, **facts)
    entry = Entry.objects.get()
    assert (paid.status, paid.entry, entry.amount, entry.purpose, entry.book) == (
        "paid", entry, yuan(1100), "repairs", book,
    )  # fmt: skip
    with pytest.raises(Refused):
        actions.pay(row, by=we.owners_committee, **facts)
    assert Entry.objects.count() == 1


def test_pay_needs_a_book_and_leaves_nothing_behind(we):
    row = make_repair(we, "done")
    facts = {"invoice": "F-7", "billed": yuan(1000), "account": "bank"}
    with pytest.raises(Refused, match="账本"):
        actions.pay(row, by=we.owners_committee, **facts)
    owners_book(we)
    for wrong in ({"account": "sock"}, {"billed": yuan(0)}, {"invoice": " "}, {"billed": Decimal("9.999")}):
        with pytest.raises(Refused):
            actions.pay(row, by=we.owners_committee, **facts | wrong)
    row.refresh_from_db()
    assert (row.status, row.invoice, row.entry, Entry.objects.count()) == ("done", "", None, 0)


def test_a_dearer_invoice_goes_back_to_be_approved(we, second):
    owners_book(we)
    row = make_repair(we, "done")
    facts = {"invoice": "F-7", "billed": yuan("1100.01"), "account": "bank"}
    over = actions.pay(row, by=second, **facts)
    assert (over.status, over.billed, Entry.objects.count()) == ("dearer", yuan("1100.01"), 0)
    for person in (we.owners_committee, second):  # who asked, and who entered the invoice
        with pytest.raises(Refused, match="另一"):
            actions.approve_more(row, by=person)
    done = actions.approve_more(row, by=member(we, "owner3"))
    assert (done.status, done.approved) == ("done", yuan("1100.01"))
    assert actions.pay(row, by=second, **facts).status == "paid"
    assert Entry.objects.count() == 1


def test_the_database_holds_what_must_never_be_false(we):
    row = make_repair(we, "paid")
    for wrong in ({"billed": yuan("1100.01")}, {"entry": None}, {"invoice": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Repair.objects.filter(pk=row.pk).update(**wrong)


FACTS = {
    "quote": {"firm": "新公司", "amount": yuan(10)},
    "approve": {},
    "start": {},
    "picture": {"stage": "before"},
    "finish": {},
    "pay": {"invoice": "F-9", "billed": yuan(1000), "account": "bank"},
    "approve_more": {},
    "drop": {"reason": "不修了"},
}
ENDS = {
    **{(state, "quote"): "quoted" for state in ("proposed", "quoted")},
    ("quoted", "approve"): "approved",
    ("approved", "start"): "doing",
    **{(state, "picture"): state for state in ("proposed", "quoted", "approved", "doing")},
    ("doing", "finish"): "done",
    ("done", "pay"): "paid",
    ("dearer", "approve_more"): "done",
    **{(state, "drop"): "dropped" for state in ("proposed", "quoted", "approved", "doing")},
}


def test_every_state_and_verb(we, second):
    owners_book(we)
    found = {}
    for state in Status.values:
        for verb, facts in FACTS.items():
            row = make_repair(we, state)
            if (state, verb) == ("doing", "finish"):
                make_photo(row, "before", second)
                make_photo(row, "after", second)
            more = {
                "quote": lambda: {"key": uuid4()},
                "approve": lambda row=row: {"quote": row.quotes.first() or 0},
                "picture": lambda: {"photos": [photo_bytes()]},
            }.get(verb, dict)()
            try:
                actions.ACTIONS[verb](row, by=second, **facts, **more)
            except Refused:
                continue
            row.refresh_from_db()
            found[state, verb] = row.status
    assert found == ENDS
    assert set(FACTS) == {row.name for row in MACHINE.transitions if row.permission}


def test_others_may_not(we, they):
    row = make_repair(we, "approved")
    people = {**we.people, **{f"{name} next door": user for name, user in they.people.items()}}
    allowed = set()
    for name, user in people.items():
        try:
            with transaction.atomic():
                actions.start(row, by=user)
                allowed.add(name)
                transaction.set_rollback(True)
        except Refused:
            pass
    assert allowed == {"owners_committee"}


@pytest.mark.parametrize("right", [KEEP_HANDS, VIEW_LEDGER])
def test_visible_is_what_one_has_the_right_to(we, they, right):
    rows = [
        make_repair(n, place=place) for n in (we, they) for place in (n.compound, n.building, n.old_compound)
    ]
    for user in [*we.people.values(), *they.people.values()]:
        assert set(Repair.objects.visible_to(user, right)) == {
            row for row in rows if user.has_perm(right, row)
        }


def test_closed_places_wait_for_open_repairs(we):
    from buildings.places.references import still_open

    make_repair(we)
    make_repair(we, "dropped")
    assert dict(still_open(we.compound.code))["进行中的维修"] == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_approve_at_once_and_one_does():
    we = cast.here()
    people = [member(we, f"m{n}") for n in range(20)]
    row = quoted(we, 900)
    chosen = row.quotes.get()

    def approve(person: User) -> str:
        try:
            actions.approve(row, by=person, quote=chosen)
            return "approved"
        except Refused:
            return "refused"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as pool:
        answers = sorted(pool.map(approve, people))
    assert answers == ["approved"] + ["refused"] * 19
    assert (row.approvals.count(), row.events.filter(verb="approve").count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_twenty_pay_at_once_and_the_ledger_has_one_entry():
    we = cast.here()
    owners_book(we)
    row = make_repair(we, "done")

    def pay(_n: int) -> str:
        try:
            actions.pay(row, by=we.owners_committee, invoice="F-1", billed=yuan(1000), account="bank")
            return "paid"
        except Refused:
            return "refused"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as pool:
        answers = sorted(pool.map(pay, range(20)))
    assert answers == ["paid"] + ["refused"] * 19
    assert Entry.objects.count() == 1
