"""Numbered sheets of paper, and each typing of one."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beihu.scope import Scoped, ScopedQuerySet
from buildings.households.models import Household
from buildings.places.models import Place

from .models import Questionnaire
from .responses import AgeBand, Bucket

USER = settings.AUTH_USER_MODEL


class Copy(Scoped):
    """One numbered sheet, meant for one doorway. Each `…_at` is a fact, written once."""

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="copies")
    number = models.PositiveIntegerField(_("number"))
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("doorway"))
    household = models.ForeignKey(  # of named questionnaires only
        Household, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("household")
    )
    printed_at = models.DateTimeField(_("printed"), default=timezone.now)
    handed_out_at = models.DateTimeField(_("handed out"), null=True, blank=True)
    returned_at = models.DateTimeField(_("came back"), null=True, blank=True)
    entered_at = models.DateTimeField(_("typed in"), null=True, blank=True)
    checked = models.BooleanField(_("to be typed twice"), default=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper copy")
        verbose_name_plural = _("paper copies")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["questionnaire", "number"], name="copy_number_once")]
        indexes = [models.Index(fields=["questionnaire", "place"], name="copy_doorway")]

    def __str__(self) -> str:
        return str(self.number)


class Entry(models.Model):
    """One typing of a copy: the first one counts, a second one by somebody else checks it."""

    copy = models.ForeignKey(Copy, models.CASCADE, related_name="entries")
    round = models.PositiveSmallIntegerField(default=1)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    age_band = models.CharField(max_length=8, choices=AgeBand.choices, blank=True)
    bucket = models.CharField(max_length=8, choices=Bucket.choices, blank=True)
    answers = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        constraints = [
            models.UniqueConstraint(fields=["copy", "round"], name="entry_round_once"),
            models.CheckConstraint(name="entry_round", condition=Q(round__in=(1, 2))),
        ]

    def __str__(self) -> str:
        return f"{self.copy_id}/{self.round}"
