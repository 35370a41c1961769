"""What this room hands to the pages of places, to the picture and to the log."""

from . import hours_panels


def register() -> None:
    """Called once when Django is ready."""
    hours_panels.register()
