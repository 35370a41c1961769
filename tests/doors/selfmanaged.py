"""Hired hands, repairs and mediation of a community: their doors, and their forms for `extra.py`."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.doors.filled import NEW, Filled
from tests.doors.table import Door
from tripartite.selfmanagement.hands.models import DayChange, HandPay, HandRating, HiredHand, Shift
from tripartite.selfmanagement.mediation.models import (
    AgreementPoint,
    MediationCase,
    MediationSession,
    MediationSide,
    Mediator,
)
from tripartite.selfmanagement.repairs.models import (
    Repair,
    RepairApproval,
    RepairEvent,
    RepairLimits,
    RepairPhoto,
    RepairQuote,
)

NOWHERE = "00000000-0000-4000-8000-000000000000"
WATCHED = [
    HiredHand, Shift, DayChange, HandPay, HandRating, Repair, RepairQuote, RepairApproval, RepairPhoto, RepairEvent,
    RepairLimits, MediationCase, MediationSide, Mediator, MediationSession, AgreementPoint,
]  # fmt: skip


def at(record: str, *more: str) -> Any:
    return lambda w: [getattr(w.here, record).pk, *more]


def compound(*more: str) -> Any:
    return lambda w: [w.here.compound.code, *more]


GONE = "420103010001999"
# fmt: off
DOORS = [
    Door("public_hands", at=compound(), get="all 200", post="all 405"),
    Door("public_hands", case="of a community", at=lambda w: [w.here.community.code], get="all 404", post="all 405"),
    Door("hand_plan", at=compound(), get="all 200", post="all 405"),
    Door("public_repairs", at=compound(), get="all 200", post="all 405"),
    Door("public_repairs", case="of a building", at=lambda w: [w.here.building.code], get="all 404", post="all 405"),
    Door("repair_photo", at=lambda w: [w.here.shown_repair_photo.key, "thumb"], get="all 200", post="all 405"),
    Door("repair_photo", case="not done yet", at=lambda w: [w.here.hidden_repair_photo.key, "image"], gone=[NOWHERE, "image"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "404     404      404     200/404 200/404 404      200/404 404     200/404 200",
        post="all 405"),
    Door("hand_rate", at=at("hand"),
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/403  403     403     403     403      403     403     403     403",
        post="in      200/403  403     403     403     403      403     403     403     403"),
    Door("hand_rate", case="too late", at=at("former_hand"),
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      409/403  403     403     403     403      403     403     403     403",
        post="in      409/403  403     403     403     403      403     403     403     403"),
    Door("hand_list", at=compound(), gone=[GONE],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     403/404 403/404 403/404  200/404 404     403/404 200",
        post="405"),
    Door("hand_new", at=compound(), gone=[GONE],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     403/404 403/404 403/404  200/404 404     403/404 200",
        post="in      404      404     403/404 403/404 403/404  200/404 404     403/404 200"),
    Door("hand_export", at=compound("csv"), gone=[GONE, "csv"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     403/404 403/404 403/404  200/404 404     403/404 200",
        post="405"),
    Door("hand", at=at("hand"), gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     403/404 403/404 403/404  200/404 404     403/404 200",
        post="405"),
    Door("hand_contract", at=at("hand"), gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     403/404 403/404 403/404  200/404 404     403/404 200",
        post="405"),
    Door("hand_verb", at=at("hand", "plan"), gone=[0, "plan"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     403/404 403/404 403/404  200/404 404     403/404 200",
        post="in      404      404     403/404 403/404 403/404  200/404 404     403/404 200"),
    Door("hand_verb", case="unknown", at=at("hand", "dance"), get="404", post="404"),
    Door("repair_list",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     200     200     403      200     200     200     200",
        post="405"),
    Door("repair_export", at=lambda w: ["csv"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     200     200     403      200     200     200     200",
        post="405"),
    Door("repair_new", at=compound(), gone=[GONE],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     403/404 403/404 404      200/404 404     403/404 200",
        post="in      404      404     403/404 403/404 404      200/404 404     403/404 200"),
    Door("repair_limits", at=compound(), gone=[GONE],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 404      403/404 404     200/404 200",
        post="in      404      404     200/404 200/404 404      403/404 404     200/404 200"),
    Door("repair", at=at("asked_repair"), gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 404      200/404 404     200/404 200",
        post="405"),
    Door("repair_quote", at=lambda w: [w.here.repair_quote.key], gone=[NOWHERE],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 404      200/404 404     200/404 200",
        post="405"),
    Door("repair_verb", at=at("asked_repair", "quote"), gone=[0, "quote"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     403/404 403/404 404      200/404 404     403/404 200",
        post="in      404      404     403/404 403/404 404      200/404 404     403/404 200"),
    Door("repair_verb", case="too late", at=at("done_repair", "start"), gone=[0, "start"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     403/404 403/404 404      409/404 404     403/404 409",
        post="in      404      404     403/404 403/404 404      409/404 404     403/404 409"),
    Door("repair_verb", case="unknown", at=at("asked_repair", "dance"), get="404", post="404"),
    Door("mediation_list",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      200     200     200     200      200     200     200     200",
        post="405"),
    Door("mediation_new", at=compound(), gone=[GONE],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 403/404  403/404 404     200/404 200",
        post="in      404      404     200/404 200/404 403/404  403/404 404     200/404 200"),
    Door("mediation", at=at("mediation_case"), gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 404     404      404     404     404     404",
        post="405"),
    Door("mediation_paper", at=at("agreed_case"), gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 404     404      404     404     404     404",
        post="405"),
    Door("mediation_verb", at=at("mediation_case", "consent"), gone=[0, "consent"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 404     404      404     404     404     404",
        post="in      404      404     200/404 404     404      404     404     404     404"),
    Door("mediation_verb", case="too late", at=at("mediation_case", "close"), gone=[0, "close"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     409/404 404     404      404     404     404     404",
        post="in      404      404     409/404 404     404      404     404     404     404"),
    Door("mediation_verb", case="unknown", at=at("mediation_case", "dance"), get="404", post="404"),
]


def day(days: int = 0) -> str:
    return f"{timezone.localdate() + timedelta(days=days)}"


FILLED = [
    Filled("hand_new", "owners_committee", lambda w: {
        "key": NEW, "name": "李二", "shows_name": "", "job": "gatekeeper", "phone": "", "since": day(), "until": "", "per": "month",
        "pay": "900", "contract_number": "", "contract": "",
    }, compound()),
    Filled("hand_verb", "owners_committee", lambda w: {
        "seen": "", "key": NEW, "weekdays": ["2"], "start": "08:00", "end": "09:00", "spot": "", "since": day(),
    }, at("hand", "plan"), case="plan"),
    Filled("hand_verb", "owners_committee", lambda w: {"seen": "", "until": day(9)}, at("hand", "end"), case="end"),
    Filled("hand_rate", "resident", lambda w: {"stars": "4"}, at("hand")),
    Filled("repair_new", "owners_committee", lambda w: {
        "key": NEW, "what": "修门", "building": w.here.building.code, "issue": "", "note": "",
    }, compound()),
    Filled("repair_verb", "owners_committee", lambda w: {
        "seen": "", "key": NEW, "firm": "丙公司", "amount": "100", "document": "", "note": "",
    }, at("asked_repair", "quote"), case="quote"),
    Filled("repair_verb", "owners_committee", lambda w: {"seen": "", "reason": "不修了"}, at("asked_repair", "drop"), case="drop"),
    Filled("repair_limits", "worker", lambda w: {
        "two_quotes_above": "2", "alone_up_to": "1", "decision_above": "3", "basis": "规约",
    }, compound()),
    Filled("mediation_new", "worker", lambda w: {
        "key": NEW, "kind": "pets", "sides": "甲\n乙", "mediators": [w.here.worker.pk],
    }, compound()),
    Filled("mediation_verb", "worker", lambda w: {
        "seen": "", "side": w.here.mediation_case.sides.first().pk, "how": "spoken", "on": day(),
    }, at("mediation_case", "consent"), case="consent"),
    Filled("mediation_verb", "worker", lambda w: {"seen": "", "followed": "好", "again_on": ""},
           at("agreed_case", "follow_up"), case="follow up"),
]
# fmt: on
