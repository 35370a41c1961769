"""Hard facts beside what residents say: rooms register in `AppConfig.ready` what they know of a party's period.

    facts.register("fee_rate", lambda party, since, until: Fact(_("Fees collected"), 320, 400))

`since` ≤ day < `until`. None: nothing to say about this party. A whole of 0 is shown as “no data”, never as 0 %.
At publishing the facts are frozen with the result, in the portal's language.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from tripartite.parties.models import Party

from .scores import percent


@dataclass(frozen=True)
class Fact:
    """So many of so many."""

    label: str | Promise
    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        return percent(self.part, self.whole)


Read = Callable[[Party, date, date], Fact | None]

_registered: dict[str, Read] = {}


def register(name: str, read: Read) -> None:
    _registered[name] = read


def facts_of(party: Party, since: date, until: date) -> dict[str, Fact]:
    """By name, in the order of registering."""
    found = {name: read(party, since, until) for name, read in _registered.items()}
    return {name: fact for name, fact in found.items() if fact is not None}
