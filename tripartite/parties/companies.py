"""Companies: under which contract one works in a compound, and what it hands over when it leaves."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from buildings.places.models import Place

from .committees import InForce
from .models import Party

USER = settings.AUTH_USER_MODEL


class Days(Func):
    """Half-open range of days, for EXCLUDE: two of them may touch but not overlap."""

    function = "DATERANGE"
    template = "%(function)s(%(expressions)s, '[)')"


class PropertyCompany(models.Model):
    """A firm, wherever it works. Its seat at one compound is a Party; its contracts join the two."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    credit_code = models.CharField(  # 统一社会信用代码, GB 32100: 18 characters
        _("unified social credit code"), max_length=18, null=True, blank=True, unique=True
    )
    phone = models.CharField(_("office phone"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("property company")
        verbose_name_plural = _("property companies")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Contract(models.Model):
    """A company's contract for a compound. `until` is the first day it no longer holds."""

    class End(models.TextChoices):
        EXPIRED = "expired", _("ran out")
        DISMISSED = "dismissed", _("dismissed by the owners")
        NOT_RENEWED = "not_renewed", _("not renewed by the company")
        WALKED_OUT = "walked_out", _("left before its time")
        AGREED = "agreed", _("ended by agreement")
        MERGED = "merged", _("ended because two compounds were merged")  # by the portal, never by hand

    company = models.ForeignKey(
        PropertyCompany, models.PROTECT, related_name="contracts", verbose_name=_("property company")
    )
    place = models.ForeignKey(
        Place, models.PROTECT, related_name="property_contracts", verbose_name=_("compound")
    )
    party = models.ForeignKey(  # the seat; empty for contracts from before the portal's time
        Party, models.PROTECT, null=True, blank=True, related_name="contracts", verbose_name=_("party")
    )
    part = models.CharField(  # after a merger of compounds: for which of them the contract was made
        _("for a part of the compound"), max_length=80, blank=True
    )
    since = models.DateField(_("since"))
    ends_on = models.DateField(_("runs until"), null=True, blank=True)  # as agreed; empty: open-ended
    until = models.DateField(_("ended on"), null=True, blank=True)  # as it came
    end = models.CharField(_("how it ended"), max_length=12, choices=End.choices, blank=True)
    end_note = models.CharField(_("why it ended"), max_length=300, blank=True)
    notice_on = models.DateField(_("notice given on"), null=True, blank=True)
    notice_of = models.CharField(_("what the notice says"), max_length=12, choices=End.choices, blank=True)
    leaves_on = models.DateField(_("leaves on"), null=True, blank=True)  # by the notice
    override = models.CharField(_("why a rule is departed from"), max_length=300, blank=True)
    terms = models.TextField(_("main terms"), blank=True)  # public: fee, services
    witness = models.ForeignKey(  # 见证协调: no residents' committee can be a guarantor
        Party,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="witnessed_contracts",
        verbose_name=_("witnessed and coordinated by"),
    )
    witness_reason = models.CharField(_("why it was witnessed"), max_length=300, blank=True)

    objects = InForce.as_manager()

    class Meta:
        verbose_name = _("property contract")
        verbose_name_plural = _("property contracts")
        ordering = ["place", "-since"]
        constraints = [
            models.CheckConstraint(
                name="contract_days", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
            models.CheckConstraint(
                name="contract_end_has_reason",
                condition=Q(until__isnull=True, end="") | Q(until__isnull=False) & ~Q(end=""),
            ),
            models.CheckConstraint(
                name="contract_notice_says_what",
                condition=Q(notice_on__isnull=True, notice_of="")
                | Q(notice_on__isnull=False) & ~Q(notice_of=""),
            ),
            models.CheckConstraint(
                name="contract_witness_has_reason",
                condition=Q(witness__isnull=True) | ~Q(witness_reason=""),
            ),
            ExclusionConstraint(
                name="contract_one_at_a_time",
                expressions=[
                    ("place", RangeOperators.EQUAL),
                    ("part", RangeOperators.EQUAL),
                    (Days("since", "until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company} {self.since:%Y-%m}"

    @property
    def is_over(self) -> bool:
        return self.until is not None and self.until <= timezone.localdate()

    @property
    def is_open_ended(self) -> bool:
        """Nothing was agreed about its end, or it ran out and service went on (Civil Code art. 948)."""
        return self.until is None and (self.ends_on is None or self.ends_on < timezone.localdate())

    @property
    def ran_on(self) -> bool:
        """Past the agreed day, and nobody has ended it."""
        return self.ends_on is not None and self.is_open_ended


class HandoverItem(models.Model):
    """One thing a leaving company owes (Civil Code art. 949): rooms, records, keys, fees …, due by a date."""

    class Kind(models.TextChoices):
        NOTICE = "notice", _("written notice")
        ROOMS = "rooms", _("rooms for property management")
        RECORDS = "records", _("drawings and records")
        KEYS = "keys", _("keys, cards and passwords")
        EQUIPMENT = "equipment", _("equipment, as inspected together")
        FEES = "fees", _("fees paid in advance and accounts")
        INTERIM = "interim", _("service until the successor takes over")
        OTHER = "other", _("something else")

    contract = models.ForeignKey(
        Contract, models.CASCADE, related_name="handover", verbose_name=_("property contract")
    )
    kind = models.CharField(_("what"), max_length=12, choices=Kind.choices)
    text = models.CharField(_("in words"), max_length=200, blank=True)
    due_on = models.DateField(_("due on"))
    source = models.CharField(_("source"), max_length=120, blank=True)  # the article of law behind the date
    done_on = models.DateField(_("handed over on"), null=True, blank=True)
    done_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(_("note"), max_length=300, blank=True)
    told = models.PositiveSmallIntegerField(default=0)  # the last stage of lateness told, see `reminders.py`

    class Meta:
        verbose_name = _("item to hand over")
        verbose_name_plural = _("items to hand over")
        ordering = ["contract", "due_on", "kind"]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(done_on__isnull=True), name="handover_open"),
        ]

    def __str__(self) -> str:
        return self.text or str(self.get_kind_display())

    @property
    def place_id(self) -> str:
        return self.contract.place_id

    @property
    def is_late(self) -> bool:
        return self.done_on is None and self.due_on < timezone.localdate()
