"""Hired hands in the operator's admin, to be looked up, without phones and contracts. Mediations are not there at all."""

from django.contrib import admin

from beihu.accounts.admin import ReadOnlyAdmin

from .models import HandPay, HiredHand


@admin.register(HiredHand)
class HiredHandAdmin(ReadOnlyAdmin):
    list_display = ["pk", "job", "shown_name", "place_id", "since", "until"]
    list_filter = ["job"]
    search_fields = ["=id", "=place__code"]
    fields = ["job", "shown_name", "place", "since", "until", "per", "pay"]
    readonly_fields = ["shown_name"]


@admin.register(HandPay)
class HandPayAdmin(ReadOnlyAdmin):
    list_display = ["pk", "hand_id", "month", "shifts", "proposed", "amount"]
    fields = ["hand", "month", "shifts", "proposed", "amount", "entry"]
