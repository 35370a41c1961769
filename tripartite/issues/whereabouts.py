"""Which place a name, alias or code in somebody else's table means, within one part of the tree.

186 community names occur twice in Wuhan, every compound has a 1栋: a name counts only inside the scope,
one that fits two places fits none, and a path (德望社区/德富花园/1栋) is followed from the top.
"""

import re
import unicodedata
from collections import defaultdict

from django.utils.translation import gettext as _

from buildings.places.codes import Level
from buildings.places.models import Place, PlaceAlias

from .cells import Unfit

PATH = re.compile(r"\s*[/／>＞\\]\s*")


BUILDING = re.compile(r"(?<=\d)(?:号楼|楼栋|幢|座|楼)$")


def fold(name: str) -> str:
    """Full-width and half-width, blanks and case make no difference, nor do 3号楼, 3幢 and 3栋."""
    return BUILDING.sub("栋", "".join(unicodedata.normalize("NFKC", name).split()).lower())


class Whereabouts:
    """Names and codes of all open places from the scope down, read once."""

    def __init__(self, scope: Place):
        self.scope = scope.code
        self.named: dict[str, set[str]] = defaultdict(set)
        below = Place.objects.under(scope.code).open()
        for place in below.only("code", "name").iterator():
            for name in (place.name, place.short_name, place.code, place.code.ljust(12, "0")):
                self.named[fold(name)].add(place.code)
        aliases = PlaceAlias.objects.filter(place__in=below).values_list("place_id", "name", "code")
        for code, *names in aliases.iterator():
            for name in filter(None, names):
                self.named[fold(name)].add(code)

    def find(self, *names: str) -> str:
        """The code of the place these names lead to, each inside the one before. Unfit if not exactly one."""
        at = self.scope
        for name in (part for path in names for part in PATH.split(path) if part):
            at = self._step(at, name)
        if len(at) < Level.COMMUNITY:
            raise Unfit(_("No community or compound is named, and “%(place)s” is too large.") % {"place": at})
        return at

    def _step(self, at: str, name: str) -> str:
        found = {code for code in self.named.get(fold(name), ()) if code.startswith(at)}
        highest = {
            code for code in found if not any(code != other and code.startswith(other) for other in found)
        }
        if not highest:
            raise Unfit(_("“%(name)s” is not known within %(place)s.") % {"name": name[:40], "place": at})
        if len(highest) > 1:
            codes = ", ".join(sorted(highest)[:5])
            raise Unfit(
                _("“%(name)s” may be any of %(codes)s: write the code.") % {"name": name[:40], "codes": codes}
            )
        return highest.pop()
