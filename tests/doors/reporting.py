"""A report of a community, for `world.py`."""

from dataclasses import dataclass
from typing import Any

from beihu.office.reports.models import Report
from beihu.office.reports.states import Status
from tests import cast
from tests.make_reports import make_report


@dataclass
class Reported(cast.Neighbourhood):
    report: Report  # of the community, ready


def set_reports(n: cast.Neighbourhood) -> dict[str, Any]:
    """The field that `Reported` adds."""
    return {"report": make_report(place=n.community, status=Status.READY)}
