"""An idea, who supports it, what speaks for and against it, who reported it, and what became of it."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Left, Lower, StrIndex
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beihu.audit.masking import redact
from beihu.scope import Scoped, ScopedQuerySet, under
from buildings.households.models import Membership
from buildings.places.codes import Level
from buildings.places.models import Bigrams, Place
from buildings.posts.roles import OWN_IDEA, SHARE_IDEA, VIEW_IDEA
from tripartite.commitments.models import Commitment

from .states import DONE, SHOWN, TONES, Status

USER = settings.AUTH_USER_MODEL
TITLE, TEXT, ARGUMENT = 60, 3000, 600  # characters
SEARCHED = 2000


def whole_text() -> Concat:
    """Title and text as one, for the search."""
    return Concat("title", Value(" "), "text", output_field=models.TextField())


class IdeaQuerySet(ScopedQuerySet):
    def shown(self) -> "IdeaQuerySet":
        """What everybody may read."""
        return self.filter(status__in=SHOWN)

    def open(self) -> "IdeaQuerySet":
        return self.filter(status=Status.OPEN)

    def overdue(self) -> "IdeaQuerySet":
        """Staff owe an answer, and its day has passed."""
        return self.open().filter(answer_due__lt=timezone.now())

    def near(self, code: str) -> "IdeaQuerySet":
        """Of a place and what lies in it; of a compound also those for its whole community."""
        return self.filter(under("place_id", code) | Q(place_id=code[: Level.COMMUNITY]))

    def search(self, words: str) -> "IdeaQuerySet":
        """Every word occurs in title or text: by the bigram index, rechecked where that is not exact."""
        found: Any = self
        for word in words.lower().split()[:5]:
            found = found.filter(grams__contains=[word[i : i + 2] for i in range(len(word) - 1)] or [word])
            if len(word) > 2:
                text = Lower(whole_text())
                found = found.alias(at=StrIndex(text, Value(word))).filter(at__gt=0)
        return found


class Idea(Scoped):
    """What somebody would like to see in their compound or community. Each `…_at` is a fact."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # one form, one idea
    place = models.ForeignKey(Place, models.PROTECT, related_name="ideas", verbose_name=_("where"))
    author = models.ForeignKey(
        USER, models.SET_NULL, null=True, related_name="ideas", verbose_name=_("posted by")
    )
    title = models.CharField(pgettext_lazy("idea", "in one line"), max_length=TITLE)
    text = models.TextField(pgettext_lazy("idea", "in more words"), max_length=TEXT)
    grams = models.GeneratedField(
        expression=Bigrams(Left(whole_text(), SEARCHED)),
        output_field=ArrayField(models.TextField()),
        db_persist=True,
    )
    status = models.CharField(_("state"), max_length=14, choices=Status.choices, default=Status.OPEN)
    resume_status = models.CharField(max_length=14, choices=Status.choices, blank=True)
    supports = models.PositiveIntegerField(_("supporters"), default=0)  # the rows of Support, for sorting
    posted_at = models.DateTimeField(_("posted"), default=timezone.now)
    answer_due = models.DateTimeField(_("to be answered by"))
    overdue_at = models.DateTimeField(null=True, blank=True)  # staff were told that the day has passed
    reply = models.TextField(_("answer"), blank=True)  # the latest word of staff, for everybody
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    hidden_reason = models.CharField(_("why it is hidden"), max_length=300, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("merged into")
    )
    split_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("split from")
    )

    own_rights = frozenset({VIEW_IDEA, OWN_IDEA, SHARE_IDEA})
    objects = IdeaQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("idea")
        verbose_name_plural = _("ideas")
        ordering = ["-posted_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="idea_merged_points",
                condition=Q(merged_into__isnull=True) | ~Q(status__in=SHOWN),
            ),
            models.CheckConstraint(
                name="idea_merged_somewhere",
                condition=~Q(status=Status.MERGED) | Q(merged_into__isnull=False),
            ),
            models.CheckConstraint(name="idea_not_into_itself", condition=~Q(merged_into=F("id"))),
            models.CheckConstraint(
                name="idea_hidden_has_reason",
                condition=Q(status=Status.HIDDEN) & ~Q(hidden_reason="") & ~Q(resume_status="")
                | ~Q(status=Status.HIDDEN) & Q(hidden_reason="", resume_status=""),
            ),
            models.CheckConstraint(
                name="idea_answered_has_time",
                condition=~Q(status__in=DONE) | Q(answered_at__isnull=False) & ~Q(reply=""),
            ),
        ]
        indexes = [
            models.Index(fields=["place", "-posted_at", "-id"], name="idea_newest"),
            models.Index(fields=["place", "-supports", "-id"], name="idea_most_supported"),
            models.Index(fields=["place", "-answered_at", "-id"], name="idea_answered"),
            models.Index(fields=["author", "-posted_at"], name="idea_author"),
            models.Index(
                fields=["answer_due"],
                condition=Q(status=Status.OPEN, overdue_at__isnull=True),
                name="idea_due",
            ),
            GinIndex(fields=["grams"], name="idea_search"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/ideas/{self.pk}/"

    @property
    def tone(self) -> str:
        return TONES.get(self.status, "quiet")

    @property
    def public_title(self) -> str:
        """Without numbers and doors: what neighbours read."""
        return redact(self.title)

    @property
    def public_text(self) -> str:
        return redact(self.text)

    @property
    def is_shown(self) -> bool:
        return self.status in SHOWN

    @property
    def is_overdue(self) -> bool:
        return self.status == Status.OPEN and self.answer_due < timezone.now()

    @property
    def is_backed(self) -> bool:
        """Somebody has supported these words, or argued about them."""
        known = self.__dict__.get("has_arguments")  # read together with the row, where a page asks
        return self.supports > 0 or (self.arguments.exists() if known is None else known)

    @property
    def is_reported(self) -> bool:
        """A report waits for a decision."""
        known = self.__dict__.get("has_reports")
        return self.reports.filter(settled_at=None).exists() if known is None else known

    @classmethod
    def mine_q(cls, user: Any, permission: str) -> Q:
        """Sharing: whoever lives there, verified. The rest: whoever posted it."""
        if permission != SHARE_IDEA:
            return Q(author=user)
        homes = Membership.objects.verified().filter(user=user)
        compounds = homes.values(code=Left("household__place_id", Level.COMPOUND.value))
        communities = homes.values(code=Left("household__place_id", Level.COMMUNITY.value))
        return Q(place__in=compounds) | Q(place__in=communities)

    def is_mine(self, user: Any, permission: str) -> bool:
        """The same test as `mine_q`; where somebody lives is asked once for this row in memory."""
        if permission != SHARE_IDEA:
            return self.author_id is not None and self.author_id == user.pk
        known = self.__dict__.setdefault("_mine", {})
        if user.pk not in known:
            homes = Membership.objects.verified().filter(user=user)
            known[user.pk] = homes.filter(under("household__place_id", self.place_id)).exists()
        return known[user.pk]


class IdeaVersion(models.Model):
    """Words as they stood before they were changed; number 1 is how it was posted. Nothing is overwritten for good."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    title = models.CharField(pgettext_lazy("idea", "in one line"), max_length=TITLE)
    text = models.TextField(pgettext_lazy("idea", "in more words"))
    reason = models.CharField(_("why it was changed"), max_length=300, blank=True)
    by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("version of an idea")
        verbose_name_plural = _("versions of ideas")
        ordering = ["idea", "number"]
        constraints = [models.UniqueConstraint(fields=["idea", "number"], name="idea_version_once")]

    def __str__(self) -> str:
        return f"{self.idea_id} v{self.number}"


class Support(models.Model):
    """One neighbour supports it; one a person. `came_from`: the idea they supported before it was merged or split."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="supporters")
    user = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="supported_ideas")
    came_from = models.ForeignKey(Idea, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("support")
        verbose_name_plural = _("supports")
        ordering = ["idea", "at", "pk"]
        constraints = [models.UniqueConstraint(fields=["idea", "user"], name="support_once")]

    def __str__(self) -> str:
        return f"{self.idea_id} {self.user_id}"


class Argument(models.Model):
    """What speaks for or against it, in a neighbour's words. Hidden or taken back, the words are kept."""

    class Side(models.TextChoices):
        FOR = "for", pgettext_lazy("argument", "for")
        AGAINST = "against", pgettext_lazy("argument", "against")

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="arguments")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # one form, one argument
    author = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+")
    side = models.CharField(pgettext_lazy("argument", "side"), max_length=8, choices=Side.choices)
    text = models.CharField(pgettext_lazy("argument", "words"), max_length=ARGUMENT)
    came_from = models.ForeignKey(Idea, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    hidden_at = models.DateTimeField(_("hidden"), null=True, blank=True)
    hidden_reason = models.CharField(_("why it is hidden"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("argument")
        verbose_name_plural = _("arguments")
        ordering = ["idea", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="argument_hidden_has_reason",
                condition=Q(hidden_at__isnull=True, hidden_reason="")
                | Q(hidden_at__isnull=False) & ~Q(hidden_reason=""),
            ),
        ]
        indexes = [models.Index(fields=["author", "-at"], name="argument_author")]

    def __str__(self) -> str:
        return f"{self.idea_id} {self.side}"

    @property
    def public_text(self) -> str:
        return redact(self.text)


class ReportQuerySet(models.QuerySet):
    def waiting(self) -> "ReportQuerySet":
        """No moderator has decided yet."""
        return self.filter(settled_at=None)


class Report(models.Model):
    """Somebody tells a moderator that an idea, or an argument about it, should not stand there, and why."""

    class Reason(models.TextChoices):
        PERSONAL = "personal", _("it shows somebody's name, phone or home")
        INSULT = "insult", _("it insults somebody")
        FALSE = "false", _("it spreads something that is not true")
        ADVERT = "advert", _("it is advertising")
        OTHER = "other", pgettext_lazy("report", "something else")

    class Outcome(models.TextChoices):
        HIDDEN = "hidden", pgettext_lazy("report", "hidden")
        REWORDED = "reworded", pgettext_lazy("report", "words taken out")
        KEPT = "kept", pgettext_lazy("report", "left as it is")

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="reports")
    argument = models.ForeignKey(Argument, models.CASCADE, null=True, blank=True, related_name="reports")
    by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices)
    note = models.CharField(_("in words"), max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(_("decided"), null=True, blank=True)
    settled_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(
        pgettext_lazy("report", "decision"), max_length=10, choices=Outcome.choices, blank=True
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("idea", "report")
        verbose_name_plural = pgettext_lazy("idea", "reports")
        ordering = ["idea", "at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["idea", "by"],
                condition=Q(argument__isnull=True, settled_at__isnull=True),
                name="report_of_idea_once",
            ),
            models.UniqueConstraint(
                fields=["argument", "by"],
                condition=Q(argument__isnull=False, settled_at__isnull=True),
                name="report_of_argument_once",
            ),
            models.CheckConstraint(
                name="report_settled_has_outcome",
                condition=Q(settled_at__isnull=True, outcome="")
                | Q(settled_at__isnull=False) & ~Q(outcome=""),
            ),
        ]
        indexes = [
            models.Index(fields=["at"], condition=Q(settled_at__isnull=True), name="report_waiting"),
            models.Index(fields=["by", "-at"], name="report_by"),
        ]

    def __str__(self) -> str:
        return f"{self.idea_id} {self.reason}"


class Adoption(models.Model):
    """Where an adopted idea went. `stage`: how far it had come there when those who support it were last told."""

    class Way(models.TextChoices):
        AGENDA = "agenda", _("to the table of a meeting")
        COMMITMENT = "commitment", _("a party is asked to promise it")
        PROJECT = "project", _("noted as a project")

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="adoptions")
    way = models.CharField(_("way"), max_length=10, choices=Way.choices)
    commitment = models.ForeignKey(
        Commitment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("commitment")
    )
    words = models.CharField(_("in words"), max_length=300, blank=True)
    stage = models.CharField(max_length=20, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("adoption of an idea")
        verbose_name_plural = _("adoptions of ideas")
        ordering = ["idea", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="adoption_commitment",
                condition=Q(way="commitment", commitment__isnull=False)
                | ~Q(way="commitment") & Q(commitment__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["idea"], condition=Q(way="agenda"), name="adoption_for_agenda_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.idea_id} {self.way}"


class IdeaEvent(models.Model):
    """One thing that happened. Supports and arguments are rows of their own."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    actor_role = models.CharField(max_length=24, blank=True)  # in which capacity, as of then
    verb = models.CharField(max_length=20)
    before = models.CharField(max_length=14, choices=Status.choices, blank=True)
    after = models.CharField(max_length=14, choices=Status.choices, blank=True)
    note = models.TextField(blank=True)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("event of an idea")
        verbose_name_plural = _("events of ideas")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["idea", "at", "id"])]

    def __str__(self) -> str:
        return f"{self.idea_id} {self.verb}"
