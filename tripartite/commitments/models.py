"""A commitment, its versions, what happened to it, its evidence and the verdicts on it."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q
from django.db.models.functions import Coalesce, Left
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beihu.scope import Scoped, ScopedQuerySet
from buildings.households.models import Membership
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.roles import JUDGE_COMMITMENT, KEEP_COMMITMENT, VIEW_COMMITMENT
from tripartite.issues.models import Issue
from tripartite.meetings.minutes import Resolution
from tripartite.parties.models import Party
from tripartite.parties.people import spoken_for

from .states import OPEN, OWED, PUBLIC, TONES, Status

USER = settings.AUTH_USER_MODEL


class CommitmentQuerySet(ScopedQuerySet):
    def open(self) -> "CommitmentQuerySet":
        return self.filter(status__in=OPEN)

    def overdue(self) -> "CommitmentQuerySet":
        """Owed, and the date has passed; a standing promise has none."""
        return self.filter(status__in=OWED, due_on__lt=timezone.localdate())

    def shown(self) -> "CommitmentQuerySet":
        """What the public board shows: a party's word, and what became of it."""
        return self.filter(status__in=PUBLIC)

    def judged(self) -> "CommitmentQuerySet":
        """With `said_kept` and `said_not`: the verdicts on the latest delivery."""
        said = Verdict.objects.filter(commitment=OuterRef("pk"), delivered_at=OuterRef("delivered_at"))
        return self.annotate(
            said_kept=_number(said.filter(kept=True)), said_not=_number(said.filter(kept=False))
        )


def _number(rows: models.QuerySet) -> Coalesce:
    total = rows.order_by().values("commitment").annotate(n=models.Count("pk")).values("n")
    return Coalesce(models.Subquery(total), 0, output_field=models.IntegerField())


