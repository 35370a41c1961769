"""A person in a post at a place for a term, and what that person lets others see."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beihu.scope import Scoped, ScopedQuerySet, reach_of
from beihu.unique import or_nobody
from buildings.places.codes import lineage
from buildings.places.models import Place

from .granting import covered
from .kinds import PostKind
from .roles import APPOINT, FILL, SHOWN, VIEW_ORGANISATION, VIEW_PLACE, Role

Audience = PostKind.Audience


class PostQuerySet(ScopedQuerySet):
    def in_term(self) -> "PostQuerySet":
        """Begun and not ended: only these count."""
        today = timezone.localdate()
        return self.filter(Q(until__isnull=True) | Q(until__gt=today), since__lte=today)

    def not_ended(self) -> "PostQuerySet":
        """In term, or beginning later."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=timezone.localdate())).exclude(
            until=F("since")
        )

    def overlapping(self, since: Any, until: Any) -> "PostQuerySet":
        """Those that count on some day from `since` until before `until` (None: for good)."""
        rows = self.exclude(until=F("since")).filter(Q(until__isnull=True) | Q(until__gt=since))
        return rows.filter(since__lt=until) if until else rows

    def with_rights(self) -> "PostQuerySet":
        """Those that open something: posts of a kind without a role are honour and work alone."""
        return self.exclude(role="")

    def at(self, code: str) -> "PostQuerySet":
        """Posts at the place itself."""
        return self.filter(place_id=code)

    def ending(self, days: int) -> "PostQuerySet":
        """In term, and over within so many days."""
        return self.in_term().filter(until__lte=timezone.localdate() + timedelta(days=days))

    def appointed_by(self, user: Any) -> "PostQuerySet":
        """Those this person may end and renew: `granting.may_appoint`, for lists."""
        named = Q(kind__appointed_with=FILL) & _reach_q(user, FILL)
        return self.filter((_reach_q(user, APPOINT) | named) & covered(user))

    def shown(self) -> "PostQuerySet":
        """What everybody may see, in or after its term: what the office must show, and what people chose to show."""
        must = Q(kind__seen_by=Audience.EVERYBODY) | Q(kind__isnull=True, role__in=SHOWN)
        today = timezone.localdate()
        counts = Q(until__isnull=True) | Q(until__gt=today)
        chosen = Q(user__post_page__shows_posts=True)
        now = counts & (must | chosen)
        past = ~counts & (must | chosen) & Q(user__post_page__shows_past=True) & ~Q(until=F("since"))
        return self.filter(now | past, since__lte=today, user__is_active=True)

    def seen_by(self, user: Any) -> "PostQuerySet":
        """What this reader sees of posts: one's own, those at one's places and above them, what is shown to all."""
        shown = Q(pk__in=Post.objects.shown().values("pk"))
        if not user.is_authenticated:
            return self.filter(shown)
        usual = ~Q(kind__seen_by=Audience.PARTY) | Q(kind__isnull=True)
        staff = _reach_q(user, VIEW_PLACE) & usual
        party = _reach_q(user, VIEW_ORGANISATION)
        prefixes = [one.prefix for one in reach_of(user, VIEW_PLACE) if one.prefix]
        above = Q(place_id__in={code for prefix in prefixes for code in lineage(prefix)[:-1]}) & usual
        today = timezone.localdate()
        above &= Q(since__lte=today) & (Q(until__isnull=True) | Q(until__gt=today))
        return self.filter(Q(user_id=user.pk) | staff | party | above | shown)


def _reach_q(user: Any, right: str) -> Q:
    """Posts at places where this person holds a right."""
    q = Q(pk__in=[])
    for reach in reach_of(user, right) if user.is_authenticated else ():
        q |= Post.scope_q(reach)
    return q


class Post(Scoped):
    """`until` is the first day the post no longer counts; ending a post today works at once.

    `role` alone gives rights; a post has a role, a kind, or both. `remind_on` is the next day on which those who
    appoint are told that the term ends (`reminders.py`).
    """

    class End(models.TextChoices):
        ENDED = "ended", _("ended")
        RESIGNED = "resigned", _("resigned")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="posts", verbose_name=_("person")
    )
    kind = models.ForeignKey(
        PostKind, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=_("kind of post")
    )
    role = models.CharField(_("role"), max_length=24, choices=Role.choices, blank=True)
    place = models.ForeignKey(Place, models.PROTECT, related_name="posts", verbose_name=_("place"))
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)
    end = models.CharField(_("how it ended"), max_length=10, choices=End.choices, blank=True)
    office_phone = models.CharField(_("office phone"), max_length=30, blank=True)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    offer = models.CharField(_("what they offer"), max_length=120, blank=True)
    override = models.CharField(_("why more than wanted"), max_length=200, blank=True)
    remind_on = models.DateField(null=True, blank=True, editable=False)

    objects = PostQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["place_id", "role", "since"]
        constraints = [
            models.CheckConstraint(
                name="post_term", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
            models.CheckConstraint(name="post_is_something", condition=~Q(role="") | Q(kind__isnull=False)),
            models.UniqueConstraint(
                "user",
                "role",
                or_nobody("kind"),
                "place",
                condition=Q(until__isnull=True),
                name="post_open_once",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "since"]),
            models.Index(fields=["until"], condition=Q(until__isnull=False), name="post_ends"),
            models.Index(fields=["remind_on"], condition=Q(remind_on__isnull=False), name="post_reminds"),
        ]

    @property
    def counts_or_will(self) -> bool:
        """The same test as `not_ended`, for this row in memory."""
        return self.until is None or (self.until > timezone.localdate() and self.until != self.since)

    @property
    def title(self) -> str:
        """What the post is called: by its kind, else by its role."""
        return self.kind.name if self.kind_id and self.kind else str(self.get_role_display())

    def __str__(self) -> str:
        return f"{self.title} {self.user}"


class PostPage(models.Model):
    """What a person lets everybody see beyond what the office must show. Without a row: nothing."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="post_page")
    about = models.CharField(_("a line about me"), max_length=200, blank=True)
    shows_posts = models.BooleanField(_("my other posts"), default=False)
    shows_past = models.BooleanField(_("posts I held before"), default=False)
    shows_unit = models.BooleanField(_("my unit and what I offer"), default=False)

    class Meta:
        verbose_name = _("page of a person")
        verbose_name_plural = _("pages of people")

    def __str__(self) -> str:
        return f"{self.user_id}"
