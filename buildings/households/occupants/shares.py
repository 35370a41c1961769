"""Shares of co-owners: exact fractions, as deeds say them; never floats."""

import re
import unicodedata
from collections.abc import Iterable
from fractions import Fraction

from ..models import MOST_PARTS

PARTS = re.compile(r"([0-9]{1,7})\s*/\s*([0-9]{1,7})")
PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,4})?)\s*%")
WHOLE = Fraction(1)


def parse_share(text: str) -> Fraction | None:
    """'1/2' or '50 %' → 1/2, '' → None (not known). ValueError for everything else, and for more than the whole."""
    folded = unicodedata.normalize("NFKC", text).strip()
    if not folded:
        return None
    if parts := PARTS.fullmatch(folded):
        if int(parts[2]) == 0:
            raise ValueError(text)
        share = Fraction(int(parts[1]), int(parts[2]))
    elif percent := PERCENT.fullmatch(folded):
        share = Fraction(percent[1]) / 100
    else:
        raise ValueError(text)
    if not fits(share):
        raise ValueError(text)
    return share


def fits(share: Fraction) -> bool:
    return 0 < share <= WHOLE and share.denominator <= MOST_PARTS


def total(shares: Iterable[Fraction | None]) -> Fraction:
    """Of those that are known."""
    return sum((share for share in shares if share is not None), Fraction(0))
