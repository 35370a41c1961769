"""A report: what it is of, how far it is, and its two files."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beihu.office.dashboards.indicators import sets
from beihu.office.dashboards.periods import Period
from beihu.scope import Scoped, ScopedQuerySet
from buildings.places.models import Place

from .states import TONES, WORKING, Status


class Report(Scoped):
    """`asked_by` None: the one of the month, made by itself; each is made once.

    The files are named after `secret`, which nobody can guess, and are handed out by a view that asks for the right.
    """

    secret = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    place = models.ForeignKey(Place, models.PROTECT, related_name="reports", verbose_name=_("place"))
    since = models.DateField(_("from"))
    until = models.DateField()  # the first day that no longer counts
    period_key = models.CharField(max_length=12, blank=True)  # of periods.NAMES: it says what is compared
    set_key = models.CharField(max_length=40)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    word = models.FileField(max_length=120, blank=True)
    workbook = models.FileField(max_length=120, blank=True)
    status = models.CharField(_("state"), max_length=8, choices=Status.choices, default=Status.WAITING)
    progress = models.PositiveSmallIntegerField(default=0)  # per cent
    attempt = models.UUIDField(null=True)  # of the worker that has it
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)  # nobody else takes it before
    error = models.CharField(max_length=200, blank=True)  # a msgid
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    made_at = models.DateTimeField(_("made"), null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("report of figures")
        verbose_name_plural = _("reports of figures")
        constraints = [
            models.UniqueConstraint(
                fields=["place", "since", "until", "set_key"],
                condition=Q(asked_by=None),
                name="report_of_the_month_once",
            ),
            models.CheckConstraint(name="report_has_days", condition=Q(since__lt=models.F("until"))),
            models.CheckConstraint(name="report_progress_percent", condition=Q(progress__lte=100)),
        ]
        indexes = [
            models.Index(fields=["place", "-id"], name="report_of_place"),
            models.Index(fields=["lease_until"], condition=Q(status__in=WORKING), name="report_working"),
            models.Index(fields=["asked_at"], name="report_asked"),
        ]

    def __str__(self) -> str:
        return f"{self.place_id} {self.since} – {self.period.last}"

    def get_absolute_url(self) -> str:
        return reverse("report_list", args=[self.place_id])

    @property
    def period(self) -> Period:
        return Period(self.since, self.until, self.period_key)

    @property
    def tone(self) -> str:
        return TONES[self.status]

    @property
    def works(self) -> bool:
        return self.status in WORKING

    @property
    def is_ready(self) -> bool:
        return self.status == Status.READY

    @property
    def set_name(self) -> str:
        found = sets().get(self.set_key)
        return found.name if found else self.set_key

    def error_words(self) -> str:
        return gettext(self.error) if self.error else ""

    @property
    def file_names(self) -> tuple[str, str]:
        """Where the files lie: the same however often it is made."""
        return f"reports/{self.secret}.docx", f"reports/{self.secret}.xlsx"
