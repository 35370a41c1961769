"""One file and what came of it; how it was understood, line by line; what it altered."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beihu.scope import Scoped, ScopedQuerySet
from buildings.places.models import Place

from .faults import FAULTS, REFUSING
from .states import TONES, WORKING, Status

RELATIONS = [("owner", _("owner")), ("tenant", _("tenant")), ("family", _("family"))]


class RosterImport(Scoped):
    """`layout` is what people said about the file, `report` what the worker found (see `compare.py`)."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="rosters", verbose_name=_("place"))
    status = models.CharField(_("state"), max_length=10, choices=Status.choices, default=Status.SENT)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    created_at = models.DateTimeField(_("sent"), auto_now_add=True)
    name = models.CharField(_("file"), max_length=120)
    file = models.CharField(max_length=120, blank=True)  # in the private store; '' when it has been deleted
    digest = models.CharField(max_length=64)
    layout = models.JSONField(default=dict)
    complete = models.BooleanField(_("the file names everybody"), default=False)
    opens_doorways = models.BooleanField(_("open doorways that are missing"), default=False)
    relation = models.CharField(_("who they are"), max_length=8, choices=RELATIONS, default="owner")
    report = models.JSONField(default=dict)
    trouble = models.JSONField(default=dict)  # {"words": msgid, "values": {…}}: said in the reader's language
    phase = models.CharField(max_length=10, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    moved_at = models.DateTimeField(_("last step"), auto_now=True)
    merged_at = models.DateTimeField(_("imported"), null=True)
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(_("undone"), null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("roster import")
        verbose_name_plural = _("roster imports")
        indexes = [
            models.Index(fields=["moved_at"], condition=models.Q(status__in=WORKING), name="roster_working")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("roster_detail", args=[self.pk])

    @property
    def tone(self) -> str:
        return TONES.get(self.status, "quiet")

    @property
    def works(self) -> bool:
        return self.status in WORKING

    @property
    def would_change(self) -> bool:
        return any(self.report.get("counts", {}).get(name) for name in WRITES)

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.total) if self.total else 0

    def trouble_words(self) -> str:
        words = self.trouble.get("words", "")
        values = self.trouble.get("values") or {}
        return (gettext(words) % values if values else gettext(words)) if words else ""


WRITES = (
    "rooms_new",
    "rooms_changed",
    "people_new",
    "people_changed",
    "people_followed",
    "people_gone",
    "doorways_new",
)


class RosterDoor(models.Model):
    """A doorway as the file names it. `place` is empty when it means none, or one that has to be opened first."""

    roster = models.ForeignKey(RosterImport, models.CASCADE, related_name="doors")
    number = models.PositiveIntegerField()
    compound = models.CharField(max_length=80, blank=True)
    building = models.CharField(max_length=80, blank=True)
    unit = models.CharField(max_length=80, blank=True)
    place = models.ForeignKey(Place, models.CASCADE, null=True, related_name="+")
    fault = models.CharField(max_length=16, blank=True)

    class Meta:
        verbose_name = _("doorway of a roster")
        verbose_name_plural = _("doorways of a roster")
        constraints = [models.UniqueConstraint(fields=["roster", "number"], name="roster_door_once")]

    def __str__(self) -> str:
        return f"{self.compound} {self.building} {self.unit}".strip()


class RosterLine(models.Model):
    """A row as it was understood; one for each person it names. An unlogged table (`0003_roster`): after a crash of the
    database it is empty, and the file is read again."""

    pk = models.CompositePrimaryKey("roster_id", "number")
    roster = models.ForeignKey(
        RosterImport, models.CASCADE, db_index=False, db_constraint=False, related_name="lines"
    )
    number = models.PositiveIntegerField()
    sheet = models.PositiveSmallIntegerField()
    line = models.PositiveIntegerField()
    door = models.PositiveIntegerField(null=True)
    room = models.CharField(max_length=30)
    name = models.CharField(max_length=60)
    phone = models.CharField(max_length=20)
    relation = models.CharField(max_length=8)
    numerator = models.PositiveIntegerField(null=True)
    denominator = models.PositiveIntegerField(null=True)
    area = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    since = models.DateField(null=True)
    fault = models.CharField(max_length=16)  # why the row is not taken
    notes = ArrayField(models.CharField(max_length=16), null=True)  # what is not taken of a row that is

    class Meta:
        verbose_name = _("line of a roster")
        verbose_name_plural = _("lines of a roster")

    def __str__(self) -> str:
        return f"{self.line}"

    @property
    def faults(self) -> list[Any]:
        return [FAULTS[code] for code in [self.fault, *(self.notes or [])] if code]


class RosterChange(models.Model):
    """What an import altered of a row that was here before, so that it can be taken back."""

    class Kind(models.TextChoices):
        HOUSEHOLD = "household"
        OCCUPANT = "occupant"
        GONE = "gone"

    roster = models.ForeignKey(RosterImport, models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    target = models.BigIntegerField()
    before = models.JSONField()
    after = models.JSONField()

    class Meta:
        verbose_name = _("change of a roster")
        verbose_name_plural = _("changes of a roster")

    def __str__(self) -> str:
        return f"{self.kind} {self.target}"


__all__ = ["REFUSING", "RosterChange", "RosterDoor", "RosterImport", "RosterLine"]
