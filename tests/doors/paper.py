"""Questionnaires on paper and their results: those who have copies there, those who made it, and then everybody."""

from typing import Any

from tests.doors.table import Door

NO_UUID = "00000000-0000-0000-0000-000000000000"


def at(*more: Any, row: str = "on_paper") -> Any:
    return lambda w: [getattr(w.here, row).key, *more]


# fmt: off
#            visitor resident leader  worker  liaison property owners  manage  officer operator
TYPISTS   = "in      404      200/404 200/404 200/404 404      404     404     200/404 200"
MAKERS    = "in      404      404     200/404 403/404 404      404     404     200/404 200"
DOORS = [
    Door("questionnaire_paper", at=at(), gone=[NO_UUID], get=TYPISTS, post=TYPISTS),
    Door("questionnaire_print", at=at(1, 3), gone=[NO_UUID, 1, 3], get=TYPISTS, post="405"),
    Door("copy_enter", at=at(), gone=[NO_UUID], get=TYPISTS, post=TYPISTS),
    Door("copies_twice", at=at(), gone=[NO_UUID], get=TYPISTS, post="405"),
    Door("copies_workbook", at=at(), gone=[NO_UUID], get=TYPISTS, post=TYPISTS),
    Door("workbook_empty", at=at("xlsx"), gone=[NO_UUID, "xlsx"], get=TYPISTS, post="405"),
    Door("copy_scan", at=lambda w: [w.here.on_paper.key, w.here.scan.key], gone=[NO_UUID, NO_UUID], get=TYPISTS,
         post="405"),
    # Everybody else is led to the questionnaire, which is on screen as well.
    Door("copy", at=at(1),
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "302     302      200/302 200/302 200/302 302      302     302     200/302 200",
        post="302     302      200/302 200/302 200/302 302      302     302     200/302 200"),
    Door("copy_settle", at=at(2), gone=[NO_UUID, 2], get=TYPISTS, post=TYPISTS),
    Door("copy_double", at=at(3), gone=[NO_UUID, 3], get=TYPISTS, post=TYPISTS),
    Door("questionnaire_results", case="open", at=at(), gone=[NO_UUID], get=MAKERS, post="all 405"),
    Door("questionnaire_results", case="published", at=at(row="told"), get="all 200", post="all 405"),
    Door("questionnaire_cross", at=at("age"), gone=[NO_UUID, "age"], get=MAKERS, post="all 405"),
    Door("questionnaire_cross", case="published", at=at("age", row="told"), get="all 200", post="all 405"),
    Door("questionnaire_texts", at=at("q6"), gone=[NO_UUID, "q6"], get=MAKERS,
         post=MAKERS.replace("200", "302")),
    Door("questionnaire_export", at=at("csv"), gone=[NO_UUID, "csv"], get=MAKERS, post="405"),
]
# fmt: on
