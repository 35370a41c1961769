"""What this room hands to the picture itself: the measure that needs nothing but the rooms below."""

from . import measures
from .roster import ROSTER


def register() -> None:
    """Called once when Django is ready. The pages of places lead to the picture by its address, without a query."""
    measures.register(ROSTER)
