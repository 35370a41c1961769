"""The Party tree, coverage and centre households: staff only. VIEW_ORGANISATION reads, KEEP_ORGANISATION does."""

from tests.doors.table import Door

NO_BUILDING, NO_STREET = "420103010001001999", "420103999"

# fmt: off
DOORS = [
    Door("party_home",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      302     302     302     403      403     403     302     302",
        post="405"),
    Door("party_tree", at=lambda w: [w.here.building.code], gone=[NO_BUILDING],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      200/404 200/404 200/404 404      404     404     200/404 200",
        post="405"),
    Door("coverage", at=lambda w: [w.here.building.code], gone=[NO_BUILDING],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      200/404 200/404 200/404 404      404     404     200/404 200",
        post="405"),
    Door("coverage", case="of the street", at=lambda w: [w.here.street.code], gone=[NO_STREET],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     404     404     404      404     404     200/404 200",
        post="405"),
    Door("coverage_list", at=lambda w: [w.here.building.code, "doorways"], gone=[NO_BUILDING, "doorways"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      200/404 200/404 200/404 404      404     404     200/404 200",
        post="405"),
    Door("coverage_list", case="unknown", at=lambda w: [w.here.building.code, "dance"], get="404", post="405"),
    Door("party_elections", at=lambda w: [w.here.building.code], gone=[NO_BUILDING],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      200/404 200/404 200/404 404      404     404     200/404 200",
        post="405"),
    Door("party_found", at=lambda w: [w.here.building.code], gone=[NO_BUILDING],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      403/404 200/404 403/404 404      404     404     200/404 200",
        post="in      404      403/404 200/404 403/404 404      404     404     200/404 200"),
    Door("party_chain", at=lambda w: [w.here.street.code], gone=[NO_STREET],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     404     404     404      404     404     200/404 200",
        post="405"),
    Door("party_chain_choose", at=lambda w: [w.here.street.code], gone=[NO_STREET],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     404     404     404      404     404     200/404 200",
        post="in      404      404     404     404     404      404     404     200/404 200"),
    Door("party_kind", at=lambda w: [w.here.organisation.kind_id], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     404     404     404      404     404     200/404 200",
        post="in      404      404     404     404     404      404     404     200/404 200"),
    # An organisation at the building. Only those who keep it may do anything to it.
    Door("party_organisation", at=lambda w: [w.here.organisation.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      200/404 200/404 200/404 404      404     404     200/404 200",
        post="405"),
    Door("organisation_verb", at=lambda w: [w.here.organisation.pk, "elect"], gone=[0, "elect"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      403/404 200/404 403/404 404      404     404     200/404 200",
        post="in      404      403/404 200/404 403/404 404      404     404     200/404 200"),
    Door("organisation_verb", case="too late", at=lambda w: [w.here.dissolved.pk, "elect"], gone=[0, "elect"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      403/404 409/404 403/404 404      404     404     409/404 409",
        post="in      404      403/404 409/404 403/404 404      404     404     409/404 409"),
    Door("organisation_verb", case="unknown", at=lambda w: [w.here.organisation.pk, "dance"], get="404", post="404"),
    Door("party_member_verb", at=lambda w: [w.here.party_member.pk, "release"], gone=[0, "release"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      403/404 200/404 403/404 404      404     404     200/404 200",
        post="in      404      403/404 200/404 403/404 404      404     404     200/404 200"),
    Door("party_seat_vacate", at=lambda w: [w.here.organisation_seat.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      403/404 200/404 403/404 404      404     404     200/404 200",
        post="in      404      403/404 200/404 403/404 404      404     404     200/404 200"),
    # A doorway: the first has a centre household, the other has none.
    Door("centre", at=lambda w: [w.here.doorway.code], gone=["42010301000100100199"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      200/404 200/404 200/404 404      404     404     200/404 200",
        post="405"),
    Door("centre_verb", at=lambda w: [w.here.other_doorway.code, "name"], gone=["42010301000100100199", "name"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      403/404 200/404 403/404 404      404     404     200/404 200",
        post="in      404      403/404 200/404 403/404 404      404     404     200/404 200"),
    Door("centre_verb", case="too late", at=lambda w: [w.here.doorway.code, "name"],
         gone=["42010301000100100199", "name"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      403/404 409/404 403/404 404      404     404     409/404 409",
        post="in      404      403/404 409/404 403/404 404      404     404     409/404 409"),
    Door("family_release", at=lambda w: [w.here.assisting_family.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      403/404 200/404 403/404 404      404     404     200/404 200",
        post="in      404      403/404 200/404 403/404 404      404     404     200/404 200"),
]
# fmt: on
