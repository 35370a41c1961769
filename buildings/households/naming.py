"""What may be read by everybody: words without phones, doors and plates, and without the name of anybody who lives there.

Names cannot be told from other words by looking at them, but the portal knows who lives in a community: their names
are asked for in one query and shown as 王某某. What is left is for the eyes of whoever publishes it.
"""

import re
from collections.abc import Iterable

from django.db.models import F, Func, IntegerField, Value

from beihu.accounts.models import User
from beihu.audit.masking import mask_name, redact
from beihu.scope import under

from .models import Membership, Occupant

BLANKS = re.compile(r"[^\S\n]+")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def plain(community: str, texts: Iterable[str]) -> list[str]:
    """These texts as everybody may read them; one query for all of them. `community` is its code."""
    clean = [redact(tidy(text)) for text in texts]
    names = names_in(community, "\n".join(clean))
    if not names:
        return clean
    named = re.compile("|".join(map(re.escape, names)))
    return [named.sub(lambda hit: mask_name(hit[0]), text) for text in clean]


def tidy(text: str) -> str:
    """Without control signs and doubled blanks."""
    lines = [BLANKS.sub(" ", line).strip() for line in CONTROL.sub("", text).split("\n")]
    return "\n".join(lines).strip()


def names_in(community: str, text: str) -> list[str]:
    """Names of residents that occur in the text, the longest first. A name of one sign is no name.

    The roster's names count from three signs on: of so many people, some are called like words (文明, 和平).
    """
    if len(text) < 2:
        return []
    at = Func(Value(text), F("name"), function="STRPOS", output_field=IntegerField())
    people = Membership.objects.open().filter(under("household__place_id", community)).values("user")
    accounts = User.objects.filter(pk__in=people, name__regex=r"..").alias(at=at).filter(at__gt=0)
    roster = Occupant.objects.current().filter(under("household__place_id", community), name__regex=r"...")
    found = accounts.values_list("name", flat=True).order_by()
    return sorted(
        found.union(roster.alias(at=at).filter(at__gt=0).values_list("name", flat=True)),
        key=len,
        reverse=True,
    )
