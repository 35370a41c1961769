"""Owners' votes in the operator's admin: to be looked up, without ballots and without names."""

from django.contrib import admin

from beihu.accounts.admin import ReadOnlyAdmin

from .hearings import admin as hearings
from .models import Amendment, Result, Vote

__all__ = ["hearings"]


@admin.register(Vote)
class VoteAdmin(ReadOnlyAdmin):
    list_display = ["pk", "title", "status", "place_id", "opens_at", "closes_at"]
    list_filter = ["status", "screen"]
    search_fields = ["=id", "=place__code"]
    fields = [
        "title", "place", "party", "screen", "system", "status", "opens_at", "closes_at", "frozen_at", "announced_at",
        "counted_at", "cancelled_at", "owners", "area",
    ]  # fmt: skip


@admin.register(Result)
class ResultAdmin(ReadOnlyAdmin):
    list_display = ["pk", "vote_id", "number", "at", "sha256"]
    search_fields = ["=vote__id", "=sha256"]
    fields = ["vote", "number", "content", "sha256", "at"]


@admin.register(Amendment)
class AmendmentAdmin(ReadOnlyAdmin):
    list_display = ["pk", "vote_id", "asked_at", "settled_at", "is_confirmed"]
    search_fields = ["=vote__id"]
    fields = ["vote", "motion", "asked_at", "settled_at", "is_confirmed"]
