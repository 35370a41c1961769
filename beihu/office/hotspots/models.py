"""A building where one kind of issue is filed more often than its history explains, and when each street was looked at."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from beihu.scope import Scoped, ScopedQuerySet
from buildings.places.codes import Level
from buildings.places.models import Place
from tripartite.issues.categories import Category
from tripartite.issues.models import cut_place
from tripartite.meetings.models import AgendaItem
from tripartite.meetings.states import Status as MeetingStatus

from .statistic import LEAST_HISTORY, expected


class HotspotQuerySet(ScopedQuerySet):
    def open(self) -> "HotspotQuerySet":
        """Found again whenever their street was last looked at."""
        return self.filter(ended_on=None)


class Hotspot(Scoped):
    """One finding, from the day it was made until the look that no longer makes it. Figures are those of `seen_on`.

    `recent` and `before` count issues filed in the 28 days before `seen_on` and in the `days_before` days before those.
    `p` and `q` are as `statistic.py` says; statistics, not money, so floats.
    """

    place = models.ForeignKey(Place, models.PROTECT, related_name="hotspots", verbose_name=_("building"))
    street = cut_place(Level.STREET)
    category = models.CharField(_("category"), max_length=20, choices=Category.choices)
    found_on = models.DateField(_("found on"))
    seen_on = models.DateField(_("as of"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    recent = models.PositiveIntegerField(_("in four weeks"))
    before = models.PositiveIntegerField(_("before"))
    days_before = models.PositiveSmallIntegerField(_("days of history"))
    p = models.FloatField()
    q = models.FloatField()
    item = models.ForeignKey(
        AgendaItem,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="hotspots",
        verbose_name=_("agenda item"),
    )

    objects = HotspotQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("hotspot")
        verbose_name_plural = _("hotspots")
        ordering = ["q", "-recent", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "category"], condition=Q(ended_on=None), name="hotspot_open_once"
            ),
            models.CheckConstraint(
                name="hotspot_days_in_order",
                condition=Q(seen_on__gte=F("found_on")) & (Q(ended_on=None) | Q(ended_on__gte=F("seen_on"))),
            ),
        ]
        indexes = [models.Index(fields=["street"], condition=Q(ended_on=None), name="hotspot_open_of_street")]

    def __str__(self) -> str:
        return f"{self.place_id} {self.category}"

    @property
    def expected(self) -> float:
        """How many of the recent ones its own history explains."""
        return expected(self.before, self.days_before)

    @property
    def is_tabled(self) -> bool:
        """It stands on the agenda of a meeting that is still to be held; a draft whose time has passed holds nothing up."""
        if self.item is None:
            return False
        meeting = self.item.meeting
        return meeting.status == MeetingStatus.CALLED or (
            meeting.status == MeetingStatus.DRAFT and not meeting.has_begun
        )


class Look(models.Model):
    """When a street was last looked at and what was compared. Derived like a tally: not a record at a place, and a street
    that gets another code is simply looked at anew."""

    street = models.CharField(_("street"), max_length=9, primary_key=True, db_collation="C")
    looked_on = models.DateField(_("looked at on"))
    days_before = models.PositiveSmallIntegerField(_("days of history"))
    pairs = models.PositiveIntegerField(_("pairs compared"))

    class Meta:
        verbose_name = _("look for hotspots")
        verbose_name_plural = _("looks for hotspots")

    def __str__(self) -> str:
        return self.street

    @property
    def is_too_early(self) -> bool:
        return self.days_before < LEAST_HISTORY

    @property
    def days_missing(self) -> int:
        return max(0, LEAST_HISTORY - self.days_before)
