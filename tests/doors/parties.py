"""Who the three parties are: their public pages, the desk of those who keep them, and the verbs."""

from tests.doors.table import Door

NO_PLACE = "420103010001999"

# fmt: off
DOORS = [
    # What everybody may read.
    Door("party", at=lambda w: [w.here.company.pk], get="all 200", post="all 405"),
    Door("party", case="unknown", at=lambda w: [0], get="all 404", post="all 405"),
    Door("company", at=lambda w: [w.here.contract.company_id], get="all 200", post="all 405"),
    Door("party_rules", at=lambda w: [w.here.compound.code], get="all 200", post="all 405"),
    Door("party_rules", case="of a province", at=lambda w: ["42"], get="all 404", post="all 405"),
    # The desk of those who keep the parties; those who look after the place in another way may not.
    Door("parties_at", at=lambda w: [w.here.compound.code], gone=[NO_PLACE],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 403/404  403/404 404     200/404 200",
        post="405"),
    Door("party_export", case="contracts",
        at=lambda w: [w.here.compound.code, "contracts", "csv"], gone=[NO_PLACE, "contracts", "csv"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 403/404  403/404 404     200/404 200",
        post="405"),
    Door("party_export", case="committees",
        at=lambda w: [w.here.compound.code, "committees", "xlsx"], gone=[NO_PLACE, "committees", "xlsx"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 403/404  403/404 404     200/404 200",
        post="405"),
    Door("party_export", case="unknown table",
        at=lambda w: [w.here.compound.code, "members", "csv"], gone=[NO_PLACE, "members", "csv"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     404     404     403/404  403/404 404     404     404",
        post="405"),
    Door("handover", at=lambda w: [w.here.contract.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 200/404  200/404 404     200/404 200",
        post="405"),
    # What is done to each. Seats are given by whoever appoints.
    Door("place_verb", case="seat", at=lambda w: [w.here.compound.code, "seat"], gone=[NO_PLACE, "seat"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     403/404 403/404 403/404  403/404 404     200/404 200",
        post="in      404      404     403/404 403/404 403/404  403/404 404     200/404 200"),
    Door("place_verb", case="sign", at=lambda w: [w.here.compound.code, "sign"], gone=[NO_PLACE, "sign"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 403/404  403/404 404     200/404 200",
        post="in      404      404     200/404 200/404 403/404  403/404 404     200/404 200"),
    Door("place_verb", case="past", at=lambda w: [w.here.compound.code, "past"], gone=[NO_PLACE, "past"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 403/404  403/404 404     200/404 200",
        post="in      404      404     200/404 200/404 403/404  403/404 404     200/404 200"),
    Door("place_verb", case="unknown", at=lambda w: [w.here.compound.code, "dance"], get="404", post="404"),
    Door("party_verb", case="term", at=lambda w: [w.here.owners_party.pk, "term"], gone=[0, "term"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 403/404  403/404 404     200/404 200",
        post="in      404      404     200/404 200/404 403/404  403/404 404     200/404 200"),
    Door("party_verb", case="term of a company", at=lambda w: [w.here.company.pk, "term"], gone=[0, "term"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     409/404 409/404 403/404  403/404 404     409/404 409",
        post="in      404      404     409/404 409/404 403/404  403/404 404     409/404 409"),
    Door("party_verb", case="across", at=lambda w: [w.here.company.pk, "across"], gone=[0, "across"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 403/404  403/404 404     200/404 200",
        post="in      404      404     200/404 200/404 403/404  403/404 404     200/404 200"),
    Door("party_verb", case="unseat", at=lambda w: [w.here.company.pk, "unseat"], gone=[0, "unseat"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     403/404 403/404 403/404  403/404 404     200/404 200",
        post="in      404      404     403/404 403/404 403/404  403/404 404     200/404 200"),
    Door("party_verb", case="unknown", at=lambda w: [w.here.company.pk, "elect"], get="404", post="404"),
    Door("term_verb", case="elect", at=lambda w: [w.here.term.pk, "elect"], gone=[0, "elect"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 403/404  403/404 404     200/404 200",
        post="in      404      404     200/404 200/404 403/404  403/404 404     200/404 200"),
    Door("term_verb", case="end", at=lambda w: [w.here.term.pk, "end"], gone=[0, "end"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 403/404  403/404 404     200/404 200",
        post="in      404      404     200/404 200/404 403/404  403/404 404     200/404 200"),
    Door("member_verb", at=lambda w: [w.here.member.pk, "dismiss"], gone=[0, "dismiss"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 403/404  403/404 404     200/404 200",
        post="in      404      404     200/404 200/404 403/404  403/404 404     200/404 200"),
    Door("contract_verb", case="notice", at=lambda w: [w.here.contract.pk, "notice"], gone=[0, "notice"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 403/404  403/404 404     200/404 200",
        post="in      404      404     200/404 200/404 403/404  403/404 404     200/404 200"),
    Door("contract_verb", case="add", at=lambda w: [w.here.contract.pk, "add"], gone=[0, "add"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 403/404  403/404 404     200/404 200",
        post="in      404      404     200/404 200/404 403/404  403/404 404     200/404 200"),
    Door("contract_verb", case="end", at=lambda w: [w.here.contract.pk, "end"], gone=[0, "end"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 403/404  403/404 404     200/404 200",
        post="in      404      404     200/404 200/404 403/404  403/404 404     200/404 200"),
    Door("contract_verb", case="start, there is a list", at=lambda w: [w.here.contract.pk, "start"], gone=[0, "start"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     409/404 409/404 403/404  403/404 404     409/404 409",
        post="in      404      404     409/404 409/404 403/404  403/404 404     409/404 409"),
    Door("item_verb", case="tick", at=lambda w: [w.here.handover_item.pk, "tick"], gone=[0, "tick"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 403/404  403/404 404     200/404 200",
        post="in      404      404     200/404 200/404 403/404  403/404 404     200/404 200"),
    Door("item_verb", case="untick, not ticked", at=lambda w: [w.here.handover_item.pk, "untick"], gone=[0, "untick"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     409/404 409/404 403/404  403/404 404     409/404 409",
        post="in      404      404     409/404 409/404 403/404  403/404 404     409/404 409"),
    Door("across_verb", at=lambda w: [w.here.across.pk, "end"], gone=[0, "end"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      404      404     200/404 200/404 403/404  403/404 404     200/404 200",
        post="in      404      404     200/404 200/404 403/404  403/404 404     200/404 200"),
]
# fmt: on
