"""What this room hands to the pages of places, to the picture and to the log."""


def register() -> None:
    """Called once when Django is ready."""
