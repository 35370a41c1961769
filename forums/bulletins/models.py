"""A bulletin with its lines, what was published of it, and who receives it."""

import uuid

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beihu.scope import Scoped, ScopedQuerySet
from buildings.places.models import Place

from .periods import Period
from .states import TONES, Status

USER = settings.AUTH_USER_MODEL
OWN = Q(inherited_from="")  # of the community itself, not of one that was merged into it


class Section(models.TextChoices):
    """In the order of the page."""

    MEETINGS = "meetings", _("Who met")
    RESOLUTIONS = "resolutions", _("What was decided")
    KEPT = "kept", _("Promises kept")
    OVERDUE = "overdue", _("Promises overdue")
    ISSUES = "issues", _("Issues solved")
    TALKS = "talks", _("What became of the evening talks")
    IDEAS = "ideas", _("Ideas adopted")
    THANKS = "thanks", _("Thank you")
    COMING = "coming", _("Coming up")
    OTHER = "other", _("Also")


class Days(Func):
    """Range of days, both included, for EXCLUDE."""

    function = "DATERANGE"

    def __init__(self, since: str, until: str) -> None:
        super().__init__(since, until, Value("[]"))


class BulletinQuerySet(ScopedQuerySet):
    def published(self) -> "BulletinQuerySet":
        return self.filter(status=Status.PUBLISHED)

    def known(self) -> "BulletinQuerySet":
        """Published at some time, whatever became of it."""
        return self.filter(published_at__isnull=False).exclude(status=Status.DRAFT)


