"""The operator's view of places: to look at. Changes are verbs of the portal's pages, which rewrite references."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from .models import Place, PlaceAlias
from .queries import EXAMINED, search_places


class ReadOnly:
    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class AliasInline(ReadOnly, admin.TabularInline):
    model = PlaceAlias
    fields = ["kind", "name", "code", "since", "until", "source"]
    extra = 0


@admin.register(Place)
class PlaceAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["code", "name", "level", "listed", "pseudo", "opened_on", "closed_on"]
    list_filter = ["level", "listed", "pseudo", ("closed_on", admin.EmptyFieldListFilter)]
    search_fields = ["code", "name"]  # shows the box; `get_search_results` does the work
    show_full_result_count = False
    list_select_related = False
    inlines = [AliasInline]
    fields = [
        "code",
        "level",
        "parent",
        "name",
        "pinyin",
        "initials",
        "listed",
        "pseudo",
        "opened_on",
        "closed_on",
    ]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Place], search_term: str
    ) -> tuple[QuerySet[Place], bool]:
        """The portal's own search, by its index: 660,000 rows are too many for the usual one."""
        if not search_term.strip():
            return queryset, False
        hits = search_places(search_term, limit=EXAMINED).hits
        return queryset.filter(code__in=[hit.place.code for hit in hits]), False
