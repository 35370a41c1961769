"""An issue, what happened to it, its pictures, and who follows it."""

import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Left, Lower, StrIndex
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beihu.scope import Reach, Scoped, ScopedQuerySet, under
from buildings.places.codes import Level
from buildings.places.models import Bigrams, Place
from buildings.posts.roles import OWN_ISSUE, VIEW_ISSUE
from tripartite.parties.models import Party

from .categories import POLICIES, Category
from .constraints import CONSTRAINTS, INDEXES
from .states import CLOSED, ENDED, OPEN, PUBLIC, TICKING, TONES, Status

USER = settings.AUTH_USER_MODEL
REOPEN_WITHIN = timedelta(days=15)
SEARCHED = 2000  # characters of an issue that search looks at; a hotline's text may have 7,000


def cut_place(level: Level) -> models.GeneratedField:
    """The code of the community, street or district this lies in: an indexable column of its own."""
    return models.GeneratedField(
        expression=Left("place_id", level.value),
        output_field=models.CharField(max_length=level.value, db_collation="C"),
        db_persist=True,
    )


class IssueQuerySet(ScopedQuerySet):
    def open(self) -> "IssueQuerySet":
        return self.filter(status__in=OPEN)

    def overdue(self) -> "IssueQuerySet":
        """The resolution clock runs and its deadline has passed."""
        return self.filter(status__in=TICKING, solve_due__lt=timezone.now())

    def filed(self) -> "IssueQuerySet":
        """Everything but drafts."""
        return self.exclude(status=Status.DRAFT)

    def published(self) -> "IssueQuerySet":
        """What neighbours may see: consented to, moderated, not refused or merged."""
        return self.filter(published_at__isnull=False, wants_public=True, status__in=PUBLIC)

    def search(self, words: str) -> "IssueQuerySet":
        """Every word occurs in the text: by the bigram index, rechecked where that is not exact.

        Not with LIKE: PostgreSQL thinks that it hardly ever matches, and then fetches every row with a common word.
        """
        found: Any = self
        for word in words.lower().split()[:5]:
            grams = [word[i : i + 2] for i in range(len(word) - 1)] or [word]
            found = found.filter(grams__contains=grams)
            if len(word) > 2:
                found = found.alias(at=StrIndex(Lower("text"), Value(word))).filter(at__gt=0)
        return found


