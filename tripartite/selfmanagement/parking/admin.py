"""Parking in the operator's admin: to be looked up, plates masked; changes go through the portal's pages."""

from django.contrib import admin

from beihu.accounts.admin import ReadOnlyAdmin

from .models import ParkingDue, ParkingLot, Permit


@admin.register(ParkingLot)
class ParkingLotAdmin(ReadOnlyAdmin):
    list_display = ["pk", "place_id", "land", "charging_since", "rests_on"]
    search_fields = ["=place_id"]
    fields = [
        "place",
        "party",
        "land",
        "free_hours",
        "outside_fee",
        "charging_since",
        "rests_on",
        "basis_words",
    ]


@admin.register(Permit)
class PermitAdmin(ReadOnlyAdmin):
    list_display = ["pk", "kind", "status", "lot_id", "asked_at", "since", "until"]
    list_filter = ["kind", "status"]
    fields = ["kind", "wish", "status", "lot", "space", "asked_at", "since", "until", "starts_at", "ends_at"]


@admin.register(ParkingDue)
class ParkingDueAdmin(ReadOnlyAdmin):
    list_display = ["pk", "month", "amount", "paid_on", "receipt"]
    fields = ["permit", "month", "amount", "paid_on", "account", "receipt"]