class Commitment(Scoped):
    """What a party owes at a place. `due_on` counts to its end; empty only for standing promises."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # one form, one commitment
    place = models.ForeignKey(Place, models.PROTECT, related_name="commitments", verbose_name=_("where"))
    debtor = models.ForeignKey(
        Party, models.PROTECT, related_name="commitments", verbose_name=_("who owes it")
    )
    party_kind = models.CharField(max_length=24)  # of the debtor, for the scope test
    text = models.CharField(_("what is owed"), max_length=300)
    metric = models.CharField(_("how it is measured"), max_length=160, blank=True)  # "3 patrols a night"
    due_on = models.DateField(_("by"), null=True, blank=True)
    is_standing = models.BooleanField(_("standing promise"), default=False)  # 服务承诺
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    resolution = models.ForeignKey(
        Resolution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name=_("resolution"),
    )
    issue = models.ForeignKey(
        Issue, models.PROTECT, null=True, blank=True, related_name="commitments", verbose_name=_("issue")
    )
    cost = models.DecimalField(_("cost in yuan"), max_digits=12, decimal_places=2, null=True, blank=True)
    progress = models.PositiveSmallIntegerField(_("progress in per cent"), default=0)
    status = models.CharField(_("state"), max_length=12, choices=Status.choices, default=Status.PROPOSED)
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("written down by"))
    created_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("delivered"), null=True, blank=True)  # the latest time
    judge_until = models.DateTimeField(_("judged until"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    party_field = "party_kind"
    own_rights = frozenset({VIEW_COMMITMENT, KEEP_COMMITMENT, JUDGE_COMMITMENT})
    objects = CommitmentQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="commitment_dated_or_standing", condition=Q(is_standing=True) | Q(due_on__isnull=False)
            ),
            models.CheckConstraint(name="commitment_progress", condition=Q(progress__lte=100)),
            models.CheckConstraint(
                name="commitment_delivered_has_time",
                condition=~Q(status=Status.DELIVERED)
                | Q(delivered_at__isnull=False, judge_until__isnull=False),
            ),
            models.CheckConstraint(
                name="commitment_ended_has_time",
                condition=Q(status__in=OPEN, ended_at__isnull=True)
                | ~Q(status__in=OPEN) & Q(ended_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["resolution"],
                condition=Q(resolution__isnull=False),
                name="commitment_of_resolution_once",
            ),
        ]
        indexes = [
            models.Index(fields=["place", "status", "due_on"], name="commitment_board"),
            models.Index(fields=["debtor", "status"], name="commitment_debtor"),
            models.Index(fields=["due_on"], condition=Q(status__in=OWED), name="commitment_due"),
            models.Index(
                fields=["judge_until"], condition=Q(status=Status.DELIVERED), name="commitment_judged"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return f"/commitments/{self.pk}/"

    @property
    def tone(self) -> str:
        return TONES.get(self.status, "quiet")

    @property
    def is_overdue(self) -> bool:
        return self.status in OWED and self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def has_evidence(self) -> bool:
        """Since it was last found wanting."""
        since = self.delivered_at if self.status == Status.FAILED else None
        proofs = self.evidence.all() if since is None else self.evidence.filter(at__gt=since)
        return proofs.exists()

    @property
    def offer(self) -> "CommitmentVersion | None":
        """A new version that the debtor has not answered; until then the old words and the old date bind."""
        return self.versions.filter(number__gt=self.number, dropped_at=None).first()

    @property
    def may_be_judged(self) -> bool:
        return bool(self.judge_until and timezone.now() <= self.judge_until)

    @classmethod
    def mine_q(cls, user: Any, permission: str) -> Q:
        """Keeping: whoever speaks for the debtor. Judging: who lives there, verified, or raised it, and does not speak
        for the debtor. Viewing: all of these."""
        keeps = spoken_for(user, kind="party_kind", place="debtor__place")
        if permission == KEEP_COMMITMENT:
            return keeps
        judges = Q(issue__author=user) | Q(
            pk__in=cls._around(Membership.objects.verified().filter(user=user))
        )
        return judges & ~keeps if permission == JUDGE_COMMITMENT else keeps | judges

    @classmethod
    def _around(cls, homes: Any) -> Any:
        """Commitments at the compounds of these homes, inside them, and for the whole of their communities."""
        compounds = homes.values(code=Left("household__place_id", Level.COMPOUND.value))
        communities = homes.values(code=Left("household__place_id", Level.COMMUNITY.value))
        rows = cls._base_manager.annotate(compound=Left("place_id", Level.COMPOUND.value))
        return rows.filter(Q(compound__in=compounds) | Q(place__in=communities)).values("pk")

    def is_mine(self, user: Any, permission: str) -> bool:
        """The same test as `mine_q`; the database answers it, once for this row in memory."""
        known = self.__dict__.setdefault("_mine", {})
        if (user.pk, permission) not in known:
            found = Commitment.objects.filter(self.mine_q(user, permission), pk=self.pk)
            known[user.pk, permission] = found.exists()
        return known[user.pk, permission]


class CommitmentVersion(models.Model):
    """The words as they stood from a day on; number 1 is the first. Each needs the debtor's own yes."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    text = models.CharField(_("what is owed"), max_length=300)
    metric = models.CharField(_("how it is measured"), max_length=160, blank=True)
    due_on = models.DateField(_("by"), null=True, blank=True)
    reason = models.CharField(_("why it was changed"), max_length=300, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(
        _("accepted"), null=True, blank=True
    )  # the debtor's word on these words
    accepted_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    dropped_at = models.DateTimeField(null=True, blank=True)  # turned down, or overtaken by a later one

    class Meta:
        verbose_name = _("version of a commitment")
        verbose_name_plural = _("versions of commitments")
        ordering = ["commitment", "number"]
        constraints = [
            models.UniqueConstraint(fields=["commitment", "number"], name="commitment_version_once"),
            models.UniqueConstraint(
                fields=["commitment"],
                condition=Q(accepted_at__isnull=True, dropped_at__isnull=True),
                name="commitment_version_asked_once",
            ),
            models.CheckConstraint(
                name="commitment_version_one_answer",
                condition=Q(accepted_at__isnull=True) | Q(dropped_at__isnull=True),
            ),
            models.CheckConstraint(
                name="commitment_change_has_reason", condition=Q(number=1) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} v{self.number}"


class CommitmentEvent(models.Model):
    """One thing that happened."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    actor_role = models.CharField(max_length=24, blank=True)  # in which capacity, as of then
    verb = models.CharField(max_length=20)
    before = models.CharField(max_length=12, choices=Status.choices, blank=True)
    after = models.CharField(max_length=12, choices=Status.choices, blank=True)
    note = models.TextField(blank=True)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("event of a commitment")
        verbose_name_plural = _("events of commitments")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["commitment", "at", "id"])]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.verb}"


class Evidence(models.Model):
    """A photo (re-encoded, without metadata) or a PDF document that shows that something was done."""

    class Kind(models.TextChoices):
        PHOTO = "photo", _("photo")
        DOCUMENT = "document", _("document")

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="evidence")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    file = models.FileField()
    thumb = models.FileField(blank=True)
    note = models.CharField(_("what it shows"), max_length=160, blank=True)
    is_public = models.BooleanField(
        _("shown to everybody"), default=False
    )  # a photo that staff have looked at
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["commitment", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="evidence_public_is_photo", condition=Q(is_public=False) | Q(kind="photo")
            ),
        ]
        indexes = [models.Index(fields=["by", "at"], name="evidence_by")]

    def __str__(self) -> str:
        return str(self.key)


class Verdict(models.Model):
    """One resident's word on a delivered commitment; one per person and delivery."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="verdicts")
    user = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+")
    delivered_at = models.DateTimeField()  # which delivery it judges
    kept = models.BooleanField(pgettext_lazy("commitment", "kept"))
    reason = models.CharField(_("why"), max_length=300, blank=True)
    raised_it = models.BooleanField(default=False)  # the verdict of who raised the matter decides at once
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("verdict")
        verbose_name_plural = _("verdicts")
        ordering = ["commitment", "at"]
        constraints = [
            models.UniqueConstraint(fields=["commitment", "user", "delivered_at"], name="verdict_once"),
            models.CheckConstraint(name="verdict_no_has_reason", condition=Q(kept=True) | ~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.kept}"


class Rung(models.Model):
    """One step of the ladder of who is told that a commitment falls due or is late; each once per date."""

    class Step(models.IntegerChoices):
        SOON = 1, _("three days before")
        TODAY = 2, _("on the day")
        OFFICER = 3, _("the party's officer")
        HEAD = 4, _("the head of the party")
        LIAISON = 5, _("the liaison")
        STREET = 6, _("the street office")

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="rungs")
    step = models.PositiveSmallIntegerField(_("step"), choices=Step.choices)
    due_on = models.DateField()  # the date it was about: a new version has its own ladder
    at = models.DateTimeField(default=timezone.now)
    told = models.PositiveSmallIntegerField(default=0)  # people

    class Meta:
        verbose_name = _("step of the ladder")
        verbose_name_plural = _("steps of the ladder")
        ordering = ["commitment", "due_on", "step"]
        constraints = [models.UniqueConstraint(fields=["commitment", "step", "due_on"], name="rung_once")]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.step}"
