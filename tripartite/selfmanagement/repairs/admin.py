"""Repairs in the operator's admin, to be looked up; free words, in which people may stand, are left out."""

from django.contrib import admin

from beihu.accounts.admin import ReadOnlyAdmin

from .models import Repair, RepairLimits


@admin.register(Repair)
class RepairAdmin(ReadOnlyAdmin):
    list_display = ["pk", "status", "place_id", "asked_on", "approved", "billed", "paid_on"]
    list_filter = ["status"]
    search_fields = ["=id", "=place__code"]
    fields = ["status", "place", "asked_on", "firm", "approved", "decision", "approved_on", "done_on", "invoice", "billed", "paid_on"]  # fmt: skip


@admin.register(RepairLimits)
class RepairLimitsAdmin(ReadOnlyAdmin):
    list_display = ["place_id", "two_quotes_above", "alone_up_to", "decision_above", "basis"]
    fields = ["place", "two_quotes_above", "alone_up_to", "decision_above", "basis"]
