"""Organisations in the operator's admin: to be looked up; verbs are done in the portal, where they are audited.

Members are not shown here: who belongs to an organisation is seen only by those who keep it.
"""

from django.contrib import admin

from beihu.accounts.admin import ReadOnlyAdmin

from .models import CentreHousehold, OrganisationKind, PartyOrganisation


@admin.register(OrganisationKind)
class OrganisationKindAdmin(ReadOnlyAdmin):
    list_display = ["pk", "name", "nature", "place_id", "offered"]
    search_fields = ["=place_id"]
    fields = [
        "place",
        "slug",
        "nature",
        "name",
        "levels",
        "under",
        "term_years",
        "fewest",
        "most",
        "order",
        "offered",
    ]


@admin.register(PartyOrganisation)
class PartyOrganisationAdmin(ReadOnlyAdmin):
    list_display = ["pk", "name", "place_id", "founded_on", "dissolved_on"]
    search_fields = ["=place_id"]
    fields = ["kind", "place", "parent", "name", "founded_on", "dissolved_on", "dissolved_reason"]


@admin.register(CentreHousehold)
class CentreHouseholdAdmin(ReadOnlyAdmin):
    list_display = ["pk", "place_id", "since", "until"]
    search_fields = ["=place_id"]
    fields = ["place", "since", "until"]
