"""A vote with its motions; the roll it is decided by; what happened to each paper; ballots, and what they came to."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from beihu.scope import Scoped, ScopedQuerySet
from buildings.households.models import Household, Membership
from buildings.places.models import Place
from buildings.posts.roles import CAST_BALLOT
from tripartite.parties.models import Party

from . import moments
from .counting import Gate, Outcome
from .states import PUBLIC, TONES, Status

USER = settings.AUTH_USER_MODEL
TITLE, REASON = 80, 300


def _own_units(user: Any) -> models.QuerySet:
    """Units of the vote in question that belong to a household whose owner this account is, confirmed."""
    owned = Membership.objects.verified().filter(user=user, relation=Membership.Relation.OWNER)
    return Unit.objects.filter(vote=OuterRef("pk"), household__in=owned.values("household"))


class VoteQuerySet(ScopedQuerySet):
    def public(self) -> "VoteQuerySet":
        """What has been announced, whatever became of it; a draft that was called off never was."""
        return self.filter(announced_at__isnull=False)

    def open(self) -> "VoteQuerySet":
        now = timezone.now()
        return self.filter(status=Status.ANNOUNCED, opens_at__lte=now, closes_at__gt=now)


class Vote(Scoped):
    """One window in which the owners of a compound decide. `closes_at` is the first moment that no longer counts."""

    class Screen(models.TextChoices):
        PAPER_ONLY = "", _("on paper only")
        STRAW = "straw", _("on paper; clicks on screen are a straw poll")
        SYSTEM = "system", _("on paper and on screen: the city's own system is used")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # one form, one vote
    place = models.ForeignKey(Place, models.PROTECT, related_name="votes", verbose_name=_("compound"))
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=_("called by"))
    title = models.CharField(_("title"), max_length=TITLE)
    text = models.TextField(_("what it is about"), max_length=2000, blank=True)
    screen = models.CharField(_("on screen"), max_length=8, choices=Screen.choices, blank=True, default="")
    system = models.CharField(
        _("the city's system, and the document that admits it"), max_length=160, blank=True
    )
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    status = models.CharField(_("state"), max_length=12, choices=Status.choices, default=Status.DRAFT)
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    frozen_at = models.DateTimeField(_("roll frozen"), null=True, blank=True)
    announced_at = models.DateTimeField(_("announced"), null=True, blank=True)
    counted_at = models.DateTimeField(_("counted"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("called off"), null=True, blank=True)
    reason = models.CharField(_("why"), max_length=REASON, blank=True)  # of calling it off
    owners = models.PositiveIntegerField(_("owners on the roll"), default=0)  # of the frozen roll
    area = models.DecimalField(_("area on the roll in m²"), max_digits=12, decimal_places=2, default=0)

    own_rights = frozenset({CAST_BALLOT})
    objects = VoteQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("owners' vote")
        verbose_name_plural = _("owners' votes")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="vote_window", condition=Q(opens_at__isnull=True) | Q(closes_at__gt=F("opens_at"))
            ),
            models.CheckConstraint(
                name="vote_announced_whole",
                condition=~Q(status__in=[Status.ANNOUNCED, Status.COUNTED])
                | Q(
                    opens_at__isnull=False,
                    closes_at__isnull=False,
                    frozen_at__isnull=False,
                    announced_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="vote_counted_has_time",
                condition=~Q(status=Status.COUNTED) | Q(counted_at__gte=F("closes_at")),
            ),
            models.CheckConstraint(
                name="vote_cancelled_has_reason", condition=~Q(status=Status.CANCELLED) | ~Q(reason="")
            ),
            models.CheckConstraint(name="vote_system_named", condition=~Q(screen="system") | ~Q(system="")),
        ]
        indexes = [models.Index(fields=["place", "status", "-closes_at"], name="vote_board")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("vote", args=[self.pk])

    @classmethod
    def mine_q(cls, user: Any, permission: str) -> Q:
        return Q(Exists(_own_units(user)), status__in=PUBLIC)

    def is_mine(self, user: Any, permission: str) -> bool:
        return self.status in PUBLIC and self.units_of(user).exists()

    def units_of(self, user: Any) -> models.QuerySet["Unit"]:
        """The units this person votes for on screen."""
        owned = Membership.objects.verified().filter(user=user, relation=Membership.Relation.OWNER)
        return self.units.filter(household__in=owned.values("household"))

    @property
    def tone(self) -> str:
        return "good" if self.is_open else TONES.get(self.status, "quiet")

    @property
    def has_opened(self) -> bool:
        return self.opens_at is not None and self.opens_at <= timezone.now()

    @property
    def has_closed(self) -> bool:
        return self.closes_at is not None and self.closes_at <= timezone.now()

    @property
    def is_open(self) -> bool:
        return self.status == Status.ANNOUNCED and self.has_opened and not self.has_closed

    @property
    def phase(self) -> str:
        """The state in words, with the clock's part in it."""
        if self.is_open:
            return pgettext("vote", "open")
        if self.status == Status.ANNOUNCED and self.has_closed:
            return pgettext("vote", "closed, not yet counted")
        return self.get_status_display()

    @property
    def days(self) -> str:
        return moments.days(self.opens_at, self.closes_at)

    @property
    def opens_words(self) -> str:
        return moments.words(self.opens_at, "00:00")

    @property
    def closes_words(self) -> str:
        return moments.words(self.closes_at, "24:00")


