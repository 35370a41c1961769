"""The top floor: the home page and what every portal owes its visitors."""

from tests.doors.table import Door

# fmt: off
DOORS = [
    Door("home", get="all 200", post="all 405"),
    Door("voices", get="all 200", post="all 405"),
    Door("about", get="all 200", post="all 405"),
    Door("accessibility", get="all 200", post="all 405"),
    Door("privacy", get="all 200", post="all 405"),
    # Robots of work groups are the street's to keep.
    Door("robots",
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "in      403      403     403     403     403      403     403     200     200",
        post="in      403      403     403     403     403      403     403     200     200"),
    Door("robot_close", at=lambda w: [w.here.robot.pk], gone=[0],
        #     visitor resident leader  worker  liaison property owners  manage  officer operator
        get= "405",
        post="in      403      403     403     403     403      403     403     302/404 302"),
]
# fmt: on
