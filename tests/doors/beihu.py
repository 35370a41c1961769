"""The ground floor: signing in, one's account, the log, messages, probes."""

from beihu.accounts.passwords import password_link
from tests.doors.table import Door

NO_UUID = "00000000-0000-0000-0000-000000000000"


def link_of(user) -> list[str]:
    """The two arguments of an address where this person sets a password."""
    return password_link(user).rstrip("/").split("/")[-2:]


# fmt: off
DOORS = [
    Door("display", get="all 405", post="all 302"),
    # Signing in. Without a phone or a password given before, the second steps lead back to the first.
    Door("sign_in",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "200     302      302     302     302     302      302     302     302     302",
        post="200     302      302     302     302     302      302     302     302     302"),
    Door("sign_in_code", get="all in", post="all in"),
    Door("sign_in_again", get="all 405", post="all 302"),
    Door("sign_out", get="all 405", post="all 302"),
    Door("staff_sign_in",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "200     302      302     302     302     302      302     302     302     302",
        post="all 200"),
    Door("staff_second_factor", get="all 302", post="all 302"),
    Door("set_password", at=lambda w: link_of(w.here.neighbour), get="all 200", post="all 200"),
    Door("set_password", case="used up", at=lambda w: ["MQ", "x"], get="all 410", post="all 410"),
    # One's own account. Residents have no password and no second factor: they are led to their account.
    Door("staff_totp",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      302      200     200     200     200      200     200     200     200",
        post="in      302      200     200     200     200      200     200     200     200"),
    Door("staff_totp_off", get="405", post="302"),
    Door("account", get="200", post="200"),
    Door("change_password",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      302      200     200     200     200      200     200     200     200",
        post="in      302      200     200     200     200      200     200     200     200"),
    Door("sessions", get="200", post="405"),
    Door("session_end", at=lambda w: [w.here.session.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      405      405     405     405     405      405     405     405     405",
        post="in      302/404  404     404     404     404      404     404     404     404"),
    Door("session_end_all", get="405", post="302"),
    Door("my_data", get="405", post="200"),
    Door("ask_deletion", get="405", post="302"),
    Door("keep_account", get="405", post="302"),
    # How one is reached. What the neighbour asks, the resident may agree to or end.
    Door("reached", get="200", post="302"),
    Door("family_ask", get="405", post="200"),
    Door("family_agree", at=lambda w: [w.here.proxy.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "405",
        post="in      302/404  404     404     404     404      404     404     404     404"),
    Door("family_end", at=lambda w: [w.here.proxy.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "405",
        post="in      302/404  404     404     404     404      404     404     404     404"),
    # The log, and what it logs first of all: looking at names and phones.
    Door("audit_log",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     403     403     403      403     403     200     200",
        post="405"),
    Door("audit_export",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     403     403     403      403     403     200     200",
        post="405"),
    Door("reveal", case="issue", at=lambda w: ["issue", w.here.issue.pk, "contact_phone"],
        gone=["issue", 0, "contact_phone"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     200/404 200/404 200/404  403     403     200/404 200",
        post="in      403      403     200/404 200/404 200/404  403     403     200/404 200"),
    Door("reveal", case="issue of another party",
        at=lambda w: ["issue", w.here.owners_issue.pk, "contact_name"],
        gone=["issue", 0, "contact_name"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     200/404 200/404 404      403     403     200/404 200",
        post="in      403      403     200/404 200/404 404      403     403     200/404 200"),
    # Who may look behind doors and reveal: a liaison both, a group leader not reveal, the company's staff not look.
    Door("reveal", case="membership", at=lambda w: ["membership", w.here.asked.pk, "phone"],
        gone=["membership", 0, "phone"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     200/404 200/404 404      403     403     200/404 200",
        post="in      403      403     200/404 200/404 404      403     403     200/404 200"),
    Door("reveal", case="occupant", at=lambda w: ["occupant", w.here.occupant.pk, "phone"],
        gone=["occupant", 0, "phone"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     200/404 404     404      403     403     200/404 200",
        post="in      403      403     200/404 404     404      403     403     200/404 200"),
    Door("reveal", case="field that is never shown", at=lambda w: ["issue", w.here.issue.pk, "text"],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     404     404     404      403     403     404     404",
        post="in      403      403     404     404     404      403     403     404     404"),
    # Messages.
    Door("notices", get="200", post="405"),
    Door("notices_read", get="405", post="302"),
    Door("notice_read", at=lambda w: [w.here.notice.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "405",
        post="in      302/404  404     404     404     404      404     404     404     404"),
    Door("failed_deliveries",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     200     403     403      403     403     200     200",
        post="405"),
    Door("delivery_reached", at=lambda w: [w.here.delivery.pk], gone=[NO_UUID],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "405",
        post="in      403      403     302/404 403     403      403     403     302/404 302"),
    Door("delivery_reveal", at=lambda w: [w.here.delivery.pk], gone=[NO_UUID],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "405",
        post="in      403      403     200/404 403     403      403     403     200/404 200"),
    Door("dev_outbox", get="all 404", post="all 405"),  # outside a demo there is no such page
    # For machines.
    Door("healthz", get="all 200", post="all 405"),
    Door("readyz", get="all 200", post="all 405"),
    Door("metrics", get="all 404", post="all 405"),  # without the token there is no such page
]
# fmt: on
