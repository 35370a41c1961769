"""Plain factories of hired hands, repairs and mediation: rows as they would stand, without side effects."""

from datetime import date, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from tests.cast import Neighbourhood
from tests.make_ledger import make_book, make_entry, month_back
from tripartite.selfmanagement.hands.models import HiredHand, Shift
from tripartite.selfmanagement.ledger.models import Book
from tripartite.selfmanagement.mediation.models import MediationCase
from tripartite.selfmanagement.repairs.models import Repair, RepairPhoto

PHONE = "13900008888"


def yuan(amount: Any) -> Decimal:
    return Decimal(str(amount)).quantize(Decimal("0.01"))


def photo_bytes(colour: str = "red") -> BytesIO:
    out = BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, format="PNG")
    return BytesIO(out.getvalue())


def make_hand(place: Any, by: Any, **over: Any) -> HiredHand:
    """A cleaner since three months, 1800 yuan a month, without a plan."""
    fields: dict[str, Any] = {
        "place": place,
        "name": "王小花",
        "job": "cleaner",
        "phone": PHONE,
        "contract_number": "聘2026-01",
        "since": month_back(3),
        "per": "month",
        "pay": Decimal("1800.00"),
        "by": by,
    } | over
    return HiredHand.objects.create(**fields)


def make_shift(hand: HiredHand, weekday: int = 1, **over: Any) -> Shift:
    """Mondays from eight to twelve at the gate, since the contract began."""
    fields: dict[str, Any] = {
        "hand": hand,
        "weekday": weekday,
        "start": time(8),
        "end": time(12),
        "spot": "大门",
        "since": hand.since,
    } | over
    return Shift.objects.create(**fields)


def owners_book(n: Neighbourhood) -> Book:
    """The owners' committee's book of the compound, with 20,000 in the bank."""
    return make_book(n, party=n.owners_party, opening_bank=Decimal("20000.00"))


def make_repair(n: Neighbourhood, status: str = "proposed", **over: Any) -> Repair:
    """Asked for by 孙业委 at the compound; with a quote, photos and sums as far as its state asks for."""
    from tripartite.selfmanagement.repairs.states import Status

    far = list(Status.values).index(status)
    fields: dict[str, Any] = {
        "place": n.compound,
        "what": "补大门的地砖",
        "asked_by": n.owners_committee,
        "status": status,
    }
    if status in ("approved", "doing", "done", "dearer", "paid"):
        fields |= {
            "firm": "江汉维修",
            "approved": Decimal("1000.00"),
            "approved_on": timezone.localdate(),
        }
    if status in ("dearer", "paid"):
        billed = Decimal("1500.00" if status == "dearer" else "1050.00")
        fields |= {"invoice": "F-1", "billed": billed, "billed_by": n.owners_committee}
    if status in ("done", "dearer", "paid"):
        fields["done_on"] = timezone.localdate()
    if status == "paid":
        book = Book.objects.open_at(n.compound) or owners_book(n)
        entry = make_entry(book, n.owners_committee, purpose="repairs", amount=fields["billed"])
        fields |= {"entry": entry, "paid_on": timezone.localdate()}
    if status == "dropped":
        fields["reason"] = "业主自己修好了"
    repair = Repair.objects.create(**fields | over)
    if far >= 1 and status != "dropped":
        repair.quotes.create(firm="江汉维修", amount=Decimal("1000.00"), by=n.owners_committee)
    if status in ("done", "dearer", "paid"):
        make_photo(repair, "before", n.owners_committee)
        make_photo(repair, "after", n.owners_committee)
    return repair


def make_photo(repair: Repair, stage: str, by: Any) -> RepairPhoto:
    name = default_storage.save(f"repairs/{repair.pk}-{stage}.jpg", ContentFile(b"nobody decodes it"))
    return repair.photos.create(stage=stage, image=name, thumb=name, by=by)


def make_case(n: Neighbourhood, status: str = "opened", **over: Any) -> MediationCase:
    """Noise between two sides of the compound, mediated by 张社工."""
    today = timezone.localdate()
    fields: dict[str, Any] = {
        "place": n.compound,
        "kind": "noise",
        "opened_by": n.liaison,
        "status": status,
        "opened_on": today - timedelta(days=20),
    }
    if status == "agreed":
        fields |= {
            "agreement": "晚上十点后不再练琴。",
            "agreed_on": today - timedelta(days=10),
            "follow_up_on": today,
        }
    if status == "closed":
        fields |= {"closed_on": today, "agreement": "晚上十点后不再练琴。"}
    mediators = over.pop("mediators", [n.worker])
    case = MediationCase.objects.create(**fields | over)
    consent = {} if status == "opened" else {"how": "written", "consented_on": today}
    for number, name in enumerate(("钱楼上", "孙楼下"), 1):
        case.sides.create(number=number, name=name, **consent)
    for person in mediators:
        case.mediators.create(user=person)
    return case


def a_monday(month: date) -> date:
    """The first Monday of a month."""
    return month + timedelta(days=(7 - month.weekday()) % 7)
