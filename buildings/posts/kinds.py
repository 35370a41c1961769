"""The kinds of posts a street has: data, not code. Rights come from a kind's role alone, or there are none."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from beihu.scope import Scoped, ScopedQuerySet
from buildings.places.codes import Level
from buildings.places.models import Place

from .roles import APPOINT, FILL, Role

STANDS = (Level.STREET, Level.COMMUNITY, Level.COMPOUND, Level.BUILDING, Level.DOORWAY)
REMIND = [60, 30, 7]  # days before a term ends


def usual_reminders() -> list[int]:
    return list(REMIND)


class PostKindQuerySet(ScopedQuerySet):
    def open(self) -> "PostKindQuerySet":
        """To which people may be appointed."""
        return self.filter(closed_on__isnull=True)

    def at(self, code: str) -> "PostKindQuerySet":
        """Those of this place's street that stand at a place of its level."""
        return self.filter(place_id=code[: Level.STREET], levels__contains=[len(code)])


class PostKind(Scoped):
    """What a post is called, where it stands, how many are wanted, for how long, and who appoints.

    What is changed here holds for appointments from then on: a post keeps the role it was given.
    """

    class Appointer(models.TextChoices):
        STREET = APPOINT, _("the street office")
        COMMUNITY = FILL, _("the community")

    class Audience(models.TextChoices):
        EVERYBODY = "everybody", _("everybody: name, post and office phone")
        STAFF = "staff", _("those who serve here")
        PARTY = "party", _("those who may see the Party organisation")

    place = models.ForeignKey(Place, models.PROTECT, related_name="post_kinds", verbose_name=_("street"))
    code = models.CharField(_("short code"), max_length=30, db_collation="C")
    name = models.CharField(_("name"), max_length=30)
    family = models.CharField(_("belongs to"), max_length=30, blank=True)  # 两长四员
    levels = ArrayField(models.SmallIntegerField(choices=Level.choices), verbose_name=_("stands at"))
    wanted = models.PositiveSmallIntegerField(_("wanted at each place"), default=1)  # 0: as many as come
    term_months = models.PositiveSmallIntegerField(_("term in months"), null=True, blank=True)
    appointed_with = models.CharField(
        _("who appoints"), max_length=40, choices=Appointer.choices, default=Appointer.STREET
    )
    role = models.CharField(_("rights of the role"), max_length=24, choices=Role.choices, blank=True)
    seen_by = models.CharField(
        _("who sees it"), max_length=10, choices=Audience.choices, default=Audience.STAFF
    )
    from_unit = models.BooleanField(_("comes from a unit and offers something"), default=False)
    remind_days = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name=_("remind before the end"), default=usual_reminders
    )
    closed_on = models.DateField(_("closed"), null=True, blank=True)

    objects = PostKindQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("kind of post")
        verbose_name_plural = _("kinds of posts")
        ordering = ["place_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["place", "code"], name="post_kind_once"),
            models.CheckConstraint(name="post_kind_stands", condition=Q(levels__len__gt=0)),
            models.CheckConstraint(
                name="post_kind_appointer", condition=Q(appointed_with__in=[APPOINT, FILL])
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def level_names(self) -> list[str]:
        return [str(Level(level).label) for level in sorted(self.levels)]

    @property
    def is_open(self) -> bool:
        return self.closed_on is None
