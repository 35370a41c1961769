"""One node of the tree, and the names and codes it used to have."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q, TextField
from django.db.models.functions import Left, Length
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from beihu.scope import Scoped, ScopedQuerySet

from .codes import LEVELS, Level, lineage, statistics_code

SUFFIXES = ("居民委员会", "居委会", "村民委员会", "村委会")
HOLD = """
    SELECT * FROM buildings_place
    WHERE code = %(code)s OR code IN (
        SELECT place_id FROM buildings_placealias WHERE code = %(code)s AND kind IN ('merged', 'moved'))
    ORDER BY code = %(code)s DESC LIMIT 1 FOR KEY SHARE
"""


def shorten(name: str) -> str:
    """正街社区居委会 → 正街社区, 沙井村民委员会 → 沙井村: the territory, not its committee."""
    if not name.endswith(("委员会", "委会")):
        return name
    for suffix in SUFFIXES:
        if (stem := name.removesuffix(suffix)) != name:
            village = suffix.startswith("村") and not stem.endswith(("村", "队", "区"))
            return (f"{stem}村" if village else stem) or name
    return name


class Bigrams(Func):
    """SQL `bigrams(text)`: the one- and two-character pieces of a text, for search in Chinese."""

    function = "bigrams"
    output_field = ArrayField(TextField())


class PlaceQuerySet(ScopedQuerySet):
    def under(self, code: str) -> "PlaceQuerySet":
        """The subtree, the place itself included."""
        return self.filter(code__startswith=code)

    def open(self) -> "PlaceQuerySet":
        return self.filter(closed_on__isnull=True)

    def hold(self, code: str) -> "Place":
        """The place, or the one an old code leads to, kept from being moved until the transaction ends.

        Take it where a row is written at a place: a move then waits, instead of pulling the code away
        before the commit. Does not stop others who hold it. Place.DoesNotExist when there is none.
        """
        for _again in range(2):  # a move that we waited for leaves the old code empty: look at the new one
            for place in Place.objects.raw(HOLD, {"code": code}):
                return place
        raise Place.DoesNotExist(code)


def child_of_its_code() -> Q:
    """The parent is the code cut to the next level up: what makes the prefix test true."""
    top, *rest = LEVELS
    q = Q(level=top, parent__isnull=True)
    for above, level in zip(LEVELS, rest, strict=False):
        q |= Q(level=level, parent_id=Left("code", above))
    return q


class Place(Scoped):
    """A place; `code` is the key (see `codes.py`), its length the level."""

    code = models.CharField(_("code"), max_length=24, primary_key=True, db_collation="C")
    level = models.GeneratedField(
        expression=Length("code"),
        output_field=models.SmallIntegerField(choices=Level.choices),
        db_persist=True,
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    name = models.CharField(_("name"), max_length=80)
    pinyin = models.CharField(max_length=300, blank=True, db_collation="C")  # "dewangshequ"
    initials = models.CharField(max_length=80, blank=True, db_collation="C")  # "dwsq"
    pseudo = models.BooleanField(_("unit without territory"), default=False)  # 虚拟社区, 开发区 as a "street"
    listed = models.BooleanField(_("in the national list"), default=False)  # as of the last file imported
    opened_on = models.DateField(_("opened"), null=True, blank=True)  # empty: before our records begin
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    grams = models.GeneratedField(
        expression=Bigrams(F("name")), output_field=ArrayField(models.TextField()), db_persist=True
    )

    scope_field = "code"
    objects = PlaceQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(name="place_code_digits", condition=Q(code__regex=r"^[0-9]+$")),
            models.CheckConstraint(
                name="place_code_length", condition=Q(level__in=[level.value for level in Level])
            ),
            models.CheckConstraint(name="place_under_its_prefix", condition=child_of_its_code()),
        ]
        indexes = [
            GinIndex(fields=["grams"], name="place_grams"),
            models.Index(OpClass("name", name="varchar_pattern_ops"), name="place_name"),
            models.Index(fields=["pinyin"], name="place_pinyin"),
            models.Index(fields=["initials"], name="place_initials"),
            models.Index(fields=["code"], condition=Q(level=Level.COMPOUND), name="place_compounds"),
        ]

    def __str__(self) -> str:
        return self.short_name

    @property
    def short_name(self) -> str:
        """正街社区居委会 → 正街社区: what people say."""
        return shorten(self.name)

    @property
    def level_name(self) -> str:
        return str(Level(len(self.code)).label)

    def ancestors(self) -> list["Place"]:
        """From the province down to the parent: one query, in order."""
        return list(Place.objects.filter(code__in=lineage(self.code)[:-1]).order_by("code"))

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    @property
    def statistics_code(self) -> str:
        return statistics_code(self.code)

    def get_absolute_url(self) -> str:
        return reverse("place_detail", args=[self.code])


class PlaceAlias(models.Model):
    """A name or code a place had, or has beside its own; imports and search still find it."""

    class Kind(models.TextChoices):
        OFFICIAL = "official", _("official name")
        STATISTICS = "statistics", _("statistical name")
        FORMER = "former", _("former name")
        MERGED = "merged", _("merged into this place")
        MOVED = "moved", _("former code")

    place = models.ForeignKey(Place, models.CASCADE, related_name="aliases", verbose_name=_("place"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=80, blank=True)
    code = models.CharField(_("code"), max_length=24, blank=True, db_collation="C")
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("former name or code")
        verbose_name_plural = _("former names and codes")
        indexes = [
            models.Index(fields=["code"]),
            models.Index(fields=["name"]),
            GinIndex(Bigrams("name"), name="alias_grams"),
        ]

    def __str__(self) -> str:
        return self.name or self.code
