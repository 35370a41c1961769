"""What was said and decided: revisions of minutes, resolutions and positions, objections, locked versions."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tripartite.parties.models import Party

from .models import AgendaItem, Meeting

USER = settings.AUTH_USER_MODEL


class MinutesRevision(models.Model):
    """One saved text of one matter. Number n+1 can be written only by who has seen n."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(_("revision"))
    text = models.TextField(_("text"))
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("revision of minutes")
        verbose_name_plural = _("revisions of minutes")
        ordering = ["item", "number"]
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="minutes_revision_once")]

    def __str__(self) -> str:
        return f"{self.item_id} r{self.number}"


class Resolution(models.Model):
    """What was decided on one matter: by whom it is to be done, by when, at what cost."""

    item = models.OneToOneField(AgendaItem, models.CASCADE, related_name="resolution")
    text = models.TextField(_("resolution"))
    party = models.ForeignKey(
        Party,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="resolutions",
        verbose_name=_("responsible party"),
    )
    due_on = models.DateField(_("to be done by"), null=True, blank=True)
    cost = models.DecimalField(_("cost in yuan"), max_digits=12, decimal_places=2, null=True, blank=True)
    needs_owners = models.BooleanField(_("needs a decision of the owners"), default=False)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("resolution")
        verbose_name_plural = _("resolutions")
        constraints = [
            models.CheckConstraint(
                name="resolution_party_has_date", condition=Q(party__isnull=True) | Q(due_on__isnull=False)
            ),
            models.CheckConstraint(
                name="resolution_cost_positive", condition=Q(cost__isnull=True) | Q(cost__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]


class Position(models.Model):
    """How one body stands to a resolution."""

    class Stance(models.TextChoices):
        FOR = "for", _("for")
        AGAINST = "against", _("against")
        ABSTAINED = "abstained", _("abstained")
        ABSENT = "absent", _("not there")

    resolution = models.ForeignKey(Resolution, models.CASCADE, related_name="positions")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=_("party"))
    stance = models.CharField(_("position"), max_length=10, choices=Stance.choices)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        constraints = [models.UniqueConstraint(fields=["resolution", "party"], name="position_once")]

    def __str__(self) -> str:
        return f"{self.party}: {self.get_stance_display()}"


class Objection(models.Model):
    """A body that was present says that the minutes are wrong; whoever keeps them answers."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="objections")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=_("party"))
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField(_("objection"))
    answer = models.TextField(_("answer"), blank=True)
    settled_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering = ["meeting", "at"]

    def __str__(self) -> str:
        return self.text[:40]


class MinutesVersion(models.Model):
    """The minutes as locked. Never changed: a correction is the next number, with a reason."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="minutes_versions")
    number = models.PositiveSmallIntegerField(_("version"))
    content = models.JSONField()  # all that the printed minutes say, in words and dates
    sha256 = models.CharField(
        max_length=64
    )  # of the canonical JSON of `content`, with the hash of the version before
    reason = models.CharField(_("why it was corrected"), max_length=300, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("locked minutes")
        verbose_name_plural = _("locked minutes")
        ordering = ["meeting", "number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="minutes_version_once"),
            models.CheckConstraint(
                name="minutes_correction_has_reason", condition=Q(number=1) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} v{self.number}"
