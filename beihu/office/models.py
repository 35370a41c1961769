"""The models of the street office's own rooms."""

from beihu.office.hotspots.models import Hotspot, Look
from beihu.office.tallies.models import Correction, Fact, Tally

__all__ = ["Correction", "Fact", "Hotspot", "Look", "Tally"]
