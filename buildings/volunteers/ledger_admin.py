"""The operator reads the ledger and the certificates; corrections are made on the pages, by reversal."""

from django.contrib import admin

from beihu.accounts.admin import ReadOnlyAdmin

from .ledger import ActivityReminder, Hours
from .thanked import Certificate


@admin.register(Hours)
class HoursAdmin(ReadOnlyAdmin):
    list_display = ["pk", "activity", "team", "minutes", "round", "given_on", "at"]
    list_select_related = ["activity", "team"]
    fields = ["activity", "team", "minutes", "round", "given_on", "reverses_id", "at"]
    show_full_result_count = False


@admin.register(Certificate)
class CertificateAdmin(ReadOnlyAdmin):
    list_display = ["number", "minutes", "since", "until", "issued_at", "withdrawn_at"]
    search_fields = ["=number"]
    fields = ["number", "minutes", "times", "since", "until", "issued_at", "withdrawn_at"]
    show_full_result_count = False


@admin.register(ActivityReminder)
class ActivityReminderAdmin(ReadOnlyAdmin):
    list_display = ["activity", "minutes_before", "due_at", "planned_at", "planned", "note"]
    list_select_related = ["activity"]
    fields = ["activity", "minutes_before", "due_at", "version", "planned_at", "planned", "note"]
    show_full_result_count = False
