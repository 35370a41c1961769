"""A questionnaire and its questions. What is answered stands in `responses.py`, what comes on paper in `copies.py`."""

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
from buildings.places.codes import lineage
from buildings.places.models import Place
from buildings.posts.backend import PostBackend
from buildings.posts.roles import ANSWER_QUESTIONNAIRE

from .states import ASKED, TONES, Status

USER = settings.AUTH_USER_MODEL


class QuestionnaireQuerySet(ScopedQuerySet):
    def asked(self) -> "QuestionnaireQuerySet":
        """Put to people at some time: open, closed or published."""
        return self.filter(status__in=ASKED)


class Questionnaire(Scoped):
    """What is asked, of whom, and under which promise. Each `…_at` is a fact, written once.

    Its audience is whoever lives in a household at or under `place` (confirmed), as one of `relations`, and whoever
    holds a post of `post_roles` there; both empty: everybody who lives there, or in one of `households`. A trigger (migration 0002) keeps what
    people were promised (`anonymous`, `per`, the audience) and every question as it was once it has been opened.
    """

    class Per(models.TextChoices):
        PERSON = "person", _("one answer per person")
        HOUSEHOLD = "household", _("one answer per household")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # on posters and in links
    place = models.ForeignKey(
        Place, models.PROTECT, related_name="questionnaires", verbose_name=_("asked in")
    )
    title = models.CharField(_("title"), max_length=120)
    intro = models.TextField(_("introduction"), blank=True, max_length=2000)
    per = models.CharField(_("how often"), max_length=10, choices=Per.choices, default=Per.PERSON)
    anonymous = models.BooleanField(_("anonymous"), default=False)
    relations = ArrayField(
        models.CharField(max_length=8), verbose_name=_("only these residents"), default=list, blank=True
    )
    post_roles = ArrayField(
        models.CharField(max_length=24), verbose_name=_("holders of these posts"), default=list, blank=True
    )
    households = ArrayField(  # a sample that was drawn; empty: every household
        models.BigIntegerField(), verbose_name=_("only these households"), default=list, blank=True
    )
    serves = models.CharField(max_length=20, blank=True, editable=False)  # a room above (`serving.py`)
    closes_on = models.DateField(_("last day for answers"), null=True, blank=True)
    status = models.CharField(_("state"), max_length=12, choices=Status.choices, default=Status.DRAFT)
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("made by"))
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(_("last reminded"), null=True, blank=True)  # the one fact that repeats
    reminders = models.PositiveSmallIntegerField(default=0)

    moved_by = ""  # the room above that moves it at this moment, in memory

    own_rights = frozenset({ANSWER_QUESTIONNAIRE})
    objects = QuestionnaireQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["place", "status"], name="questionnaire_at"),
            models.Index(fields=["closes_on"], condition=Q(status=Status.OPEN), name="questionnaire_closing"),
        ]
        constraints = [
            models.CheckConstraint(
                name="questionnaire_asked_has_time",
                condition=~Q(status__in=ASKED) | Q(opened_at__isnull=False),
            ),
            models.CheckConstraint(
                name="questionnaire_closed_has_time",
                condition=~Q(status__in=(Status.CLOSED, Status.PUBLISHED)) | Q(closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="questionnaire_published_has_time",
                condition=Q(status=Status.PUBLISHED) ^ Q(published_at__isnull=True),
            ),
            models.CheckConstraint(  # a household answers as one: nobody answers for it by virtue of a post
                name="questionnaire_household_without_posts",
                condition=~Q(per="household") | Q(post_roles=[]),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def tone(self) -> str:
        return TONES.get(self.status, "quiet")

    @property
    def paper_waits(self) -> bool:
        """A copy is to be typed again, two typings differ, or nobody has decided yet which of two answers counts."""
        again = Q(checked=True, entries__isnull=False, comparison__settled_at__isnull=True)
        return self.copies.filter(again | Q(double__kept="")).exists()

    def get_absolute_url(self) -> str:
        return reverse("questionnaire_detail", args=[self.key])

    @classmethod
    def mine_q(cls, user: Any, permission: str) -> Q:
        """Open, and this person is of its audience."""
        q = Q(pk__in=[])
        for code, relation, household in _seats(user):
            q |= (
                Q(place_id__in=lineage(code))
                & (Q(relations=[], post_roles=[]) | Q(relations__contains=[relation]))
                & (Q(households=[]) | Q(households__contains=[household]))
            )
        for role, code in PostBackend.posts_of(user):
            q |= Q(place_id__in=lineage(code), post_roles__contains=[role])
        return q & Q(status=Status.OPEN)

    def is_mine(self, user: Any, permission: str) -> bool:
        """The same test as `mine_q`, for this row in memory."""
        if self.status != Status.OPEN:
            return False
        everybody = not self.relations and not self.post_roles
        return any(
            code.startswith(self.place_id)
            and (everybody or relation in self.relations)
            and (not self.households or household in self.households)
            for code, relation, household in _seats(user)
        ) or any(
            code.startswith(self.place_id) and role in self.post_roles
            for role, code in (PostBackend.posts_of(user) if self.post_roles else [])
        )


def homes(user: Any) -> list[tuple[str, str]]:
    """(code of the doorway, as what) of everywhere this person is confirmed to live."""
    return [(code, relation) for code, relation, _household in _seats(user)]


def _seats(user: Any) -> list[tuple[str, str, int]]:
    return list(user.memberships.verified().values_list("household__place_id", "relation", "household_id"))


class Section(models.Model):
    """A page on the phone."""

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("heading"), max_length=120)
    text = models.TextField(_("words above the questions"), blank=True, max_length=1000)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "position"],
                name="section_position_once",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """One question. `key` ("q7") never changes: answers, tallies and exports go by it.

    | kind | what it needs | an answer to it (see `answers.py`) |
    |---|---|---|
    | single | choices | {"choice": "c1", "other": "…"} |
    | multiple | choices | {"choices": ["c1", "c3"], "other": "…"} |
    | scale | low, high, their labels | {"value": 4} |
    | short, long | | {"text": "…"} |
    | matrix | rows, choices | {"rows": {"r1": "c2", "r2": "c1"}} |
    | ranking | choices | {"order": ["c2", "c1", "c3"]}: the best first, some or all |

    `choices` and `rows` are lists of {"key", "text"}; one choice may have "other": true and asks for words of one's
    own, which stand in the answer's "other". Keys are "c1", "c2", … and "r1", … and never change either.
    Shown always, or only when an earlier question (`depends_on`: single, multiple or scale) was answered with one of
    `depends_choices` (keys of choices; of a scale its numbers as text).
    """

    class Kind(models.TextChoices):
        SINGLE = "single", _("one of several")
        MULTIPLE = "multiple", _("several of several")
        SCALE = "scale", _("a scale")
        SHORT = "short", _("a few words")
        LONG = "long", _("a longer text")
        MATRIX = "matrix", _("a table: one choice in each row")
        RANKING = "ranking", _("an order")

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="questions")
    section = models.ForeignKey(Section, models.CASCADE, related_name="questions", verbose_name=_("section"))
    key = models.CharField(max_length=8)
    position = models.PositiveSmallIntegerField(_("position"))  # within its section
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    text = models.CharField(_("question"), max_length=300)
    help = models.CharField(_("hint"), max_length=300, blank=True)
    required = models.BooleanField(_("must be answered"), default=False)
    choices = models.JSONField(_("choices"), default=list, blank=True)
    rows = models.JSONField(_("rows"), default=list, blank=True)
    low = models.SmallIntegerField(_("the scale begins at"), default=1)
    high = models.SmallIntegerField(_("the scale ends at"), default=5)
    low_label = models.CharField(_("the lowest means"), max_length=40, blank=True)
    high_label = models.CharField(_("the highest means"), max_length=40, blank=True)
    depends_on = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="dependants",
        verbose_name=_("shown only if"),
    )
    depends_choices = ArrayField(
        models.CharField(max_length=8), verbose_name=_("was answered with"), default=list, blank=True
    )

    condition: tuple[str, str] | None = None  # in words, where a page shows it

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["section__position", "position"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "key"], name="question_key_once"),
            models.UniqueConstraint(
                fields=["section", "position"],
                name="question_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                name="question_scale",
                condition=Q(low__gte=0, high__lte=10, high__gt=F("low")),
            ),
            models.CheckConstraint(
                name="question_condition_whole",
                condition=Q(depends_on__isnull=True, depends_choices=[])
                | Q(depends_on__isnull=False) & ~Q(depends_choices=[]),
            ),
        ]

    def __str__(self) -> str:
        return self.text
