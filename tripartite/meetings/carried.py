"""What must come to the next meeting of a place whether or not anybody thinks of it.

Rooms above register in `AppConfig.ready` (commitments the residents found not kept). Whoever drafts a meeting asks
`carried(place)` and puts each on its agenda; the proposals of `proposals.py` are offered, these are there.
"""

from collections.abc import Callable

from buildings.places.models import Place

from .proposals import Proposal

Read = Callable[[Place], list[Proposal]]

_sources: dict[str, Read] = {}


def register(name: str, read: Read) -> None:
    """`read(place)`: what stands over from earlier meetings and is on no coming agenda yet."""
    _sources[name] = read


def carried(place: Place) -> list[Proposal]:
    """Everything that stands over for a place, most urgent first."""
    return sorted((one for read in _sources.values() for one in read(place)), key=lambda one: one.urgency)
