"""People who sign in. A resident has a phone, a member of staff a username; many have both."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_backends
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from beihu.audit.masking import mask_name


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str | None = None, password: str | None = None, **fields: Any) -> "User":
        """A person with a username, a phone, or both; without a password only codes sign in."""
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(username, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. Rights come only from posts in term; `is_superuser` opens the operator's admin."""

    username = models.CharField(_("username"), max_length=60, unique=True, null=True, blank=True)
    phone = models.CharField(_("phone"), max_length=20, unique=True, null=True, blank=True)  # E.164
    name = models.CharField(_("name"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    large_type = models.BooleanField(_("large type"), default=False)
    is_staff = models.BooleanField(_("may open the operator's admin"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    deletion_asked_at = models.DateTimeField(_("deletion asked"), null=True, blank=True)

    is_verified: Callable[[], bool]  # both set by django-otp's middleware
    otp_device: Any

    USERNAME_FIELD = "username"
    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(
                name="user_username_or_phone", condition=Q(username__isnull=False) | Q(phone__isnull=False)
            )
        ]

    def __str__(self) -> str:
        """As outsiders may read it; whoever needs the full name asks for `name`."""
        return mask_name(self.name) or self.username or str(_("resident"))

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """From the backend alone: Django's own short cut for superusers knows no objects and no drafts."""
        return any(
            backend.has_perm(self, perm, obj) for backend in get_backends() if hasattr(backend, "has_perm")
        )

    @property
    def signs_in_as_staff(self) -> bool:
        """Holds a post with rights, today or later on, or the operator's keys: a code sent to a phone is not enough."""
        return self.is_staff or self.is_superuser or self.posts.not_ended().with_rights().exists()

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class OneTimeCode(models.Model):
    """A six-digit code sent to a phone: 5 minutes, 5 tries, used once. Only its keyed hash is kept."""

    phone = models.CharField(max_length=20)
    code_hash = models.CharField(max_length=64)
    address = models.GenericIPAddressField()
    created_at = models.DateTimeField(auto_now_add=True)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("one-time code")
        verbose_name_plural = _("one-time codes")
        indexes = [
            models.Index(fields=["phone", "-created_at"]),
            models.Index(fields=["address", "-created_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d %H:%M}"


class UserSession(models.Model):
    """A browser somebody is signed in with, so that they can see it and sign it out."""

    user = models.ForeignKey(User, models.CASCADE, related_name="user_sessions")
    session_key = models.CharField(max_length=40, unique=True)
    address = models.GenericIPAddressField(null=True)
    browser = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")

    def __str__(self) -> str:
        return f"{self.user_id} {self.created_at:%Y-%m-%d %H:%M}"
