"""The outbox and the in-app notices."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beihu.scope import Scoped, ScopedQuerySet


class Notification(models.Model):
    """A line in somebody's notices. `key` makes the same fact reach the same person once."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    key = models.CharField(max_length=120)
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"), blank=True)
    url = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(_("time"), default=timezone.now, editable=False)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["recipient", "key"], name="notification_once")]
        indexes = [
            models.Index(fields=["recipient", "-created_at", "-id"]),
            models.Index(fields=["recipient"], condition=Q(read_at__isnull=True), name="notification_unread"),
        ]

    def __str__(self) -> str:
        return self.title


class DeliveryQuerySet(ScopedQuerySet):
    def to_phone(self) -> "DeliveryQuerySet":
        """Did not arrive, or nobody knows, and nobody has told the person yet.

        A code is useless by then, and so is the reminder of a meeting that is over; a robot is nobody.
        """
        lost = self.filter(state__in=("failed", "unknown"), reached_at__isnull=True, secret=False)
        return lost.exclude(channel="robot").exclude(expires_at__lte=timezone.now())


class Delivery(Scoped):
    """One message to one address through one channel: the row is the queue.

    `place_id` is where the matter lies, a plain code: whose staff phone when nothing arrives.
    """

    class Channel(models.TextChoices):
        PORTAL = "portal", _("in the portal")
        SMS = "sms", _("text message")
        EMAIL = "email", _("e-mail")
        ROBOT = "robot", _("group robot")  # a webhook of a work group, WeCom style

    class State(models.TextChoices):
        DUE = "due", _("due")
        SENDING = "sending", _("sending")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        SKIPPED = "skipped", _("skipped")
        UNKNOWN = "unknown", _("unknown")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=160, unique=True)  # fact + recipient + channel: never twice
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("recipient")
    )
    address = models.CharField(max_length=254, blank=True)  # empty: this person has none
    place_id = models.CharField(_("place"), max_length=24, blank=True, db_collation="C")
    source = models.CharField(
        max_length=40, blank=True
    )  # what it is about: "meeting:12"; asked again before sending
    version = models.PositiveSmallIntegerField(default=0)  # of the source, as of planning
    kind = models.CharField(max_length=20, blank=True)  # "called", "moved", "reminder" …
    url = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField()  # blanked after sending when it held a one-time code
    secret = models.BooleanField(default=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DUE)
    due_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)  # too late to be of use after this
    attempt = models.UUIDField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    reached_at = models.DateTimeField(_("reached"), null=True, blank=True)  # told by staff in another way
    reached_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DeliveryQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        indexes = [
            models.Index(
                fields=["channel", "expires_at", "due_at"], condition=Q(state="due"), name="delivery_due"
            ),
            models.Index(fields=["lease_until"], condition=Q(state="sending"), name="delivery_leased"),
            models.Index(
                fields=["place_id", "created_at"],
                condition=Q(state__in=("failed", "unknown"), reached_at__isnull=True, secret=False),
                name="delivery_to_phone",
            ),
            models.Index(fields=["source", "state"], condition=~Q(source=""), name="delivery_source"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"


class Preference(models.Model):
    """Three switches of a person. Without a row all are on; codes and what is asked of oneself always come."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="preference")
    sms = models.BooleanField(_("text messages"), default=True)
    email = models.BooleanField(_("e-mails"), default=True)
    quiet = models.BooleanField(_("quiet from 21:00 to 08:00"), default=True)

    class Meta:
        verbose_name = _("preference")
        verbose_name_plural = _("preferences")

    def __str__(self) -> str:
        return f"{self.user_id}"


class Proxy(models.Model):
    """A family member who receives for an elder: both agreed. What both would get comes once."""

    elder = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="proxy", verbose_name=_("elder")
    )
    receiver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="receives_for", verbose_name=_("receives")
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    agreed_at = models.DateTimeField(
        _("agreed"), null=True, blank=True
    )  # by the receiver; counts from then on

    class Meta:
        verbose_name = _("family proxy")
        verbose_name_plural = _("family proxies")
        constraints = [
            models.CheckConstraint(name="proxy_is_another", condition=~Q(elder=models.F("receiver")))
        ]

    def __str__(self) -> str:
        return f"{self.elder_id} → {self.receiver_id}"


class Robot(Scoped):
    """A work group's robot: a webhook that takes a line about what lies at its place, and below.

    Its address holds a key, so it is shown masked; deliveries name it as "robot:12".
    """

    place_id = models.CharField(_("place"), max_length=24, db_collation="C")
    name = models.CharField(_("work group"), max_length=60)
    url = models.CharField(_("address of the robot"), max_length=500)
    created_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("group robot")
        verbose_name_plural = _("group robots")
        constraints = [
            models.UniqueConstraint(
                fields=["place_id", "url"], condition=Q(closed_at__isnull=True), name="robot_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Heartbeat(models.Model):
    """When a sweep last ran; shown to staff, watched by /readyz."""

    name = models.CharField(max_length=60, primary_key=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self) -> str:
        return self.name
