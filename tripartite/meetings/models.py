"""A meeting, who is asked to it and who came, what is on its table, and when it is reminded of."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beihu.scope import Scoped, ScopedQuerySet
from buildings.places.models import Place
from buildings.posts.roles import ANSWER_MEETING, CHECK_IN, KEEP_MINUTES, SPEAK_AT_MEETING, VIEW_MEETING
from tripartite.issues.models import Issue
from tripartite.parties.models import Party

from .states import COMING, PUBLIC, TONES, Status

USER = settings.AUTH_USER_MODEL
ANNOUNCED = Q(
    status__in=PUBLIC, called_at__isnull=False
)  # a draft that was dropped stays its makers' business


class Room(models.Model):
    """A room that can be booked: the activity room of a community, the meeting room of the street office."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="rooms", verbose_name=_("place"))
    name = models.CharField(_("name"), max_length=80)
    seats = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)
    closed_on = models.DateField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["place", "name"]
        constraints = [models.UniqueConstraint(fields=["place", "name"], name="room_once")]

    def __str__(self) -> str:
        return self.name


class Span(Func):
    """Half-open range of time, for EXCLUDE: one meeting may begin when another ends."""

    function = "TSTZRANGE"
    template = "%(function)s(%(expressions)s, '[)')"


class MeetingQuerySet(ScopedQuerySet):
    def coming(self) -> "MeetingQuerySet":
        return self.filter(status=Status.CALLED, ends_at__gt=timezone.now())

    def shown(self) -> "MeetingQuerySet":
        """Everything but drafts."""
        return self.exclude(status=Status.DRAFT)

    def announced(self) -> "MeetingQuerySet":
        """Called at some time, whatever became of it: what people other than its makers may know of."""
        return self.filter(ANNOUNCED)


