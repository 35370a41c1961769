"""What speaks against the size of an organisation: said as a warning, overridden with a reason, never a bar.

The numbers stand with the kind (`fewest`, `most`), where a street may change them; whence they come, and what of it is
unverified, stands in `data/chains.toml`.
"""

from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

FEW, MANY, OUTSIDE = "few", "many", "outside"


class Hint(NamedTuple):
    """`key` tells the hints of one organisation apart; `number` is what was counted, `limit` what it is held against."""

    key: str
    number: int
    limit: int
    words: str | Promise


def of(organisation: Any, full: int, everybody: int) -> list[Hint]:
    """`full` members count for a lower limit, all of them for an upper one; both with the organisations below."""
    kind = organisation.kind
    found = []
    if kind.fewest and full < kind.fewest:
        words = ngettext_lazy(
            "%(number)s full member; a %(kind)s is usually founded from %(limit)s.",
            "%(number)s full members; a %(kind)s is usually founded from %(limit)s.",
            full,
        )
        found.append(Hint(FEW, full, kind.fewest, words % _facts(kind, full, kind.fewest)))
    if kind.most and everybody > kind.most:
        words = _(
            "%(number)s members; above %(limit)s it usually becomes the next larger kind than a %(kind)s."
        )
        found.append(Hint(MANY, everybody, kind.most, words % _facts(kind, everybody, kind.most)))  # type: ignore[arg-type]
    if organisation.parent and not organisation.place_id.startswith(organisation.parent.place_id):
        found.append(
            Hint(OUTSIDE, 0, 0, _("It stands outside the place of the organisation that it belongs to."))
        )
    return found


def _facts(kind: Any, number: int, limit: int) -> dict[str, Any]:
    return {"kind": kind.name, "number": number, "limit": limit}