class Issue(Scoped):
    """What a resident asks to be solved. Each `…_at` is a fact, written once."""

    class Via(models.TextChoices):
        PORTAL = "portal", _("portal")
        DESK = "desk", _("at the desk")
        PHONE = "phone", _("by phone")
        HOTLINE = "hotline", _("hotline")
        TALK = "talk", _("evening talk")

    class Rating(models.TextChoices):
        SATISFIED = "satisfied", _("satisfied")
        MOSTLY = "mostly", _("mostly satisfied")
        DISSATISFIED = "dissatisfied", _("dissatisfied")

    class Refusal(models.TextChoices):
        NOT_OURS = "not_ours", _("outside what a community or its parties may do")
        IN_COURT = "in_court", _("before a court, in arbitration or in a formal review")
        DECIDED = "decided", _("already decided, with nothing new")
        UNCLEAR = "unclear", _("cannot be understood and cannot be asked about")
        ABUSE = "abuse", _("insults or advertising")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # one form, one issue
    # where and what
    place = models.ForeignKey(Place, models.PROTECT, related_name="issues", verbose_name=_("where"))
    spot = models.CharField(_("exact spot"), max_length=120, blank=True)  # "between floors 3 and 4"
    community = cut_place(Level.COMMUNITY)
    street = cut_place(Level.STREET)
    district = cut_place(Level.DISTRICT)
    category = models.CharField(_("category"), max_length=20, choices=Category.choices, blank=True)
    text = models.TextField(_("what is the matter"), blank=True)
    grams = models.GeneratedField(
        expression=Bigrams(Left("text", SEARCHED)),
        output_field=ArrayField(models.TextField()),
        db_persist=True,
    )
    urgent = models.BooleanField(_("urgent"), default=False)
    # who
    author = models.ForeignKey(
        USER, models.SET_NULL, null=True, blank=True, related_name="issues", verbose_name=_("raised by")
    )
    filed_by = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("typed by")
    )
    via = models.CharField(_("how it came"), max_length=8, choices=Via.choices, default=Via.PORTAL)
    contact_name = models.CharField(_("contact name"), max_length=60, blank=True)
    contact_phone = models.CharField(_("contact phone"), max_length=20, blank=True)
    source_id = models.CharField(_("number at the source"), max_length=60, null=True, blank=True, unique=True)
    # public
    wants_public = models.BooleanField(_("neighbours may see it"), default=False)
    public_text = models.TextField(_("text for neighbours"), blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    # state
    status = models.CharField(_("state"), max_length=20, choices=Status.choices, default=Status.DRAFT)
    resume_status = models.CharField(max_length=20, choices=Status.choices, blank=True)
    party = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="issues", verbose_name=_("handed to")
    )
    party_kind = models.CharField(max_length=24, blank=True)  # of `party`, for the scope test
    assignee = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person in charge")
    )
    first_receiver = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("first receiver")
    )
    bounced = models.BooleanField(default=False)
    assignment_decided = models.BooleanField(default=False)
    refusal = models.CharField(_("reason for refusing"), max_length=12, choices=Refusal.choices, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("merged into")
    )
    follows_up = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="follow_ups", verbose_name=_("follows")
    )
    # facts and clocks
    created_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(_("filed"), null=True, blank=True)
    contacted_at = models.DateTimeField(_("first contact"), null=True, blank=True)
    replied_at = models.DateTimeField(_("first reply"), null=True, blank=True)
    solved_at = models.DateTimeField(_("reported as solved"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    reopened_at = models.DateTimeField(_("reopened"), null=True, blank=True)
    contact_due = models.DateTimeField(null=True, blank=True)
    reply_due = models.DateTimeField(null=True, blank=True)
    solve_due = models.DateTimeField(_("to be solved by"), null=True, blank=True)
    calendar_version = models.CharField(max_length=40, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_until = models.DateTimeField(null=True, blank=True)
    waited = models.DurationField(default=timedelta, db_default=timedelta())  # for the resident, in all
    answer_by = models.DateTimeField(
        null=True, blank=True
    )  # solved: silence closes it; reopening: staff decide
    anonymised_at = models.DateTimeField(null=True, blank=True)  # no person stands in it any more
    overdue_at = models.DateTimeField(null=True, blank=True)  # first line told
    escalated_at = models.DateTimeField(null=True, blank=True)  # second line told
    # verdict
    rating = models.CharField(_("verdict"), max_length=12, choices=Rating.choices, blank=True)
    rating_reason = models.TextField(_("why"), blank=True)

    party_field = "party_kind"
    own_rights = frozenset({VIEW_ISSUE, OWN_ISSUE})
    objects = IssueQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("issue")
        verbose_name_plural = _("issues")
        constraints = CONSTRAINTS
        indexes = INDEXES

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return f"/issues/{self.pk}/"

    @property
    def followers_url(self) -> str:
        """Where somebody who follows it reads on: its public page, or their own list when there is none."""
        return f"/p/{self.reference}/" if self.is_public else "/my/issues/"

    @property
    def reference(self) -> str:
        """The number people say on the phone: filing day and running number."""
        return f"{timezone.localtime(self.submitted_at or self.created_at):%y%m%d}-{self.pk:05d}"

    @property
    def title(self) -> str:
        """The first line of what was said, 40 characters at most. Not public."""
        line = self.text.strip().split("\n", 1)[0]
        return line if len(line) <= 40 else f"{line[:39]}…"

    @property
    def public_title(self) -> str:
        line = self.public_text.strip().split("\n", 1)[0]
        return line if len(line) <= 40 else f"{line[:39]}…"

    @property
    def tone(self) -> str:
        return TONES.get(self.status, "quiet")

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def is_overdue(self) -> bool:
        return self.status in TICKING and self.is_past_due

    @property
    def is_past_due(self) -> bool:
        """The deadline had passed when the clock was last running."""
        return bool(self.solve_due and self.solve_due < (self.paused_at or timezone.now()))

    @property
    def is_public(self) -> bool:
        return bool(self.published_at and self.wants_public and self.status in PUBLIC)

    @property
    def has_ended(self) -> bool:
        return self.status in ENDED

    @property
    def may_still_be_reopened(self) -> bool:
        """Solved and unanswered, or closed no more than fifteen days ago."""
        if self.status not in CLOSED:
            return True
        return bool(self.closed_at and timezone.now() <= self.closed_at + REOPEN_WITHIN)

    @property
    def policy(self) -> Any:
        return POLICIES[self.category or Category.OTHER]

    @classmethod
    def scope_q(cls, reach: Reach) -> Q:
        """By the indexed column where the reach is a community, street or district."""
        column = {12: "community", 9: "street", 6: "district"}.get(len(reach.prefix))
        q = (
            Q(**{column: reach.prefix})
            if column
            else under("place_id", reach.prefix)
            if reach.prefix
            else Q()
        )
        q &= ~Q(status=Status.DRAFT)
        return q & Q(party_kind=reach.party) if reach.party else q

    def in_reach(self, reach: Reach) -> bool:
        return self.status != Status.DRAFT and super().in_reach(reach)

    @classmethod
    def mine_q(cls, user: Any, permission: str) -> Q:
        own = Q(author=user)
        return own | Q(filed_by=user) if permission == VIEW_ISSUE else own

    def is_mine(self, user: Any, permission: str) -> bool:
        typed = permission == VIEW_ISSUE and self.filed_by_id == user.pk
        return typed or (self.author_id is not None and self.author_id == user.pk)


class IssueEvent(models.Model):
    """One thing that happened. `for_resident` events are the resident's timeline."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    actor_role = models.CharField(max_length=24, blank=True)  # in which capacity, as of then
    verb = models.CharField(max_length=20)  # a transition's name, or note, reply, contact, extend …
    before = models.CharField(max_length=20, choices=Status.choices, blank=True)
    after = models.CharField(max_length=20, choices=Status.choices, blank=True)
    note = models.TextField(blank=True)
    for_resident = models.BooleanField(default=True)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("event of an issue")
        verbose_name_plural = _("events of issues")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["issue", "at", "id"])]

    def __str__(self) -> str:
        return f"{self.issue_id} {self.verb}"


class Follower(models.Model):
    """Somebody who said "me too": hears of each step, sees what neighbours see."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="followers")
    user = models.ForeignKey(USER, models.CASCADE, related_name="followed")
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("follower")
        verbose_name_plural = _("followers")
        constraints = [models.UniqueConstraint(fields=["issue", "user"], name="follower_once")]

    def __str__(self) -> str:
        return f"{self.issue_id} {self.user_id}"


class Photo(models.Model):
    """A picture, re-encoded without metadata. `original` keeps what `image` blacks out; staff only."""

    class Stage(models.TextChoices):
        FILED = "filed", _("as filed")
        SOLVED = "solved", _("after the work")

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="photos")
    stage = models.CharField(max_length=8, choices=Stage.choices, default=Stage.FILED)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    original = models.FileField()  # the same stored file as `image` until something is blacked out
    image = models.FileField()
    thumb = models.FileField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    blackened = models.JSONField(default=list, blank=True)  # [[x, y, width, height] in thousandths]
    published = models.BooleanField(
        default=False, db_default=False
    )  # seen by the moderator, shown to neighbours
    taken_by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["pk"]
        indexes = [models.Index(fields=["taken_by", "created_at"])]

    def __str__(self) -> str:
        return str(self.key)


class CallBack(models.Model):
    """Staff asked the resident afterwards: labelled so, never mixed with the resident's own verdict."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="call_backs")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reached = models.BooleanField(_("reached"))
    contacted = models.BooleanField(_("was contacted by the party"), null=True)
    solved = models.BooleanField(_("solved"), null=True)
    satisfaction = models.CharField(
        _("satisfaction"), max_length=12, choices=Issue.Rating.choices, blank=True
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("call-back")
        verbose_name_plural = _("call-backs")
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.issue_id} {self.at:%Y-%m-%d}"


class SavedFilter(models.Model):
    """A staff member's own filter of the inbox: a name and a query string."""

    user = models.ForeignKey(USER, models.CASCADE, related_name="saved_filters")
    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(max_length=500)

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="saved_filter_once")]

    def __str__(self) -> str:
        return self.name
