"""What is kept of a copy beside its answers: scans, two typings compared, and copies that are not the only answer.

Of an anonymous questionnaire none of these holds an answer: a scan can be added to named ones only, a comparison
names the questions and not what was typed, a double says that a copy was set aside.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import MD5
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .copies import Copy
from .models import Questionnaire

USER = settings.AUTH_USER_MODEL


class Scan(models.Model):
    """A photo or PDF of a copy, of a named questionnaire, kept where no address leads."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    copy = models.ForeignKey(Copy, models.CASCADE, related_name="scans")
    kind = models.CharField(max_length=8, choices=[("photo", _("photo")), ("document", _("PDF document"))])
    file = models.FileField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("scan")
        verbose_name_plural = _("scans")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.copy_id}"


class Quote(models.Model):
    """A free text that staff have chosen for the publication, as neighbours may read it. It names no response."""

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="quotes")
    question = models.CharField(max_length=8)  # its key
    text = models.TextField(_("text"), max_length=2000)
    chosen_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("quoted text")
        verbose_name_plural = _("quoted texts")
        ordering = ["question", "chosen_at", "pk"]
        constraints = [models.UniqueConstraint("questionnaire", "question", MD5("text"), name="quote_once")]

    def __str__(self) -> str:
        return self.text[:40]


class Comparison(models.Model):
    """Two typings of one copy held against each other; where they differ, somebody looks at the paper and decides."""

    copy = models.OneToOneField(Copy, models.CASCADE, related_name="comparison")
    compared = models.PositiveSmallIntegerField(_("lines compared"))
    differing = models.JSONField(_("questions that differ"), default=list)  # their keys
    settled_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("comparison of two typings")
        verbose_name_plural = _("comparisons of two typings")

    def __str__(self) -> str:
        return f"{self.copy_id}: {len(self.differing)}"


class Double(models.Model):
    """A copy of a household that had answered already. Until somebody decides, what came first counts.

    `other` holds the answers that were set aside, of a named questionnaire, so that the decision can be retraced.
    """

    class Kept(models.TextChoices):
        FIRST = "first", _("the answer that was there")
        PAPER = "paper", _("the paper copy")
        BOTH = "both", _("both: two people")

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="doubles")
    copy = models.OneToOneField(Copy, models.CASCADE, related_name="double")
    found_at = models.DateTimeField(default=timezone.now)
    kept = models.CharField(_("which one counts"), max_length=8, choices=Kept.choices, blank=True)
    reason = models.CharField(_("why"), max_length=300, blank=True)
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    other = models.JSONField(_("answers set aside"), default=dict)

    class Meta:
        verbose_name = _("double answer")
        verbose_name_plural = _("double answers")
        indexes = [models.Index(fields=["questionnaire"], condition=Q(kept=""), name="double_open")]
        constraints = [
            models.CheckConstraint(
                name="double_decided_by_somebody", condition=Q(kept="") | Q(decided_at__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.copy_id}: {self.kept or '?'}"
