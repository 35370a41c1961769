"""A hearing, what was said at it, what was answered, and the record."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import StrIndex
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beihu.audit.masking import redact
from beihu.scope import Scoped, ScopedQuerySet
from buildings.households.models import Membership
from buildings.places.models import Place
from buildings.posts.roles import SPEAK_AT_HEARING
from tripartite.meetings.models import Meeting
from tripartite.parties.models import Party

from .. import moments
from ..models import Vote
from .states import PUBLIC, TONES, Status

USER = settings.AUTH_USER_MODEL
TITLE, WORDS, REASON = 80, 1000, 300


def owned(user: Any) -> models.QuerySet:
    """The confirmed memberships by which this account owns something."""
    return Membership.objects.verified().filter(user=user, relation=Membership.Relation.OWNER)


class HearingQuerySet(ScopedQuerySet):
    def public(self) -> "HearingQuerySet":
        return self.filter(status__in=PUBLIC)


class Hearing(Scoped):
    """One question put to the owners of a compound. `closes_at` is the first moment that no longer counts."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # one form, one hearing
    place = models.ForeignKey(Place, models.PROTECT, related_name="hearings", verbose_name=_("compound"))
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=_("called by"))
    title = models.CharField(_("title"), max_length=TITLE)
    text = models.TextField(_("what is to be decided, and why"), max_length=4000)
    vote = models.ForeignKey(
        Vote,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hearings",
        verbose_name=_("before the vote"),
    )
    meeting = models.ForeignKey(
        Meeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("the evening in the hall"),
    )
    closes_at = models.DateTimeField(_("statements until"))
    status = models.CharField(_("state"), max_length=12, choices=Status.choices, default=Status.DRAFT)
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    called_at = models.DateTimeField(_("called"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("called off"), null=True, blank=True)
    reason = models.CharField(_("why"), max_length=REASON, blank=True)
    record = models.JSONField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    own_rights = frozenset({SPEAK_AT_HEARING})
    objects = HearingQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("hearing")
        verbose_name_plural = _("hearings")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="hearing_published_has_record",
                condition=~Q(status=Status.PUBLISHED)
                | Q(published_at__isnull=False, record__isnull=False) & ~Q(sha256=""),
            ),
            models.CheckConstraint(
                name="hearing_cancelled_has_reason", condition=~Q(status=Status.CANCELLED) | ~Q(reason="")
            ),
        ]
        indexes = [models.Index(fields=["place", "status", "-closes_at"], name="hearing_board")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("hearing", args=[self.pk])

    @classmethod
    def mine_q(cls, user: Any, permission: str) -> Q:
        here = owned(user).annotate(at=StrIndex("household__place_id", OuterRef("place_id"))).filter(at=1)
        return Q(Exists(here), status__in=PUBLIC)

    def is_mine(self, user: Any, permission: str) -> bool:
        return (
            self.status in PUBLIC
            and owned(user).filter(household__place__code__startswith=self.place_id).exists()
        )

    @property
    def tone(self) -> str:
        return "good" if self.is_open else TONES.get(self.status, "quiet")

    @property
    def closes_words(self) -> str:
        return moments.words(self.closes_at, "24:00")

    @property
    def has_closed(self) -> bool:
        return self.closes_at <= timezone.now()

    @property
    def is_open(self) -> bool:
        return self.status == Status.CALLED and not self.has_closed


class Side(models.TextChoices):
    FOR = "for", pgettext_lazy("statement", "for")
    AGAINST = "against", pgettext_lazy("statement", "against")
    QUESTION = "question", pgettext_lazy("statement", "question")


class Statement(models.Model):
    """What one owner said. `author` is empty for what was noted in the hall; nobody reads whose it is."""

    hearing = models.ForeignKey(Hearing, models.CASCADE, related_name="statements")
    number = models.PositiveSmallIntegerField(_("number"))
    side = models.CharField(_("side"), max_length=8, choices=Side.choices)
    text = models.TextField(_("in words"), max_length=WORDS)
    author = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+")
    in_hall = models.BooleanField(_("said in the hall"), default=False)
    at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(_("hidden"), null=True, blank=True)
    hidden_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    hidden_reason = models.CharField(_("why it is hidden"), max_length=REASON, blank=True)
    answer = models.TextField(_("answer"), max_length=WORDS, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["hearing", "number"]
        constraints = [
            models.UniqueConstraint(fields=["hearing", "number"], name="statement_number_once"),
            models.UniqueConstraint(
                fields=["hearing", "author"], condition=Q(side__in=["for", "against"], author__isnull=False),
                name="statement_stand_once",
            ),
            models.CheckConstraint(
                name="statement_hidden_has_reason", condition=Q(hidden_at__isnull=True) | ~Q(hidden_reason="")
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.hearing_id}/{self.number}"

    @property
    def shown(self) -> str:
        """As everybody reads it: phones and the like are blacked out, hidden words are not there."""
        return "" if self.hidden_at else redact(self.text)

    @property
    def shown_answer(self) -> str:
        return redact(self.answer)
