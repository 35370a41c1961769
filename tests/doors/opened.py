"""Open data: everybody's, and nobody's to change."""

from tests.doors.table import Door

NAMES = [
    "open_data",
    "open_discovery",
    "open_services",
    "open_requests",
    "open_issues_json",
    "open_issues_csv",
    "open_figures_json",
    "open_figures_csv",
]
DOORS = [
    *(Door(name, get="all 200", post="all 405") for name in NAMES),
    Door("open_xml", at=lambda w: ["requests"], get="all 406", post="all 405"),
    Door("open_request_xml", at=lambda w: ["261127-99999999"], get="all 406", post="all 405"),
    Door("open_request", at=lambda w: ["261127-99999999"], get="all 404", post="all 405"),
]
