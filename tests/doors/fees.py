"""Property fees: sums for staff, who owes what for those who collect, one's own bills, rates for everybody."""

from tests.doors.filled import NEW, Filled
from tests.doors.table import Door
from tripartite.fees.models import Bill, CollectionRecord, SharedCost, Tariff, Waiver

#          visitor resident leader  worker  liaison property owners  manage  officer operator
SUMS =    "in      404      404     200/404 200/404 200/404  200/404 404     200/404 200"  # fmt: skip
COLLECT = "in      404      404     403/404 403/404 200/404  403/404 404     403/404 200"  # fmt: skip
DONE =    "in      404      404     403/404 403/404 302/404  403/404 404     403/404 302"  # fmt: skip
NOWHERE = ["420103010999001"]


def form(name: str, what: str) -> Door:
    return Door(name, at=lambda w: [getattr(w.here, what).pk], gone=[0], get=COLLECT, post=COLLECT)


def of_compound(name: str, post: str = COLLECT) -> Door:
    return Door(name, at=lambda w: [w.here.compound.code], gone=NOWHERE, get=COLLECT, post=post)


# fmt: off
DOORS = [
    Door("public_fees", at=lambda w: [w.here.compound.code], get="all 200", post="all 405"),
    Door("public_fees", case="of a building", at=lambda w: [w.here.building.code], get="all 404", post="all 405"),
    Door("my_bills", get="200", post="405"),
    Door("fee_list",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     200     200     200      200     200     200     200",
        post="405"),
    Door("fees_at", at=lambda w: [w.here.compound.code], gone=NOWHERE, get=SUMS, post="405"),
    Door("fee_receipt", at=lambda w: [w.here.fee_payment.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/404  404     404     404     200/404  404     404     404     200",
        post="405"),
    of_compound("fee_bills", post="405"), of_compound("fee_lines", post=DONE), of_compound("fee_statement"),
    of_compound("fee_tariff"), of_compound("fee_share"), of_compound("fee_history"),
    form("fee_run", "tariff"), form("fee_tariff_end", "tariff"), form("fee_pay", "household"), form("fee_refund", "fee_payment"), form("fee_waive", "bill"),
    Door("fee_home", at=lambda w: [w.here.household.pk], gone=[0], get=COLLECT, post="405"),
    Door("fee_remind", at=lambda w: [w.here.household.pk], gone=[0], get="405", post=DONE),
    Door("fee_confirm", at=lambda w: [w.here.line.pk], gone=[0], get="405", post=DONE),
    Door("fee_waiver", at=lambda w: [w.here.waiver.pk, "refuse"], gone=[0, "refuse"], get="405", post=DONE),
    Door("fee_waiver", case="unknown", at=lambda w: [w.here.waiver.pk, "dance"], get="405", post="404"),
]
WATCHED = [Tariff, Bill, Waiver, SharedCost, CollectionRecord]
FILLED = [
    Filled("fee_tariff", "property_staff", lambda w: {
        "key": NEW, "party": w.here.company.pk, "name": "物业费", "use": "shop", "way": "fixed", "price": "30", "since": "2026-01-01",
        "due_day": "20",
    }, lambda w: [w.here.compound.code]),
    Filled("fee_tariff_end", "property_staff", lambda w: {"until": "2099-01-01"}, lambda w: [w.here.tariff.pk]),
    Filled("fee_history", "property_staff", lambda w: {
        "key": NEW, "party_name": "甲", "since": "2010-01-01", "until": "2011-01-01", "billed_households": "10",
        "paid_households": "2", "billed": "10", "paid": "2", "source": "台账",
    }, lambda w: [w.here.compound.code]),
]
# fmt: on
