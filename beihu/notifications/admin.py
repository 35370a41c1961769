"""The ledger of messages in the operator's admin: to be read, without words and with masked numbers."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from beihu.audit.masking import mask_phone

from .models import Delivery, Heartbeat


class ReadOnlyAdmin(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "channel", "masked_address", "state", "note", "attempts", "place_id"]
    list_filter = ["state", "channel"]
    fields = [
        "key", "channel", "masked_address", "recipient_id", "place_id", "state", "note", "due_at", "expires_at",
        "attempts", "lease_until", "settled_at", "reached_at", "reached_by_id", "created_at",
    ]  # fmt: skip
    show_full_result_count = False

    @admin.display(description=_("address"))
    def masked_address(self, delivery: Delivery) -> str:
        return mask_phone(delivery.address)


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadOnlyAdmin):
    list_display = ["name", "at"]
