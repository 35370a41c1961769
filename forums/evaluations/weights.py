"""Criteria and their weights: whole per cents that make a hundred."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from beihu.states import Refused

MOST = 8  # criteria; people will not read more
LONGEST = 60  # characters
WHOLE = 100


class Wanted(NamedTuple):
    text: str
    weight: int
    source: str = ""


def checked(criteria: Sequence[Wanted]) -> list[Wanted]:
    """The criteria without blanks around their words. Refused unless each is another one and the weights make 100."""
    found = [Wanted(one.text.strip(), one.weight, one.source.strip()) for one in criteria]
    if not 1 <= len(found) <= MOST:
        raise Refused(_("Between 1 and %(most)s criteria, please.") % {"most": MOST})
    if any(not one.text or len(one.text) > LONGEST for one in found):
        raise Refused(_("A criterion needs words: %(most)s characters at most.") % {"most": LONGEST})
    if len({one.text for one in found}) < len(found):
        raise Refused(_("Two criteria say the same."))
    if any(not 1 <= one.weight <= WHOLE for one in found):
        raise Refused(_("A weight is a whole number of per cent from 1 to 100."))
    if (total := sum(one.weight for one in found)) != WHOLE:
        raise Refused(_("The weights make %(total)s per cent; they must make 100.") % {"total": total})
    return found