class Motion(models.Model):
    """One question, answered for, against or abstaining. `gate` and `source` are copied from the rule pack when it is put."""

    vote = models.ForeignKey(Vote, models.CASCADE, related_name="motions")
    number = models.PositiveSmallIntegerField(_("number"))
    matter = models.CharField(_("matter"), max_length=30)
    title = models.CharField(_("motion"), max_length=160)
    text = models.TextField(_("in full"), max_length=4000, blank=True)
    gate = models.CharField(_("needs"), max_length=8, choices=Gate.choices)
    source = models.CharField(_("source of the rule"), max_length=160)

    class Meta:
        verbose_name = _("motion")
        verbose_name_plural = _("motions")
        ordering = ["vote", "number"]
        constraints = [models.UniqueConstraint(fields=["vote", "number"], name="motion_number_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Elector(models.Model):
    """One owner of the frozen roll: a buyer with all their units, co-owners together, or the developer (建房〔2009〕274号 art. 23)."""

    vote = models.ForeignKey(Vote, models.CASCADE, related_name="electors")
    identity = models.CharField(max_length=120)  # what makes two units one owner's; never shown
    name = models.CharField(_("name"), max_length=120, blank=True)  # masked wherever it is shown
    is_developer = models.BooleanField(_("developer, unsold units"), default=False)
    is_unknown = models.BooleanField(_("owner not on the roster"), default=False)

    class Meta:
        verbose_name = _("owner on the roll")
        verbose_name_plural = _("owners on the roll")
        constraints = [models.UniqueConstraint(fields=["vote", "identity"], name="elector_once")]

    def __str__(self) -> str:
        return f"{self.vote_id}/{self.pk}"


class Unit(models.Model):
    """One dwelling or shop of the frozen roll, and what became of its paper."""

    class Paper(models.TextChoices):
        WAITING = "", _("not delivered yet")
        DELIVERED = "delivered", pgettext_lazy("paper", "delivered")
        REFUSED = "refused", _("refused to take it")
        UNREACHABLE = "unreachable", _("nobody reached")
        RETURNED = "returned", _("paper came back")

    vote = models.ForeignKey(Vote, models.CASCADE, related_name="units")
    number = models.PositiveIntegerField(_("number on the roll"))  # printed on the paper
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    elector = models.ForeignKey(Elector, models.PROTECT, related_name="units")
    place = models.ForeignKey(
        Place, models.PROTECT, related_name="+", verbose_name=_("doorway"), db_index=False
    )
    room = models.CharField(_("room"), max_length=30)
    area = models.DecimalField(_("area in m²"), max_digits=9, decimal_places=2)
    area_source = models.CharField(_("source of the area"), max_length=8, blank=True)
    paper = models.CharField(_("paper"), max_length=12, choices=Paper.choices, blank=True, default="")
    paper_at = models.DateTimeField(null=True, blank=True)
    paper_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    tries = models.PositiveSmallIntegerField(_("visits"), default=0)
    returned_at = models.DateTimeField(_("paper came back"), null=True, blank=True)

    class Meta:
        verbose_name = _("unit on the roll")
        verbose_name_plural = _("units on the roll")
        ordering = ["vote", "number"]
        constraints = [
            models.UniqueConstraint(fields=["vote", "household"], name="unit_once"),
            models.UniqueConstraint(fields=["vote", "number"], name="unit_number_once"),
            models.CheckConstraint(name="unit_area_positive", condition=Q(area__gt=0)),
            models.CheckConstraint(
                name="unit_returned_has_time",
                condition=Q(paper="returned", returned_at__isnull=False)
                | ~Q(paper="returned") & Q(returned_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["vote", "place"], name="unit_place"),
            models.Index(fields=["vote", "elector"], include=["area"], name="unit_elector"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class Choice(models.TextChoices):
    FOR = "for", pgettext_lazy("ballot", "for")
    AGAINST = "against", pgettext_lazy("ballot", "against")
    ABSTAIN = "abstain", pgettext_lazy("ballot", "abstain")
    INVALID = "invalid", pgettext_lazy("ballot", "invalid")  # on paper only; does not take part


class Typing(models.Model):
    """One of the two typings of a paper: {number of the motion: choice}. It only grows."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="typings")
    round = models.PositiveSmallIntegerField()  # 1, 2; 3 when somebody has looked at the paper again
    choices = models.JSONField()
    reason = models.CharField(max_length=REASON, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("typing of a paper")
        verbose_name_plural = _("typings of papers")
        ordering = ["unit", "round"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "round"], name="typing_round_once"),
            models.UniqueConstraint(fields=["unit", "by"], name="typing_by_three"),
            models.CheckConstraint(name="typing_rounds", condition=Q(round__gte=1, round__lte=3)),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}/{self.round}"


class Ballot(models.Model):
    """What one unit says to one motion. Once; a correction after the count is the next version, with its Amendment.

    The database refuses a ballot that was not cast within the window, a motion or a unit of another vote, and every
    change (migration `0004_decisions`).
    """

    class Channel(models.TextChoices):
        PAPER = "paper", _("paper")
        SCREEN = "screen", _("screen")

    motion = models.ForeignKey(Motion, models.PROTECT, related_name="ballots")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="ballots")
    version = models.PositiveSmallIntegerField(default=1)
    choice = models.CharField(_("choice"), max_length=8, choices=Choice.choices)
    channel = models.CharField(_("how"), max_length=8, choices=Channel.choices)
    cast_at = models.DateTimeField(_("cast"))  # on screen; of a paper: when it came back
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        constraints = [
            models.UniqueConstraint(fields=["motion", "unit", "version"], name="ballot_once"),
            models.CheckConstraint(
                name="ballot_invalid_on_paper", condition=Q(channel="paper") | ~Q(choice="invalid")
            ),
        ]
        indexes = [models.Index(fields=["unit"], name="ballot_unit")]

    def __str__(self) -> str:
        return f"{self.motion_id}/{self.unit_id}"


class Click(models.Model):
    """意向征集: what an owner would say. It decides nothing, is counted apart, and may be changed while the vote is open."""

    motion = models.ForeignKey(Motion, models.CASCADE, related_name="clicks")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="clicks")
    choice = models.CharField(_("choice"), max_length=8, choices=Choice.choices)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("straw poll answer")
        verbose_name_plural = _("straw poll answers")
        constraints = [
            models.UniqueConstraint(fields=["motion", "unit"], name="click_once"),
            models.CheckConstraint(name="click_valid", condition=~Q(choice="invalid")),
        ]

    def __str__(self) -> str:
        return f"{self.motion_id}/{self.unit_id}"


class Amendment(models.Model):
    """A correction after the count: asked for by one, confirmed or turned down by another."""

    vote = models.ForeignKey(Vote, models.PROTECT, related_name="amendments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="amendments")
    motion = models.ForeignKey(Motion, models.PROTECT, related_name="+")
    was = models.CharField(max_length=8, choices=Choice.choices, blank=True)  # '' = no ballot was there
    becomes = models.CharField(_("should be"), max_length=8, choices=Choice.choices)
    reason = models.CharField(_("why"), max_length=REASON)
    asked_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    settled_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    is_confirmed = models.BooleanField(null=True)

    class Meta:
        verbose_name = _("correction of a count")
        verbose_name_plural = _("corrections of counts")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "motion"], condition=Q(settled_at__isnull=True), name="amendment_open_once"
            ),
            models.CheckConstraint(
                name="amendment_by_two", condition=Q(settled_by__isnull=True) | ~Q(settled_by=F("asked_by"))
            ),
            models.CheckConstraint(name="amendment_changes", condition=~Q(was=F("becomes"))),
        ]

    def __str__(self) -> str:
        return f"{self.vote_id}/{self.pk}"


class Result(models.Model):
    """What was counted, locked: `sha256` covers the content and the version before (see `results.py`)."""

    vote = models.ForeignKey(Vote, models.PROTECT, related_name="results")
    number = models.PositiveSmallIntegerField(_("version"))
    content = models.JSONField()
    sha256 = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("result of a vote")
        verbose_name_plural = _("results of votes")
        ordering = ["vote", "number"]
        constraints = [models.UniqueConstraint(fields=["vote", "number"], name="result_version_once")]

    def __str__(self) -> str:
        return f"{self.vote_id}/{self.number}"

    def outcome_of(self, motion: Motion) -> Outcome:
        """Of this motion, as it was counted."""
        rows = (row for row in self.content["motions"] if row["number"] == motion.number)
        return Outcome(next(rows)["outcome"])
