"""Pages of this room, sub-room by sub-room."""

from django.urls import include, path

SUBROOMS = [
    "ledger",
    "parking",
]
urlpatterns = [path("", include(f"tripartite.selfmanagement.{name}.urls")) for name in SUBROOMS]
