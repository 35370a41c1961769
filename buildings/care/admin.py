"""Monthly duties in the operator's admin, to be looked up. Care entries are not there at all: each look is to be logged."""

from django.contrib import admin

from beihu.accounts.admin import ReadOnlyAdmin

from .monthly import Duty


@admin.register(Duty)
class DutyAdmin(ReadOnlyAdmin):
    list_display = ["pk", "place_id", "holder", "kind", "day", "ended_on", "made_on"]
    list_filter = ["holder", "kind"]
    search_fields = ["=place_id"]
    fields = ["place", "holder", "kind", "title", "day", "set_on", "ended_on", "made_on"]
