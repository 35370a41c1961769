"""The models of the street office's own rooms."""

from beihu.office.reports.models import Report
from beihu.office.tallies.models import Correction, Fact, Tally

__all__ = ["Correction", "Fact", "Report", "Tally"]
