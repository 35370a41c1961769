"""The operator's admin for this room: to look up, hardly ever to change. Phones stay masked."""

from typing import Any

from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from beihu.audit.actions import record
from beihu.audit.masking import mask_name, mask_phone

from .models import User, UserSession


class ReadOnlyAdmin(ModelAdmin):
    """For looking, not touching."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    """Only `is_active` may be changed here; posts give rights, people keep their own data."""

    list_display = [
        "pk",
        "username",
        "masked_name",
        "masked_phone",
        "is_active",
        "is_superuser",
        "created_at",
    ]
    list_filter = ["is_active", "is_superuser"]
    search_fields = ["username", "=phone"]
    fields = (
        "username", "masked_name", "masked_phone", "language", "is_active", "is_staff", "is_superuser",
        "created_at", "last_login", "deletion_asked_at",
    )  # fmt: skip
    readonly_fields = tuple(name for name in fields if name != "is_active")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)  # type: ignore[union-attr]

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        User.objects.filter(pk=obj.pk).update(is_active=obj.is_active)
        record("account.open" if obj.is_active else "account.close", obj, by=request.user)

    @admin.display(description=_("name"))
    def masked_name(self, person: User) -> str:
        return mask_name(person.name)

    @admin.display(description=_("phone"))
    def masked_phone(self, person: User) -> str:
        return mask_phone(person.phone)


@admin.register(UserSession)
class UserSessionAdmin(ReadOnlyAdmin):
    """Without the keys: whoever reads them is signed in as somebody else."""

    list_display = ["user_number", "browser", "address", "created_at", "seen_at"]
    fields = ["user_number", "browser", "address", "created_at", "seen_at"]

    @admin.display(description=_("person"))
    def user_number(self, session: UserSession) -> int:
        return session.user_id
