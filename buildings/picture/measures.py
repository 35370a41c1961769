"""What the picture may be marked by: rooms above and below register here in `AppConfig.ready`.

    measures.register(Measure(
        "roster", _("roster verified"), VERIFY, icon="check",
        kinds=(VERIFIED, WAITING), otherwise=NOBODY, marks=marks, shares=shares,
    ))

A measure is asked at one place and for one viewer, who was seen to hold `right` there before. Each of its two functions
asks the database exactly once, whatever the size of the place:

- `marks(code, user)` for the picture of a building: {pk of a household: Mark} for what is known of a room, and
  {code of a place: Mark} for what is known only of a doorway, or of the building as a whole. What is not named is
  `otherwise`. Rows of the user's own reach only: use `visible_to`, or `under("…place_id", code)` where the right alone decides.
- `shares(code, level, user)` for a plan: {code of a place of that level under `code`: Share(n, of)}. A place that is
  not named has no figure ("no data", as has 0 of 0), or `unnamed` where silence means something: no open issues.
  `share_of_households` is the query most of them need.

`right` is "" for what everybody who may look at the picture may know (see `looking.py` for who that is).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Left
from django.utils.functional import Promise

from beihu.scope import under
from buildings.households.models import Household
from buildings.places.models import Place

Words = str | Promise


class Mark(NamedTuple):
    """One thing a room may be. Drawn as a colour and a picture, named in the legend; `number` stands beside it when > 0.

    `key` tells the kinds of one measure apart; `tone` is quiet, info, good, warn or bad; `icon` is one of static/icons.svg.
    """

    key: str
    icon: str
    word: Words
    tone: str = "info"
    number: int = 0

    def of(self, number: int) -> "Mark":
        """This mark with a number: `OPEN.of(3)`."""
        return self._replace(number=number)


class Share(NamedTuple):
    """n of m: households verified, doorways with a centre household. `of` None where there is no whole: 5 open issues."""

    n: int
    of: int | None


NOTHING = Mark("", "", "", "quiet")  # of a measure that has nothing to say of the other rooms
Marks = Mapping[int | str, Mark]
Shares = Mapping[str, Share]


@dataclass(frozen=True)
class Measure:
    """What one may mark the picture by. `kinds` is the legend, in its order; `note` one sentence of what it says.

    `share_word` says what `shares` counts ("households verified"); `rising` is False where many is bad news (open issues).
    """

    key: str
    name: Words
    right: str
    kinds: tuple[Mark, ...]
    marks: Callable[[str, Any], Marks]
    shares: Callable[[str, int, Any], Shares]
    otherwise: Mark = NOTHING
    unnamed: Share | None = None
    icon: str = "dot"
    note: Words = ""
    share_word: Words = ""
    rising: bool = True
    order: int = 50


_measures: dict[str, Measure] = {}


def register(measure: Measure) -> None:
    """Once for each key; the later one counts."""
    _measures[measure.key] = measure


def offered(user: Any, place: Place) -> list[Measure]:
    """What this person may mark this place by, in order. Rights come from memory: no query beyond the user's posts."""
    everything = sorted(_measures.values(), key=lambda one: (one.order, one.key))
    return [one for one in everything if not one.right or user.has_perm(one.right, place)]


def share_of_households(code: str, level: int, hit: Q, rows: QuerySet[Household] | None = None) -> Shares:
    """Households for which `hit` is true, of those on the roster, for each place of a level: one query.

    `hit` may be an `Exists(...)` condition wrapped in Q.
    """
    rows = Household.objects.filter(listed=True) if rows is None else rows
    found = (
        rows.filter(under("place_id", code))
        .order_by()
        .annotate(_part=Left("place_id", level))
        .values("_part")
        .annotate(_n=Count("pk", filter=hit), _of=Count("pk"))
    )
    return {row["_part"]: Share(row["_n"], row["_of"]) for row in found}
