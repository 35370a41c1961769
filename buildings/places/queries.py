"""Questions about places: which one a code means, which ones words mean, where a place lies."""

from collections.abc import Iterable
from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject, Left

from .codes import LEVELS, Level, lineage, shared
from .models import Bigrams, Place, PlaceAlias
from .tables import trim_zeros

SHOWN = 30  # hits on a page
EXAMINED = 200  # candidates of one kind that are ranked
WORD = 40  # characters of a word that are looked at
ENDINGS = (
    "",
    "社区",
    "街道",
    "街",
    "社区居委会",
    "社区居民委员会",
    "居委会",
    "居民委员会",
    "村",
    "村委会",
    "村民委员会",
)
LEADS_ON = (PlaceAlias.Kind.MOVED, PlaceAlias.Kind.MERGED)  # aliases whose code was once a place of its own


class Hit(NamedTuple):
    """A place that was found, the places it lies in from the top, and the other name it was found by."""

    place: Place
    above: list[Place]
    alias: str


class Found(NamedTuple):
    hits: list[Hit]
    more: bool


def find_place(code: str) -> Place | None:
    """The place with this code, or the one that an old code leads to. Two queries at most."""
    code = code.strip()
    if not (code.isascii() and code.isdigit()):
        return None
    if place := Place.objects.filter(code=code).first():
        return place
    return Place.objects.filter(aliases__code=code, aliases__kind__in=LEADS_ON).first()


def around(code: str) -> tuple[Place, list[Place], list[Place]]:
    """(place, its ancestors from the top, its children), in one query. Place.DoesNotExist when there is none.

    The place carries `other_names`: [{"kind", "name", "code", "until"}] of its aliases.
    """
    names = PlaceAlias.objects.filter(place=code).order_by("-until", "kind", "name")
    parts = JSONObject(kind="kind", name="name", code="code", until="until")
    rows = Place.objects.filter(Q(code__in=lineage(code)) | Q(parent=code))
    found = {row.code: row for row in rows.annotate(other_names=ArraySubquery(names.values(parts=parts)))}
    if code not in found:
        raise Place.DoesNotExist(code)
    above = [found[one] for one in lineage(code)[:-1]]
    return found[code], shown_lineage(above), [row for row in found.values() if row.parent_id == code]


def shown_lineage(places: Iterable[Place]) -> list[Place]:
    """A lineage as people say it: without the Bureau's headings between province and district."""
    return [place for place in places if not (place.pseudo and len(place.code) == Level.CITY)]


def lineage_of(places: Iterable[Place]) -> dict[str, list[Place]]:
    """For each place the places it lies in, from the top; one query for all of them."""
    codes = [place.code for place in places]
    wanted = {above for code in codes for above in lineage(code)[:-1]}
    rows = Place.objects.in_bulk(wanted) if wanted else {}
    return {
        code: shown_lineage(rows[above] for above in lineage(code)[:-1] if above in rows) for code in codes
    }


def home() -> str:
    """The code of the lowest place that holds every compound, '' before there is one: where this portal works."""
    compounds = Place.objects.filter(level=Level.COMPOUND).order_by("code").values_list("code", flat=True)
    common = shared([code for code in (compounds.first(), compounds.last()) if code])
    return next(
        (common[:level] for level in reversed(LEVELS) if level <= min(len(common), Level.COMMUNITY)), ""
    )


def search_places(
    words: str, *, limit: int = SHOWN, levels: Iterable[int] = (), only_open: bool = False, near: str = ""
) -> Found:
    """Places by name, other name, pinyin, initials or code; words before the last narrow by what it lies in.

    Exact names come first, then what begins with the words, then the rest; within these, places near `near`
    first and large before small. Looks at a bounded number of rows, whatever the words.
    """
    *within, word = [part[:WORD] for part in words.replace("\0", " ").split()][:5] or [""]
    if not word:
        return Found([], False)
    rows = Place.objects.all()
    rows = rows.filter(level__in=list(levels)) if levels else rows
    rows = rows.open().filter(pseudo=False) if only_open else rows
    for part in within:
        rows = rows.filter(
            Exists(Place.objects.filter(_is_above(), name__contains=part)) | Q(name__contains=part)
        )
    codes = _codes(rows, word, within)
    found = Place.objects.filter(code__in=codes.keys())
    ranked = sorted(found, key=lambda place: _rank(place, word, codes[place.code], near))
    hits = ranked[:limit]
    above = lineage_of(hits)
    return Found(
        [Hit(place, above[place.code], codes[place.code]) for place in hits], more=len(ranked) > limit
    )


def _is_above() -> Q:
    q = Q()
    for level in LEVELS[:-1]:
        q |= Q(code=Left(OuterRef("code"), level))
    return q


def _codes(rows: QuerySet[Place], word: str, within: list[str]) -> dict[str, str]:
    """Codes of candidates → the other name each was found by ('' for its own)."""
    kinds = [rows.filter(name__in=[word + ending for ending in ENDINGS]), rows.filter(name__startswith=word)]
    if word.isascii() and word.isdigit():
        kinds += [rows.filter(code__startswith=trim_zeros(word)).order_by("code")] if len(word) > 1 else []
    elif word.isascii():
        letters = "".join(filter(str.isalnum, word.lower()))
        kinds += (
            [rows.filter(pinyin__startswith=letters), rows.filter(initials__startswith=letters)]
            if letters
            else []
        )
    if len(word) > 1:
        kinds.append(rows.filter(grams__contains=_grams(word), name__contains=word))
    own = (
        kinds[0]
        .values_list("code")[:EXAMINED]
        .union(*(kind.values_list("code")[:EXAMINED] for kind in kinds[1:]))
    )
    return dict(_by_alias(rows, word)) | {code: "" for (code,) in own}


def _by_alias(rows: QuerySet[Place], word: str) -> Iterable[tuple[str, str]]:
    aliases = PlaceAlias.objects.filter(place__in=rows)
    if word.isascii() and word.isdigit():
        return aliases.filter(code=trim_zeros(word)).values_list("place", "code")[:EXAMINED]
    if len(word) < 2:
        return aliases.filter(name=word).values_list("place", "name")[:EXAMINED]
    pieces = {"pieces__contains": _grams(word)}
    named = aliases.annotate(pieces=Bigrams(F("name"))).filter(name__contains=word, **pieces)
    return named.values_list("place", "name")[:EXAMINED]


def _grams(word: str) -> list[str]:
    """The two-character pieces, as the database cuts them."""
    folded = word.lower()
    return [folded[at : at + 2] for at in range(len(folded) - 1)]


def _rank(place: Place, word: str, alias: str, near: str) -> tuple[int, bool, bool, int, int, str]:
    letters = word.lower()
    if trim_zeros(word) in (place.code, alias) or word in (place.name, place.short_name, alias):
        tier = 0
    elif letters in (place.pinyin, place.initials) or place.name.removeprefix(word) in ENDINGS:
        tier = 1
    elif place.name.startswith(word) or (alias.startswith(word) and alias):
        tier = 2
    else:
        tier = 3
    return (
        tier,
        not place.is_open,
        place.pseudo,
        0 if place.code.startswith(near) else 1,
        len(place.code),
        place.code,
    )
