"""A talk beside its meeting, the series it belongs to, who signed up, and every matter that was said."""

import uuid
from datetime import date
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beihu.scope import Scoped, ScopedQuerySet
from buildings.places.models import Place
from buildings.posts.roles import KEEP_MINUTES, VIEW_MATTER
from tripartite.issues.categories import Category
from tripartite.issues.models import Issue
from tripartite.meetings.models import AgendaItem, Meeting, Room

from .states import RAISED, SETTLED, TONES, Status

USER = settings.AUTH_USER_MODEL
TEXT = 1000  # characters of one matter
FAMILY = 6  # people of one sign-up


class Series(Scoped):
    """ "Every second Thursday": the rule its talks are made from. What differs on one day is an exception."""

    class Every(models.TextChoices):
        WEEK = "week", _("every week")
        FORTNIGHT = "fortnight", _("every two weeks")
        MONTH = "month", _("every month on the same weekday")  # "the second Thursday"

    place = models.ForeignKey(Place, models.PROTECT, related_name="talk_series", verbose_name=_("for"))
    title = models.CharField(_("topic"), max_length=120)
    room = models.ForeignKey(
        Room, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("room")
    )
    spot = models.CharField(_("where exactly"), max_length=120, blank=True)
    every = models.CharField(_("how often"), max_length=12, choices=Every.choices, default=Every.FORTNIGHT)
    first_on = models.DateField(_("first time on"))  # says the weekday, and which one of the month
    last_on = models.DateField(_("not after"), null=True, blank=True)
    at = models.TimeField(_("begins at"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=90)
    organiser = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("organiser"))
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("series of talks")
        verbose_name_plural = _("series of talks")
        ordering = ["place", "first_on", "pk"]
        constraints = [
            models.CheckConstraint(name="series_minutes", condition=Q(minutes__gte=10, minutes__lte=720)),
            models.CheckConstraint(
                name="series_ends_after_begin",
                condition=Q(last_on__isnull=True) | Q(last_on__gte=F("first_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_running(self) -> bool:
        over = self.last_on is not None and self.last_on < timezone.localdate()
        return self.ended_at is None and not over


class SeriesException(models.Model):
    """One day of a series that is left out, or takes place at another time; always with a reason."""

    series = models.ForeignKey(Series, models.CASCADE, related_name="exceptions")
    day = models.DateField(_("day"))  # as the rule says it
    moved_to = models.DateTimeField(_("takes place at"), null=True, blank=True)  # empty: left out
    reason = models.CharField(_("why"), max_length=200)
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("exception of a series")
        verbose_name_plural = _("exceptions of series")
        ordering = ["series", "day"]
        constraints = [
            models.UniqueConstraint(fields=["series", "day"], name="series_exception_once"),
            models.CheckConstraint(name="series_exception_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.series_id} {self.day:%Y-%m-%d}"

    @property
    def is_skipped(self) -> bool:
        return self.moved_to is None


class TalkQuerySet(ScopedQuerySet):
    def announced(self) -> "TalkQuerySet":
        """Called at some time, whatever became of it: what everybody may see."""
        return self.filter(meeting__in=Meeting.objects.announced().values("pk"))

    def coming(self) -> "TalkQuerySet":
        return self.filter(meeting__in=Meeting.objects.coming().values("pk"))


class Talk(Scoped):
    """What only a talk has; time, place, state, guests and attendance are its meeting's. The key is the meeting's."""

    meeting = models.OneToOneField(Meeting, models.CASCADE, primary_key=True, related_name="talk")
    series = models.ForeignKey(
        Series, models.SET_NULL, null=True, blank=True, related_name="talks", verbose_name=_("series")
    )
    series_day = models.DateField(null=True, blank=True)  # the day of the rule it stands for, moved or not
    signs_up = models.BooleanField(_("people may sign up"), default=True)
    capacity = models.PositiveSmallIntegerField(
        _("places in all"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    children = models.PositiveSmallIntegerField(_("children"), default=0)  # of the heads that were counted
    guests = models.PositiveSmallIntegerField(_("guests from elsewhere"), default=0)
    last_number = models.PositiveSmallIntegerField(default=0)  # of its matters; counted up under the lock
    card_sent_at = models.DateTimeField(_("card sent"), null=True, blank=True)
    read_out_at = models.DateTimeField(_("read out"), null=True, blank=True)
    read_out_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    read_out_in = models.ForeignKey(  # the talk at whose opening it was read
        "self", models.SET_NULL, null=True, blank=True, related_name="read_here"
    )

    scope_field = "meeting__place_id"
    own_rights = frozenset({VIEW_MATTER, KEEP_MINUTES})
    objects = TalkQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("evening talk")
        verbose_name_plural = _("evening talks")
        constraints = [
            models.UniqueConstraint(
                fields=["series", "series_day"], condition=Q(series__isnull=False), name="series_day_once"
            ),
            models.CheckConstraint(
                name="talk_capacity", condition=Q(capacity__isnull=True) | Q(capacity__gte=1)
            ),
            models.CheckConstraint(
                name="talk_read_out_has_time",
                condition=Q(read_out_in__isnull=True) | Q(read_out_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.meeting)

    def get_absolute_url(self) -> str:
        return f"/talks/{self.pk}/"

    @property
    def place(self) -> Place:
        return self.meeting.place

    @classmethod
    def mine_q(cls, user: Any, permission: str) -> Q:
        """Whoever organises it or takes the notes, wherever their posts are."""
        return Q(meeting__organiser=user) | Q(meeting__secretary=user)

    def is_mine(self, user: Any, permission: str) -> bool:
        return user.pk in {self.meeting.organiser_id, self.meeting.secretary_id}


class InvitedPlace(models.Model):
    """A doorway or building whose people are asked to come; none at all means the whole of the talk's place."""

    talk = models.ForeignKey(Talk, models.CASCADE, related_name="invited")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("place"))

    class Meta:
        verbose_name = _("invited doorway")
        verbose_name_plural = _("invited doorways")
        ordering = ["talk", "place"]
        constraints = [models.UniqueConstraint(fields=["talk", "place"], name="doorway_invited_once")]

    def __str__(self) -> str:
        return str(self.place)


class SignUp(models.Model):
    """A resident says that they come, and how many of them; taken back it stays, so that it can be given again."""

    talk = models.ForeignKey(Talk, models.CASCADE, related_name="sign_ups")
    user = models.ForeignKey(USER, models.CASCADE, related_name="talk_sign_ups", verbose_name=_("person"))
    people = models.PositiveSmallIntegerField(
        _("how many come"), default=1, validators=[MinValueValidator(1), MaxValueValidator(FAMILY)]
    )
    created_at = models.DateTimeField(default=timezone.now)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")
        ordering = ["talk", "created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["talk", "user"], name="signed_up_once"),
            models.CheckConstraint(name="sign_up_people", condition=Q(people__gte=1, people__lte=FAMILY)),
        ]
        indexes = [models.Index(fields=["user", "talk"], name="sign_up_user")]

    def __str__(self) -> str:
        return f"{self.talk_id} {self.user_id}"


class MatterQuerySet(ScopedQuerySet):
    def raised(self) -> "MatterQuerySet":
        """What was said, each thing once."""
        return self.filter(status__in=RAISED)

    def open(self) -> "MatterQuerySet":
        return self.filter(status=Status.OPEN)

    def overdue(self) -> "MatterQuerySet":
        return self.filter(status=Status.OPEN, due_at__lt=timezone.now())


class Matter(Scoped):
    """One thing that somebody said. Who said it is for staff; `public_text` is what everybody reads."""

    class Mark(models.TextChoices):
        NONE = "", _("not marked")
        SPOT = "spot", _("answered on the spot")
        FOLLOW = "follow", _("to follow")
        STREET = "street", _("for the street")

    talk = models.ForeignKey(Talk, models.CASCADE, related_name="matters")
    client_id = models.UUIDField(default=uuid.uuid4)  # the note-taker's device made it: sent twice, it is one
    number = models.PositiveSmallIntegerField(_("number"))  # within the talk
    place = models.ForeignKey(Place, models.PROTECT, related_name="matters", verbose_name=_("where"))
    text = models.TextField(_("what was said"), max_length=TEXT)
    public_text = models.TextField(_("words for everybody"), max_length=TEXT, blank=True)
    speaker_name = models.CharField(_("who said it"), max_length=60, blank=True)  # blank: 匿名
    speaker = models.ForeignKey(
        USER, models.SET_NULL, null=True, blank=True, related_name="matters_said", verbose_name=_("account")
    )
    category = models.CharField(_("category"), max_length=20, choices=Category.choices, blank=True)
    mark = models.CharField(_("mark"), max_length=8, choices=Mark.choices, blank=True, default=Mark.NONE)
    status = models.CharField(_("state"), max_length=12, choices=Status.choices, default=Status.OPEN)
    outcome = models.TextField(_("what was answered, or why not"), max_length=TEXT, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("merged into")
    )
    issue = models.ForeignKey(
        Issue, models.PROTECT, null=True, blank=True, related_name="matters", verbose_name=_("issue")
    )
    item = models.ForeignKey(
        AgendaItem,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="matters",
        verbose_name=_("agenda item"),
    )
    captured_at = models.DateTimeField(_("said"))  # by the device's clock, within the bounds of the talk
    captured_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("written by"))
    created_at = models.DateTimeField(default=timezone.now)  # by the server's clock
    changed_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(_("to be settled by"))
    overdue_at = models.DateTimeField(null=True, blank=True)  # told to whoever settles it, once
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    own_rights = frozenset({VIEW_MATTER, KEEP_MINUTES})
    objects = MatterQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("matter of a talk")
        verbose_name_plural = _("matters of talks")
        ordering = ["talk", "number"]
        constraints = [
            models.UniqueConstraint(fields=["talk", "client_id"], name="matter_captured_once"),
            models.UniqueConstraint(fields=["talk", "number"], name="matter_number_once"),
            models.CheckConstraint(name="matter_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="matter_merged_elsewhere",
                condition=Q(status=Status.MERGED, merged_into__isnull=False) & ~Q(merged_into=F("pk"))
                | ~Q(status=Status.MERGED) & Q(merged_into__isnull=True),
            ),
            models.CheckConstraint(
                name="matter_answer_has_words",
                condition=~Q(status__in=(Status.ANSWERED, Status.REFUSED)) | ~Q(outcome=""),
            ),
            models.CheckConstraint(
                name="matter_on_has_issue",
                condition=~Q(status__in=(Status.FILED, Status.JOINED)) | Q(issue__isnull=False),
            ),
            models.CheckConstraint(
                name="matter_settled_has_time",
                condition=~Q(status__in=SETTLED) | Q(settled_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["place", "due_at"], condition=Q(status=Status.OPEN), name="matter_open_due"),
            models.Index(fields=["speaker", "talk"], name="matter_speaker"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/talks/{self.talk_id}/matters/{self.number}/"

    @property
    def title(self) -> str:
        """The first line of what was said, 40 characters at most. Not public."""
        line = self.text.strip().split("\n", 1)[0]
        return line if len(line) <= 40 else f"{line[:39]}…"

    @property
    def shown_speaker(self) -> str:
        """For staff: the name that was given; blank is 匿名, said by the template."""
        return self.speaker_name or (self.speaker.name if self.speaker else "")

    @property
    def tone(self) -> str:
        return TONES.get(self.status, "quiet")

    @property
    def is_overdue(self) -> bool:
        return self.status == Status.OPEN and self.due_at < timezone.now()

    @property
    def due_on(self) -> date:
        return timezone.localdate(self.due_at)

    @property
    def has_merged(self) -> bool:
        """What the state table asks; one query."""
        return self.merged.exists()

    @classmethod
    def mine_q(cls, user: Any, permission: str) -> Q:
        """Of the talk one organises or takes the notes of. What one said oneself is shown on one's own page."""
        return Q(talk__meeting__organiser=user) | Q(talk__meeting__secretary=user)

    def is_mine(self, user: Any, permission: str) -> bool:
        return self.talk.is_mine(user, permission)


class MatterPhoto(models.Model):
    """A picture taken at a talk, re-encoded without metadata. Staff only; as an issue it goes through moderation."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="photos")
    client_id = models.UUIDField(default=uuid.uuid4)  # sent twice, it is one
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    image = models.FileField()
    thumb = models.FileField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    taken_by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("photo of a matter")
        verbose_name_plural = _("photos of matters")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["matter", "client_id"], name="matter_photo_once")]

    def __str__(self) -> str:
        return str(self.key)
