"""The ledger in the operator's admin: to be looked up. Free words are left out; people may stand in them."""

from django.contrib import admin

from beihu.accounts.admin import ReadOnlyAdmin

from .models import Book, Entry, Line
from .snapshots import Closing, Posting, Snapshot


class LineInline(admin.TabularInline):
    model = Line
    extra = max_num = 0
    can_delete = False
    fields = ["account", "amount"]
    readonly_fields = ["account", "amount"]


@admin.register(Book)
class BookAdmin(ReadOnlyAdmin):
    list_display = ["pk", "name", "place_id", "opened_on", "closed_on"]
    search_fields = ["=place__code"]
    fields = ["name", "place", "party", "opened_on", "opening_cash", "opening_bank", "closed_on"]


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    list_display = ["pk", "book_id", "position", "year", "number", "on", "kind", "purpose", "amount"]
    list_filter = ["kind", "purpose"]
    search_fields = ["=book__place__code"]
    show_full_result_count = False
    inlines = [LineInline]
    fields = [
        "book", "position", "year", "number", "on", "happened_on", "kind", "purpose", "amount", "document_number", "reverses",
        "at", "before", "sha256",
    ]  # fmt: skip


@admin.register(Closing)
class ClosingAdmin(ReadOnlyAdmin):
    list_display = ["pk", "book_id", "month", "status", "proposed_at", "decided_at"]
    list_filter = ["status"]
    fields = [
        "book",
        "month",
        "status",
        "counted_cash",
        "statement_bank",
        "book_cash",
        "book_bank",
        "entries",
    ]


@admin.register(Snapshot)
class SnapshotAdmin(ReadOnlyAdmin):
    list_display = ["pk", "book_id", "month", "sha256", "at"]
    fields = ["book", "closing", "month", "content", "sha256", "at"]


@admin.register(Posting)
class PostingAdmin(ReadOnlyAdmin):
    list_display = ["pk", "snapshot_id", "starts_on", "ends_on", "at"]
    fields = ["snapshot", "starts_on", "ends_on", "at"]
