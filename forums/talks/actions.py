"""Every verb of the room in one place, so that callers need not know which module holds which."""

from .capturing import capture

__all__ = ["capture"]
