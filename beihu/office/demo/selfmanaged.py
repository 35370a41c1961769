"""What 邮电三公司小区 keeps itself: a cleaner and a gatekeeper with their week, three repairs, two mediations.

Called when the book is there (`purse`); the verbs do what is interesting, rows made in bulk the rest. All days lie before today.
"""

import uuid
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.utils import timezone
from PIL import Image, ImageDraw

from beihu.accounts.models import User
from buildings.households.models import Membership
from buildings.places.models import Place
from buildings.posts.models import Post
from buildings.posts.roles import Role
from tripartite.commitments import proofs
from tripartite.issues import pictures
from tripartite.issues.photos import files_of_a_transaction
from tripartite.parties.models import Party
from tripartite.selfmanagement.hands.models import DayChange, HandRating, HiredHand, Shift
from tripartite.selfmanagement.hands.rota import monday_of, month_of
from tripartite.selfmanagement.ledger.models import Book, Entry
from tripartite.selfmanagement.mediation.models import (
    AgreementPoint,
    MediationCase,
    MediationSession,
    MediationSide,
    Mediator,
)
from tripartite.selfmanagement.mediation.states import Status as Mediation
from tripartite.selfmanagement.repairs.models import (
    Repair,
    RepairApproval,
    RepairEvent,
    RepairLimits,
    RepairPhoto,
    RepairQuote,
)
from tripartite.selfmanagement.repairs.states import Status

from . import cast

STARS = (5, 4, 5, 4, 3, 5, 5, 4)
ALL_DAYS, MORNINGS = range(1, 8), range(1, 7)


def fill() -> int:
    """How many repairs there are. Nothing where the compound has no management committee, or where it was filled before."""
    body = Party.objects.seated().filter(
        kind=Party.Kind.MANAGEMENT_COMMITTEE, place__name=cast.HOME[cast.SECOND]
    )
    party = body.select_related("place").order_by("place").first()
    if party is None or HiredHand.objects.filter(place=party.place).exists():
        return 0
    place = party.place
    posts = Post.objects.in_term().filter(role=Role.MANAGEMENT_COMMITTEE, place=place).select_related("user")
    keepers = [post.user for post in posts.order_by("pk")]
    if not keepers:
        return 0
    _hands(place, keepers[0])
    _repairs(place, keepers[0], keepers[-1])
    _mediations()
    return Repair.objects.filter(place=place).count()


def _back(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(15)))


def _hands(place: Place, by: User) -> None:
    """Their wages stand in the book already, month by month; nothing is paid here."""
    since = month_of(_back(500))
    facts: dict[str, Any] = {"place": place, "since": since, "by": by, "per": "month"}
    cleaner, gatekeeper, other = HiredHand.objects.bulk_create(
        [
            HiredHand(name="汪桂兰", shows_name=True, job="cleaner", pay=Decimal("900.00"), contract_number="邮聘-01", **facts),
            HiredHand(name="丁大勇", job="gatekeeper", pay=Decimal("1400.00"), contract_number="邮聘-02", **facts),
            HiredHand(name="罗长根", job="gatekeeper", pay=Decimal("60.00"), contract_number="邮聘-03", **facts | {"per": "shift"}),
        ]
    )  # fmt: skip
    plan = [(cleaner, day, time(7), time(11), "楼道和院子") for day in MORNINGS]
    plan += [(gatekeeper, day, time(6, 30), time(18, 30), "东门") for day in MORNINGS]
    plan += [(other, 7, time(6, 30), time(18, 30), "东门")]
    shifts = Shift.objects.bulk_create(
        Shift(hand=hand, key=uuid.uuid4(), weekday=day, start=start, end=end, spot=spot, since=since)
        for hand, day, start, end, spot in plan
    )
    monday = monday_of(timezone.localdate())
    wednesday = next(one for one in shifts if one.hand == gatekeeper and one.weekday == 3)
    friday = next(one for one in shifts if one.hand == cleaner and one.weekday == 5)
    DayChange.objects.bulk_create(
        [
            DayChange(shift=wednesday, on=monday + timedelta(days=2), stand_in=other, by=by),
            DayChange(shift=friday, on=monday + timedelta(days=4), by=by),
        ]
    )
    homes = Membership.objects.verified().filter(household__place__code__startswith=place.code)
    people = list(homes.order_by("user").values_list("user", flat=True).distinct()[: len(STARS)])
    month = month_of(timezone.localdate())
    HandRating.objects.bulk_create(
        HandRating(hand=hand, user_id=user, month=month, stars=max(1, stars - (hand is gatekeeper)))
        for hand in (cleaner, gatekeeper)
        for user, stars in zip(people, STARS, strict=False)
    )


