"""Parking: the committee of the compound keeps it, the gate looks plates up, residents have what is their own."""

from django.utils import timezone

from tests.doors.filled import NEW, Filled
from tests.doors.table import Door
from tripartite.selfmanagement.parking.models import (
    OutsideVehicle,
    ParkingDue,
    ParkingLot,
    ParkingSpace,
    Permit,
    PermitPlate,
)

WATCHED = [ParkingLot, ParkingSpace, Permit, PermitPlate, ParkingDue, OutsideVehicle]
NOWHERE = "420103010001999"


def month() -> str:
    return f"{timezone.localdate():%Y-%m}"


def today() -> str:
    return timezone.localdate().isoformat()


# fmt: off
#        visitor resident leader  worker  liaison property owners  manage  officer operator
KEEPER = "in      404      404     403/404 403/404 403/404 200/404 404     403/404 200"
DID =    "in      404      404     403/404 403/404 403/404 302/404 404     403/404 302"
GUARD =  "in      404      404     403/404 403/404 200/404 200/404 404     403/404 200"
DOORS = [
    Door("parking", at=lambda w: [w.here.compound.code], get="all 200", post="all 405"),
    Door("parking", case="none", at=lambda w: [w.here.old_compound.code], get="all 404", post="all 405"),
    Door("parking_lots",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     403     403     403      200     200     403     200",
        post="405"),
    Door("parking_settings", at=lambda w: [w.here.compound.code], gone=[NOWHERE], get=KEEPER, post=KEEPER),
    Door("parking_settings", case="of a street", at=lambda w: [w.here.street.code], gone=["420103099"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     404     404     404      404     404     403/404 404",
        post="in      404      404     404     404     404      404     404     403/404 404"),
    Door("parking_decision", at=lambda w: [w.here.compound.code], gone=[NOWHERE], get=KEEPER, post=KEEPER),
    Door("parking_charging", at=lambda w: [w.here.compound.code, "start"], gone=[NOWHERE, "start"], get=KEEPER, post=DID),
    Door("parking_charging", case="stop", at=lambda w: [w.here.compound.code, "stop"], gone=[NOWHERE, "stop"], get=KEEPER, post=DID),
    Door("parking_charging", case="unknown", at=lambda w: [w.here.compound.code, "dance"], get="404", post="404"),
    Door("parking_spaces", at=lambda w: [w.here.compound.code], gone=[NOWHERE], get=KEEPER, post=KEEPER),
    Door("parking_space_close", at=lambda w: [w.here.compound.code, w.here.parking_space.pk], gone=[NOWHERE, 0], get="405", post=DID),
    Door("parking_permits", at=lambda w: [w.here.compound.code], gone=[NOWHERE], get=KEEPER, post="405"),
    Door("parking_permit_new", at=lambda w: [w.here.compound.code], gone=[NOWHERE], get=KEEPER, post=KEEPER),
    Door("parking_permits_export", at=lambda w: [w.here.compound.code, "csv"], gone=[NOWHERE, "csv"], get=KEEPER, post="405"),
    Door("parking_permits_export", case="unknown", at=lambda w: [w.here.compound.code, "pdf"], get="404", post="405"),
    Door("parking_dues", at=lambda w: [w.here.compound.code, month()], gone=[NOWHERE, "2026-11"], get=KEEPER, post=DID),
    Door("parking_dues", case="no month", at=lambda w: [w.here.compound.code, "2026-13"], get="404", post="404"),
    Door("parking_dues_export", at=lambda w: [w.here.compound.code, month(), "xlsx"], gone=[NOWHERE, "2026-11", "xlsx"],
         get=KEEPER, post="405"),
    Door("parking_dues_export", case="unknown", at=lambda w: [w.here.compound.code, month(), "pdf"], get="404", post="405"),
    Door("parking_due_take", at=lambda w: [w.here.parking_due.pk], gone=[0], get=KEEPER, post=KEEPER),
    Door("parking_due_take_back", at=lambda w: [w.here.parking_due.pk], gone=[0], get=KEEPER, post=KEEPER),
    Door("parking_visits", at=lambda w: [w.here.compound.code, today()], gone=[NOWHERE, "2026-11-05"], get=KEEPER, post=DID),
    Door("parking_visits", case="no day", at=lambda w: [w.here.compound.code, "2026-02-30"], get="404", post="404"),
    Door("parking_visits_export", at=lambda w: [w.here.compound.code, "csv"], gone=[NOWHERE, "csv"], get=KEEPER, post="405"),
    Door("parking_visits_export", case="unknown", at=lambda w: [w.here.compound.code, "pdf"], get="404", post="405"),
    Door("parking_permit", at=lambda w: [w.here.permit.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/404  404     403/404 403/404 403/404  200/404 404     403/404 200",
        post="405"),
    Door("parking_permit", case="a visitor's", at=lambda w: [w.here.visitor.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/404  404     403/404 403/404 403/404  200/404 404     403/404 200",
        post="405"),
    Door("parking_permit", case="on paper", at=lambda w: [w.here.asked_permit.pk], gone=[0], get=KEEPER, post="405"),
    Door("parking_permit_verb", at=lambda w: [w.here.asked_permit.pk, "grant"], gone=[0, "grant"], get=KEEPER, post=KEEPER),
    Door("parking_permit_verb", case="queue", at=lambda w: [w.here.asked_permit.pk, "queue"], gone=[0, "queue"], get=KEEPER, post=DID),
    Door("parking_permit_verb", case="too late", at=lambda w: [w.here.permit.pk, "grant"], gone=[0, "grant"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  404     403/404 403/404 403/404  409/404 404     403/404 409",
        post="in      403/404  404     403/404 403/404 403/404  409/404 404     403/404 409"),
    Door("parking_permit_verb", case="end", at=lambda w: [w.here.permit.pk, "end"], gone=[0, "end"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403/404  404     403/404 403/404 403/404  200/404 404     403/404 200",
        post="in      403/404  404     403/404 403/404 403/404  200/404 404     403/404 200"),
    Door("parking_permit_verb", case="give back", at=lambda w: [w.here.permit.pk, "give_back"], gone=[0, "give_back"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/404  404     403/404 403/404 403/404  403/404 404     403/404 403",
        post="in      302/404  404     403/404 403/404 403/404  403/404 404     403/404 403"),
    Door("parking_permit_verb", case="unknown", at=lambda w: [w.here.permit.pk, "dance"], get="404", post="404"),
    Door("my_parking", get="200", post="405"),
    Door("my_parking_ask", at=lambda w: [w.here.compound.code], gone=[NOWHERE],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/404  404     404     404     404      404     404     404     404",
        post="in      200/404  404     404     404     404      404     404     404     404"),
    Door("my_parking_visitor", at=lambda w: [w.here.compound.code], gone=[NOWHERE],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      200/404  404     404     404     404      404     404     404     404",
        post="in      200/404  404     404     404     404      404     404     404     404"),
    Door("gates",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     403     403     302      302     200     403     200",
        post="405"),
    Door("gate_worker", get="all 200", post="all 405"),
    Door("gate", at=lambda w: [w.here.compound.code], gone=[NOWHERE], get=GUARD, post=GUARD),
    Door("gate_list", at=lambda w: [w.here.compound.code], gone=[NOWHERE], get=GUARD, post="405"),
    Door("gate_sync", at=lambda w: [w.here.compound.code], gone=[NOWHERE], get="405",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        post="in      404      404     403/404 403/404 400/404  400/404 404     403/404 400"),
    Door("gate_inside", at=lambda w: [w.here.compound.code], gone=[NOWHERE], get=GUARD,
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        post="in      404      404     403/404 403/404 404      404     404     403/404 404"),
]
KEEPS = "owners_committee"


def verb(name: str, who: str, permit: str, **fields: str) -> Filled:
    return Filled("parking_permit_verb", who, lambda _w: {"seen": "0", "note": "", **fields},
                  lambda w: [getattr(w.here, permit).pk, name], case=name)


FILLED = [
    Filled("parking_settings", KEEPS, lambda w: {
        "party": w.here.owners_party.pk, "land": "common", "price_fixed": "1", "price_shared": "2", "price_accessible": "3",
        "price_charging": "4", "free_hours": "5", "outside_fee": "6", "visitors_most": "7", "rules": "……",
    }, lambda w: [w.here.compound.code]),
    Filled("parking_charging", KEEPS, lambda w: {}, lambda w: [w.here.compound.code, "stop"]),
    Filled("parking_spaces", KEEPS, lambda w: {"numbers": "C1-C3", "kind": "fixed", "where": "东门"},
           lambda w: [w.here.compound.code]),
    Filled("parking_space_close", KEEPS, lambda w: {}, lambda w: [w.here.compound.code, w.here.parking_space.pk]),
    Filled("parking_permit_new", KEEPS, lambda w: {
        "key": NEW, "doorway": w.here.doorway.code, "room": "1001", "wish": "shared", "cars": "鄂A00001", "asked_on": "2026-01-05",
    }, lambda w: [w.here.compound.code]),
    Filled("parking_due_take", KEEPS, lambda w: {"account": "cash", "on": today()}, lambda w: [w.here.parking_due.pk]),
    verb("queue", KEEPS, "asked_permit"),
    verb("refuse", KEEPS, "asked_permit", note="不行"),
    verb("end", KEEPS, "permit", note="卖车"),
    verb("give_back", "resident", "permit"),
    Filled("parking_permit_verb", KEEPS, lambda w: {
        "seen": "0", "note": "", "space": w.here.parking_space.pk, "since": today(), "until": "",
    }, lambda w: [w.here.asked_permit.pk, "grant"], case="grant"),
    Filled("my_parking_ask", "resident", lambda w: {
        "key": NEW, "home": w.here.household.pk, "wish": "fixed", "cars": "鄂A00002",
    }, lambda w: [w.here.compound.code]),
    Filled("my_parking_visitor", "resident", lambda w: {
        "key": NEW, "home": w.here.household.pk, "plate": "鄂A00003",
        "starts_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}", "hours": "12",
    }, lambda w: [w.here.compound.code]),
    Filled("gate", "property_staff", lambda w: {"client_id": NEW, "plate": "鄂A00004", "reason": "ride"},
           lambda w: [w.here.compound.code]),
    Filled("gate_inside", "property_staff", lambda w: {"visit": w.here.outside.client_id}, lambda w: [w.here.compound.code]),
]
# fmt: on
