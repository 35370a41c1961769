"""What a compound keeps itself, for `world.py`: hired hands, repairs, mediation."""

from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from tests import cast
from tests.make_selfmanaged import make_case, make_hand, make_photo, make_repair, make_shift
from tripartite.selfmanagement.hands.models import HiredHand
from tripartite.selfmanagement.mediation.models import MediationCase
from tripartite.selfmanagement.repairs.models import Repair, RepairPhoto, RepairQuote


@dataclass
class SelfManaged:
    """All of the compound, kept by its owners' committee; the worker mediates."""

    hand: HiredHand  # with a contract and a shift
    former_hand: HiredHand
    asked_repair: Repair
    repair_quote: RepairQuote  # with its paper, of a repair that is being done
    hidden_repair_photo: RepairPhoto  # of the same
    done_repair: Repair
    shown_repair_photo: RepairPhoto
    mediation_case: MediationCase
    agreed_case: MediationCase


def set_selfmanaged(n: cast.Neighbourhood) -> dict[str, Any]:
    """The fields that `SelfManaged` adds."""
    by = n.owners_committee
    paper = default_storage.save("selfmanaged/paper.pdf", ContentFile(b"%PDF-1.4"))
    hand = make_hand(n.compound, by, contract=paper, phone="")
    make_shift(hand)
    doing, done = make_repair(n, "doing"), make_repair(n, "done")
    return {
        "hand": hand,
        "former_hand": make_hand(n.compound, by, until=timezone.localdate(), phone=""),
        "asked_repair": make_repair(n),
        "repair_quote": doing.quotes.create(firm="乙公司", amount=900, file=paper, by=by),
        "hidden_repair_photo": make_photo(doing, "before", by),
        "done_repair": done,
        "shown_repair_photo": done.photos.first(),
        "mediation_case": make_case(n),
        "agreed_case": make_case(n, "agreed"),
    }
