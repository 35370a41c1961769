"""The models of this wing's rooms, gathered for Django."""

from .bulletins.models import (  # noqa: F401
    Bulletin,
    BulletinItem,
    BulletinVersion,
    Silence,
    Subscription,
)