class Meeting(Scoped):
    """One meeting. Each `…_at` is a fact, written once; `version` counts the schedule (RFC 5545: SEQUENCE)."""

    class Kind(models.TextChoices):
        JOINT = "joint", _("joint meeting")
        COMMITTEE = "committee", _("committee meeting")
        HEARING = "hearing", _("hearing")
        RESIDENTS = "residents", _("residents' meeting")
        TALK = "talk", _("evening talk")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # in calendars and on paper
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=120)
    place = models.ForeignKey(Place, models.PROTECT, related_name="meetings", verbose_name=_("for"))
    room = models.ForeignKey(
        Room, models.PROTECT, null=True, blank=True, related_name="meetings", verbose_name=_("room")
    )
    spot = models.CharField(_("where exactly"), max_length=120, blank=True)  # "under the big tree"
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    party = models.ForeignKey(  # the body that calls it
        Party,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings_called",
        verbose_name=_("called by"),
    )
    organiser = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("organiser"))
    secretary = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("takes the minutes")
    )
    chair = models.CharField(_("chaired by"), max_length=60, blank=True)
    is_public = models.BooleanField(_("residents may come"), default=False)
    note = models.TextField(_("note for those invited"), blank=True)
    status = models.CharField(_("state"), max_length=12, choices=Status.choices, default=Status.DRAFT)
    version = models.PositiveSmallIntegerField(default=0)  # of the schedule: time or place changed
    sequence = models.PositiveSmallIntegerField(default=0)  # of the calendar entry: anything in it changed
    created_at = models.DateTimeField(default=timezone.now)
    called_at = models.DateTimeField(_("called on"), null=True, blank=True)
    moved_at = models.DateTimeField(_("moved on"), null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    minuted_at = models.DateTimeField(null=True, blank=True)
    object_until = models.DateTimeField(_("objections until"), null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(_("why it was cancelled"), max_length=300, blank=True)
    is_quorate = models.BooleanField(_("quorate"), null=True, blank=True)  # counted when it was held
    short_notice = models.CharField(_("why the notice is short"), max_length=200, blank=True)
    heads = models.PositiveSmallIntegerField(_("heads counted"), null=True, blank=True)  # without a name
    # to take part in a residents' meeting: its quorum is counted from it
    entitled = models.PositiveIntegerField(_("entitled to take part"), null=True, blank=True)

    own_rights = frozenset({VIEW_MEETING, CHECK_IN, KEEP_MINUTES, SPEAK_AT_MEETING, ANSWER_MEETING})
    objects = MeetingQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="meeting_ends_after_begin", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(
                name="meeting_called_has_time",
                condition=Q(status__in=(Status.DRAFT, Status.CANCELLED)) | Q(called_at__isnull=False),
            ),
            models.CheckConstraint(
                name="meeting_cancelled_has_reason",
                condition=Q(status=Status.CANCELLED, cancelled_at__isnull=False) & ~Q(cancel_reason="")
                | ~Q(status=Status.CANCELLED) & Q(cancelled_at__isnull=True),
            ),
            models.CheckConstraint(
                name="meeting_minuted_has_time",
                condition=~Q(status__in=(Status.MINUTED, Status.CONFIRMED)) | Q(minuted_at__isnull=False),
            ),
            ExclusionConstraint(
                name="meeting_room_once",
                expressions=[
                    ("room", RangeOperators.EQUAL),
                    (Span("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
                condition=Q(room__isnull=False) & ~Q(status=Status.CANCELLED),
            ),
        ]
        indexes = [
            models.Index(fields=["place", "-starts_at"], name="meeting_place_time"),
            models.Index(fields=["object_until"], condition=Q(status=Status.MINUTED), name="meeting_minuted"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/meetings/{self.pk}/"

    @property
    def tone(self) -> str:
        return TONES.get(self.status, "quiet")

    @property
    def where(self) -> str:
        """Room and spot, as a notice says it."""
        return " · ".join(part for part in (self.room.name if self.room else "", self.spot) if part)

    @property
    def minutes_long(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @property
    def has_begun(self) -> bool:
        return timezone.now() >= self.starts_at

    @property
    def is_talk(self) -> bool:
        """Without agenda, quorum and minutes; the forums wing holds what it has instead."""
        return self.kind == self.Kind.TALK

    @property
    def is_announced(self) -> bool:
        return self.status in PUBLIC and self.called_at is not None

    @property
    def is_coming(self) -> bool:
        return self.status in COMING

    # What the state table asks; each costs a query, and only when the table is asked.
    @property
    def has_agenda(self) -> bool:
        return self.items.exists()

    @property
    def has_guests(self) -> bool:
        return self.invitations.exists() or self.bodies.exists()

    @property
    def open_items(self) -> bool:
        """Matters without a resolution and without a reason for none."""
        return self.items.filter(resolution__isnull=True, no_resolution="").exists()

    @property
    def open_objections(self) -> bool:
        return self.objections.filter(settled_at__isnull=True).exists()

    @property
    def may_be_objected(self) -> bool:
        return bool(self.object_until and timezone.now() <= self.object_until)

    @classmethod
    def mine_q(cls, user: Any, permission: str) -> Q:
        """One's own: as organiser; as secretary; as somebody invited, once it is called; a helper's is the door alone."""
        by_me = Q(organiser=user)
        if permission == KEEP_MINUTES:
            return by_me | Q(secretary=user)
        if permission == CHECK_IN:
            return by_me | Q(secretary=user) | Q(pk__in=Helper.objects.filter(user=user).values("meeting"))
        invited = Q(pk__in=Invitation.objects.filter(user=user).values("meeting")) & ANNOUNCED
        if permission == ANSWER_MEETING:
            return invited
        if permission == SPEAK_AT_MEETING:
            speaking = Invitation.objects.filter(user=user, party__isnull=False).values("meeting")
            return Q(pk__in=speaking) & ANNOUNCED
        return by_me | Q(secretary=user) | invited

    def is_mine(self, user: Any, permission: str) -> bool:
        """The same test as `mine_q`; the database answers it, so that the two cannot drift apart."""
        return Meeting.objects.filter(self.mine_q(user, permission), pk=self.pk).exists()


class Body(models.Model):
    """A party that is invited; its people are asked one by one as invitations."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="bodies")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=_("party"))
    is_needed = models.BooleanField(_("counts for the quorum"), default=True)

    class Meta:
        verbose_name = _("invited body")
        verbose_name_plural = _("invited bodies")
        constraints = [models.UniqueConstraint(fields=["meeting", "party"], name="body_invited_once")]

    def __str__(self) -> str:
        return str(self.party)


class Invitation(models.Model):
    """One person and one meeting: asked, answered, came. Somebody without an account has a name only."""

    class Answer(models.TextChoices):
        NONE = "", _("no answer yet")
        COMING = "coming", _("coming")
        DECLINED = "declined", _("declined")

    class Came(models.TextChoices):
        UNKNOWN = "", _("not recorded")
        PRESENT = "present", _("present")
        ABSENT = "absent", _("absent")
        EXCUSED = "excused", _("excused")  # 请假

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="invitations")
    user = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="invitations", verbose_name=_("person")
    )
    name = models.CharField(_("name"), max_length=60, blank=True)  # of somebody without an account
    party = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("for")
    )
    is_observer = models.BooleanField(_("observer"), default=False)  # 列席: heard, not counted
    is_owner = models.BooleanField(_("owner"), default=False)  # for the quorum of a management committee
    walked_in = models.BooleanField(_("came uninvited"), default=False)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer.choices, blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    came = models.CharField(_("attendance"), max_length=10, choices=Came.choices, blank=True, default="")
    came_at = models.DateTimeField(null=True, blank=True)
    marked_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=120, blank=True)
    token = models.UUIDField(null=True, blank=True, editable=False)  # one line of one form, one walk-in

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["meeting", "party", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "user"], condition=Q(user__isnull=False), name="invited_once"
            ),
            models.UniqueConstraint(
                fields=["meeting", "token"], condition=Q(token__isnull=False), name="walked_in_once"
            ),
            models.CheckConstraint(
                name="invitation_names_somebody", condition=Q(user__isnull=False) | ~Q(name="")
            ),
        ]
        indexes = [models.Index(fields=["user", "meeting"], name="invitation_user")]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """In full: people at one table know each other's names; never for a public page."""
        return self.user.name if self.user else self.name


class Helper(models.Model):
    """Somebody who may mark who came to this one meeting, and nothing else."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="helpers")
    user = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("person"))

    class Meta:
        verbose_name = _("helper at the door")
        verbose_name_plural = _("helpers at the door")
        constraints = [models.UniqueConstraint(fields=["meeting", "user"], name="helper_once")]

    def __str__(self) -> str:
        return str(self.user)


class AgendaItem(models.Model):
    """One matter on the table. `source` names where it came from: "issue:12", "commitment:3", "" (typed in)."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("matter"), max_length=160)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=10)
    presenter = models.CharField(_("presented by"), max_length=60, blank=True)
    issue = models.ForeignKey(
        Issue, models.PROTECT, null=True, blank=True, related_name="agenda_items", verbose_name=_("issue")
    )
    source = models.CharField(max_length=40, blank=True)
    why = models.CharField(_("why it is here"), max_length=160, blank=True)
    text = models.TextField(_("minutes of this matter"), blank=True)  # the latest revision
    revision = models.PositiveIntegerField(default=0)
    no_resolution = models.CharField(_("why there is no resolution"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ["meeting", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "source"], condition=~Q(source=""), name="agenda_source_once"
            ),
            models.CheckConstraint(name="agenda_minutes", condition=Q(minutes__gte=1, minutes__lte=480)),
        ]

    def __str__(self) -> str:
        return self.title


class Reminder(models.Model):
    """When a meeting is reminded of: so many minutes before it begins. The sweep plans it once per version."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="reminders")
    minutes_before = models.PositiveIntegerField(_("minutes before"))
    due_at = models.DateTimeField(_("due"))
    version = models.PositiveSmallIntegerField()  # of the schedule that due_at was computed from
    planned_at = models.DateTimeField(null=True, blank=True)
    planned = models.PositiveIntegerField(default=0)  # deliveries made from it
    note = models.CharField(max_length=60, blank=True)  # why none were made

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["meeting", "due_at"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "minutes_before"], name="reminder_once"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(planned_at__isnull=True), name="reminder_due"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} -{self.minutes_before} min"


class CalendarFeed(models.Model):
    """A person's calendar behind a secret address. Only the key's hash is kept: a lost one is replaced."""

    user = models.ForeignKey(USER, models.CASCADE, related_name="calendar_feeds")
    key_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(_("last read"), null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(revoked_at__isnull=True), name="feed_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id}"
