"""A case, its sides, who mediates, when they met, and what they agreed. All words here are for the mediators alone."""

import uuid
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beihu.scope import Scoped, ScopedQuerySet
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.roles import SERVE_MEDIATION

from .states import RUNNING, TONES, Status

USER = settings.AUTH_USER_MODEL
NAME, SPOT, NOTES, POINT = 40, 60, 2000, 300
STANDS_AT = (Level.COMMUNITY, Level.COMPOUND)
BLANK = "…"


def kept_since() -> date:
    """Cases closed before this day are nobody's any more, and are blanked."""
    return timezone.localdate() - timedelta(days=settings.MEDIATION_DAYS)


class CaseQuerySet(ScopedQuerySet):
    def running(self) -> "CaseQuerySet":
        return self.filter(status__in=RUNNING)


class MediationCase(Scoped):
    """`follow_up_on`: the day on which the mediators look whether the agreement is kept."""

    class Kind(models.TextChoices):
        NOISE = "noise", pgettext_lazy("mediation", "noise")
        LEAK = "leak", pgettext_lazy("mediation", "water that leaks")
        PARKING = "parking", pgettext_lazy("mediation", "parking")
        PETS = "pets", pgettext_lazy("mediation", "pets")
        OTHER = "other", pgettext_lazy("mediation", "something else")

    place = models.ForeignKey(Place, models.PROTECT, related_name="mediations", verbose_name=_("place"))
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # one form, one case
    kind = models.CharField(pgettext_lazy("mediation", "about"), max_length=8, choices=Kind.choices)
    status = models.CharField(_("state"), max_length=10, choices=Status.choices, default=Status.OPENED)
    opened_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("opened by"))
    opened_on = models.DateField(_("opened on"), default=timezone.localdate)
    agreement = models.TextField(_("agreement"), max_length=NOTES, blank=True)
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True)
    follow_up_on = models.DateField(_("looked after on"), null=True, blank=True)
    followed_on = models.DateField(_("was looked after on"), null=True, blank=True)
    followed = models.TextField(_("what was found"), max_length=NOTES, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    blanked_at = models.DateTimeField(null=True, blank=True)

    own_rights = frozenset({SERVE_MEDIATION})
    objects = CaseQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("mediation")
        verbose_name_plural = _("mediations")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="mediation_closed_has_day",
                condition=Q(status=Status.CLOSED, closed_on__isnull=False)
                | ~Q(status=Status.CLOSED) & Q(closed_on__isnull=True, blanked_at__isnull=True),
            ),
            models.CheckConstraint(
                name="mediation_agreed_has_words",
                condition=~Q(status=Status.AGREED)
                | Q(agreed_on__isnull=False, follow_up_on__isnull=False) & ~Q(agreement=""),
            ),
            models.CheckConstraint(
                name="mediation_silent_before_consent",
                condition=~Q(status=Status.OPENED)
                | Q(agreement="", followed="", agreed_on__isnull=True, follow_up_on__isnull=True),
            ),
            models.CheckConstraint(
                name="mediation_blank_is_blank",
                condition=Q(blanked_at__isnull=True) | Q(agreement="", followed=""),
            ),
        ]
        indexes = [
            models.Index(fields=["place", "opened_on"], name="mediation_of_place"),
            models.Index(
                fields=["follow_up_on"], condition=Q(status=Status.AGREED), name="mediation_follow_up"
            ),
            models.Index(
                fields=["closed_on"],
                condition=Q(status=Status.CLOSED, blanked_at__isnull=True),
                name="mediation_to_blank",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def tone(self) -> str:
        return TONES.get(self.status, "quiet")

    @classmethod
    def mine_q(cls, user: Any, permission: str) -> Q:
        """Those one mediates, until they have been closed for `MEDIATION_DAYS`."""
        named = Mediator.objects.filter(user=user).values("case")
        return Q(pk__in=named) & (Q(closed_on__isnull=True) | Q(closed_on__gte=kept_since()))

    def is_mine(self, user: Any, permission: str) -> bool:
        """The same test as `mine_q`, for this row in memory; asked once."""
        if user.pk is None or (self.closed_on is not None and self.closed_on < kept_since()):
            return False
        known = self.__dict__.setdefault("_named", {})
        if user.pk not in known:
            known[user.pk] = Mediator.objects.filter(case=self.pk, user=user).exists()
        return bool(known[user.pk])

    def get_absolute_url(self) -> str:
        return reverse("mediation", args=[self.pk])


class MediationSide(models.Model):
    """One side, by the name the opener typed; when and how it consented."""

    class How(models.TextChoices):
        WRITTEN = "written", pgettext_lazy("consent", "in writing")
        SPOKEN = "spoken", pgettext_lazy("consent", "by word of mouth, before a witness")

    case = models.ForeignKey(MediationCase, models.CASCADE, related_name="sides")
    number = models.PositiveSmallIntegerField(_("side"))
    name = models.CharField(_("name"), max_length=NAME)
    how = models.CharField(pgettext_lazy("consent", "how"), max_length=8, choices=How.choices, blank=True)
    consented_on = models.DateField(pgettext_lazy("consent", "when"), null=True, blank=True)

    class Meta:
        verbose_name = _("side of a mediation")
        verbose_name_plural = _("sides of mediations")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="mediation_side_number"),
            models.CheckConstraint(
                name="mediation_consent_is_whole",
                condition=Q(how="", consented_on__isnull=True) | ~Q(how="") & Q(consented_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.number}"


class Mediator(models.Model):
    """Who was named when the case was opened."""

    case = models.ForeignKey(MediationCase, models.CASCADE, related_name="mediators")
    user = models.ForeignKey(USER, models.PROTECT, related_name="mediates")

    class Meta:
        verbose_name = _("mediator")
        verbose_name_plural = _("mediators")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="mediator_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.user_id}"


class MediationSession(models.Model):
    """They met: when, where, and what was said."""

    case = models.ForeignKey(MediationCase, models.CASCADE, related_name="sessions")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # one form, one session
    on = models.DateField(pgettext_lazy("mediation", "day"))
    spot = models.CharField(pgettext_lazy("mediation", "where"), max_length=SPOT)
    notes = models.TextField(_("notes"), max_length=NOTES, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("session of a mediation")
        verbose_name_plural = _("sessions of mediations")
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.on}"


class AgreementPoint(models.Model):
    """One point of the agreement, and by when."""

    case = models.ForeignKey(MediationCase, models.CASCADE, related_name="points")
    number = models.PositiveSmallIntegerField(_("point"))
    text = models.CharField(_("what is agreed"), max_length=POINT)
    due_on = models.DateField(_("by when"))

    class Meta:
        verbose_name = _("point of an agreement")
        verbose_name_plural = _("points of agreements")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="agreement_point_number"),
            models.CheckConstraint(name="agreement_point_counts", condition=Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.number}"
