"""What the room of hotspots has behind each door: one at the building, on no agenda."""

from dataclasses import dataclass
from typing import Any

from beihu.office.hotspots.models import Hotspot
from tests import cast
from tests.make_hotspots import make_hotspot


@dataclass
class Hot:
    hotspot: Hotspot  # of the building


def set_hotspots(n: cast.Neighbourhood) -> dict[str, Any]:
    return {"hotspot": make_hotspot(place=n.building)}
