"""The log in the operator's admin: to be read."""

from django.contrib import admin
from django.http import HttpRequest

from .models import AuditEntry


@admin.register(AuditEntry)
class AuditEntryAdmin(admin.ModelAdmin):
    list_display = ["at", "verb", "target", "place_id", "actor_id"]
    list_filter = ["verb"]
    search_fields = ["=target"]
    fields = ["at", "actor_id", "verb", "target", "place_id", "reason", "detail"]
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False
