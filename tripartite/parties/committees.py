"""Committees: their terms, who sits in them, and who of one party serves in another."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import Party

USER = settings.AUTH_USER_MODEL


class InForce(models.QuerySet):
    """Rows with `since` and `until` (the first day they no longer count)."""

    def in_force(self, day: date | None = None) -> "InForce":
        day = day or timezone.localdate()
        return self.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)

    def not_ended(self) -> "InForce":
        """In force, or beginning later."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=timezone.localdate())).exclude(
            until=F("since")
        )

    def overlapping(self, since: date, until: date | None) -> "InForce":
        """In force on some day of this span. Rows that never began are left out."""
        rows = self.filter(Q(until__isnull=True) | Q(until__gt=since)).exclude(until=F("since"))
        return rows.filter(since__lt=until) if until else rows


class Term(models.Model):
    """One term (届) of a committee. `due_on`: when the next election is due; `until`: when it really ended."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="terms", verbose_name=_("party"))
    number = models.PositiveSmallIntegerField(_("term number"))
    since = models.DateField(_("since"))
    due_on = models.DateField(_("next election due"))
    until = models.DateField(_("until"), null=True, blank=True)
    filed_on = models.DateField(_("filed with the street office"), null=True, blank=True)  # 备案
    posted_on = models.DateField(_("list posted on"), null=True, blank=True)  # 公示
    initiator = models.CharField(
        _("initiated by"), max_length=60, blank=True
    )  # 发起人: the cadre who began it
    override = models.CharField(_("why a rule is departed from"), max_length=300, blank=True)
    told = models.PositiveSmallIntegerField(
        default=0
    )  # the last reminder of the election, see `reminders.py`

    objects = InForce.as_manager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["party", "-since"]
        constraints = [
            models.CheckConstraint(
                name="term_days", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
            models.CheckConstraint(name="term_due_after_begin", condition=Q(due_on__gt=F("since"))),
            models.UniqueConstraint(fields=["party", "number"], name="term_number_once"),
            models.UniqueConstraint(fields=["party"], condition=Q(until__isnull=True), name="term_open_once"),
        ]

    def __str__(self) -> str:
        return f"{self.party} {self.number}"

    @property
    def place_id(self) -> str:
        return self.party.place_id

    @property
    def is_due(self) -> bool:
        """The next election should have been held."""
        return self.until is None and self.due_on <= timezone.localdate()


class Member(models.Model):
    """A seat in a committee's term. Names of committee members are public by nature; phones are not kept here."""

    class Position(models.TextChoices):
        CHAIR = "chair", _("chair")
        DEPUTY = "deputy", _("deputy chair")
        MEMBER = "member", _("member")

    term = models.ForeignKey(Term, models.CASCADE, related_name="members", verbose_name=_("term"))
    name = models.CharField(_("name"), max_length=60)
    user = models.ForeignKey(
        USER,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="committee_seats",
        verbose_name=_("account"),
    )
    position = models.CharField(
        _("position"), max_length=8, choices=Position.choices, default=Position.MEMBER
    )
    is_owner = models.BooleanField(_("owner of a dwelling here"), default=True)
    sent_by = models.CharField(_("sent by"), max_length=80, blank=True)  # the body a non-owner stands for
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = InForce.as_manager()

    class Meta:
        verbose_name = _("committee member")
        verbose_name_plural = _("committee members")
        ordering = ["term", "position", "name"]
        constraints = [
            models.CheckConstraint(
                name="member_days", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
            models.UniqueConstraint(
                fields=["term"], condition=Q(position="chair", until__isnull=True), name="member_chair_once"
            ),
            models.UniqueConstraint(
                fields=["term", "user"],
                condition=Q(user__isnull=False, until__isnull=True),
                name="member_seat_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_position_display()})"

    @property
    def place_id(self) -> str:
        return self.term.place_id


class CrossAppointment(models.Model):
    """双向进入、交叉任职: a person of one party serves in another, for a time, in the open."""

    user = models.ForeignKey(
        USER,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cross_appointments",
        verbose_name=_("account"),
    )
    name = models.CharField(_("name"), max_length=60)
    home = models.ForeignKey(Party, models.PROTECT, related_name="lent", verbose_name=_("comes from"))
    host = models.ForeignKey(Party, models.PROTECT, related_name="borrowed", verbose_name=_("serves in"))
    position = models.CharField(_("as"), max_length=60)
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = InForce.as_manager()

    class Meta:
        verbose_name = _("cross-appointment")
        verbose_name_plural = _("cross-appointments")
        ordering = ["host", "since"]
        constraints = [
            models.CheckConstraint(
                name="cross_days", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
            models.CheckConstraint(name="cross_between_two", condition=~Q(home=F("host"))),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.position}"

    @property
    def place_id(self) -> str:
        return self.host.place_id
