"""Big committees in the operator's admin: to be looked up; changes go through the portal's pages."""

from django.contrib import admin

from beihu.accounts.admin import ReadOnlyAdmin

from .models import JointCommittee, Pledge


@admin.register(JointCommittee)
class JointCommitteeAdmin(ReadOnlyAdmin):
    list_display = ["pk", "name", "place_id", "founded_on", "dissolved_on"]
    search_fields = ["=place_id"]
    fields = ["name", "place", "founded_on", "dissolved_on", "reason"]


@admin.register(Pledge)
class PledgeAdmin(ReadOnlyAdmin):
    list_display = ["pk", "unit", "status", "committee_id", "pledged_on", "due_on"]
    list_filter = ["status", "kind"]
    fields = ["committee", "unit", "kind", "what", "status", "pledged_on", "due_on", "outcome", "ended_on"]
