"""Who has answered, what was answered, and how many gave which answer: three tables that do not know each other.

| table | says | of a named questionnaire | of an anonymous one |
|---|---|---|---|
| Participation | this person (or household) has answered: the roll by the ballot box | yes | yes, no time |
| Envelope | one answer, encrypted, waiting in the urn | never | until the urn is emptied |
| Response | what was answered | with the person or household, and when | without anybody, by day |
| Tally | how many gave which answer | in the same transaction | when the urn is emptied |

## Why an anonymous answer cannot be led back to a person by SQL

1. No column: `Response` of an anonymous questionnaire has neither person nor household nor time (a CHECK says so),
   only a day, a place so coarse that at least ten others are asked there, and what people say of themselves.
2. No order: both tables have random uuids for keys and no sequence.
3. No transaction in common. Answering writes the Participation and an Envelope in one transaction, so that one answer
   per person holds exactly and nothing is lost between two steps (a token drawn first and redeemed later can be lost,
   and giving out another one breaks the rule or the promise). The envelope's content is encrypted with a key that
   is not in the database: rows that share an xmin with it say nothing.
4. The urn is emptied by the sweep, in one transaction for at least five envelopes (`urn.empty`): decrypted, shuffled,
   written as Responses under fresh uuids, counted, and the envelopes deleted. A Response's xmin and ctid therefore
   are those of its batch. Whoever compares numbers of transactions learns a group of five or more, as big as the
   smallest cell of the results.
5. When it is closed, and again when it is published, the rest of the urn (may be fewer than five) is emptied and the
   Responses and the roll are written anew in random order in one transaction: after that even the groups are gone.
   Until then the rest of the urn is encrypted.
6. Answering anonymously writes no audit entry, no notification and nothing into the session; what the browser carries
   from page to page is a signed field of the form. Sessions' `seen_at` are near an Envelope, never near a Response.

What this does not defend against: whoever runs the portal's process holds the key and could read what passes through
it, as with every portal; and a free text may name its author. The form says the latter.
`tests/forums/questionnaires/test_unlinkable.py` tries joins over every pair of tables by ids, order, time and xmin.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beihu.scope import Scoped, ScopedQuerySet
from buildings.households.models import Household
from buildings.places.models import Place

from .models import Questionnaire

USER = settings.AUTH_USER_MODEL


class AgeBand(models.TextChoices):
    """As people say themselves; nobody is asked for a birthday."""

    UNDER_35 = "u35", _("under 35")
    UNDER_60 = "35-59", _("35 to 59")
    UNDER_75 = "60-74", _("60 to 74")
    OVER_75 = "75+", _("75 and older")


class Bucket(models.TextChoices):
    """As what somebody was asked."""

    OWNER = "owner", _("owner")
    TENANT = "tenant", _("tenant")
    FAMILY = "family", _("family")
    POST = "post", _("holder of a post")


class Participation(models.Model):
    """The roll: this person, or this household, has answered. Nothing else, and no time."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="participations")
    user = models.ForeignKey(USER, models.CASCADE, null=True, blank=True, related_name="+")
    household = models.ForeignKey(Household, models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "user"],
                condition=Q(user__isnull=False),
                name="participation_person_once",
            ),
            models.UniqueConstraint(
                fields=["questionnaire", "household"],
                condition=Q(household__isnull=False),
                name="participation_household_once",
            ),
            models.CheckConstraint(
                name="participation_one_of_two", condition=Q(user__isnull=True) ^ Q(household__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return str(self.questionnaire_id)


class Envelope(models.Model):
    """One anonymous answer on its way: encrypted, without a time, gone when the urn is emptied."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="envelopes")
    sealed = models.BinaryField()

    class Meta:
        verbose_name = _("envelope")
        verbose_name_plural = _("envelopes")

    def __str__(self) -> str:
        return str(self.questionnaire_id)


class Draft(models.Model):
    """What somebody has filled in so far; of named questionnaires only, gone with the answer."""

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="drafts")
    user = models.ForeignKey(USER, models.CASCADE, related_name="+")
    answers = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("answers not sent yet")
        verbose_name_plural = _("answers not sent yet")
        constraints = [models.UniqueConstraint(fields=["questionnaire", "user"], name="draft_answers_once")]

    def __str__(self) -> str:
        return str(self.questionnaire_id)


class Channel(models.TextChoices):
    SCREEN = "screen", _("on screen")
    PAPER = "paper", _("on paper")


class Response(Scoped):
    """What was answered: `answers` by key of the question, only of questions that were shown (see `answers.py`).

    Written by `answering.give` and `urn.empty` alone, which also count it (`tallies.py`).
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="responses")
    anonymous = models.BooleanField(default=False)  # as its questionnaire is; the constraint needs it here
    user = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+")
    household = models.ForeignKey(Household, models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_on = models.DateField(_("day of the answer"))  # of an anonymous one: when the urn was emptied
    channel = models.CharField(_("how it came"), max_length=8, choices=Channel.choices)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("lives in"))
    age_band = models.CharField(_("age"), max_length=8, choices=AgeBand.choices, blank=True)
    bucket = models.CharField(_("as"), max_length=8, choices=Bucket.choices, blank=True)
    answers = models.JSONField(_("answers"), default=dict)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        indexes = [models.Index(fields=["questionnaire", "key"], name="response_page")]
        constraints = [
            models.CheckConstraint(
                name="response_anonymous_is_nobody",
                condition=Q(anonymous=False)
                | Q(user__isnull=True, household__isnull=True, answered_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return str(self.key)


class Tally(models.Model):
    """How many gave one answer, by one dimension; the results page reads this and nothing else.

    | question | row | choice | counts the responses that |
    |---|---|---|---|
    | "" | "" | "" | there are |
    | q1 | "" | "" | answered the question at all |
    | q1 (single, multiple) | "" | c2 | chose it |
    | q1 (scale) | "" | "4" | gave the number |
    | q1 (matrix) | r1 | c2 | chose it in the row |
    | q1 (ranking) | c2 | "1" | put the choice c2 on rank 1 |

    Each for `dimension` all (value ""), place (the code of `Response.place`), age (`AgeBand` or ""), role (`Bucket`
    or "") and channel. Counted exactly once, in the transaction that writes the Response (`tallies.count`).
    """

    class Dimension(models.TextChoices):
        ALL = "all", _("all")
        PLACE = "place", _("place")
        AGE = "age", _("age")
        ROLE = "role", _("role")
        CHANNEL = "channel", _("how it came")

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="tallies")
    question = models.CharField(max_length=8, blank=True)  # its key
    row = models.CharField(max_length=8, blank=True)
    choice = models.CharField(max_length=8, blank=True)
    dimension = models.CharField(max_length=8, choices=Dimension.choices)
    value = models.CharField(max_length=24, blank=True, db_collation="C")
    count = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "question", "row", "choice", "dimension", "value"], name="tally_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.row} {self.choice} {self.dimension}={self.value}: {self.count}"
