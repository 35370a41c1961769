"""A hired hand, the week's plan, what is different on a day, what was paid, and what residents say."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beihu.scope import Scoped, ScopedQuerySet
from buildings.households.models import Membership
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.roles import RATE_HAND

from ..ledger.models import Entry

USER = settings.AUTH_USER_MODEL
NAME, SPOT, WORDS = 40, 40, 200
WEEKDAYS = [
    (1, _("Monday")), (2, _("Tuesday")), (3, _("Wednesday")), (4, _("Thursday")), (5, _("Friday")), (6, _("Saturday")), (7, _("Sunday")),
]  # fmt: skip


def in_force(day: Any = None) -> Q:
    """Begun and not ended; `until` is the first day that no longer counts."""
    day = day or timezone.localdate()
    return Q(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)


class HandQuerySet(ScopedQuerySet):
    def in_term(self) -> "HandQuerySet":
        return self.filter(in_force())


class HiredHand(Scoped):
    """`pay` is in yuan a month or a shift. The phone is for those who keep the hands; the name is shown as agreed."""

    class Job(models.TextChoices):
        CLEANER = "cleaner", pgettext_lazy("job", "cleaner")
        GATEKEEPER = "gatekeeper", pgettext_lazy("job", "gatekeeper")
        GARDENER = "gardener", pgettext_lazy("job", "gardener")
        OTHER = "other", pgettext_lazy("job", "helping hand")

    class Per(models.TextChoices):
        MONTH = "month", pgettext_lazy("pay", "a month")
        SHIFT = "shift", pgettext_lazy("pay", "a shift")

    place = models.ForeignKey(Place, models.PROTECT, related_name="hands", verbose_name=_("compound"))
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # one form, one hand
    name = models.CharField(_("name"), max_length=NAME)
    shows_name = models.BooleanField(_("agreed that the full name is shown"), default=False)
    job = models.CharField(_("job"), max_length=10, choices=Job.choices)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    contract_number = models.CharField(_("number of the contract"), max_length=40, blank=True)
    contract = models.FileField(_("contract"), blank=True, max_length=120)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    per = models.CharField(_("paid by"), max_length=5, choices=Per.choices)
    pay = models.DecimalField(_("pay"), max_digits=12, decimal_places=2)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("hired by"))

    own_rights = frozenset({RATE_HAND})
    objects = HandQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("hired hand")
        verbose_name_plural = _("hired hands")
        ordering = ["place_id", "job", "pk"]
        constraints = [
            models.CheckConstraint(
                name="hand_term", condition=Q(until__isnull=True) | Q(until__gt=F("since"))
            ),
            models.CheckConstraint(name="hand_pay", condition=Q(pay__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def shown_name(self) -> str:
        """The name as the hand agreed to: in full, or 王师傅."""
        if self.shows_name or not self.name:
            return self.name
        return str(_("Master %(surname)s")) % {"surname": self.name[0]}

    @property
    def in_term(self) -> bool:
        """The same test as the query's, for this row in memory."""
        today = timezone.localdate()
        return self.since <= today and (self.until is None or self.until > today)

    @classmethod
    def mine_q(cls, user: Any, permission: str) -> Q:
        """Rating: those who live in the compound, as staff confirmed."""
        homes = Membership.objects.verified().filter(user=user)
        compounds = homes.values(code=models.functions.Left("household__place_id", Level.COMPOUND.value))
        return Q(place__in=compounds)

    def is_mine(self, user: Any, permission: str) -> bool:
        """The same test as `mine_q`, for this row in memory; asked once a compound."""
        known = user.__dict__.setdefault("_compounds_at_home", {})
        if self.place_id not in known:
            homes = Membership.objects.verified().filter(user=user)
            known[self.place_id] = homes.filter(household__place__code__startswith=self.place_id).exists()
        return bool(known[self.place_id])

    def get_absolute_url(self) -> str:
        return reverse("hand", args=[self.pk])


class Shift(models.Model):
    """A row of the week's plan: on this weekday, from, to, where. An end before the beginning is on the next morning."""

    hand = models.ForeignKey(HiredHand, models.CASCADE, related_name="shifts")
    key = models.UUIDField(default=uuid.uuid4, editable=False)  # of the form; one row a weekday
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=WEEKDAYS)
    start = models.TimeField(pgettext_lazy("shift", "from"))
    end = models.TimeField(pgettext_lazy("shift", "to"))
    spot = models.CharField(pgettext_lazy("shift", "where"), max_length=SPOT, blank=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("shift")
        verbose_name_plural = _("shifts")
        ordering = ["weekday", "start", "pk"]
        constraints = [
            models.CheckConstraint(name="shift_weekday", condition=Q(weekday__gte=1, weekday__lte=7)),
            models.CheckConstraint(name="shift_has_length", condition=~Q(start=F("end"))),
            models.CheckConstraint(
                name="shift_term", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
            models.UniqueConstraint(fields=["key", "weekday"], name="shift_of_form_once"),
        ]

    def __str__(self) -> str:
        return f"{self.hand_id} {self.weekday}"

    @property
    def is_overnight(self) -> bool:
        return self.end < self.start


class DayChange(models.Model):
    """On one day a shift is not served as planned: nobody comes, or another hand of the compound does."""

    shift = models.ForeignKey(Shift, models.CASCADE, related_name="changes")
    on = models.DateField(_("day"))
    stand_in = models.ForeignKey(
        HiredHand, models.PROTECT, null=True, blank=True, related_name="stands_in", verbose_name=_("stand-in")
    )
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("changed day")
        verbose_name_plural = _("changed days")
        ordering = ["on", "pk"]
        constraints = [models.UniqueConstraint(fields=["shift", "on"], name="day_change_once")]

    def __str__(self) -> str:
        return f"{self.shift_id} {self.on}"


class HandPay(models.Model):
    """One month of one hand was paid; never twice. `month` is its first day, the sum in yuan. Rows only grow."""

    hand = models.ForeignKey(HiredHand, models.PROTECT, related_name="payments")
    month = models.DateField(_("month"))
    shifts = models.PositiveSmallIntegerField(_("shifts served"))
    proposed = models.DecimalField(_("reckoned"), max_digits=12, decimal_places=2)
    amount = models.DecimalField(_("paid"), max_digits=12, decimal_places=2)
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="hand_pay")
    note = models.CharField(_("why it differs"), max_length=WORDS, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("pay of a hired hand")
        verbose_name_plural = _("pay of hired hands")
        ordering = ["-month", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["hand", "month"], name="hand_paid_once_a_month"),
            models.CheckConstraint(name="hand_paid_something", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="hand_pay_differs_says_why", condition=Q(amount=F("proposed")) | ~Q(note="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hand_id} {self.month:%Y-%m}"


class HandRating(models.Model):
    """What one resident says of one hand in one month, 1 to 5; may be changed until the month is over."""

    hand = models.ForeignKey(HiredHand, models.CASCADE, related_name="ratings")
    user = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="hand_ratings")
    month = models.DateField(_("month"))
    stars = models.PositiveSmallIntegerField(_("stars"))
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("rating of a hired hand")
        verbose_name_plural = _("ratings of hired hands")
        ordering = ["-month", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["hand", "user", "month"], name="hand_rated_once_a_month"),
            models.CheckConstraint(name="hand_stars", condition=Q(stars__gte=1, stars__lte=5)),
        ]

    def __str__(self) -> str:
        return f"{self.hand_id} {self.stars}"