def _repairs(place: Place, first: User, second: User) -> None:
    """One whose quotes wait, one that is being done, one that is done; paid by an entry that the book has already."""
    RepairLimits.objects.create(place=place, basis="业主大会2025年第1号决议")
    entry = _entry(place)
    paid = (timezone.localdate() - entry.happened_on).days if entry else 57  # days ago
    asked = {"place": place, "asked_by": first}
    waiting, doing, done = Repair.objects.bulk_create(
        [
            Repair(what="东门门禁换成刷卡的", status=Status.QUOTED, asked_on=_back(9), **asked),
            Repair(
                what="3栋楼道灯换成声控的", status=Status.DOING, asked_on=_back(20), firm="江汉电工服务部",
                approved=Decimal("1280.00"), approved_on=_back(12), **asked,
            ),
            Repair(
                what="化粪池疏通", status=Status.DONE, asked_on=_back(paid + 12), firm="净友疏通", approved=Decimal("320.00"),
                approved_on=_back(paid + 6), done_on=_back(paid + 1), **asked,
            ),
        ]
    )  # fmt: skip
    quotes = [
        (waiting, "安达门禁", "3600"), (waiting, "汉口锁业", "3980"), (doing, "江汉电工服务部", "1280"), (done, "净友疏通", "320"),
    ]  # fmt: skip
    RepairQuote.objects.bulk_create(
        RepairQuote(repair=row, firm=firm, amount=Decimal(f"{sum_}.00"), by=first)
        for row, firm, sum_ in quotes
    )
    RepairApproval.objects.bulk_create(
        RepairApproval(repair=row, firm=row.firm, amount=row.approved, by=second, at=_at(day))
        for row, day in ((doing, _back(12)), (done, _back(paid + 6)))
    )
    way: list[tuple[Repair, list[tuple[str, int]]]] = [
        (waiting, [("propose", 9), ("quote", 5), ("quote", 4)]),
        (doing, [("propose", 20), ("quote", 15), ("approve", 12), ("start", 2)]),
        (
            done,
            [
                ("propose", 12 + paid),
                ("quote", 8 + paid),
                ("approve", 6 + paid),
                ("start", 2 + paid),
                ("finish", 1 + paid),
            ],
        ),
    ]
    RepairEvent.objects.bulk_create(
        RepairEvent(repair=row, verb=verb, actor=second if verb == "approve" else first, at=_at(_back(days)))
        for row, steps in way
        for verb, days in steps
    )
    _photos(doing, first, ("before",))
    _photos(done, first, ("before", "after"))
    if entry is not None:
        _pay(done, entry, first)


def _entry(place: Place) -> Entry | None:
    """The book's own entry of such a repair is its payment: no money goes out twice. Without one it stays done."""
    book = Book.objects.open_at(place)
    rows = Entry.objects.filter(
        book=book, purpose="repairs", amount=Decimal("320.00"), repair=None, reverses=None, reversal=None
    )
    return rows.order_by("-position").first() if book else None


def _pay(row: Repair, entry: Entry, by: User) -> None:
    row.status, row.entry, row.invoice = Status.PAID, entry, entry.document_number
    row.billed, row.billed_by, row.paid_on = entry.amount, by, entry.happened_on
    row.save(update_fields=["status", "entry", "invoice", "billed", "billed_by", "paid_on"])
    RepairEvent.objects.create(repair=row, verb="pay", actor=by, at=_at(entry.happened_on))


def _photos(row: Repair, by: User, stages: tuple[str, ...]) -> None:
    with files_of_a_transaction() as files:
        for stage in stages:
            drawn = pictures.take(_drawing(stage))
            RepairPhoto.objects.create(
                repair=row,
                stage=stage,
                by=by,
                image=proofs.store("repairs", drawn.image, "jpg", files),
                thumb=proofs.store("repairs", drawn.thumb, "jpg", files),
            )


def _drawing(stage: str) -> BytesIO:
    """A wall with a lamp that is dark, or shines."""
    picture = Image.new("RGB", (480, 320), (96, 96, 88) if stage == "before" else (214, 206, 178))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 250, 480, 320), fill=(70, 66, 60))
    draw.ellipse((205, 60, 275, 130), fill=(50, 50, 50) if stage == "before" else (255, 238, 150))
    out = BytesIO()
    picture.save(out, format="JPEG")
    return BytesIO(out.getvalue())


def _mediations() -> None:
    """张社工 mediates in the community: one case is closed, one runs."""
    posts = Post.objects.in_term().filter(role=Role.COMMUNITY_WORKER, user__name="张社工")
    post = posts.select_related("user", "place").order_by("pk").first()
    if post is None:
        return
    worker, place = post.user, post.place
    closed, running = MediationCase.objects.bulk_create(
        [
            MediationCase(
                place=place, kind="leak", status=Mediation.CLOSED, opened_by=worker, opened_on=_back(150), agreed_on=_back(130),
                agreement="楼上十日内修好卫生间防水，楼下粉刷费用双方各半。", follow_up_on=_back(100), followed_on=_back(100),
                followed="防水已修好，楼下已粉刷，双方满意。", closed_on=_back(99),
            ),
            MediationCase(place=place, kind="noise", status=Mediation.CONSENTED, opened_by=worker, opened_on=_back(12)),
        ]
    )  # fmt: skip
    MediationSide.objects.bulk_create(
        MediationSide(case=case, number=n, name=name, how="written", consented_on=_back(days))
        for case, names, days in (
            (closed, ("楼上住户", "楼下住户"), 145),
            (running, ("四楼住户", "三楼住户"), 10),
        )
        for n, name in enumerate(names, 1)
    )
    Mediator.objects.bulk_create(Mediator(case=case, user=worker) for case in (closed, running))
    MediationSession.objects.bulk_create(
        [
            MediationSession(case=closed, on=_back(130), spot="社区调解室", notes="现场看过漏水点，双方谈妥。", by=worker),
            MediationSession(case=running, on=_back(6), spot="社区调解室", notes="第一次见面，约定再谈。", by=worker),
        ]
    )  # fmt: skip
    AgreementPoint.objects.bulk_create(
        [
            AgreementPoint(case=closed, number=1, text="楼上修好卫生间防水", due_on=_back(120)),
            AgreementPoint(case=closed, number=2, text="双方各付一半粉刷费用", due_on=_back(110)),
        ]
    )
