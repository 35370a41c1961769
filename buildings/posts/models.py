"""A person holding a role at a place for a term."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beihu.scope import Scoped, ScopedQuerySet
from buildings.places.models import Place

from .roles import Role


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

    def at(self, code: str) -> "PostQuerySet":
        """Posts at the place itself."""
        return self.filter(place_id=code)


class Post(Scoped):
    """`until` is the first day the post no longer counts; ending a post today works at once."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="posts", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=24, choices=Role.choices)
    place = models.ForeignKey(Place, models.PROTECT, related_name="posts", verbose_name=_("place"))
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)
    office_phone = models.CharField(_("office phone"), max_length=30, blank=True)

    objects = PostQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["place_id", "role", "since"]
        constraints = [
            models.CheckConstraint(
                name="post_term", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
            models.UniqueConstraint(
                fields=["user", "role", "place"], condition=Q(until__isnull=True), name="post_open_once"
            ),
        ]
        indexes = [models.Index(fields=["user", "since"])]

    @property
    def counts_or_will(self) -> bool:
        """The same test as `not_ended`, for this row in memory."""
        return self.until is None or (self.until > timezone.localdate() and self.until != self.since)

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.user}"
