"""A household on a care list, who serves it, and who went there."""

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
from beihu.unique import or_nobody
from buildings.households.models import Household, Membership
from buildings.party.models import AssistingFamily, CentreHousehold
from buildings.posts.roles import OWN_CARE, SERVE_CARE

from . import rooted
from .months import month_of, today
from .states import TONES, Status

USER = settings.AUTH_USER_MODEL
NEEDS, NOTE = 500, 800


class EntryQuerySet(ScopedQuerySet):
    def active(self) -> "EntryQuerySet":
        return self.filter(status=Status.ACTIVE)

    def review_due(self) -> "EntryQuerySet":
        return self.active().filter(review_on__lte=today())

    def unvisited(self) -> "EntryQuerySet":
        """Nobody was there this month."""
        seen = Q(last_visit_on__isnull=True) | Q(last_visit_on__lt=month_of(today()))
        return self.active().filter(seen)

    def alone(self) -> "EntryQuerySet":
        """Nobody is assigned."""
        served = Carer.objects.in_term().filter(entry=models.OuterRef("pk"))
        return self.active().filter(~models.Exists(served))


class CareEntry(Scoped):
    """`person` is whom it is about, where they have an account; else the household as a whole.

    `reason` and `needs` are sensitive: emptied when the consent is taken back, and a year after closing (`blanked_at`).
    """

    class Reason(models.TextChoices):
        ALONE = "alone", pgettext_lazy("care", "elder living alone")
        ELDERS = "elders", pgettext_lazy("care", "elders whose children are away")
        DISABLED = "disabled", pgettext_lazy("care", "disabled")
        BEDRIDDEN = "bedridden", pgettext_lazy("care", "bedridden or in need of nursing")
        MEMORY = "memory", pgettext_lazy("care", "failing memory")
        NEWBORN = "newborn", pgettext_lazy("care", "expecting or with a newborn")
        CHILD = "child", pgettext_lazy("care", "child in difficulty")
        BEREAVED = "bereaved", pgettext_lazy("care", "lost their only child")
        HARDSHIP = "hardship", pgettext_lazy("care", "living in hardship")
        ILLNESS = "illness", pgettext_lazy("care", "seriously ill")
        OTHER = "other", pgettext_lazy("care", "something else")

    class Consenter(models.TextChoices):
        PERSON = "person", pgettext_lazy("consent", "the person")
        GUARDIAN = "guardian", pgettext_lazy("consent", "the guardian")

    class Form(models.TextChoices):
        WRITTEN = "written", pgettext_lazy("consent", "in writing")
        SPOKEN = "spoken", pgettext_lazy("consent", "by word of mouth, before a witness")

    class Why(models.TextChoices):
        NO_NEED = "no_need", pgettext_lazy("care", "no longer needed")
        MOVED = "moved", pgettext_lazy("care", "moved away")
        DIED = "died", pgettext_lazy("care", "died")
        MISTAKE = "mistake", pgettext_lazy("care", "put on the list by mistake")

    household = models.ForeignKey(
        Household, models.PROTECT, related_name="care_entries", verbose_name=_("household")
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # one form, one entry
    person = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="care_entries")
    reason = models.CharField(
        pgettext_lazy("care", "reason"), max_length=10, choices=Reason.choices, blank=True
    )
    needs = models.CharField(pgettext_lazy("care", "what is needed"), max_length=NEEDS, blank=True)
    consent_by = models.CharField(
        pgettext_lazy("consent", "who consented"), max_length=8, choices=Consenter.choices
    )
    consent_form = models.CharField(pgettext_lazy("consent", "how"), max_length=8, choices=Form.choices)
    consent_on = models.DateField(pgettext_lazy("consent", "when"))
    review_on = models.DateField(_("to be reviewed on"))
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)
    last_visit_on = models.DateField(_("last visit"), null=True, blank=True)
    status = models.CharField(_("state"), max_length=10, choices=Status.choices, default=Status.ACTIVE)
    put_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("put on the list by"))
    put_on = models.DateField(_("on the list since"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    why = models.CharField(
        pgettext_lazy("care", "why it was closed"), max_length=8, choices=Why.choices, blank=True
    )
    blanked_at = models.DateTimeField(null=True, blank=True)

    scope_field = "household__place_id"
    own_rights = frozenset({SERVE_CARE, OWN_CARE})
    objects = EntryQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("care entry")
        verbose_name_plural = _("care entries")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                "household",
                "reason",
                or_nobody("person"),
                condition=Q(status=Status.ACTIVE),
                name="care_entry_once",
            ),
            models.CheckConstraint(
                name="care_entry_active_has_reason",
                condition=Q(status=Status.ACTIVE, closed_on__isnull=True, blanked_at__isnull=True)
                & ~Q(reason="")
                | ~Q(status=Status.ACTIVE) & Q(closed_on__isnull=False),
            ),
            models.CheckConstraint(
                name="care_entry_withdrawn_is_blank",
                condition=~Q(status=Status.WITHDRAWN) | Q(blanked_at__isnull=False),
            ),
            models.CheckConstraint(
                name="care_entry_blank_is_blank",
                condition=Q(blanked_at__isnull=True) | Q(reason="", needs="", person__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["review_on"], condition=Q(status=Status.ACTIVE), name="care_entry_review"),
            models.Index(
                fields=["closed_on"], condition=Q(blanked_at__isnull=True), name="care_entry_to_blank"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def tone(self) -> str:
        return TONES.get(self.status, "quiet")

    @property
    def is_active(self) -> bool:
        return self.status == Status.ACTIVE

    @property
    def review_due(self) -> bool:
        return self.is_active and self.review_on <= today()

    @property
    def unvisited(self) -> bool:
        """The same test as the query's, for this row in memory."""
        return self.is_active and (self.last_visit_on is None or self.last_visit_on < month_of(today()))

    @classmethod
    def mine_q(cls, user: Any, permission: str) -> Q:
        """Serving: while it is active, whoever is assigned. Own: whom it is about."""
        if permission == OWN_CARE:
            return Q(person=user, status=Status.ACTIVE)
        served = Carer.objects.serving(user).values("entry")
        return Q(pk__in=served, status=Status.ACTIVE)

    def is_mine(self, user: Any, permission: str) -> bool:
        """The same test as `mine_q`, for this row in memory; asked once."""
        if not self.is_active or user.pk is None:
            return False
        if permission == OWN_CARE:
            return self.person_id == user.pk
        known = self.__dict__.setdefault("_served", {})
        if user.pk not in known:
            known[user.pk] = Carer.objects.serving(user).filter(entry=self.pk).exists()
        return bool(known[user.pk])

    def get_absolute_url(self) -> str:
        return reverse("care_entry", args=[self.pk])


class CarerQuerySet(models.QuerySet):
    def in_term(self) -> "CarerQuerySet":
        """Not released; a household serves while it is a centre household, or the assisting family of one."""
        return self.filter(
            Q(user__isnull=False)
            | Q(centre__in=rooted.centres().values("pk"))
            | Q(family__in=rooted.families().values("pk")),
            until__isnull=True,
        )

    def serving(self, user: Any) -> "CarerQuerySet":
        """Those by which this person serves: named themselves, or at home in the centre or assisting household."""
        homes = Membership.objects.verified().filter(user=user).values("household")
        return self.filter(
            Q(user=user)
            | Q(centre__in=rooted.centres().filter(household__in=homes).values("pk"))
            | Q(family__in=rooted.families().filter(household__in=homes).values("pk")),
            until__isnull=True,
        )


class Carer(models.Model):
    """Who serves a household, from one day to another; one of the three columns says who."""

    class Kind(models.TextChoices):
        CENTRE = "centre", _("centre household")
        FAMILY = "family", _("assisting family")
        PERSON = "person", _("leader or worker")

    entry = models.ForeignKey(CareEntry, models.CASCADE, related_name="carers")
    kind = models.CharField(_("kind"), max_length=6, choices=Kind.choices)
    centre = models.ForeignKey(CentreHousehold, models.PROTECT, null=True, blank=True, related_name="cares")
    family = models.ForeignKey(AssistingFamily, models.PROTECT, null=True, blank=True, related_name="cares")
    user = models.ForeignKey(USER, models.CASCADE, null=True, blank=True, related_name="cares")
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = CarerQuerySet.as_manager()

    class Meta:
        verbose_name = _("carer")
        verbose_name_plural = _("carers")
        ordering = ["entry", "pk"]
        constraints = [
            models.CheckConstraint(
                name="carer_is_one",
                condition=Q(kind="centre", centre__isnull=False, family__isnull=True, user__isnull=True)
                | Q(kind="family", centre__isnull=True, family__isnull=False, user__isnull=True)
                | Q(kind="person", centre__isnull=True, family__isnull=True, user__isnull=False),
            ),
            models.CheckConstraint(
                name="carer_term", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
            models.UniqueConstraint(
                "entry",
                or_nobody("centre"),
                or_nobody("family"),
                or_nobody("user"),
                condition=Q(until__isnull=True),
                name="carer_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.kind}"

    @property
    def household(self) -> Household | None:
        """That of the centre or the assisting family; a person in a post comes from elsewhere."""
        if self.centre is not None:
            return self.centre.household  # type: ignore[no-any-return]
        return self.family.household if self.family is not None else None


class Visit(models.Model):
    """Somebody went there: when, and what was found. The words go with the consent."""

    class Found(models.TextChoices):
        WELL = "well", pgettext_lazy("visit", "all is well")
        NEEDS = "needs", pgettext_lazy("visit", "something is needed")
        URGENT = "urgent", pgettext_lazy("visit", "help is needed at once")
        OUT = "out", pgettext_lazy("visit", "nobody was at home")

    entry = models.ForeignKey(CareEntry, models.CASCADE, related_name="visits")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # one form, one visit
    on = models.DateField(pgettext_lazy("visit", "day"))
    found = models.CharField(
        pgettext_lazy("visit", "what was found"), max_length=6, choices=Found.choices, blank=True
    )
    note = models.CharField(pgettext_lazy("visit", "in words"), max_length=NOTE, blank=True)
    by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="care_visits")
    capacity = models.CharField(max_length=24, blank=True)  # as what: a role, or a kind of carer
    at = models.DateTimeField(default=timezone.now)  # when it was written down

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ["-on", "-pk"]
        indexes = [
            models.Index(fields=["entry", "-on"], name="visit_of_entry"),
            models.Index(fields=["by", "-on"], name="visit_by"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.on}"

    @property
    def tone(self) -> str:
        return {"well": "good", "needs": "warn", "urgent": "bad"}.get(self.found, "quiet")


class Review(models.Model):
    """A look at whether the entry still holds: when, by whom, and until when."""

    entry = models.ForeignKey(CareEntry, models.CASCADE, related_name="reviews")
    on = models.DateField(_("reviewed on"))
    next_on = models.DateField(_("next review"))
    note = models.CharField(_("note"), max_length=NOTE, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("review of a care entry")
        verbose_name_plural = _("reviews of care entries")
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.on}"
