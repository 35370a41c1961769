"""Hotspots in the operator's admin: to be looked up; the portal finds and ends them."""

from django.contrib import admin

from beihu.accounts.admin import ReadOnlyAdmin

from .models import Hotspot, Look


@admin.register(Hotspot)
class HotspotAdmin(ReadOnlyAdmin):
    list_display = ["pk", "place_id", "category", "recent", "before", "q", "found_on", "ended_on"]
    list_filter = ["category"]
    search_fields = ["=place_id"]


@admin.register(Look)
class LookAdmin(ReadOnlyAdmin):
    list_display = ["street", "looked_on", "days_before", "pairs"]