class Bulletin(Scoped):
    """One community, one half-month. Each `…_at` is a fact; `version` counts what was published (0: nothing yet)."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="bulletins", verbose_name=_("community"))
    inherited_from = models.CharField(
        max_length=80, blank=True
    )  # the community it was made for, merged since
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveSmallIntegerField(_("number"))  # of the year
    since = models.DateField(_("from"))
    until = models.DateField(_("to"))
    title = models.CharField(_("title"), max_length=80)
    greeting = models.TextField(_("greeting"), max_length=600, blank=True)
    status = models.CharField(_("state"), max_length=12, choices=Status.choices, default=Status.DRAFT)
    resume_status = models.CharField(max_length=12, choices=Status.choices, blank=True)
    version = models.PositiveSmallIntegerField(_("version"), default=0)
    told = models.PositiveSmallIntegerField(default=0)  # the latest version that readers were sent
    revision = models.PositiveIntegerField(default=0)  # grows with each edit: two editors notice each other
    drafted_at = models.DateTimeField(_("drafted"), default=timezone.now)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True)
    published_at = models.DateTimeField(_("published on"), null=True, blank=True)
    corrected_at = models.DateTimeField(_("corrected on"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn on"), null=True, blank=True)
    withdraw_reason = models.CharField(_("why it was withdrawn"), max_length=300, blank=True)

    objects = BulletinQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("bulletin")
        verbose_name_plural = _("bulletins")
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(name="bulletin_days", condition=Q(until__gte=F("since"))),
            models.CheckConstraint(name="bulletin_number", condition=Q(number__gte=1, number__lte=53)),
            models.CheckConstraint(
                name="bulletin_published_has_version",
                condition=~Q(status=Status.PUBLISHED) | Q(published_at__isnull=False, version__gte=1),
            ),
            models.CheckConstraint(
                name="bulletin_withdrawn_has_reason",
                condition=Q(status=Status.WITHDRAWN, withdrawn_at__isnull=False) & ~Q(withdraw_reason="")
                | ~Q(status=Status.WITHDRAWN) & Q(withdrawn_at__isnull=True, withdraw_reason=""),
            ),
            models.UniqueConstraint(
                fields=["place", "year", "number"], condition=OWN, name="bulletin_number_once"
            ),
            ExclusionConstraint(
                name="bulletin_days_once",
                expressions=[
                    ("place", RangeOperators.EQUAL),
                    (Days("since", "until"), RangeOperators.OVERLAPS),
                ],
                condition=OWN,
            ),
        ]
        indexes = [
            models.Index(fields=["place", "-since"], name="bulletin_place"),
            models.Index(fields=["place"], condition=Q(status=Status.DRAFT), name="bulletin_draft"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/bulletins/{self.pk}/"

    @property
    def tone(self) -> str:
        return TONES.get(self.status, "quiet")

    @property
    def period(self) -> Period:
        return Period(self.since, self.until)

    @property
    def community(self) -> str:
        """The name of the community that it speaks of."""
        return self.inherited_from or self.place.short_name

    @property
    def is_known(self) -> bool:
        return self.published_at is not None and self.status != Status.DRAFT

    # What the state table asks; each costs a query, and only when the table is asked.
    @property
    def has_words(self) -> bool:
        return bool(self.greeting.strip()) or self.items.filter(is_kept=True).exists()

    @property
    def has_changed(self) -> bool:
        """Since its latest version."""
        moment = self.corrected_at or self.published_at
        return bool(moment and self.edited_at and self.edited_at > moment)


class BulletinItem(models.Model):
    """One line. `source` names the fact behind it: "meeting:12", "commitment:3", "" (written by hand)."""

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="items")
    section = models.CharField(_("section"), max_length=12, choices=Section.choices)
    position = models.PositiveSmallIntegerField(_("position"))
    text = models.CharField(_("words"), max_length=300)
    url = models.CharField(_("link"), max_length=200, blank=True)
    is_kept = models.BooleanField(_("in the bulletin"), default=True)
    source = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("line of a bulletin")
        verbose_name_plural = _("lines of bulletins")
        ordering = ["bulletin", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bulletin", "source"], condition=~Q(source=""), name="bulletin_source_once"
            ),
            models.CheckConstraint(name="bulletin_line_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.text


class BulletinVersion(models.Model):
    """What everybody reads, as of one moment; only grows (a trigger holds it). From the second on, what was wrong."""

    bulletin = models.ForeignKey(Bulletin, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=80)
    greeting = models.TextField(_("greeting"), blank=True)
    content = models.JSONField(default=list)  # [{"section": …, "items": [{"text": …, "url": …}]}]
    correction = models.CharField(_("what was corrected"), max_length=300, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("version of a bulletin")
        verbose_name_plural = _("versions of bulletins")
        ordering = ["bulletin", "number"]
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "number"], name="bulletin_version_once"),
            models.CheckConstraint(
                name="bulletin_correction_has_words", condition=Q(number=1) | ~Q(correction="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bulletin_id} v{self.number}"


class Subscription(models.Model):
    """Who gets a community's bulletins as letters: an account at its own address, or an address that said yes.

    `secret` stands in each letter: whoever holds it may confirm and end it. An ended one is deleted.
    """

    place = models.ForeignKey(Place, models.CASCADE, related_name="+", verbose_name=_("community"))
    user = models.ForeignKey(USER, models.CASCADE, null=True, blank=True, related_name="+")
    email = models.EmailField(_("e-mail"), blank=True)  # empty: the account's own
    language = models.CharField(max_length=10, default=settings.LANGUAGE_CODE)
    secret = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    asked_from = models.CharField(max_length=45, blank=True)  # for the limit; forgotten once it is confirmed
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)

    class Meta:
        verbose_name = _("subscription of a bulletin")
        verbose_name_plural = _("subscriptions of bulletins")
        constraints = [
            models.UniqueConstraint(
                fields=["place", "user"], condition=Q(user__isnull=False), name="subscription_user_once"
            ),
            models.UniqueConstraint(
                "place", Lower("email"), condition=~Q(email=""), name="subscription_email_once"
            ),
            models.CheckConstraint(
                name="subscription_names_one",
                condition=Q(user__isnull=False, email="", confirmed_at__isnull=False)
                | Q(user__isnull=True) & ~Q(email=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"], condition=Q(confirmed_at__isnull=True), name="subscription_waiting"
            ),
            models.Index(fields=["user"], condition=Q(user__isnull=False), name="subscription_user"),
        ]

    def __str__(self) -> str:
        return f"{self.place_id} {self.pk}"


class Silence(models.Model):
    """A resident who wants no notice in the portal when a bulletin is out."""

    user = models.OneToOneField(USER, models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("bulletins without a notice")
        verbose_name_plural = _("bulletins without a notice")

    def __str__(self) -> str:
        return f"{self.user_id}"
