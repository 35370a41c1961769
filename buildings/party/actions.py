"""Every verb of this room by its name, for views, the demo and tests."""

from .chains import change_kind, choose_chain
from .elections import elect, end_term, fill_seat, vacate
from .founding import change, dissolve, found, override
from .people import admit, confirm, release, transfer
from .roots import Root, add_family, name_centre, name_many, release_centre, release_family

__all__ = [
    "Root", "add_family", "admit", "change", "change_kind", "choose_chain", "confirm", "dissolve", "elect", "end_term", "fill_seat",
    "found", "name_centre", "name_many", "override", "release", "release_centre", "release_family", "transfer", "vacate",
]  # fmt: skip
