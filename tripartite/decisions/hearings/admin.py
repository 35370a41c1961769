"""Hearings in the operator's admin: to be looked up; who said what is not shown."""

from django.contrib import admin

from beihu.accounts.admin import ReadOnlyAdmin

from .models import Hearing


@admin.register(Hearing)
class HearingAdmin(ReadOnlyAdmin):
    list_display = ["pk", "title", "status", "place_id", "closes_at"]
    list_filter = ["status"]
    search_fields = ["=id", "=place__code"]
    fields = [
        "title",
        "place",
        "party",
        "vote",
        "meeting",
        "status",
        "closes_at",
        "called_at",
        "published_at",
        "sha256",
    ]
