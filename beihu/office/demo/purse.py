"""The book of 邮电三公司小区: two years of parking fees, wages and small repairs, month after month closed and published.

The rows are made in memory by the same writer as entered ones, so that every hash holds; the newest month is put forward
through the room's verbs and waits for the second keeper.
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.utils import timezone

from beihu.accounts.models import User
from buildings.posts.models import Post
from buildings.posts.roles import Role
from tripartite.meetings.locking import digest
from tripartite.parties.models import Party
from tripartite.parties.people import people_of
from tripartite.selfmanagement.ledger.chain import Writer, beginning, parts_of
from tripartite.selfmanagement.ledger.closing import propose
from tripartite.selfmanagement.ledger.entering import enter, reverse
from tripartite.selfmanagement.ledger.models import NONE, Book, Entry, Line, Purpose
from tripartite.selfmanagement.ledger.months import figures_from, following, may_be_closed, month_of
from tripartite.selfmanagement.ledger.publishing import content_of
from tripartite.selfmanagement.ledger.snapshots import Closing, Posting, Snapshot
from tripartite.selfmanagement.ledger.states import Status

from . import cast

MONTHS = 24  # published
POSTED = 3  # of these, on paper
HANGS = timedelta(days=15)
SECOND_KEEPER = ("谢会计", "xie.kuaiji", "+8613900002009")
Paid = tuple[int, str, str, str, str]  # day, purpose, account, yuan, words
EVERY_MONTH: list[Paid] = [
    (3, "parking", "bank", "2480", "固定车位停车费 31 辆"),
    (10, "wages", "bank", "900", "保洁员工资"),
    (10, "wages", "bank", "1400", "门卫工资 两人轮班"),
    (18, "utilities", "bank", "118.60", "公共照明电费"),
    (20, "cleaning", "cash", "45.50", "扫帚、垃圾袋、消毒液"),
]
NOW_AND_THEN: list[Paid] = [
    (12, "repairs", "cash", "85", "3栋楼道灯更换"),
    (14, "repairs", "cash", "160", "东门门禁修理"),
    (16, "repairs", "bank", "320", "化粪池疏通"),
    (17, "repairs", "cash", "60", "公告栏玻璃更换"),
    (21, "office", "cash", "36", "打印公示表"),
    (22, "advertising", "bank", "500", "电梯间广告位收入"),
    (24, "venue", "cash", "100", "活动室场地租金"),
    (25, "donation", "cash", "200", "居民捐款添置长椅"),
]


def fill() -> int:
    """Called when the story has been played; how many entries the book has. Nothing where the compound is not."""
    body = Party.objects.seated().filter(
        kind=Party.Kind.MANAGEMENT_COMMITTEE, place__name=cast.HOME[cast.SECOND]
    )
    party = body.select_related("place").order_by("place").first()
    by = people_of(party).order_by("pk").first() if party else None
    if party is None or by is None or Book.objects.open_at(party.place):
        return 0
    second = _second_keeper(party, by)
    months = _months(MONTHS + 1)
    book = Book.objects.create(
        place=party.place, party=party, party_kind=party.kind, name=f"{party.place.name}账本", opened_on=months[0],
        opening_cash=Decimal("860.00"), opening_bank=Decimal("12400.00"),
    )  # fmt: skip
    made = _entries(book, months, by)
    _publish(book, months[:MONTHS], made, by, second)
    _today(book, by)
    return book.entries.count()


def _months(number: int) -> list[date]:
    """The first days of the months before this one, the oldest first."""
    days = [timezone.localdate().replace(day=1)]
    while len(days) <= number:
        days.append((days[-1] - timedelta(days=1)).replace(day=1))
    return days[:0:-1]


def _second_keeper(party: Party, first: User) -> User:
    """The one who counts is not the one who confirms."""
    name, username, phone = SECOND_KEEPER
    user = User.objects.create(name=name, username=username, phone=phone, password=first.password)
    Post.objects.create(
        user=user,
        role=Role.MANAGEMENT_COMMITTEE,
        place=party.place,
        since=timezone.localdate() - timedelta(days=800),
    )
    return user


def _entries(book: Book, months: list[date], by: User) -> list[tuple[Entry, list[Line]]]:
    """All of them, in memory first: 200 entries in two statements."""
    lots = Random(20180612)  # nosec B311: the demo is the same every time
    writer, made = Writer(book), []
    for month in months:
        casual = f"{lots.randrange(60, 96) * 5}"
        plan = [*EVERY_MONTH, (27, "parking", "cash", casual, "临时停车费"), *lots.sample(NOW_AND_THEN, 2)]
        for day, purpose, account, yuan, words in sorted(plan):
            on, kind = month.replace(day=day), Purpose(purpose).kind
            made.append(
                writer.write(
                    on=on, kind=kind, purpose=purpose, amount=Decimal(yuan).quantize(NONE), words=words, by=by,
                    parts=parts_of(kind, purpose, account, Decimal(yuan).quantize(NONE)), at=_at(on),
                    document_number=f"{on:%Y%m}-{lots.randrange(100, 1000)}",
                )
            )  # fmt: skip
        made.append(
            writer.write(
                on=month.replace(day=28), kind=Entry.Kind.TRANSFER, amount=Decimal("200.00"), words="现金存入银行", by=by,
                parts=parts_of(Entry.Kind.TRANSFER, "", "cash", Decimal("200.00")), at=_at(month.replace(day=28)),
                document_number=f"{month:%Y%m}-999",
            )
        )  # fmt: skip
    Entry.objects.bulk_create([entry for entry, _lines in made])
    Line.objects.bulk_create([line for _entry, lines in made for line in lines])
    return made


def _publish(
    book: Book, months: list[date], made: list[tuple[Entry, list[Line]]], by: User, second: User
) -> None:
    """Every month but the newest, chained as the verbs chain them."""
    opening, before = {"cash": book.opening_cash, "bank": book.opening_bank}, beginning(book)
    closings, snapshots = [], []
    for month in months:
        own = [(entry, lines) for entry, lines in made if entry.month == month]
        moved: dict[str, Decimal] = {}
        for line in (line for _entry, lines in own for line in lines):
            moved[line.account] = moved.get(line.account, NONE) + line.amount
        figures = figures_from(opening, moved)
        opening, closed = figures.closing, _at(following(month) + timedelta(days=4))
        cash, bank = opening["cash"], opening["bank"]
        closing = Closing(
            book=book, month=month, status=Status.CONFIRMED, counted_cash=cash, statement_bank=bank, book_cash=cash,
            book_bank=bank, entries=len(own), proposed_by=by, proposed_at=closed - timedelta(days=1), decided_by=second,
            decided_at=closed,
        )  # fmt: skip
        last = own[-1][0]
        content = content_of(closing, figures, position=last.position, head=last.sha256)
        before = digest(content, before)
        closings.append(closing)
        snapshots.append(
            Snapshot(book=book, closing=closing, month=month, content=content, sha256=before, at=closed)
        )
    Closing.objects.bulk_create(closings)
    Snapshot.objects.bulk_create(snapshots)
    Posting.objects.bulk_create(
        Posting(snapshot=one, starts_on=one.at.date(), ends_on=one.at.date() + HANGS, by=second, at=one.at)
        for one in snapshots[-POSTED:]
    )


def _today(book: Book, by: User) -> None:
    """This month's first entries, one of them wrong; and the month before put forward, for the second keeper."""
    today = timezone.localdate()
    usual: dict[str, Any] = {"on": today, "by": by, "document_number": f"{today:%Y%m}-101"}
    wrong = enter(
        book, purpose="parking", amount=Decimal(2840), account="bank", words="固定车位停车费 31 辆", **usual
    )
    reverse(wrong, reason="金额写错，应为 2480 元", by=by)
    enter(
        book, purpose="parking", amount=Decimal(2480), account="bank", words="固定车位停车费 31 辆", **usual
    )
    month = may_be_closed(book)
    if month is not None:
        closing = month_of(book, month).closing
        propose(book, month=month, counted_cash=closing["cash"], statement_bank=closing["bank"], by=by)


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(17)))
