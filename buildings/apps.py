from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

PLACE_VERBS = {
    "place.open": _("opened a place"),
    "place.rename": _("renamed a place"),
    "place.close": _("closed a place"),
    "place.reopen": _("reopened a place"),
    "place.move": _("moved a place"),
    "place.merge": _("merged a place into this one"),
    "place.import": _("imported a list of places"),
    "party.end": _("ended a party's seat"),
}


class BuildingsConfig(AppConfig):
    name = "buildings"
    label = "buildings"

    def ready(self) -> None:
        """Tell the log, and the pages and verbs of places, what the rooms of this wing have for them."""
        from beihu.audit.words import name_verbs

        from . import registered  # noqa: F401
        from .care import panels as care
        from .households import panels as households
        from .households.roster import panels as roster
        from .joint import panels as joint
        from .party import panels as party
        from .picture import panels as picture
        from .places.references import register_column
        from .posts import panels as posts
        from .volunteers import panels as volunteers

        name_verbs(PLACE_VERBS)
        register_column("beihu.Delivery", "place_id")
        register_column("beihu.Robot", "place_id")
        for room in (posts, households, roster, picture, party, joint, care, volunteers):
            room.register()
