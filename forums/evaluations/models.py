"""An evaluation, its criteria, and the commitments that were asked for because of it."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beihu.scope import Scoped, ScopedQuerySet
from buildings.places.models import Place
from buildings.posts.roles import REPLY_EVALUATION
from forums.questionnaires.models import Questionnaire
from tripartite.commitments.models import Commitment
from tripartite.parties.models import Party
from tripartite.parties.people import spoken_for

from . import periods
from .drawing import draw
from .states import ASKED, TONES, Status

USER = settings.AUTH_USER_MODEL
SMALLEST = 10  # households of a sample


class EvaluationQuerySet(ScopedQuerySet):
    def published(self) -> "EvaluationQuerySet":
        return self.filter(status=Status.PUBLISHED)


class Evaluation(Scoped):
    """How residents rate `party` for the days from `since` until before `until`. Each `…_at` is a fact, written once.

    At opening the households are drawn from `frame` by `seed` (`drawing.py`); at publishing `result` is written, with its
    SHA-256 over the text that `results.canonical` makes of it. Triggers (migration `evaluations`) keep both as they were.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # one form, one evaluation
    place = models.ForeignKey(Place, models.PROTECT, related_name="evaluations", verbose_name=_("where"))
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="evaluations", verbose_name=_("who is rated")
    )
    party_kind = models.CharField(max_length=24)  # of the party, for those who speak for it
    period = models.CharField(_("period"), max_length=10, choices=periods.Kind.choices)
    since = models.DateField(_("from"))
    until = models.DateField(_("until before"))
    sample = models.PositiveIntegerField(
        _("households to draw"), null=True, blank=True
    )  # none: all are asked
    closes_on = models.DateField(_("last day for answers"), null=True, blank=True)
    seed = models.CharField(_("seed of the draw"), max_length=32, blank=True)
    frame = ArrayField(models.BigIntegerField(), default=list, blank=True)  # households there were
    asked = models.PositiveIntegerField(_("households asked"), default=0)
    questionnaire = models.OneToOneField(
        Questionnaire, models.PROTECT, null=True, blank=True, related_name="evaluation"
    )
    status = models.CharField(_("state"), max_length=12, choices=Status.choices, default=Status.DRAFT)
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("made by"))
    created_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdraw_reason = models.CharField(_("why it was withdrawn"), max_length=300, blank=True)
    result = models.JSONField(_("result"), null=True, blank=True)
    result_hash = models.CharField(_("fingerprint"), max_length=64, blank=True)
    reply = models.TextField(_("reply of the party"), max_length=2000, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    replied_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    own_rights = frozenset({REPLY_EVALUATION})
    objects = EvaluationQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        ordering = ["-since", "-pk"]
        indexes = [models.Index(fields=["place", "status"], name="evaluation_at")]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "period", "since"],
                condition=~Q(status=Status.WITHDRAWN),
                name="evaluation_of_period_once",
            ),
            models.CheckConstraint(name="evaluation_period", condition=Q(until__gt=F("since"))),
            models.CheckConstraint(
                name="evaluation_sample", condition=Q(sample__isnull=True) | Q(sample__gte=SMALLEST)
            ),
            models.CheckConstraint(
                name="evaluation_asked_has_questionnaire",
                condition=~Q(status__in=ASKED)
                | Q(questionnaire__isnull=False, opened_at__isnull=False, asked__gt=0) & ~Q(seed=""),
            ),
            models.CheckConstraint(
                name="evaluation_published_has_result",
                condition=Q(status=Status.PUBLISHED, published_at__isnull=False, result__isnull=False)
                & ~Q(result_hash="")
                | ~Q(status=Status.PUBLISHED) & Q(published_at__isnull=True, result__isnull=True),
            ),
            models.CheckConstraint(
                name="evaluation_reply_whole",
                condition=Q(reply="", replied_at__isnull=True)
                | ~Q(reply="") & Q(replied_at__isnull=False, status=Status.PUBLISHED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party.name} · {self.period_words}"

    def get_absolute_url(self) -> str:
        return reverse("evaluation", args=[self.pk])

    @property
    def tone(self) -> str:
        return TONES.get(self.status, "quiet")

    @property
    def period_words(self) -> str:
        return periods.words(self.period, self.since)

    @property
    def drawn(self) -> list[int]:
        """The households that are asked: the draw, made again."""
        return draw(self.frame, self.sample, self.seed)

    @classmethod
    def mine_q(cls, user: Any, permission: str) -> Q:
        """Whoever speaks for the party replies for it."""
        return spoken_for(user, kind="party_kind", place="party__place")

    def is_mine(self, user: Any, permission: str) -> bool:
        """The same test as `mine_q`; the database answers it, once for this row in memory."""
        known = self.__dict__.setdefault("_mine", {})
        if user.pk not in known:
            mine = type(self)._base_manager.filter(self.mine_q(user, permission), pk=self.pk)
            known[user.pk] = mine.exists()
        return bool(known[user.pk])

    def is_about(self, user: Any) -> bool:
        """Whether this person speaks for the party: then they do not run it."""
        return bool(user.is_authenticated) and self.is_mine(user, REPLY_EVALUATION)


class Criterion(models.Model):
    """What is rated, and how much of the whole it makes. `key` is that of its question ("q1")."""

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField(_("position"))
    text = models.CharField(_("criterion"), max_length=60)
    weight = models.PositiveSmallIntegerField(_("weight in per cent"))
    source = models.CharField(_("source"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "position"], name="criterion_position_once"),
            models.CheckConstraint(name="criterion_weight", condition=Q(weight__gte=1, weight__lte=100)),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def key(self) -> str:
        return f"q{self.position}"


class Pursuit(models.Model):
    """A commitment that was asked for because of what residents said to a criterion."""

    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="pursuits")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="pursuits")
    commitment = models.OneToOneField(Commitment, models.PROTECT, related_name="pursuit")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("commitment after an evaluation")
        verbose_name_plural = _("commitments after evaluations")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.evaluation_id} → {self.commitment_id}"
