"""Posts in the operator's admin: to be looked up; appointing is done in the portal, where it is audited."""

from django.contrib import admin

from beihu.accounts.admin import ReadOnlyAdmin

from .models import Post


@admin.register(Post)
class PostAdmin(ReadOnlyAdmin):
    list_display = ["pk", "role", "place_id", "user_id", "since", "until"]
    list_filter = ["role"]
    search_fields = ["=place_id"]
    fields = ["role", "place", "user_id", "since", "until", "office_phone"]
