"""The top floor: the home page and what every portal owes its visitors."""

from tests.doors.table import Door

DOORS = [
    Door("home", get="all 200", post="all 405"),
    Door("about", get="all 200", post="all 405"),
    Door("accessibility", get="all 200", post="all 405"),
    Door("privacy", get="all 200", post="all 405"),
]
